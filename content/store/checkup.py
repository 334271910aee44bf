"""What the hub's doctor asks of market.db: a whole check of the file, from a connection that cannot write."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils.utils import sqlite3

from content.store.driver import open_for_reading, refuse_old_driver


def sqlite_version() -> str:
    """Return the version of the SQLite behind the driver; StoreError when it is too old to be used."""
    refuse_old_driver()
    return sqlite3.sqlite_version


def damage_in(path: Path) -> str:
    """Return the first thing `quick_check` finds wrong in the file, "" for a file that is whole."""
    try:
        database = open_for_reading(path)
        try:
            (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            database.close()
    except sqlite3.Error as error:
        return str(error)
    return "" if verdict == "ok" else str(verdict)
