"""Files of the hub that others could read, and identity numbers that lie in them in clear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from content.rules.id_numbers import number_facts

_OTHERS = 0o077
# what only the hub itself may read; editions and pictures are public, but lie behind the same folder
_PRIVATE = ("market.db", "market.db-wal", "market.db-shm", "keys", "attachments", "tls", "backup", "tray")
# closed by its own mode too, wherever a copy of the folder may land
_STRICT = ("market.db", "keys")
_CHUNK = 8 << 20
_LONGEST = 18
_NUMBER = re.compile(rb"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")
_SEALED_HEAD = b"\x01\x01"


def loose(data: Path) -> tuple[str, ...]:
    """Return the paths below the data folder that somebody else could read, "." for the folder itself."""
    found = ["."] if data.stat().st_mode & _OTHERS else []
    for name in _PRIVATE:
        top = data / name
        for path in (top, *top.rglob("*")) if top.is_dir() else (top,):
            if path.exists() and path.stat().st_mode & _OTHERS and (name.startswith(_STRICT) or _reachable(path, data)):
                found.append(path.relative_to(data).as_posix())
    return tuple(found)


def _reachable(path: Path, data: Path) -> bool:
    """Say whether others can come as far as the path: a folder that is shut closes all it holds."""
    return all(one.stat().st_mode & _OTHERS for one in path.parents if one == data or data in one.parents)


def _chunks(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces that overlap by one number and its neighbours."""
    tail = b""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield tail + piece
            tail = piece[-(_LONGEST + 1) :]


def plain_numbers(paths: Iterable[Path], today: date) -> dict[str, int]:
    """Return in which files identity numbers stand in clear, and how often; the numbers are not returned.

    A number counts when its date of birth and its check character are right, which one in thousands of others is.
    """
    found: dict[str, int] = {}
    for path in paths:
        if not path.is_file():
            continue
        hits: set[bytes] = set()
        for piece in _chunks(path):
            hits.update(one for one in _NUMBER.findall(piece) if number_facts(one.decode(), today)[0] is not None)
        if hits:
            found[path.name] = len(hits)
    return found


def unsealed(folder: Path, most: int = 500) -> int:
    """Return how many of the newest files of a folder of sealed files do not begin as ciphertext does."""
    files = sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: -path.stat().st_mtime)
    wrong = 0
    for path in files[:most]:
        with path.open("rb") as file:
            wrong += file.read(len(_SEALED_HEAD)) != _SEALED_HEAD
    return wrong
