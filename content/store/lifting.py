"""Guards of tables that only grow, taken down inside one write: for terms that are over and for new keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

_GUARDS = """SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?
    AND (name = tbl_name || '_kept' OR name = tbl_name || '_stays')"""


@contextmanager
def lifted(db: Database, *tables: str) -> Iterator[None]:
    """Take the guards of some tables down and put them up again; inside a transaction, so that no other write slips in.

    What fails inside undoes the transaction, and with it the taking down.
    """
    guards = [guard for table in tables for guard in db.execute(_GUARDS, [table]).fetchall()]
    for name, _ in guards:
        db.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in guards:
        db.execute(sql)
