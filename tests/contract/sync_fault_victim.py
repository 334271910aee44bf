"""Run by tests under strace, which lets some syncs fail: a writer files, and says what was kept and what refused.

    sync_fault_victim.py <market.db> <filings> <product | naive>

The naive writer goes on with the connection whose sync failed, as if nothing had been.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sqlite_utils.utils import sqlite3

from content.clock import SetClock
from content.errors import StoreError
from content.store.database import Market
from content.store.driver import open_for_writing
from tests.unit.content.store.samples import KEYS, NOW, envelope


def _say(word: str, name: str) -> None:
    os.write(1, f"{word} {name}\n".encode())


def product(path: Path, filings: int) -> None:
    """File through the market; at the end, do what the watchdog's beat does."""
    market = Market.open(path, KEYS, SetClock(NOW))
    for seq in range(1, filings + 1):
        filing = envelope(seq)
        try:
            market.write(lambda tables, filing=filing: tables.inbox.store(filing, NOW))
        except StoreError as error:
            _say("refused", f"{filing.header.id} {error}")
        else:
            _say("ack", filing.header.id)
    try:
        market.write(lambda tables: None)
    except StoreError:
        _say("beat", "none")
    else:
        _say("beat", "told")
    os._exit(0)


def naive(path: Path, filings: int) -> None:
    """File on one connection and never mind what it says."""
    Market.open(path, KEYS, SetClock(NOW)).close()
    db = open_for_writing(path)
    for seq in range(1, filings + 1):
        name = envelope(seq).header.id
        try:
            db.execute("INSERT INTO setting VALUES (?, '1', '')", [name])
        except sqlite3.Error as error:
            _say("refused", f"{name} {error}")
        else:
            _say("ack", name)
    os._exit(0)


if __name__ == "__main__":
    {"product": product, "naive": naive}[sys.argv[3]](Path(sys.argv[1]), int(sys.argv[2]))
