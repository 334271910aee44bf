"""A whole copy of market.db taken beside a running hub, and what is counted in it to tell a whole copy from half a one.

`VACUUM INTO` is a reader: the hub goes on writing. A plain copy of the file leaves out what lies in the WAL and still
passes `integrity_check` (reliability section 1), so copies are counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from content.errors import StoreError
from content.store.driver import open_for_reading, refuse_old_driver
from content.store.seal_check import sealed_head

_PERSON = "seeker"  # whose ID number shows that the data key fits


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCount:
    """How much one table holds; `last` is the highest number of a table that numbers its rows, else 0."""

    table: str
    rows: int
    last: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedField:
    """One encrypted field with its place, which is bound into it."""

    table: str
    column: str
    row_id: str
    stored: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a market.db holds, as one moment shows it."""

    tables: tuple[TableCount, ...]
    audit_seq: int
    audit_head: str  # hex
    ledger_seq: int  # number of the last seal of the ledgers
    ledger_head: str  # hex
    media: frozenset[str]  # sha256 of the files its records name
    attachments: frozenset[str]
    sealed: SealedField | None


@contextmanager
def _reading(path: Path) -> Iterator[Database]:
    refuse_old_driver()
    if not path.is_file():
        raise StoreError(f"数据库 {path} 不在，请系统管理员核对文件夹。")
    try:
        database = open_for_reading(path)
        try:
            yield database
        finally:
            database.close()
    except sqlite3.Error as error:
        raise StoreError(f"数据库 {path.name} 读不了（{error}），请系统管理员检查磁盘。") from error


def copy_into(path: Path, into: Path) -> None:
    """Write one committed state of the database to a new file; StoreError when it cannot be."""
    into.unlink(missing_ok=True)
    with _reading(path) as database:
        database.execute("VACUUM INTO ?", [str(into)])
    into.chmod(0o600)


def first_damage(path: Path) -> str:
    """Return the first thing a whole check finds wrong in the file, "" when it is whole."""
    try:
        with _reading(path) as database:
            (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
            return "" if verdict == "ok" else str(verdict)
    except StoreError as error:
        return str(error)


def counts_of(path: Path) -> tuple[TableCount, ...]:
    """Count the tables one moment of the file shows, whatever tables it has; StoreError when it cannot be read."""
    with _reading(path) as database:
        database.begin()
        return tuple(_count(database, name, bool(keyless)) for name, keyless in _tables(database))


def contents_of(path: Path) -> Contents:
    """Count what one moment of the file shows; StoreError when it cannot be read."""
    with _reading(path) as database:
        database.begin()
        tables = tuple(_count(database, name, bool(keyless)) for name, keyless in _tables(database))
        head = database.execute("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
        seal = sealed_head(database) if any(one.table == "ledger_seal" for one in tables) else (0, b"")
        return Contents(
            tables=tables, audit_seq=head[0] if head else 0, audit_head=head[1].hex() if head else "",
            ledger_seq=seal[0], ledger_head=seal[1].hex(),
            media=_digests(database, "SELECT sha256 FROM media"),
            attachments=_digests(database, "SELECT sha256 FROM attachment WHERE removed_at IS NULL"),
            sealed=_sealed(database),
        )  # fmt: skip


def _tables(database: Database) -> list[tuple[str, int]]:
    # of a full-text index only its own table counts, and that is what it was made of
    rows = database.execute("PRAGMA table_list").fetchall()
    return sorted((row[1], row[4]) for row in rows
                  if row[0] == "main" and row[2] == "table" and not row[1].startswith("sqlite_"))  # fmt: skip


def _count(database: Database, name: str, without_rowid: bool) -> TableCount:
    quoted = '"' + name.replace('"', '""') + '"'
    (rows,) = database.execute(f"SELECT count(*) FROM {quoted}").fetchone()
    keys = [row for row in database.execute(f"PRAGMA table_info({quoted})").fetchall() if row[5]]
    # VACUUM renumbers the rows of every other table
    numbered = len(keys) == 1 and keys[0][2].upper() == "INTEGER" and not without_rowid
    last = database.execute(f"SELECT coalesce(max(rowid), 0) FROM {quoted}").fetchone()[0] if numbered else 0
    return TableCount(table=name, rows=int(rows), last=int(last))


def _digests(database: Database, question: str) -> frozenset[str]:
    return frozenset(sha256 for (sha256,) in database.execute(question).fetchall() if sha256)


def _sealed(database: Database) -> SealedField | None:
    row = database.execute(f"SELECT id, id_number FROM {_PERSON} ORDER BY first_seen_at, id LIMIT 1").fetchone()
    return None if row is None else SealedField(table=_PERSON, column="id_number", row_id=row[0], stored=row[1])
