"""Which keys sign the editions of a shelf, kept beside them for a reader on the same box that holds no keys.

Whoever can write this file can replace the shelf too: it is no wall of its own, and terminals never read it.
"""

from __future__ import annotations

import json
from pathlib import Path

_NAME = "trusted.json"


def keep_trusted(root: Path, keys: tuple[bytes, ...]) -> None:
    """Write the public keys, replacing the file atomically."""
    root.mkdir(parents=True, exist_ok=True)
    new = root / f".{_NAME}.new"
    new.write_text(json.dumps([key.hex() for key in keys]), "utf8")
    new.replace(root / _NAME)


def read_trusted(root: Path) -> tuple[bytes, ...]:
    """Return the public keys; empty while the hub has not started on this shelf yet."""
    try:
        return tuple(bytes.fromhex(key) for key in json.loads((root / _NAME).read_text("utf8")))
    except (OSError, ValueError, TypeError):
        return ()
