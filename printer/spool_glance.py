"""A look at the spool's file from another process: how many slips are where; nothing is changed, no slip is opened."""

from pathlib import Path

from sqlite_utils.utils import sqlite3

from printer.errors import SpoolError
from printer.slip_job import SlipState

_BUSY_S = 2.0


def slips_by_state(path: Path) -> dict[SlipState, int]:
    """Return the count of slips in each state that occurs; SpoolError where the file is damaged or is no spool."""
    try:
        database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_BUSY_S)
        try:
            (verdict,) = database.execute("pragma quick_check(1)").fetchone()
            if verdict != "ok":
                raise SpoolError(str(verdict))
            rows = database.execute("select state, count(*) from slips group by state").fetchall()
            return {SlipState(state): int(count) for state, count in rows}
        finally:
            database.close()
    except (sqlite3.Error, ValueError) as error:
        raise SpoolError(str(error)) from error
