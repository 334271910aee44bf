"""The screen's side of the call board: asked every second and when the bell rings; older than 15 s it is not shown."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.errors import LinkError
from content.link.hub import Hub
from content.model.tickets import CalledNumbers

log = logging.getLogger(__name__)

ASK_EVERY_S = 1.0
STALE_S = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardBoard:
    """A board the hub confirmed at an instant of this machine's steady clock (seconds)."""

    board: CalledNumbers
    tag: str
    heard_s: float
    hub_now: datetime  # the hub's time at that instant

    def age_s(self, steady_s: float) -> float:
        """Return how long ago the hub last said that the board is so."""
        return steady_s - self.heard_s

    def is_fresh(self, steady_s: float) -> bool:
        """Say whether it may be shown."""
        return self.age_s(steady_s) <= STALE_S

    def hub_time(self, steady_s: float) -> datetime:
        """Return the hub's time now: the screen's own clock may be wrong."""
        return self.hub_now + timedelta(seconds=self.age_s(steady_s))


class BoardWatch:
    """One thread that asks; `board` answers at once from any thread."""

    def __init__(self, hub: Hub, steady: Callable[[], float] = time.monotonic, every_s: float = ASK_EVERY_S) -> None:
        self._hub, self._steady, self._every_s = hub, steady, every_s
        self._heard: HeardBoard | None = None
        self._look, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="board", daemon=True)
        self.state = ""

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def wake(self) -> None:
        """Ask now: the bell said that a number was called."""
        self._look.set()

    def stop(self) -> None:
        """Stop after the question under way."""
        self._stopping.set()
        self._look.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=15)

    def board(self) -> HeardBoard | None:
        """Return the board, None when the hub has not confirmed it for 15 s."""
        heard = self._heard
        return heard if heard is not None and heard.is_fresh(self._steady()) else None

    def ask(self) -> None:
        """Ask once; LinkError when the hub cannot be asked, the board then ages."""
        known = self._heard
        asked_s = self._steady()  # before the question: the answer is as old as its journey
        board, tag, hub_now = self._hub.board(known.tag if known is not None else "")
        if board is None and known is not None:
            board = known.board
        if board is not None:
            self._heard = HeardBoard(board=board, tag=tag, heard_s=asked_s, hub_now=hub_now)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._look.clear()
            try:
                self.ask()
                self.state = ""
            except LinkError as error:
                if self.state != str(error):
                    log.info("the call board is not known: %s", error)
                self.state = str(error)
            except Exception:  # the last handler of this thread: the hall goes on without the board
                log.exception("the call board is not known")
            self._look.wait(self._every_s)
