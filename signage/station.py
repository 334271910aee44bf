"""The box's side of the link: pairs, follows editions, beats, files plays; the player never waits for any of it."""

from __future__ import annotations

import logging
import threading

from content.clock import Clock
from content.edition.shelf import Shelf
from content.errors import ContentError, LinkError
from content.link.courier import Courier
from content.link.follower import Follower
from content.link.heartbeat import Heartbeat
from content.link.hub import Hub
from content.link.outbox import Outbox
from content.link.pairing import Paired, load, pair_once
from content.model.codes import TerminalKind
from content.model.filings import PlaysBody
from signage.errors import PlaysError
from signage.live import Live
from signage.plays import Plays
from signage.settings import ScreenSettings

log = logging.getLogger(__name__)

_RETRY_S = 2.0
_FILE_EVERY_S = 60.0


class Station:
    """One thread that pairs the box and then files plays; follower, courier and heartbeat run beside it."""

    def __init__(self, settings: ScreenSettings, live: Live, plays: Plays, clock: Clock) -> None:
        self.state = "还没有配对。"
        self._settings, self._live, self._plays, self._clock = settings, live, plays, clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="station", daemon=True)
        self._follower: Follower | None = None
        self._courier: Courier | None = None
        self._hub: Hub | None = None

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
            self._hub.close()

    def health(self) -> dict[str, object]:
        """Return the link's state as JSON values; "" is well."""
        follower, courier = self._follower, self._courier
        return {"link": self.state, "following": follower.state if follower else self.state,
                "filing": courier.state if courier else self.state, "plays_waiting": self._plays.waiting()}  # fmt: skip

    def report(self) -> dict[str, object]:
        """Return what the heartbeat tells the hub."""
        return {**self._live.health(), **self.health(), "zone": self._settings.zone}

    def _kept_pairing(self) -> Paired | None:
        try:
            return load(self._settings.data / "paired.json", self._settings.hub_url)
        except LinkError as error:
            self.state = str(error)
            log.error("%s", error)
            return None

    def _start_following(self, paired: Paired) -> Hub:
        hub = self._hub = Hub(paired)
        self._follower = Follower(hub, Shelf(self._settings.data / "shelf"), "screen", self._live.take)
        self._follower.start()
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
        self._courier = Courier(hub, outbox, self._clock)
        heartbeat = Heartbeat(hub, self.report)
        self._courier.start()
        heartbeat.start()
        while not self._stopping.wait(_FILE_EVERY_S):
            self._file_plays(outbox, self._courier)
        heartbeat.stop()
        self._courier.stop()
        outbox.close()

    def _file_plays(self, outbox: Outbox, courier: Courier) -> None:
        now = self._clock.now()

        def file(body: PlaysBody, key: str) -> None:
            outbox.file("plays", body, now, courier.clock_ok, key=key)

        try:
            if self._plays.file_hours(now, file):
                courier.wake()
        except (ContentError, PlaysError) as error:
            log.error("plays stay here for now: %s", error)
