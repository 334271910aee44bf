"""`make data`: fetches three published packages, checks their hashes, and writes the panel's data and its papers.

    python -m kiosk.input.making [FOLDER]    FOLDER holds the archives already and spares the fetching

The same archives, the same numpy and the same machine give the same bytes. The lock file holds numpy; on another kind
of processor single template values may differ by one step, which no figure shows.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

_DATA = Path(__file__).parents[1] / "data"


def main() -> int:
    """Write everything; the first archive that is not the recorded one ends it."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded: sums in one order
    from kiosk.input.making.outputs import make
    from kiosk.input.making.sources import read_sources, unpacked

    with tempfile.TemporaryDirectory() as temporary:
        given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
        sources = read_sources(_DATA / "SOURCES.toml")
        make({one.name: unpacked(one, Path(temporary), given) for one in sources}, sources, _DATA)
    return 0


if __name__ == "__main__":
    sys.exit(main())
