"""The box's side of the link: pairs, follows editions, beats, files plays; the player never waits for any of it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from content.clock import Clock
from content.edition.shelf import Shelf
from content.errors import ContentError, LinkError
from content.link.board import BoardWatch
from content.link.courier import Courier
from content.link.follower import Follower
from content.link.heartbeat import Heartbeat
from content.link.hub import Hub
from content.link.outbox import Outbox
from content.link.pairing import Paired, keep, load, pair_once
from content.link.pictures import PictureCourier
from content.model.codes import TerminalKind
from content.model.filings import PlaysBody
from content.timekeeping import hears, is_sure
from signage.errors import PlaysError
from signage.glass import Glass
from signage.live import Live
from signage.plays import Plays
from signage.settings import ScreenSettings

log = logging.getLogger(__name__)

_RETRY_S = 2.0
_FILE_EVERY_S = 60.0
_WATCH_EVERY_S = 1.0  # a fault of the link is with the hub within seconds, not at the next beat


class Station:
    """One thread that pairs the box and then files plays; follower, courier and heartbeat run beside it."""

    def __init__(self, settings: ScreenSettings, live: Live, plays: Plays, clock: Clock, glass: Glass) -> None:
        self.state = "还没有配对。"
        self._glass = glass
        self._pictures: PictureCourier | None = None
        self._settings, self._live, self._plays, self._clock = settings, live, plays, clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="station", daemon=True)
        self._follower: Follower | None = None
        self._courier: Courier | None = None
        self._hub: Hub | None = None
        self.board: BoardWatch | None = None  # the numbers called, once paired
        self.more_faults: Callable[[], tuple[str, ...]] = tuple  # of parts that this one does not know

    def start(self) -> None:
        """Begin; a box that was paired before opens its last edition before this returns, hub or no hub."""
        paired = self._kept_pairing()
        if paired is not None:
            self._start_following(paired)
        self._thread.start()

    def stop(self) -> None:
        """Stop everything that was started."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=20)
        if self._follower is not None and self._hub is not None:
            self._follower.stop()
            if self.board is not None:
                self.board.stop()
            self._hub.close()

    def carry_pictures(self) -> None:
        """Say that a picture waits; before the box is paired it goes on waiting."""
        if self._pictures is not None:
            live, self._glass.live = self._glass.live, None
            if live is not None:
                self._pictures.show(live)
            self._pictures.wake()

    def health(self) -> dict[str, object]:
        """Return the link's state as JSON values; "" is well."""
        follower, courier, pictures = self._follower, self._courier, self._pictures
        return {"link": self.state, "following": follower.state if follower else self.state,
                "pictures": pictures.state if pictures else "",
                "filing": courier.state if courier else self.state, "plays_waiting": self._plays.waiting()}  # fmt: skip

    def report(self) -> dict[str, object]:
        """Return what the heartbeat and the process's own health tell."""
        live = self._live.health()
        faults = [*self._live.faults(), *self._glass.faults(), *self.more_faults()]
        return {**live, **self.health(), **self._glass.health(), "faults": faults, "zone": self._settings.zone}

    def _kept_pairing(self) -> Paired | None:
        try:
            return load(self._settings.data / "paired.json", self._settings.hub_url)
        except LinkError as error:
            self.state = str(error)
            log.error("%s", error)
            return None

    def _start_following(self, paired: Paired) -> Hub:
        hub = self._hub = Hub(paired, on_keys=lambda renewed: keep(self._settings.data / "paired.json", renewed))
        self.board = BoardWatch(hub)
        self._follower = Follower(hub, Shelf(self._settings.data / "shelf"), "screen",
                                  lambda edition: self._live.take(edition.for_screen(paired.terminal)),
                                  on_board=self.board.wake)  # fmt: skip
        self._follower.start()
        self.board.start()
        self.state = ""
        return hub

    def _pair(self) -> Paired | None:
        settings = self._settings
        while not self._stopping.is_set():
            try:
                return pair_once(settings.data / "paired.json", settings.hub_url, settings.pairing_code,
                                 TerminalKind.SCREEN, settings.name)  # fmt: skip
            except LinkError as error:
                if self.state != str(error):
                    log.warning("not paired yet: %s", error)
                self.state = str(error)
            self._stopping.wait(_RETRY_S)
        return None

    def _run(self) -> None:
        paired = self._pair()
        if paired is None:
            return
        hub = self._hub or self._start_following(paired)
        try:
            outbox = Outbox(self._settings.data / "outbox.db", paired)
        except LinkError as error:  # the hall goes on without proof of play; the sentence stands in the health
            self.state = str(error)
            log.error("%s", error)
            return
        self._courier = Courier(hub, outbox, self._clock, hears(self._clock))
        heartbeat = Heartbeat(hub, self.report)
        self._live.repainted = heartbeat.wake  # the desk waits for the glass to take up an emergency
        self._pictures = PictureCourier(hub, self._glass.pictures)
        self._courier.start()
        self._pictures.start()
        heartbeat.start()
        filed = time.monotonic()
        while not self._stopping.wait(min(_WATCH_EVERY_S, _FILE_EVERY_S)):
            self._watch(heartbeat)
            if time.monotonic() - filed >= _FILE_EVERY_S:
                self._file_plays(outbox, self._courier)
                filed = time.monotonic()
        self._live.repainted = lambda: None
        heartbeat.stop()
        self._pictures.stop()
        self._courier.stop()
        outbox.close()

    def _watch(self, heartbeat: Heartbeat) -> None:
        """Hand what is wrong with the link to the screen's faults, and tell the hub at once where it changed."""
        found = [self._follower.state] if self._follower is not None and self._follower.state else []
        if not is_sure(self._clock) or (self._courier is not None and not self._courier.clock_ok):
            found.append("本机时钟和中心主机差了一分钟以上，请系统管理员校准时间。")
        if tuple(found) != self._live.link_faults:
            self._live.link_faults = tuple(found)
            heartbeat.wake()

    def _file_plays(self, outbox: Outbox, courier: Courier) -> None:
        now = self._clock.now()

        def file(body: PlaysBody, key: str) -> None:
            outbox.file("plays", body, now, courier.clock_ok and is_sure(self._clock), key=key)

        try:
            if self._plays.file_hours(now, file):
                courier.wake()
        except (ContentError, PlaysError) as error:
            log.error("plays stay here for now: %s", error)
