"""Follows the hub's editions: fetches what is missing, verifies it, switches; the last good edition stays until then.

The bell only says "look again"; a follower that never hears it looks every `poll_s` seconds.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable

from content.edition.format import BlobRef, Manifest, SignedManifest, open_manifest
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.errors import ContentError, EditionError, HubAway, LinkError, LowerOrder
from content.link.hub import Hub

log = logging.getLogger(__name__)

POLL_S = 15.0
_SHORTEST_WAIT_S = 0.5
_LONGEST_WAIT_S = 30.0
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
                self._look.wait(self._poll_s * random.uniform(0.5, 1.0))

    def _look_once(self) -> None:
        try:
            self.catch_up()
            self.state = ""
        except ContentError as error:
            if self.state != str(error):
                log.warning("still on edition %s: %s", self.order, error)
            self.state = str(error)
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
        wait = _SHORTEST_WAIT_S
        while not self._stopping.is_set():
            try:
                for event in self._hub.rings():
                    wait = _SHORTEST_WAIT_S
                    self._on_ring.get(event, self._look.set)()
            except LinkError as error:
                log.info("the bell is not heard: %s", error)
            self._stopping.wait(wait * random.uniform(0.3, 1.0))
            wait = min(wait * 2, _LONGEST_WAIT_S)
