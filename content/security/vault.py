"""The encrypted archive of a hand-over: one file that a key on paper opens, in a format anybody can write a reader for.

head      "LGHANDOVER1\\n" (12) | random prefix (8)
pieces    each: length of what follows (4, big endian) | AES-256-GCM ciphertext and tag of up to 1 MiB
nonce     prefix (8) | number of the piece from 0 (4, big endian)
the last  piece carries the associated data "last", every other "more": a cut file does not pass for a whole one
inside    a zip file; the key is 32 bytes, on paper as the escrow sheet writes one
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from secrets import token_bytes
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from content.errors import SealError

HEAD = b"LGHANDOVER1\n"
PIECE = 1024 * 1024
_PREFIX = 8
_TAG = 16
_WRONG = "归档文件打不开：密钥不对，或者文件不完整、被改过。请对着单子再输一遍，或换一份文件。"


class VaultWriter(io.RawIOBase):
    """Takes plain bytes and writes ciphertext; nothing plain reaches the disk. `close` ends the archive."""

    def __init__(self, out: BinaryIO, key: bytes) -> None:
        self._out, self._cipher, self._prefix = out, AESGCM(key), token_bytes(_PREFIX)
        self._held, self._number = bytearray(), 0
        out.write(HEAD + self._prefix)

    def writable(self) -> bool:
        """Say that this is written to."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # zipfile writes bytes, RawIOBase any buffer
        """Take bytes; the last piece is held back until it is known whether more comes."""
        self._held += data
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), b"more")
            del self._held[:PIECE]
        return len(data)

    def close(self) -> None:
        """Write what is held as the last piece."""
        if not self.closed:
            self._put(bytes(self._held), b"last")
            self._held.clear()
        super().close()

    def _put(self, plain: bytes, which: bytes) -> None:
        nonce = self._prefix + self._number.to_bytes(4, "big")
        piece = self._cipher.encrypt(nonce, plain, which)
        self._out.write(len(piece).to_bytes(4, "big") + piece)
        self._number += 1


def opened(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Yield the plain bytes of an archive; SealError when the key is another, or a byte or the end is missing."""
    if file.read(len(HEAD)) != HEAD:
        raise SealError(_WRONG)
    prefix, cipher, number, last = file.read(_PREFIX), AESGCM(key), 0, False
    while head := file.read(4):
        size = int.from_bytes(head, "big")
        if last or size > PIECE + _TAG:
            raise SealError(_WRONG)
        piece = file.read(size)
        ahead = file.peek(1) if isinstance(file, io.BufferedReader) else b""
        last = not ahead
        try:
            yield cipher.decrypt(prefix + number.to_bytes(4, "big"), piece, b"last" if last else b"more")
        except (InvalidTag, ValueError) as error:
            raise SealError(_WRONG) from error
        number += 1
    if not last:
        raise SealError(_WRONG)


def open_into(archive: Path, key: bytes, into: BinaryIO) -> None:
    """Write what an archive holds to a file; SealError when it does not open to its very end."""
    with archive.open("rb") as file:
        for piece in opened(file, key):
            into.write(piece)
