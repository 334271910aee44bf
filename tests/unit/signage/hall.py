"""A screen process in this process: real Live, real routes, real editions, a clock that runs from a chosen instant."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import uvicorn
from fastapi import FastAPI

from content.clock import Clock
from content.model.published import EditionContent
from signage.app import PLAYER, make_app
from signage.glass import Glass
from signage.live import Drawn, Live
from signage.plays import Plays
from signage.scenes.scene import Shape
from signage.thin import Gate
from tests.unit.signage.samples import NOON, edition_of

DEADLINE_S = 20.0


class RunningClock:
    """Runs on from the instant it was set to."""

    def __init__(self, start: datetime) -> None:
        self._start, self._since = start, time.monotonic()

    def now(self) -> datetime:
        """Return the start plus what has passed since."""
        return self._start + timedelta(seconds=time.monotonic() - self._since)

    def shift(self, by: timedelta) -> None:
        """Set the clock forward or back, as somebody sets the clock of a box."""
        self._start += by


class QuickLive(Live):
    """Hands out the real timelines with every stay cut to `stay_s`, so that a test sees many changes."""

    stay_s: float | None = None

    def timeline(self, shape: Shape) -> Drawn:
        """Return the timeline with shortened stays."""
        drawn = super().timeline(shape)
        if self.stay_s is None:
            return drawn
        plain = json.loads(drawn.body)
        for items in (*(segment["items"] for segment in plain["segments"]), plain["evergreen"]):
            for item in items:
                item[1] = self.stay_s
        return replace(drawn, body=json.dumps(plain).encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """A running screen process, and how to publish to it and to take it away."""

    url: str
    live: QuickLive
    plays: Plays
    clock: Clock
    folder: Path
    glass: Glass
    stop: Callable[[], None]

    def publish(self, held: EditionContent, order: int, built_at: datetime | None = None,
                files: Mapping[str, bytes] = MappingProxyType({})) -> None:  # fmt: skip
        """Put an edition on air the way the follower does; `files` are its 素材 by blob name."""
        self.live.take(edition_of(held, self.folder, order, built_at or self.clock.now(), files))


def until(holds: Callable[[], bool], what: str, deadline_s: float = DEADLINE_S) -> float:
    """Wait until it holds and return the seconds it took; AssertionError after the deadline."""
    begun = time.monotonic()
    while not holds():
        if time.monotonic() - begun > deadline_s:
            raise AssertionError(f"not within {deadline_s} s: {what}")
        threading.Event().wait(0.02)
    return time.monotonic() - begun


@contextmanager
def hall(folder: Path, *, stay_s: float | None = None, player: Path = PLAYER, start: datetime = NOON,
         clock: Clock | None = None, thin: Mapping[str, str] = MappingProxyType({}),
         more: Callable[[FastAPI], None] = lambda app: None) -> Iterator[Hall]:  # fmt: skip
    """Serve a screen on a free loopback port until the block ends; `more` adds routes to it.

    The clock runs from the start unless one is given; `thin` is {part of the address: name}.
    """
    clock = clock or RunningClock(start)
    live = QuickLive(clock, "东至县零工市场", thin=tuple(thin.values()))
    live.stay_s = stay_s
    plays = Plays(folder / "plays.db")
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    line.bind(("127.0.0.1", 0))
    glass = Glass(clock, folder / "pictures")
    app = make_app(live, plays, clock, live.health, player, glass)
    more(app)
    served = Gate(app, thin)
    server = uvicorn.Server(uvicorn.Config(served, log_level="warning", access_log=False, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [line]}, daemon=True)
    thread.start()
    until(lambda: server.started, "the screen process serves")

    def stop() -> None:
        server.should_exit = True
        thread.join(DEADLINE_S)

    try:
        yield Hall(url=f"http://127.0.0.1:{line.getsockname()[1]}", live=live, plays=plays, clock=clock, folder=folder,
                   glass=glass, stop=stop)  # fmt: skip
    finally:
        stop()
        line.close()
        live.close()
        plays.close()
