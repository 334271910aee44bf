"""Run by tests under strace: the real writer stores filings, each acknowledged on stdout once it is on disk.

    power_victim.py <market.db> <filings> <FULL | NORMAL | OFF>        the product's own setting is FULL
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from content.clock import SetClock
from content.store import database
from content.store.database import Market
from tests.unit.content.store.samples import KEYS, NOW, envelope

_CHECKPOINT_EVERY = 12  # commits; the product's 200 would leave too few checkpoints to cut the power in


def main(path: Path, filings: int, synchronous: str) -> None:
    """Store filings and end without closing, as a power cut would have it."""
    database._CHECKPOINT_EVERY = _CHECKPOINT_EVERY
    market = Market.open(path, KEYS, SetClock(NOW))
    if synchronous != "FULL":
        # not in a use case: SQLite does not change it inside a transaction
        market._thread.submit(lambda: market._db.execute(f"PRAGMA synchronous={synchronous}").fetchall()).result()
    for seq in range(1, filings + 1):
        filing = envelope(seq)

        def store(tables, filing=filing):
            tables.inbox.store(filing, NOW)
            tables.settings.put(filing.header.id, "1")  # the pair that one transaction must keep together

        market.write(store)
        os.write(1, f"ack {filing.header.id}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
