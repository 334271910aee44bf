"""The slips waiting to be printed, kept in one SQLite file so that none is lost and none is printed twice.

A slip's id is what it is for and its kind; asking twice for the same slip is one slip. The bytes on their way to
paper may hold a masked name: they are sealed, wiped as soon as the slip is confirmed, and within 24 hours in any case.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any

from sqlite_utils.utils import sqlite3

from printer.errors import CannotReprint, CannotUnseal, DriverTooOld, NoSuchSlip, SpoolError
from printer.sealing import Sealing
from printer.slip_job import SlipJob, SlipState, packed, slip_id, unpacked
from printer.spool_schema import prepare

PAYLOAD_LIFE = timedelta(hours=23, minutes=50)
"""The worker wipes every minute: with this no slip's bytes are 24 hours old."""
RECORD_LIFE = timedelta(days=35)
FRESH_FOR = timedelta(minutes=2)
"""A slip that waited longer is no longer printed: its owner has gone, and a refill must not print a heap."""
INTERRUPTED_FRESH_FOR = timedelta(minutes=10)
"""A slip that ran out of paper half way is worth waiting for a little longer."""
CLOCK_SLACK = timedelta(minutes=2)
"""A slip from further in the future than this was asked for before the clock was set back: its age is unknown."""

_OLDEST_SQLITE = (3, 51, 3)
_SELECT = (
    "select *, sealed is not null as has_bytes, exists (select 1 from slips newer where newer.reference ="
    " slips.reference and newer.kind = slips.kind and newer.copy > slips.copy) as has_newer_copy from slips"
)


