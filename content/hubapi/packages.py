"""The program package a hub keeps and offers to its terminals: the one it was itself updated with."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from content.digests import file_sha256
from content.link.packages import FILE_NAME, PackageNote

log = logging.getLogger(__name__)

KEPT = Path("/var/cache/linggong")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A package and where it lies."""

    note: PackageNote
    path: Path


class PackageShelf:
    """One folder, written by root when a box is updated; a package without checksum and signature is not offered."""

    def __init__(self, folder: Path = KEPT) -> None:
        self._folder, self._lock = folder, Lock()
        self._seen: dict[tuple[str, int, int], str] = {}  # digests by name, size and time of change

    def offer(self) -> Offer | None:
        """Return the newest file that is whole and signed by somebody; terminals look by whom. Reads 80 MB once."""
        try:
            found = sorted(self._folder.glob("linggong_*_amd64.deb"), key=lambda path: path.stat().st_mtime)
        except OSError:
            return None
        return next((offer for path in reversed(found) if (offer := self._look(path)) is not None), None)

    def find(self, sha256: str) -> Offer | None:
        """Return the package on offer, if it is this one."""
        offer = self.offer()
        return offer if offer is not None and offer.note.sha256 == sha256 else None

    def _look(self, path: Path) -> Offer | None:
        named = FILE_NAME.fullmatch(path.name)
        if named is None:
            return None
        try:
            noted = path.with_name(path.name + ".sha256").read_text("ascii").split()[0].lower()
            signature = path.with_name(path.name + ".sig").read_text("ascii").strip()
            digest = self._digest(path)
        except (OSError, UnicodeDecodeError, IndexError):
            return None
        if digest != noted:
            log.error("%s is not what its checksum says and is not offered", path.name)
            return None
        note = PackageNote(version=named[1], size=path.stat().st_size, sha256=digest, signature=signature)
        return Offer(note=note, path=path)

    def _digest(self, path: Path) -> str:
        with self._lock:
            what: os.stat_result = path.stat()
            key = (path.name, what.st_size, what.st_mtime_ns)
            if key not in self._seen:
                self._seen = {key: file_sha256(path)}
            return self._seen[key]
