"""The inbox: filings as they came, sealed; acknowledged means a row here was committed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.clock import to_text
from content.model.filings import Envelope, FilingHeader
from content.store.mapping import Row, row_mapping

_COLUMNS = "id, site_id, terminal, seq, kind, version, occurred_at, clock_ok, sealed, received_at"
_VALUES = ":" + _COLUMNS.replace(", ", ", :")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFiling:
    """A filing that waits for a person or for a newer program, with the sentence that says why."""

    envelope: Envelope
    received_at: datetime
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxCounts:
    """How many filings stand where."""

    pending: int
    projected: int
    waiting: int
    stuck: int  # conflicts included


def envelope_of(row: Row) -> Envelope:
    """Return a filing of the inbox as it can be opened."""
    return Envelope(header=row_mapping(FilingHeader).from_row(row), sealed=row["sealed"].rpartition(".")[2])


def resealed(came: str, sealed: str) -> str:
    """Return how a body is stored that was sealed to a new key: behind the digest of what came, to know it again."""
    known = came.rpartition(".")[0] or hashlib.sha256(came.encode()).hexdigest()
    return f"{known}.{sealed}"


# the very row an envelope was read from; a body sealed anew stands behind 64 figures and a full stop (`resealed`)
_ITSELF = "id = :id AND terminal = :terminal AND seq = :seq AND :sealed IN (sealed, substr(sealed, 66))"


def _itself(envelope: Envelope) -> Row:
    header = envelope.header
    return {"id": header.id, "terminal": header.terminal, "seq": header.seq, "sealed": envelope.sealed}


def _is_same(stored: str, came: str) -> bool:
    known, resealed_since, sealed = stored.rpartition(".")
    return known == hashlib.sha256(came.encode()).hexdigest() if resealed_since else sealed == came


def _held(row: Row) -> HeldFiling:
    rest = row_mapping(HeldFiling, ("envelope",))
    return rest.from_row(row, envelope=envelope_of(row))


class Inbox:
    """Filings by id and by (terminal, seq); whatever arrives is kept, whatever came before."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def store(self, envelope: Envelope, received_at: datetime) -> bool:
        """Keep a filing and say whether it was new; the same one again has no effect.

        One whose id or (terminal, seq) belongs to another filing is kept apart, in `stuck()`, and counts as stored.
        """
        row = row_mapping(FilingHeader).to_row(envelope.header)
        row |= {"sealed": envelope.sealed, "received_at": to_text(received_at)}
        cursor = self._db.execute(
            f"""INSERT INTO inbox ({_COLUMNS}, state, sentence) VALUES ({_VALUES}, 'pending', '')
            ON CONFLICT DO NOTHING""",
            row,
        )
        if cursor.rowcount == 1:
            self._reach(envelope.header.terminal)
            return True
        return self._keep_apart(envelope, row)

    def _reach(self, terminal: str) -> None:
        reached = self.contiguous_seq(terminal)
        following = self._db.execute(
            "SELECT seq FROM inbox WHERE terminal = ? AND seq > ? ORDER BY seq", [terminal, reached]
        )
        for (seq,) in following:
            if seq != reached + 1:
                break
            reached = seq
        following.close()
        self._db.execute(
            """INSERT INTO inbox_reach (terminal, contiguous_seq) VALUES (?, ?)
            ON CONFLICT (terminal) DO UPDATE SET contiguous_seq = excluded.contiguous_seq""",
            [terminal, reached],
        )

    def _keep_apart(self, envelope: Envelope, row: Row) -> bool:
        header = envelope.header
        known = self.get(header.id)
        if known is not None and known.sealed == "" and known.header == header:
            return False  # emptied since, because its person took back their consent
        if known is not None and known.header == header and _is_same(self._stored(header.id), envelope.sealed):
            return False
        mark = hashlib.sha256(envelope.sealed.encode()).hexdigest()
        if self._db.execute("SELECT 1 FROM inbox_conflict WHERE id = ? AND terminal = ? AND sealed LIKE ?",
                            [header.id, header.terminal, f"{mark}.%"]).fetchone():  # fmt: skip
            return False
        sentence = (
            "同一个呈报编号来了两份不同的内容，请系统管理员核对这台终端。" if known is not None else
            f"这台终端的第 {header.seq} 号呈报已有另一份，可能恢复过旧数据，请系统管理员核对后点“再处理一次”入账。"
        )  # fmt: skip
        cursor = self._db.execute(
            f"""INSERT INTO inbox_conflict ({_COLUMNS}, sentence) VALUES ({_VALUES}, :sentence)
            ON CONFLICT DO NOTHING""",
            row | {"sentence": sentence},
        )
        return cursor.rowcount == 1

    def _stored(self, filing_id: str) -> str:
        return str(self._db.execute("SELECT sealed FROM inbox WHERE id = ?", [filing_id]).fetchone()[0])

    def get(self, filing_id: str) -> Envelope | None:
        """Return one filing of the inbox, projected or not."""
        return next(iter(map(envelope_of, self._db.query("SELECT * FROM inbox WHERE id = ?", [filing_id]))), None)

    def contiguous_seq(self, terminal: str) -> int:
        """Return the seq up to which nothing of this terminal is missing; 0 for none."""
        row = self._db.execute("SELECT contiguous_seq FROM inbox_reach WHERE terminal = ?", [terminal]).fetchone()
        return 0 if row is None else int(row[0])

    def pending(self, limit: int = 200) -> tuple[Envelope, ...]:
        """Return filings to project, in order of arrival."""
        rows = self._db.query("SELECT * FROM inbox WHERE state = 'pending' ORDER BY place LIMIT ?", [limit])
        return tuple(map(envelope_of, rows))

    def _mark(self, filing_id: str, state: str, sentence: str) -> None:
        self._db.execute("UPDATE inbox SET state = ?, sentence = ? WHERE id = ?", [state, sentence, filing_id])

    def mark_projected(self, filing_id: str) -> None:
        """Note that the ledgers hold what the filing says."""
        self._mark(filing_id, "projected", "")

    def erase(self, filing_id: str) -> None:
        """Empty a filing of somebody who took back their consent; that it was here stays known."""
        self._db.execute("UPDATE inbox SET sealed = '' WHERE id = ?", [filing_id])

    def mark_stuck(self, filing_id: str, sentence: str) -> None:
        """Hand a filing that will not project to staff, with what they should do."""
        self._mark(filing_id, "stuck", sentence)

    def mark_waiting(self, filing_id: str, sentence: str) -> None:
        """Set aside a filing of a kind this program does not know yet; `wake` brings it back."""
        self._mark(filing_id, "waiting", sentence)

    def wake(self, kinds: Sequence[str]) -> int:
        """Make waiting filings of these kinds pending again and return how many."""
        marks = ",".join("?" * len(kinds))
        return int(self._db.execute(
            f"UPDATE inbox SET state = 'pending', sentence = '' WHERE state = 'waiting' AND kind IN ({marks})",
            list(kinds),
        ).rowcount)  # fmt: skip

    def retry(self, filing_id: str) -> None:
        """Make a stuck filing pending again, after whatever held it was mended."""
        self._db.execute(
            "UPDATE inbox SET state = 'pending', sentence = '' WHERE id = ? AND state = 'stuck'", [filing_id]
        )

    def _held_by(self, sql: str, values: Sequence[Any]) -> tuple[HeldFiling, ...]:
        return tuple(map(_held, self._db.query(sql, values)))

    def stuck(self, limit: int = 200) -> tuple[HeldFiling, ...]:
        """Return what staff must look at: filings that will not project, and conflicts; oldest first."""
        return self._held_by(
            f"""SELECT {_COLUMNS}, sentence FROM inbox WHERE state = 'stuck'
            UNION ALL SELECT {_COLUMNS}, sentence FROM inbox_conflict ORDER BY received_at LIMIT ?""",
            [limit],
        )

    def kept_apart(self, filing_id: str) -> Envelope | None:
        """Return a filing that lies apart because its number was another's; None where its id is another's too."""
        rows = self._db.query("""SELECT * FROM inbox_conflict WHERE id = ?1
            AND NOT EXISTS (SELECT 1 FROM inbox WHERE id = ?1) ORDER BY place LIMIT 1""", [filing_id])  # fmt: skip
        return next(map(envelope_of, rows), None)

    def settle(self, envelope: Envelope) -> None:
        """Take a filing off those that lie apart, once the ledgers hold what it says."""
        self._db.execute(f"DELETE FROM inbox_conflict WHERE {_ITSELF}", _itself(envelope))

    def set_aside(self) -> tuple[Envelope, ...]:
        """Return every filing that lies aside with its body: stuck, waiting, and in conflict with another."""
        rows = self._db.query(f"""SELECT {_COLUMNS} FROM inbox WHERE state IN ('stuck', 'waiting') AND sealed <> ''
            UNION ALL SELECT {_COLUMNS} FROM inbox_conflict""")  # fmt: skip
        return tuple(map(envelope_of, rows))

    def forget_set_aside(self, envelope: Envelope) -> None:
        """Empty a filing that lies aside, whose person took back their consent; no ledger will take it any more."""
        self._db.execute(f"UPDATE inbox SET sealed = '', state = 'projected', sentence = '' WHERE {_ITSELF}",
                         _itself(envelope))  # fmt: skip
        self.settle(envelope)

    def waiting(self, limit: int = 200) -> tuple[HeldFiling, ...]:
        """Return what waits for a newer program, oldest first."""
        return self._held_by("SELECT * FROM inbox WHERE state = 'waiting' ORDER BY place LIMIT ?", [limit])

    def counts(self) -> InboxCounts:
        """Return how many filings stand where."""
        states = dict(self._db.execute("SELECT state, count(*) FROM inbox GROUP BY state").fetchall())
        apart = int(self._db.execute("SELECT count(*) FROM inbox_conflict").fetchone()[0])
        return InboxCounts(
            pending=states.get("pending", 0), projected=states.get("projected", 0),
            waiting=states.get("waiting", 0), stuck=states.get("stuck", 0) + apart,
        )  # fmt: skip
