"""Seals of the ledgers in market.db: every state of a row has a link in one chain (`chained`), whoever wrote it.

Triggers list the rows that a transaction touched; the one writer seals them before it commits, so that no code path can
add, change or remove a row without its link. A link holds no body but SHA-256(salt | row); the salt has a table of its
own. Where a person is taken out of a row, the salts of all its links go: their digests stay and tell nothing, and a
tombstone seals what is left. What a row said before the program changed it is checked first, so that no change from
outside is sealed in by a later one. `seal_check` is the other side.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes
from typing import Any

from sqlite_utils import Database

from content.clock import to_text
from content.model.seals import SealKind, SealVerdict
from content.store.chained import START, mac_after
from content.store.seal_check import Head, check_ledgers, head_mac, sealed_shape
from content.store.sealed_ledgers import (
    BY_TABLE,
    LEDGERS,
    Column,
    SealedLedger,
    body_of,
    columns_of,
    digest_of,
    selected,
    shape_digest,
    triggers_amiss,
    triggers_there,
)

_SALT_BYTES = 16
_AT_ONCE = 1000


@dataclass(slots=True, kw_only=True)
class _Touched:
    before: str | None  # what the row said when the transaction began, None when it was not there
    emptied: bool = False
    renewed: bool = False


class _Links:
    """Links on their way to the end of the chain."""

    def __init__(self, db: Database, key: bytes, head: Head, at: datetime) -> None:
        self._db, self._key, self._at = db, key, to_text(at)
        self._seq, self._last = head
        self._links: list[tuple[object, ...]] = []
        self._salts: list[tuple[int, bytes]] = []

    def add(self, ledger: str, row_id: str, kind: SealKind, body: bytes) -> None:
        """Seal the bytes of a row; what nobody may be in any more needs no salt."""
        salt = token_bytes(_SALT_BYTES) if kind in (SealKind.ROW, SealKind.FOUND) else b""
        self._link(ledger, row_id, kind, digest_of(salt, body, self._key), salt)

    def cover(self, ledger: str, digest: bytes) -> None:
        """Note the columns a ledger is sealed by."""
        self._link(ledger, "", SealKind.COVER, digest, b"")

    def _link(self, ledger: str, row_id: str, kind: SealKind, digest: bytes, salt: bytes) -> None:
        self._seq += 1
        self._last = mac_after(self._key, self._last,
                               (self._seq, ledger, row_id, kind.value, digest.hex(), self._at))  # fmt: skip
        self._links.append((self._seq, ledger, row_id, kind.value, digest, self._at, self._last))
        if salt:
            self._salts.append((self._seq, salt))
        if len(self._links) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what was linked, and the end of the chain."""
        if not self._links:
            return
        self._db.conn.executemany("INSERT INTO ledger_seal VALUES (?, ?, ?, ?, ?, ?, ?)", self._links)
        # what somebody left behind of seals they cut off must not keep anybody from writing
        self._db.conn.executemany("INSERT OR REPLACE INTO ledger_salt VALUES (?, ?)", self._salts)
        self._links.clear()
        self._salts.clear()
        self._db.execute("INSERT OR REPLACE INTO ledger_seal_head VALUES (1, ?, ?, ?)",
                         [self._seq, self._last, head_mac(self._key, self._seq, self._last)])  # fmt: skip


