"""A printer that is a file: bytes are appended, nothing ever answers."""

import math
from pathlib import Path
from typing import BinaryIO

from printer.errors import CannotConnect, LineLost


class FileTransport:
    """Appends every job to one file; use a profile that expects no status."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    @property
    def bytes_per_s(self) -> float:
        """Return infinity: the printer is slower than the line."""
        return math.inf

    def open(self, deadline: float) -> None:
        """Open the file for appending."""
        try:
            self._file = self._path.open("ab", buffering=0)
        except OSError as error:
            raise CannotConnect(f"{self._path} {error}") from error

    def write(self, data: bytes, deadline: float) -> None:
        """Append all the bytes."""
        if self._file is None:
            raise LineLost("文件没有打开")
        view = memoryview(data)
        try:
            while view:
                view = view[self._file.write(view) :]
        except OSError as error:
            raise LineLost(f"{self._path} {error}") from error

    def read(self, deadline: float) -> bytes:
        """Return nothing at once: a file has no answers to wait for."""
        return b""

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
