"""The slips waiting to be printed, kept in one SQLite file so that none is lost and none is printed twice.

A slip's id is what it is for and its kind; asking twice for the same slip is one slip. The bytes on their way to
paper may hold a masked name: they are wiped as soon as the slip is confirmed, and after 24 hours in any case.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any

from sqlite_utils.utils import sqlite3

from printer.errors import CannotReprint, DriverTooOld, NoSuchSlip, SpoolError
from printer.slip_job import SlipJob, SlipState, packed, slip_id, unpacked

PAYLOAD_LIFE = timedelta(hours=24)
RECORD_LIFE = timedelta(days=35)
FRESH_FOR = timedelta(minutes=2)
"""A slip that waited longer is no longer printed: its owner has gone, and a refill must not print a heap."""
INTERRUPTED_FRESH_FOR = timedelta(minutes=10)
"""A slip that ran out of paper half way is worth waiting for a little longer."""

_OLDEST_SQLITE = (3, 51, 3)
_TABLE = """
create table if not exists slips (
    id text primary key,
    reference text not null,
    kind text not null,
    copy integer not null check (copy >= 1),
    state text not null check (state in ('queued', 'sending', 'confirmed', 'failed', 'unknown')),
    attempts integer not null default 0,
    payload blob,
    payload_sha256 text not null,
    sentence text not null default '',
    findings text not null default '',
    queued_at integer not null,
    changed_at integer not null,
    place integer not null,
    unique (reference, kind, copy)
) strict
"""


class Spool:
    """The file of waiting slips; safe to use from several threads, one process only."""

    def __init__(self, path: Path) -> None:
        if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            raise DriverTooOld(sqlite3.sqlite_version)
        self._lock = RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(str(path), check_same_thread=False, isolation_level=None)
            self._database.row_factory = sqlite3.Row
            for pragma in ("journal_mode=wal", "synchronous=full", "secure_delete=on", "busy_timeout=5000"):
                self._database.execute(f"pragma {pragma}")
            self._database.execute(_TABLE)
        except (sqlite3.Error, OSError) as error:
            raise SpoolError(str(error)) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def put(
        self, reference: str, kind: str, chunks: Sequence[bytes], now: datetime, findings: str = ""
    ) -> SlipJob:
        """Keep a slip to be printed; it is on disk when this returns.

        The same slip asked for again is the one already there, unless that one is known not to have reached
        paper: then it is queued anew with these bytes.
        """
        with self._writing():
            known = self._find(slip_id(reference, kind))
            if known is None:
                return self._insert(reference, kind, 1, chunks, now, findings)
            if known.state is SlipState.FAILED:
                self._requeue(known.id, chunks, now)
                return self.job(known.id)
            return known

    def reprint(self, job_id: str, mark: bytes, now: datetime) -> SlipJob:
        """Queue another copy, headed by `mark`, of a slip that failed or whose fate is unknown.

        Asked for twice it is the same copy; raises NoSuchSlip or CannotReprint.
        """
        with self._writing():
            known = self.job(job_id)
            again = self._find(slip_id(known.reference, known.kind, known.copy + 1))
            if again is not None:
                return again
            if known.state not in (SlipState.FAILED, SlipState.UNKNOWN) or not known.chunks:
                raise CannotReprint(job_id)
            chunks = (mark, *known.chunks)
            return self._insert(known.reference, known.kind, known.copy + 1, chunks, now, known.findings)

    def next_queued(self, now: datetime) -> SlipJob | None:
        """Return the slip to print next, the longest waiting first."""
        with self._lock:
            row = self._database.execute(
                "select * from slips where state = 'queued' order by place limit 1"
            ).fetchone()
            return _job(row) if row else None

    def expire(self, now: datetime, sentence: str) -> list[SlipJob]:
        """Give up the slips that waited too long and return them; they are known not to be on paper."""
        oldest, oldest_interrupted = _stamp(now - FRESH_FOR), _stamp(now - INTERRUPTED_FRESH_FOR)
        with self._writing():
            rows = self._database.execute(
                "select id from slips where state = 'queued' and queued_at < "
                "(case when attempts > 0 then ? else ? end) order by place",
                (oldest_interrupted, oldest),
            ).fetchall()
            for row in rows:
                self._mark(row["id"], SlipState.FAILED, sentence, now)
            return [self.job(row["id"]) for row in rows]

    def mark_sending(self, job_id: str, now: datetime) -> None:
        """Note, durably and before the first byte leaves, that an attempt begins."""
        with self._writing():
            self._mark(job_id, SlipState.SENDING, "", now)
            self._database.execute("update slips set attempts = attempts + 1 where id = ?", (job_id,))

    def mark_queued(self, job_id: str, sentence: str, now: datetime) -> None:
        """Put a slip back that the printer itself reported as not printed; it starts again from its first byte."""
        with self._writing():
            self._mark(job_id, SlipState.QUEUED, sentence, now)

    def mark_confirmed(self, job_id: str, sentence: str, now: datetime) -> None:
        """Note that the printer acknowledged the slip, and wipe its bytes from the file."""
        with self._writing():
            self._mark(job_id, SlipState.CONFIRMED, sentence, now)
            self._database.execute("update slips set payload = null where id = ?", (job_id,))
        self._forget_log()

    def mark_failed(self, job_id: str, sentence: str, now: datetime) -> None:
        """Note that the slip is not on paper and will not be."""
        with self._writing():
            self._mark(job_id, SlipState.FAILED, sentence, now)

    def mark_unknown(self, job_id: str, sentence: str, now: datetime) -> None:
        """Note that nobody knows whether the slip is on paper; only a person may print it again."""
        with self._writing():
            self._mark(job_id, SlipState.UNKNOWN, sentence, now)

    def recover_after_restart(self, sentence: str, now: datetime) -> list[SlipJob]:
        """Turn every slip that was under way when the process died into an unknown one, and return them."""
        with self._writing():
            rows = self._database.execute("select id from slips where state = 'sending' order by place").fetchall()
            for row in rows:
                self._mark(row["id"], SlipState.UNKNOWN, sentence, now)
            return [self.job(row["id"]) for row in rows]

    def job(self, job_id: str) -> SlipJob:
        """Return one slip; raises NoSuchSlip."""
        found = self._find(job_id)
        if found is None:
            raise NoSuchSlip(job_id)
        return found

    def jobs(self) -> list[SlipJob]:
        """Return every slip on record, in the order they were asked for."""
        with self._lock:
            return [_job(row) for row in self._database.execute("select * from slips order by place")]

    def purge(self, now: datetime) -> None:
        """Wipe bytes older than 24 hours and forget slips older than 35 days."""
        with self._writing():
            self._database.execute(
                "update slips set payload = null where payload is not null and queued_at < ?",
                (_stamp(now - PAYLOAD_LIFE),),
            )
            self._database.execute("delete from slips where queued_at < ?", (_stamp(now - RECORD_LIFE),))
        self._forget_log()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock:
            try:
                self._database.execute("begin immediate")
                yield
                self._database.execute("commit")
            except BaseException as error:
                if self._database.in_transaction:
                    self._database.execute("rollback")
                if isinstance(error, sqlite3.Error):
                    raise SpoolError(str(error)) from error
                raise

    def _insert(
        self, reference: str, kind: str, copy: int, chunks: Sequence[bytes], now: datetime, findings: str
    ) -> SlipJob:
        payload, job_id = packed(chunks), slip_id(reference, kind, copy)
        self._database.execute(
            "insert into slips (id, reference, kind, copy, state, payload, payload_sha256, findings, queued_at,"
            " changed_at, place) values (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?,"
            " (select coalesce(max(place), 0) + 1 from slips))",
            (job_id, reference, kind, copy, payload, _hash(payload), findings, _stamp(now), _stamp(now)),
        )
        return self.job(job_id)

    def _requeue(self, job_id: str, chunks: Sequence[bytes], now: datetime) -> None:
        payload = packed(chunks)
        self._database.execute(
            "update slips set state = 'queued', attempts = 0, payload = ?, payload_sha256 = ?, sentence = '',"
            " queued_at = ?, changed_at = ?, place = (select max(place) + 1 from slips) where id = ?",
            (payload, _hash(payload), _stamp(now), _stamp(now), job_id),
        )

    def _mark(self, job_id: str, state: SlipState, sentence: str, now: datetime) -> None:
        changed = self._database.execute(
            "update slips set state = ?, sentence = ?, changed_at = ? where id = ? and state <> 'confirmed'",
            (state, sentence, _stamp(now), job_id),
        )
        if changed.rowcount != 1:
            raise NoSuchSlip(job_id)

    def _find(self, job_id: str) -> SlipJob | None:
        with self._lock:
            row = self._database.execute("select * from slips where id = ?", (job_id,)).fetchone()
            return _job(row) if row else None

    def _forget_log(self) -> None:
        """Empty the write-ahead log too: wiped bytes would live on in it until the next checkpoint."""
        with self._lock:
            self._database.execute("pragma wal_checkpoint(truncate)").fetchall()


def _job(row: Any) -> SlipJob:
    return SlipJob(
        id=row["id"],
        reference=row["reference"],
        kind=row["kind"],
        copy=row["copy"],
        state=SlipState(row["state"]),
        attempts=row["attempts"],
        chunks=unpacked(row["payload"]),
        sentence=row["sentence"],
        findings=row["findings"],
        queued_at=_moment(row["queued_at"]),
        changed_at=_moment(row["changed_at"]),
    )


def _hash(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()


def _stamp(moment: datetime) -> int:
    """Milliseconds since 1970, UTC."""
    return int(moment.timestamp() * 1000)


def _moment(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp / 1000, tz=UTC)