class Spool:
    """The file of waiting slips; safe to use from several threads, one process only."""

    def __init__(self, path: Path, sealing: Sealing) -> None:
        if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            raise DriverTooOld(sqlite3.sqlite_version)
        self._lock = RLock()
        self._sealing = sealing
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(str(path), check_same_thread=False, isolation_level=None)
            for pragma in (
                *("busy_timeout=5000", "journal_mode=wal", "synchronous=full"),
                *("secure_delete=on", "temp_store=memory"),
            ):
                self._database.execute(f"pragma {pragma}")
            prepare(self._database, sealing)
            self._database.row_factory = sqlite3.Row
        except (sqlite3.Error, OSError) as error:
            raise SpoolError(str(error)) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def put(
        self, reference: str, kind: str, chunks: Sequence[bytes], now: datetime, *, findings: str = "", by: str = ""
    ) -> SlipJob:
        """Keep a slip to be printed; it is on disk when this returns.

        The same slip asked for again is the one already there, unless that one is known not to have reached
        paper: then it is queued anew with these bytes.
        """
        with self._writing():
            known = self._find(slip_id(reference, kind))
            if known is None:
                return self._insert(reference, kind, 1, chunks, now, findings, by)
            if known.state is SlipState.FAILED:
                self._requeue(known.id, chunks, now)
                return self.job(known.id)
            return known

    def reprint(self, job_id: str, mark: bytes, now: datetime, by: str) -> SlipJob:
        """Queue another copy, headed by `mark`, of a slip that failed or whose fate is unknown.

        Asked for twice it is the same copy; raises NoSuchSlip or CannotReprint.
        """
        with self._writing():
            known = self.job(job_id)
            again = self._find(slip_id(known.reference, known.kind, known.copy + 1))
            if again is not None:
                return again
            if not known.can_be_reprinted:
                raise CannotReprint(job_id)
            try:
                chunks = (mark, *self.chunks(job_id))
            except CannotUnseal as error:
                raise CannotReprint(job_id) from error
            return self._insert(known.reference, known.kind, known.copy + 1, chunks, now, known.findings, by)

    def next_queued(self) -> SlipJob | None:
        """Return the slip to print next, the longest waiting first."""
        return next(iter(self._rows("where state = 'queued' order by place limit 1")), None)

    def chunks(self, job_id: str) -> tuple[bytes, ...]:
        """Return a slip's bytes, none when they are wiped; CannotUnseal when the key is not the one they had."""
        with self._lock:
            row = self._database.execute("select sealed from slips where id = ?", (job_id,)).fetchone()
        if row is None:
            raise NoSuchSlip(job_id)
        return unpacked(self._sealing.open(row["sealed"], job_id)) if row["sealed"] is not None else ()

    def expire(self, now: datetime, sentence: str) -> list[SlipJob]:
        """Give up the slips that waited too long and return them; they are known not to be on paper."""
        with self._writing():
            late = self._rows(
                "where state = 'queued' and (queued_at < (case when attempts > 0 then ? else ? end)"
                " or queued_at > ?) order by place",
                _stamp(now - INTERRUPTED_FRESH_FOR), _stamp(now - FRESH_FOR), _stamp(now + CLOCK_SLACK),
            )  # fmt: skip
            for job in late:
                self._mark(job.id, SlipState.FAILED, sentence, now)
            return [self.job(job.id) for job in late]

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
        """Note that the printer acknowledged the slip, and wipe its bytes and those of the copies before it."""
        with self._writing():
            self._mark(job_id, SlipState.CONFIRMED, sentence, now)
            self._database.execute(
                "update slips set sealed = null where (reference, kind) ="
                " (select reference, kind from slips where id = ?) and state not in ('queued', 'sending')",
                (job_id,),
            )
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
            under_way = self._rows("where state = 'sending' order by place")
            for job in under_way:
                self._mark(job.id, SlipState.UNKNOWN, sentence, now)
            return [self.job(job.id) for job in under_way]

    def ends_in_doubt(self) -> bool:
        """Say whether no slip has been confirmed since one was last called unknown."""
        with self._lock:
            row = self._database.execute(
                """select max(changed_at) filter (where state = 'unknown') as doubt,
                max(changed_at) filter (where state = 'confirmed') as sure from slips"""
            ).fetchone()
        return row["doubt"] is not None and (row["sure"] is None or row["doubt"] >= row["sure"])

    def job(self, job_id: str) -> SlipJob:
        """Return one slip; raises NoSuchSlip."""
        found = self._find(job_id)
        if found is None:
            raise NoSuchSlip(job_id)
        return found

    def jobs(self) -> list[SlipJob]:
        """Return every slip on record, in the order they were asked for."""
        return self._rows("order by place")

    def newest(self, limit: int) -> list[SlipJob]:
        """Return the slips asked for last, the newest first."""
        return self._rows("order by place desc limit ?", limit)

    def of_unknown_fate(self) -> list[SlipJob]:
        """Return the slips nobody knows the fate of and nobody printed again, the newest first."""
        return [job for job in self._rows("where state = 'unknown' order by place desc") if not job.has_newer_copy]

    def purge(self, now: datetime) -> None:
        """Wipe bytes before they are 24 hours old, or of unknown age, and forget slips older than 35 days."""
        with self._writing():
            wiped = self._database.execute(
                "update slips set sealed = null where sealed is not null and (queued_at < ? or queued_at > ?)",
                (_stamp(now - PAYLOAD_LIFE), _stamp(now + CLOCK_SLACK)),
            )
            self._database.execute("delete from slips where queued_at < ?", (_stamp(now - RECORD_LIFE),))
        if wiped.rowcount:
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
        self, reference: str, kind: str, copy: int, chunks: Sequence[bytes], now: datetime, findings: str, by: str
    ) -> SlipJob:
        job_id = slip_id(reference, kind, copy)
        sealed = self._sealing.seal(packed(chunks), job_id)
        self._database.execute(
            "insert into slips (id, reference, kind, copy, state, sealed, findings, ordered_by, queued_at,"
            " changed_at, place) values (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?,"
            " (select coalesce(max(place), 0) + 1 from slips))",
            (job_id, reference, kind, copy, sealed, findings, by, _stamp(now), _stamp(now)),
        )
        return self.job(job_id)

    def _requeue(self, job_id: str, chunks: Sequence[bytes], now: datetime) -> None:
        self._database.execute(
            "update slips set state = 'queued', attempts = 0, sealed = ?, sentence = '',"
            " queued_at = ?, changed_at = ?, place = (select max(place) + 1 from slips) where id = ?",
            (self._sealing.seal(packed(chunks), job_id), _stamp(now), _stamp(now), job_id),
        )

    def _mark(self, job_id: str, state: SlipState, sentence: str, now: datetime) -> None:
        changed = self._database.execute(
            "update slips set state = ?, sentence = ?, changed_at = ? where id = ? and state <> 'confirmed'",
            (state, sentence, _stamp(now), job_id),
        )
        if changed.rowcount != 1:
            raise NoSuchSlip(job_id)

    def _find(self, job_id: str) -> SlipJob | None:
        return next(iter(self._rows("where id = ?", job_id)), None)

    def _rows(self, which: str, *values: Any) -> list[SlipJob]:
        with self._lock:
            return [_job(row) for row in self._database.execute(f"{_SELECT} {which}", values).fetchall()]

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
        has_bytes=bool(row["has_bytes"]),
        has_newer_copy=bool(row["has_newer_copy"]),
        sentence=row["sentence"],
        findings=row["findings"],
        ordered_by=row["ordered_by"],
        queued_at=_moment(row["queued_at"]),
        changed_at=_moment(row["changed_at"]),
    )


def _stamp(moment: datetime) -> int:
    """Milliseconds since 1970, UTC."""
    return int(moment.timestamp() * 1000)


def _moment(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp / 1000, tz=UTC)