class LedgerSeals:
    """The chain of seals over every ledger of one market.db, written by the one connection that writes (R213)."""

    def __init__(self, db: Database, key: bytes) -> None:
        self._db = db
        self._key = key
        self._columns: dict[str, tuple[Column, ...]] = {}

    def begin(self) -> None:
        """Begin a transaction's list: what is on it already was done outside the program and is never sealed."""
        if self._db.execute("SELECT 1 FROM ledger_unsealed LIMIT 1").fetchone():
            self._db.execute("DELETE FROM ledger_unsealed")

    def seal(self, at: datetime) -> None:
        """Seal every row the transaction touched, as it is now; the last thing before the commit."""
        listed = self._db.execute("SELECT DISTINCT ledger FROM ledger_unsealed ORDER BY ledger").fetchall()
        if not listed:
            return
        links = _Links(self._db, self._key, self._end(), at)
        for (table,) in listed:
            self._seal_listed(BY_TABLE[table], links)
        links.flush()
        self._db.execute("DELETE FROM ledger_unsealed")

    def emptied(self, table: str) -> None:
        """Say that what this transaction changed in a table was a person taken out, where no column tells it."""
        self._db.execute("UPDATE ledger_unsealed SET deed = 'emptied' WHERE ledger = ? AND deed = 'changed'", [table])

    def renewed(self) -> None:
        """Say that what this transaction changed lies under a new key now: former salts would let guesses be tried."""
        self._db.execute("UPDATE ledger_unsealed SET deed = 'renewed' WHERE deed IN ('changed', 'emptied')")

    def cover(self, at: datetime) -> int:
        """Put the triggers up and seal what ledgers hold that are new to the chain or have new columns.

        Returns how many rows were found in ledgers that were not sealed before. A migration may add columns at the
        end of a table; rows that do not fit what was sealed by its earlier columns are marked.
        """
        links, found = _Links(self._db, self._key, self._end(), at), 0
        self._columns.clear()
        there = triggers_there(self._db)
        for ledger in LEDGERS:
            self._put_up(ledger, there)
            shape, columns = sealed_shape(self._db, ledger), self._columns_of(ledger)
            if shape == shape_digest(columns):
                continue
            earlier = next((end for end in range(len(columns)) if shape_digest(columns[:end]) == shape), 0)
            for row_id, values in self._rows(ledger, "1"):
                if shape is not None and not self.fits(ledger, row_id, body_of(values[:earlier])):
                    links.add(ledger.table, row_id, SealKind.ALTERED, b"")
                links.add(ledger.table, row_id, SealKind.FOUND, body_of(values))
                found += shape is None
            links.cover(ledger.table, shape_digest(columns))
        links.flush()
        return found

    def fits(self, ledger: SealedLedger, row_id: str, body: bytes) -> bool:
        """Say whether a row's bytes are those its newest seal was set on."""
        newest = self._db.execute(
            """SELECT kind, digest, salt FROM ledger_seal LEFT JOIN ledger_salt USING (seq)
            WHERE ledger = ? AND row_id = ? ORDER BY seq DESC LIMIT 1""",
            [ledger.table, row_id],
        ).fetchone()
        return (newest is not None and newest[0] != SealKind.GONE
                and hmac.compare_digest(newest[1], digest_of(newest[2] or b"", body, self._key)))  # fmt: skip

    def check(self, anchor: Head | None = None) -> SealVerdict:
        """Check every row and every seal; `anchor` is number and digest of a seal as noted elsewhere."""
        return check_ledgers(self._db, self._key, anchor)

    def _seal_listed(self, ledger: SealedLedger, links: _Links) -> None:
        touched = self._touched(ledger)
        mine = f"{ledger.table}.rowid IN (SELECT stored_at FROM ledger_unsealed WHERE ledger = '{ledger.table}')"
        for row_id, values in self._rows(ledger, mine):
            one = touched.pop(row_id)
            self._mark_altered(ledger, row_id, one, links)
            if one.emptied or one.renewed:
                self._destroy_salts(ledger, row_id)
            links.add(ledger.table, row_id, SealKind.TOMBSTONE if one.emptied else SealKind.ROW, body_of(values))
        for row_id, one in touched.items():
            if one.before is not None:
                self._mark_altered(ledger, row_id, one, links)
                self._destroy_salts(ledger, row_id)
                links.add(ledger.table, row_id, SealKind.GONE, b"")

    def _touched(self, ledger: SealedLedger) -> dict[str, _Touched]:
        found: dict[str, _Touched] = {}
        for row_id, deed, before in self._db.execute(
            "SELECT row_id, deed, before FROM ledger_unsealed WHERE ledger = ? ORDER BY place", [ledger.table]
        ):  # fmt: skip
            one = found.setdefault(row_id, _Touched(before=before))
            one.emptied |= deed == "emptied"
            one.renewed |= deed == "renewed"
        return found

    def _mark_altered(self, ledger: SealedLedger, row_id: str, one: _Touched, links: _Links) -> None:
        if one.before is not None and not self.fits(ledger, row_id, body_of(json.loads(one.before))):
            links.add(ledger.table, row_id, SealKind.ALTERED, b"")

    def _destroy_salts(self, ledger: SealedLedger, row_id: str) -> None:
        self._db.execute(
            "DELETE FROM ledger_salt WHERE seq IN (SELECT seq FROM ledger_seal WHERE ledger = ? AND row_id = ?)",
            [ledger.table, row_id],
        )

    def _rows(self, ledger: SealedLedger, condition: str) -> Iterator[tuple[str, Sequence[Any]]]:
        names = selected(self._columns_of(ledger), ledger.table)
        for row_id, *values in self._db.execute(
            f"SELECT {ledger.name_in(ledger.table)}, {names} FROM {ledger.table} WHERE {condition}"
        ):
            yield row_id, values

    def _columns_of(self, ledger: SealedLedger) -> tuple[Column, ...]:
        if ledger.table not in self._columns:
            self._columns[ledger.table] = columns_of(self._db, ledger)
        return self._columns[ledger.table]

    def _put_up(self, ledger: SealedLedger, there: Mapping[str, str]) -> None:
        for name, sql in triggers_amiss(ledger, self._columns_of(ledger), there).items():
            self._db.execute(f"DROP TRIGGER IF EXISTS {name}")
            self._db.execute(sql)

    def _end(self) -> Head:
        """Return what the next link follows; where the end was tampered with, a gap stays that every check finds."""
        (last,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM ledger_seal").fetchone()
        head = self._db.execute("SELECT seq, last, mac FROM ledger_seal_head").fetchone()
        if head is None and last == 0:
            return 0, START
        if head is not None and head[0] >= last and hmac.compare_digest(head[2], head_mac(self._key, *head[:2])):
            return head[0], head[1]
        return last + 1, START
