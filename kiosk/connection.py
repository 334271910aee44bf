"""Both doors of this kiosk: pairs once, then follows editions and carries filings; the hub may be away at any time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from content.clock import Clock
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.errors import ContentError, HubAway
from content.link.courier import Courier
from content.link.errands import Deed, ErrandBook
from content.link.follower import Follower
from content.link.hatch import ask_call, ask_queue, ask_receipt
from content.link.heartbeat import Heartbeat
from content.link.hub import Hub
from content.link.outbox import Outbox
from content.link.pairing import Paired, keep, load, pair_once
from content.link.person_hatch import ask_person
from content.link.updating import Updater
from content.model.calls import CallAnswer, CallQuestion
from content.model.codes import TerminalKind
from content.model.own_record import OwnRecord
from content.model.terminals import ErrandKind
from content.model.tickets import QueueAnswer
from content.model.walk_in import ReceiptAnswer
from content.timekeeping import hears, is_sure

log = logging.getLogger(__name__)

_PAIR_AGAIN_S = 1.0


class Connection:
    """One thread that waits until the kiosk is paired, and the parts that live from then on.

    `on_edition` is called from a thread whenever another edition is in use; `report` is the heartbeat's, `deeds` are
    what the desk may have this machine do.
    """

    def __init__(self, *, data: Path, hub_url: str, pairing_code: str, name: str, clock: Clock,
                 on_edition: Callable[[], None], report: Callable[[], dict[str, Any]],
                 kind: TerminalKind = TerminalKind.KIOSK,
                 deeds: Mapping[ErrandKind, Deed] | None = None,
                 on_call: Callable[[], None] = lambda: None, updater: Updater | None = None) -> None:  # fmt: skip
        self._updater = updater
        self.state = ""
        self._data, self._hub_url, self._code, self._name = data, hub_url, pairing_code, name
        self._clock, self._on_edition, self._report = clock, on_edition, report
        self._kind, self._deeds, self._on_call = kind, deeds or {}, on_call
        self._edition: Edition | None = None
        self._outbox: Outbox | None = None
        self._courier: Courier | None = None
        self._heartbeat: Heartbeat | None = None
        self._hub: Hub | None = None
        self._stops: list[Callable[[], None]] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._pair, name="pairing", daemon=True)

    def start(self) -> None:
        """Begin at once with what is already here: a kept pairing and the last good edition."""
        try:
            kept = load(self._data / "paired.json", self._hub_url)
        except ContentError as error:
            self.state = str(error)
            log.error("%s", error)
            return
        if kept is not None:
            self._open(kept)
        else:
            self._thread.start()

    def stop(self) -> None:
        """Stop in the reverse order of starting; what is filed stays filed."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=15)
        for stop in reversed(self._stops):
            stop()
        self._stops.clear()

    def edition(self) -> Edition | None:
        """Return the edition in use, None before the first."""
        return self._edition

    def outbox(self) -> Outbox | None:
        """Return where filings go, None until the kiosk is paired."""
        return self._outbox

    @property
    def link(self) -> str:
        """Return a sentence about what keeps filings from the hub, "" while it takes them."""
        return self.state or (self._courier.state if self._courier is not None else "")

    @property
    def hub_version(self) -> str:
        """Return the version of the hub's program, "" before it said so."""
        return self._courier.hub_version if self._courier is not None else ""

    def clock_ok(self) -> bool:
        """Say whether the time is known: our own clock may be believed, and the hub's agreed when it was last asked."""
        return is_sure(self._clock) and (self._courier is None or self._courier.clock_ok)

    def wake(self) -> None:
        """Send what was just filed without waiting."""
        if self._courier is not None:
            self._courier.wake()

    def ask_receipt(self, number: str, code: str) -> ReceiptAnswer:
        """Return what a receipt answers, from the hub and at once; LinkError says why not."""
        if self._hub is None:
            raise HubAway("这台机器还没有和中心配对，请工作人员查看。")
        return ask_receipt(self._hub, number, code)

    def ask_person(self, id_number: str) -> OwnRecord:
        """Return what the hub knows of the holder of a card, at once; LinkError says why not."""
        if self._hub is None:
            raise HubAway("这台机器还没有和中心配对，请工作人员查看。")
        return ask_person(self._hub, id_number)

    def ask_call(self, question: CallQuestion) -> CallAnswer:
        """Call for staff, ask how the call stands, or take it back; LinkError says why not."""
        if self._hub is None:
            raise HubAway("这台机器还没有和中心配对，请工作人员查看。")
        return ask_call(self._hub, question)

    def ask_queue(self) -> QueueAnswer:
        """Return how many wait for each matter and whether numbers are given, at once; LinkError says why not."""
        if self._hub is None:
            raise HubAway("这台机器还没有和中心配对，请工作人员查看。")
        return ask_queue(self._hub)

    def tell(self) -> None:
        """Let the hub know now how this machine is: the paper has run out, a slip has ended."""
        if self._heartbeat is not None:
            self._heartbeat.wake()

    def _pair(self) -> None:
        while not self._stopping.is_set():
            try:
                self._open(pair_once(self._data / "paired.json", self._hub_url, self._code, self._kind,
                                     self._name))  # fmt: skip
                return
            except ContentError as error:
                self.state = str(error)
                log.warning("not paired yet: %s", error)
            self._stopping.wait(_PAIR_AGAIN_S)

    def _open(self, paired: Paired) -> None:
        outbox = Outbox(self._data / "outbox.db", paired)

        def renew(renewed: Paired) -> None:
            keep(self._data / "paired.json", renewed)
            outbox.seal_to(renewed.seal_key)

        hub = Hub(paired, on_keys=renew)
        courier = Courier(hub, outbox, self._clock, hears(self._clock))
        errands = ErrandBook(self._data / "errands.db", self._deeds, self._clock)
        heartbeat = Heartbeat(hub, self._report, errands=errands)
        follower = Follower(hub, Shelf(self._data / "shelf"), "kiosk", self._take, on_errand=heartbeat.wake,
                            on_call=self._on_call)  # fmt: skip
        self._outbox, self._courier, self._heartbeat, self._hub = outbox, courier, heartbeat, hub
        for stop, start in ((outbox.close, None), (errands.close, None), (hub.close, None),
                            (follower.stop, follower.start), (courier.stop, courier.start),
                            (heartbeat.stop, heartbeat.start)):  # fmt: skip
            self._stops.append(stop)
            if start is not None:
                start()
        if self._updater is not None:
            self._updater.tell = heartbeat.wake
            self._stops.append(self._updater.stop)
            self._updater.start(hub)
        self.state = ""

    def _take(self, edition: Edition) -> None:
        # the edition before this one closes by itself when the last page that reads it lets go
        self._edition = edition
        self._on_edition()
