"""Run by tests under strace: a shelf takes one edition after another, each acknowledged on stdout once it is current.

    swap_victim.py <folder> <editions> [no-sync | no-folder-sync]       the last two are the controls
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from content.edition.shelf import Shelf
from tests.unit.content.edition.samples import TRUSTED, blob, manifest_of, signed

NAMES = ("edition.db", "programme.json")


def content_of(name: str, order: int) -> bytes:
    """Return the bytes of a file of an edition, several sectors long and different in each of them."""
    return b"".join(f"{name} of {order}, line {line}\n".encode() for line in range(150))


def main(folder: Path, editions: int, control: str) -> None:
    """Install the editions and end as a power cut would have it."""
    real = os.fsync
    if control:
        os.fsync = lambda handle: None if control == "no-sync" or stat.S_ISDIR(os.fstat(handle).st_mode) \
            else real(handle)  # fmt: skip
    shelf = Shelf(folder / "shelf")
    for order in range(1, editions + 1):
        refs = [blob(name, content_of(name, order)) for name in NAMES]
        for ref in refs:
            shelf.put_blob(ref, [content_of(ref.name, order)])
        shelf.install(signed(manifest_of(order, *refs)), TRUSTED, "kiosk")
        os.write(1, f"ack {order}\n".encode())
        shelf.collect()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
