"""What in market.db lies encrypted, under which key, and its encrypting anew in place."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from content.errors import SealError
from content.link.envelope import close_envelope, open_envelope
from content.privacy import ColumnCipher, KeyRing, head_of, key_id
from content.store.inbox import envelope_of, resealed
from content.store.lifting import lifted

_HEAD_BYTES = 6  # version, algorithm, name of the key
_LEAST_BYTES = 34
_NEVER = ("sqlite_", "job_words", "ledger_se", "ledger_salt", "audit")  # digests and words to be found by


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One table with columns of bytes; any of them may hold what is encrypted."""

    table: str
    columns: tuple[str, ...]


class Rekeyed:
    """Every encrypted value of one database."""

    def __init__(self, db: Database, keys: KeyRing) -> None:
        self._db = db
        self._cipher = ColumnCipher(key=keys.data)
        self._heads = frozenset(map(head_of, keys.data.former))
        self._former = ", ".join(f"x'{head.hex()}'" for head in sorted(self._heads))
        self._seals = keys.seals
        self._former_seals = frozenset(key_id(one.public_key().public_bytes_raw()) for one in keys.former_seals)

    def places(self) -> tuple[Place, ...]:
        """Return every table that has columns of bytes."""
        tables = self._db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%BLOB%'").fetchall()  # fmt: skip
        found = []
        for (table,) in tables:
            columns = tuple(row[1] for row in self._db.execute(f"PRAGMA table_info({table})").fetchall()
                            if row[2].upper() == "BLOB")  # fmt: skip
            if columns and not table.startswith(_NEVER):
                found.append(Place(table=table, columns=columns))
        return tuple(found)

    def _is_former(self, column: str) -> str:
        if not self._former:
            return "0"
        return f'(length("{column}") >= {_LEAST_BYTES} AND substr("{column}", 1, {_HEAD_BYTES}) IN ({self._former}))'

    def left(self) -> int:
        """Return how many values lie under former keys; papers of records are not among them."""
        total = 0
        for place in self.places():
            sums = " + ".join(f"coalesce(sum({self._is_former(column)}), 0)" for column in place.columns)
            total += int(self._db.execute(f"SELECT {sums} FROM {place.table}").fetchone()[0])
        return total

    def renew(self, place: Place, after: int, most: int) -> tuple[int, int]:
        """Encrypt the next rows of a table anew; return how many values were, and the rowid up to which was looked."""
        where = " OR ".join(self._is_former(column) for column in place.columns)
        rows = list(self._db.query(f"SELECT rowid AS own_rowid, * FROM {place.table} WHERE rowid > ? AND ({where}) "
                                   "ORDER BY rowid LIMIT ?", [after, most]))  # fmt: skip
        if not rows:
            return 0, after
        number = 0
        with lifted(self._db, place.table):
            for row in rows:
                fresh = dict(self._fresh(place, row))
                if fresh:
                    assigned = ", ".join(f'"{column}" = ?' for column in fresh)
                    self._db.execute(f"UPDATE {place.table} SET {assigned} WHERE rowid = ?",
                                     [*fresh.values(), row["own_rowid"]])  # fmt: skip
                number += len(fresh)
        return number, int(rows[-1]["own_rowid"])

    def _fresh(self, place: Place, row: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
        for column in place.columns:
            stored = row[column]
            if stored is None or len(stored) < _LEAST_BYTES or stored[:_HEAD_BYTES] not in self._heads:
                continue
            for named in _bound_to(place.table, column, row):
                try:
                    plain = self._cipher.decrypt_bytes(stored, *named)
                except SealError:
                    continue
                yield column, self._cipher.encrypt_bytes(plain, *named)
                break

    def sealed_to_former(self) -> int:
        """Return how many filings are sealed to a former key, whether the ledgers have them or not."""
        return sum(1 for _ in self._sealed_before())

    def reseal(self, most: int) -> int:
        """Seal the next filings to the key in use and return how many were; one that will not open stays as it is."""
        number = 0
        for table, row in self._sealed_before():
            if number >= most:
                break
            envelope = envelope_of(row)
            try:
                body = open_envelope(envelope, *self._seals)
            except SealError:
                continue
            fresh = close_envelope(envelope.header, body, self._seals[0].public_key().public_bytes_raw())
            self._db.execute(f"UPDATE {table} SET sealed = ? WHERE place = ?",
                             [resealed(row["sealed"], fresh.sealed), row["place"]])  # fmt: skip
            number += 1
        return number

    def _sealed_before(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if not self._former_seals:
            return
        for table in ("inbox", "inbox_conflict"):
            # a list, since rows are changed while it is gone through
            for row in list(self._db.query(f"SELECT * FROM {table} WHERE sealed <> '' ORDER BY place")):
                if _sealed_to(row["sealed"].rpartition(".")[2]) in self._former_seals:
                    yield table, row


def _bound_to(table: str, column: str, row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the places a value may be bound to: its row, the file it is an entry of, or the form of a draft."""
    if table == "draft":
        yield "draft", str(row["kind"]), f"{row['staff_id']}/{row['record_id']}"
        return
    for name in ("id", "root"):
        if name in row:
            yield table, column, str(row[name])


def _sealed_to(text: str) -> bytes:
    try:
        return b64decode(text[:8])[2:6]
    except ValueError:
        return b""
