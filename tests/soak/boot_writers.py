"""Inside a booted machine: writers that note outside, one line each, what they were told is kept.

    boot_writers.py file <hub> <code> <outbox> <notes>    pairs and files registrations: `kept <id>` once the terminal's
                                                          outbox has it, `stored <id>` once the hub acknowledged it
    boot_writers.py careless <database> <notes> <synchronous>    `kept <n>` after each commit, which nothing has synced

The notes lie in a folder of the host and are there as soon as a line is written.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils.utils import sqlite3

from content.link.hub import Hub
from content.link.outbox import Outbox
from content.link.pairing import pair
from content.model.codes import Channel, IdEntry, PayWish, StartWish
from content.model.filings import RegistrationBody


def _body(number: str) -> RegistrationBody:
    return RegistrationBody(
        # without a right checksum, so that it belongs to nobody
        number=number, code="4821", name="测试员甲", id_number="341721199003071234", id_entry=IdEntry.CARD, sex="1",
        nation_code="01", township_code="341721100", phone="13900000000",
        trades=("A11",), pay_wishes=(PayWish.DAY,), start_wish=StartWish.TODAY, township_codes=("341721100",),
        consent_version="2026-11", consented_at=datetime.now(UTC), channel=Channel.KIOSK,
    )  # fmt: skip


def file(hub_url: str, code: str, outbox_path: str, notes: str) -> None:
    """File until the power goes; one filing in three waits for the next batch."""
    paired = pair(hub_url, code, "kiosk", "测试终端")
    hub, outbox = Hub(paired), Outbox(Path(outbox_path), paired)
    line, count = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 0
    while True:
        filed = outbox.file_numbered("registration", _body, datetime.now(UTC), True)
        os.write(line, f"kept {filed.header.id}\n".encode())
        count += 1
        if count % 3:
            waiting = outbox.unacknowledged_after(0, limit=9, max_bytes=500_000)
            for one in hub.send(waiting).stored:
                os.write(line, f"stored {one}\n".encode())
            outbox.acknowledge([one.header.id for one in waiting], datetime.now(UTC))


def careless(database: str, notes: str, synchronous: str) -> None:
    """Commit rows without a sync until the power goes."""
    db = sqlite3.connect(database, isolation_level=None)
    db.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous};"
                     "CREATE TABLE IF NOT EXISTS kept (number INTEGER PRIMARY KEY, filling BLOB) STRICT;")  # fmt: skip
    line = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while True:
        row = db.execute("INSERT INTO kept (filling) VALUES (randomblob(500)) RETURNING number").fetchall()
        os.write(line, f"kept {row[0][0]}\n".encode())


if __name__ == "__main__":
    {"file": file, "careless": careless}[sys.argv[1]](*sys.argv[2:])
