"""The edition the phone pages show: opened from the hub's shelf, looked at again every two seconds."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.edition.trust import read_trusted
from content.errors import EditionError

log = logging.getLogger(__name__)
_LOOK_S = 2.0


class Current:
    """Keeps the highest verified edition open; the last good one stays when a newer one is damaged."""

    def __init__(self, root: Path, audience: str | None = "public") -> None:
        self._shelf, self._root, self._audience = Shelf(root), root, audience
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="shelf", daemon=True)
        self.edition: Edition | None = None

    def look(self) -> None:
        """Open the shelf's current edition if it is another than the one shown."""
        if self.edition is not None and self._shelf.current_order() == self.edition.manifest.order:
            return
        try:
            held = self._shelf.current(read_trusted(self._root), self._audience)
            if held is not None and (self.edition is None or held.manifest.order != self.edition.manifest.order):
                # the one before closes by itself when no request holds it any more
                self.edition = Edition.open(held)
        except EditionError as error:
            log.warning("still on the edition before: %s", error)

    def start(self) -> None:
        """Look now, then keep looking."""
        self.look()
        self._thread.start()

    def stop(self) -> None:
        """Stop looking."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.wait(_LOOK_S):
            self.look()
