"""Run by tests: forks processes that work on market.db and die in the middle of it.

    killed.py write <market.db>            a line on stdin starts a writer; it prints its pid, then each stored id
    killed.py hasty <market.db>            the same, and each id is printed before it is stored: a control
    killed.py migrate <old file> <folder>  kills one process at each statement of the upgrade; prints the copies made
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

from content.clock import SetClock
from content.store import driver, migrations
from content.store.database import Market
from tests.unit.content.store.samples import KEYS, NOW, envelope


def _say(words: object) -> None:
    """Write one line, whole or not at all: a kill must not come between its end and the next one's beginning."""
    os.write(1, f"{words}\n".encode())


def _write(path: Path, hasty: bool = False) -> None:
    market = Market.open(path, KEYS, SetClock(NOW))
    _say(os.getpid())
    with market.reading() as tables:
        seq = tables.inbox.contiguous_seq("kiosk-1")
    while True:
        seq += 1
        filing = envelope(seq)

        def store(tables, filing=filing):
            tables.inbox.store(filing, NOW)
            tables.settings.put(filing.header.id, "1")  # the pair that one transaction must keep together

        if hasty:
            _say(filing.header.id)
        market.write(store)
        if not hasty:
            _say(filing.header.id)


def _upgrade(path: Path, statements: int) -> None:
    db = driver.open_for_writing(path)
    left = statements

    def die_at_last(_: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    db.conn.set_trace_callback(die_at_last)
    migrations.migrate(db)


def _in_child(work, *arguments: object) -> int:
    child = os.fork()
    if child == 0:
        work(*arguments)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def main(mode: str, path: Path, folder: Path | None = None) -> None:
    """Do what the first argument says."""
    if mode in ("write", "hasty"):
        for _ in sys.stdin:
            _in_child(_write, path, mode == "hasty")
            _say("dead")
        return
    status, statements = -1, 0
    while status != 0:
        statements += 1 if statements < 18 else 16  # the long tail adds columns one by one
        copy = Path(shutil.copy(path, folder / f"{statements}.db"))
        status = _in_child(_upgrade, copy, statements)
        _say(copy)


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:]))
