"""Follows the hub's editions: fetches what is missing, verifies it, switches; the last good edition stays until then.

The bell only says "look again"; a follower that does not hear it looks every `poll_s` seconds, one that hears it every
four times as long. While the hub is away it is the bell's line that is tried every 15 s, and it says the highest order
as soon as it stands: a hub that comes back is asked once by each terminal and not twice (T15).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from content.edition.format import BlobRef, Manifest, SignedManifest, open_manifest
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.errors import ContentError, EditionError, HubAway, HubSilent, LinkError, LowerOrder
from content.link.answers import Ring
from content.link.hub import Hub
from content.link.turns import Part

log = logging.getLogger(__name__)

POLL_S = 15.0
LISTEN_AGAIN_S = 15.0
_HEARD_TIMES = 4  # as rarely does a follower look that hears the bell, or finds nobody to ask
_TRIES_PER_BLOB = 3


class Follower:
    """One thread that fetches and one that listens to the bell; `state` is a sentence, "" when all is well.

    `on_edition` is called by `start` with the last good edition, later by the fetching thread; it closes the one
    it replaces. The listening thread calls `on_errand` when the bell says that there is an errand, `on_call` when
    something changed about this terminal's call for staff, `on_board` when a number was called to a window.
    """

    def __init__(self, hub: Hub, shelf: Shelf, audience: str, on_edition: Callable[[Edition], None],
                 poll_s: float = POLL_S, on_errand: Callable[[], None] = lambda: None,
                 on_call: Callable[[], None] = lambda: None,
                 on_board: Callable[[], None] = lambda: None) -> None:  # fmt: skip
        self.state = "还没有和中心联系上。"
        self.order: int | None = None
        self._hub, self._shelf, self._audience = hub, shelf, audience
        self._on_edition, self._poll_s = on_edition, poll_s
        self._on_ring = {"errand": on_errand, "call": on_call, "board": on_board}
        self._look, self._stopping = threading.Event(), threading.Event()
        self._fault: ContentError | None = None  # of the last look
        self._threads = (
            threading.Thread(target=self._run, name="follower", daemon=True),
            threading.Thread(target=self._listen, name="bell", daemon=True),
        )

    def start(self) -> None:
        """Open the last good edition, which may take as long as reading it, then begin to follow."""
        try:
            held = self._shelf.current(self._trusted, self._audience)
            if held is not None:
                self._show(Edition.open(held))
        except EditionError as error:
            self.state = str(error)
            log.error("the edition on the shelf cannot be opened: %s", error)
        for thread in self._threads:
            thread.start()

    def look_again(self) -> None:
        """Ask the hub now instead of at the next poll."""
        self._look.set()

    def stop(self) -> None:
        """Stop both threads; the edition in use stays open."""
        self._stopping.set()
        self._look.set()
        self._hub.silence_bell()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(timeout=15)

    @property
    def _trusted(self) -> tuple[bytes, ...]:
        return self._hub.paired.trusted_keys

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._look.clear()
            self._look_once()
            if not self._stopping.is_set():
                rarely = isinstance(self._fault, HubSilent) or self._hub.hears_bell
                period = self._poll_s * _HEARD_TIMES if rarely else self._poll_s
                self._look.wait(self._hub.turns.wait_s(Part.EDITION, period, period / 4))

    def _look_once(self) -> None:
        try:
            self.catch_up()
            self.state, self._fault = "", None
        except ContentError as error:
            if self.state != str(error):
                log.warning("still on edition %s: %s", self.order, error)
            self.state, self._fault = str(error), error
        except Exception:  # the last handler of this thread: whatever it is, the last good edition stays
            self.state = "更新这一期时程序出错，继续使用原来的一期，请系统管理员查看日志。"
            log.exception("still on edition %s", self.order)

    def catch_up(self) -> None:
        """Make the hub's highest edition current; on any ContentError the edition in use stays."""
        signed = self._hub.edition(self.order)
        if signed is None:
            return
        manifest = open_manifest(signed, self._trusted)
        if manifest.order == self.order:
            return
        if self.order is not None and manifest.order < self.order:
            raise LowerOrder("中心给的一期比本机正在用的旧，没有换；中心恢复备份后请重新发布一次。")
        for ref in self._shelf.missing(manifest, self._audience):
            self._fetch(ref)
        self._install(signed, manifest)

    def _install(self, signed: SignedManifest, manifest: Manifest) -> None:
        staged = self._shelf.stage(signed, self._trusted, self._audience)
        edition = Edition.open(staged)  # an edition that does not open never becomes current
        try:
            self._shelf.switch_to(manifest.order)
        except BaseException:
            edition.close()
            raise
        self._show(edition)
        self._shelf.collect()

    def _fetch(self, ref: BlobRef) -> None:
        for left in reversed(range(_TRIES_PER_BLOB)):
            start = self._shelf.received(ref)
            chunks = self._hub.blob(ref.sha256, start) if start < ref.size else iter(())
            try:
                self._shelf.put_blob(ref, chunks, resume=start > 0)
                return
            except (EditionError, HubAway):
                if not left or self._stopping.is_set():
                    raise

    def _show(self, edition: Edition) -> None:
        self.order = edition.manifest.order
        self._on_edition(edition)

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                for ring in self._hub.rings():
                    self._hear(ring)
            except LinkError as error:
                log.info("the bell is not heard: %s", error)
            self._stopping.wait(self._hub.turns.wait_s(Part.BELL, min(self._poll_s, LISTEN_AGAIN_S)))

    def _hear(self, ring: Ring) -> None:
        if ring.event in self._on_ring:
            self._on_ring[ring.event]()
        elif ring.order is None or ring.order != (self.order or 0):
            self._look.set()
        elif isinstance(self._fault, HubAway):
            self.state, self._fault = "", None  # the hub is back, and what it has is what we have
