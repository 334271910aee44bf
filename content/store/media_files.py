"""The bytes of 素材: a folder beside market.db with every file once, named by its sha256."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from content.errors import StoreError
from content.store.room import DiskRoom

_CHUNK = 1 << 20


def chunks_of(path: Path) -> Iterable[bytes]:
    """Yield a file piece by piece, so that a film never lies in memory."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


class MediaFiles:
    """The folder of one market; calls may come from any thread."""

    def __init__(self, folder: Path, room: DiskRoom | None = None) -> None:
        self._folder = folder
        self._room = room

    def path_of(self, sha256: str) -> Path:
        """Return where the bytes with that digest lie, or would lie."""
        return self._folder / sha256

    def has(self, sha256: str, size: int) -> bool:
        """Say whether the bytes are here in full size."""
        try:
            return self.path_of(sha256).stat().st_size == size
        except OSError:
            return False

    def put(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Store bytes durably and return their sha256 and size; StoreError when the disk will not take them."""
        digest, size = hashlib.sha256(), 0
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if self._room is not None:
                self._room.refuse_media()
            with NamedTemporaryFile(dir=self._folder, prefix=".new-", delete=False) as file:
                try:
                    for chunk in chunks:
                        file.write(chunk)
                        digest.update(chunk)
                        size += len(chunk)
                    file.flush()
                    os.fsync(file.fileno())
                except BaseException:
                    Path(file.name).unlink()
                    raise
            Path(file.name).replace(self.path_of(digest.hexdigest()))
            self._sync()
        except OSError as error:
            raise StoreError(f"素材没有存下（{error.strerror}），请系统管理员检查磁盘空间后再传。") from error
        return digest.hexdigest(), size

    def put_file(self, path: Path) -> tuple[str, int]:
        """Store a copy of a file."""
        return self.put(chunks_of(path))

    def _sync(self) -> None:
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def sweep(self, wanted: frozenset[str]) -> int:
        """Delete what no record names any more and what an upload left half done; return how many files went.

        Call it only while nobody uploads: bytes are stored before the record that names them.
        """
        if not self._folder.is_dir():
            return 0
        gone = [path for path in self._folder.iterdir() if path.name not in wanted and path.is_file()]
        for path in gone:
            with suppress(OSError):
                path.unlink()
        return len(gone)
