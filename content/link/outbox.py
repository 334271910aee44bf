"""What happened at this terminal, durable before the page says 好了, in envelopes that only the hub can open.

One SQLite file (WAL, synchronous=FULL, STRICT). The body is sealed before it reaches the disk. Numbering is per
pairing: a terminal that is paired anew starts again at 1 under its new name, and what it filed under the old one
stays in the file.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils.utils import sqlite3

from content.clock import from_text, to_text
from content.errors import LinkError
from content.link.envelope import close_envelope
from content.link.numbers import write_number
from content.link.pairing import Paired
from content.model.codec import to_json
from content.model.filings import Envelope, FilingHeader
from content.model.ids import new_id
from content.rules.clock import SLACK

CAPACITY = 10_000  # filings not yet acknowledged; one more is refused, none is dropped
KEPT_FOR = timedelta(days=35)  # as long as a backup of the hub may be put back
BODY_LIMIT = 256 * 1024  # bytes of one body; four sealed ones fit the hub's 1 MB limit per request

_SCHEMA = """
CREATE TABLE IF NOT EXISTS filing (
    terminal TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, version INTEGER NOT NULL,
    site_id TEXT NOT NULL, occurred_at TEXT NOT NULL, clock_ok INTEGER NOT NULL, sealed TEXT NOT NULL,
    key TEXT UNIQUE, number TEXT NOT NULL, acknowledged_at TEXT, PRIMARY KEY (terminal, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS filing_waiting ON filing (terminal, seq) WHERE acknowledged_at IS NULL;
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, instant TEXT NOT NULL) STRICT;
"""
_COLUMNS = "id, kind, version, site_id, terminal, seq, occurred_at, clock_ok, sealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A filing made together with its receipt number ("" when it was made without one)."""

    header: FilingHeader
    number: str


class Outbox:
    """The terminal's filings in one file; usable from any thread."""

    def __init__(self, path: Path, paired: Paired) -> None:
        self._paired = paired
        self._lock = threading.RLock()
        path.parent.mkdir(parents=True, exist_ok=True)
        if sqlite3.sqlite_version_info < (3, 51, 3):
            raise LinkError(f"SQLite {sqlite3.sqlite_version} 太旧，会损坏数据，请系统管理员升级 pysqlite3。")
        try:
            self._db = sqlite3.connect(str(path), timeout=5, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise LinkError(f"呈报箱 {path} 打不开，请系统管理员检查磁盘；请勿删除，里面有还没送到的登记。") from error
        self.move_up_to(paired.contiguous_seq)

    def file(self, kind: str, body: object, now: datetime, clock_ok: bool, *, key: str | None = None,
             version: int = 1) -> FilingHeader:  # fmt: skip
        """Store a body record; when this returns it survives a power cut. The same `key` again files nothing new.

        LinkError when the box is full, the body too large or the disk refuses.
        """
        return self._file(kind, lambda _: body, now, clock_ok, key=key, version=version, numbered=False).header

    def file_numbered(self, kind: str, make_body: Callable[[str], object], now: datetime, clock_ok: bool, *,
                      key: str | None = None, version: int = 1, series: str = "") -> Filed:  # fmt: skip
        """File a body that carries its own receipt number, both in one transaction; errors as `file`.

        `make_body` gets the number. The same `key` again returns the first header and the first number. With a
        `series` the number is 1, 2, 3 … within it instead.
        """
        return self._file(kind, make_body, now, clock_ok, key=key, version=version, numbered=True, series=series)

    def seal_to(self, seal_key: bytes) -> None:
        """Seal what is filed from now on to the hub's new key; what waits stays as it is, the hub opens both."""
        self._paired = replace(self._paired, seal_key=seal_key)

    @property
    def prefix(self) -> str:
        """Return the two digits that start this terminal's numbers."""
        return self._paired.prefix

    def _file(self, kind: str, make_body: Callable[[str], object], now: datetime, clock_ok: bool, *, key: str | None,
              version: int, numbered: bool, series: str = "") -> Filed:  # fmt: skip
        with self._writing():
            known = self._by_key(key)
            if known is not None:
                return known
            if self._waiting() >= CAPACITY:
                raise LinkError("还没送到中心的登记太多，存不下了，请工作人员检查网络，先到服务窗口办理。")
            number = self._take_number(series) if numbered else ""
            body = to_json(make_body(number))
            if len(body) > BODY_LIMIT:
                raise LinkError("这份呈报太大，没有存下，请系统管理员查看程序日志。")
            header = FilingHeader(
                id=new_id(now),
                kind=kind,
                version=version,
                site_id=self._paired.site_id,
                terminal=self._paired.terminal,
                seq=self._count(f"seq {self._paired.terminal}"),
                occurred_at=from_text(to_text(now)),  # to the millisecond, as the header is stored and bound
                clock_ok=self._believe(now, clock_ok),
            )
            self._insert(close_envelope(header, body, self._paired.seal_key), key, number)
            return Filed(header=header, number=number)

    def next_number(self) -> str:
        """Return a receipt number such as `12-000417` that this terminal never gave and never gives again."""
        with self._writing():
            return self._take_number()

    def waiting(self) -> int:
        """Return how many filings the hub has not acknowledged, those of earlier pairings included."""
        with self._reading():
            return self._waiting()

    def after(self, seq: int, *, limit: int, max_bytes: int) -> tuple[Envelope, ...]:
        """Return this pairing's filings above `seq` in order, acknowledged or not; at least one if there is any."""
        sql = f"SELECT {_COLUMNS} FROM filing WHERE terminal = ? AND seq > ? ORDER BY seq LIMIT ?"
        return self._envelopes(sql, seq, limit, max_bytes)

    def unacknowledged_after(self, seq: int, *, limit: int, max_bytes: int) -> tuple[Envelope, ...]:
        """Return this pairing's filings above `seq` that the hub has not acknowledged, in order."""
        sql = (f"SELECT {_COLUMNS} FROM filing WHERE terminal = ? AND seq > ? AND acknowledged_at IS NULL"
               " ORDER BY seq LIMIT ?")  # fmt: skip
        return self._envelopes(sql, seq, limit, max_bytes)

    def left_over(self, *, limit: int, max_bytes: int) -> tuple[Envelope, ...]:
        """Return filings of earlier pairings of this box that the hub has not acknowledged."""
        sql = (f"SELECT {_COLUMNS} FROM filing WHERE terminal <> ? AND seq > ? AND acknowledged_at IS NULL"
               " ORDER BY occurred_at LIMIT ?")  # fmt: skip
        return self._envelopes(sql, 0, limit, max_bytes)

    def acknowledge(self, ids: Sequence[str], at: datetime) -> None:
        """Note that the hub has these filings; the first time counts."""
        with self._writing():
            self._db.executemany(
                "UPDATE filing SET acknowledged_at = ? WHERE id = ? AND acknowledged_at IS NULL",
                [(to_text(at), filing_id) for filing_id in ids],
            )

    def forget_old(self, now: datetime) -> int:
        """Delete what was acknowledged more than 35 days ago and return how many; numbers are not given again."""
        with self._writing():
            rows = self._db.execute("DELETE FROM filing WHERE acknowledged_at < ?", (to_text(now - KEPT_FOR),))
            return int(rows.rowcount)

    def move_up_to(self, seq: int) -> None:
        """Number the next filing above `seq`, so that a lost outbox does not use the hub's numbers again."""
        with self._writing():
            self._db.execute(
                "INSERT INTO counter VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
                (f"seq {self._paired.terminal}", seq),
            )

    def close(self) -> None:
        """Close the file; what was filed stays."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                raise LinkError("呈报箱读不出来，请系统管理员检查磁盘；请勿删除，里面有还没送到的登记。") from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    yield
                    self._db.execute("COMMIT")
                except BaseException:
                    if self._db.in_transaction:
                        self._db.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise LinkError("呈报箱写不进去，请工作人员先到服务窗口办理，并请系统管理员检查磁盘。") from error

    def _count(self, name: str) -> int:
        row = self._db.execute(
            "INSERT INTO counter VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
            (name,),
        ).fetchone()
        return int(row[0])

    def _take_number(self, series: str = "") -> str:
        if series:
            return str(self._count(f"series {self._paired.prefix} {series}"))
        return write_number(self._paired.prefix, self._count(f"number {self._paired.prefix}"))

    def _waiting(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM filing WHERE acknowledged_at IS NULL").fetchone()[0])

    def _believe(self, now: datetime, clock_ok: bool) -> bool:
        """Say whether the clock may be believed: it has not fallen behind what was filed before."""
        row = self._db.execute("SELECT instant FROM mark WHERE name = 'latest'").fetchone()
        behind = row is not None and now < from_text(row[0]) - SLACK
        if clock_ok and not behind:
            self._db.execute(
                "INSERT INTO mark VALUES ('latest', ?) ON CONFLICT (name) DO UPDATE SET instant = excluded.instant"
                " WHERE excluded.instant > instant",
                (to_text(now),),
            )
        return clock_ok and not behind

    def _by_key(self, key: str | None) -> Filed | None:
        if key is None:
            return None
        row = self._db.execute(f"SELECT {_COLUMNS}, number FROM filing WHERE key = ?", (key,)).fetchone()
        return None if row is None else Filed(header=_envelope(row).header, number=row[9])

    def _insert(self, envelope: Envelope, key: str | None, number: str) -> None:
        header = envelope.header
        self._db.execute(
            f"INSERT INTO filing ({_COLUMNS}, key, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (header.id, header.kind, header.version, header.site_id, header.terminal, header.seq,
             to_text(header.occurred_at), int(header.clock_ok), envelope.sealed, key, number),
        )  # fmt: skip

    def _envelopes(self, sql: str, seq: int, limit: int, max_bytes: int) -> tuple[Envelope, ...]:
        found: list[Envelope] = []
        size = 0
        with self._reading():
            for row in self._db.execute(sql, (self._paired.terminal, seq, limit)):
                size += len(row[8])
                if found and size > max_bytes:
                    break
                found.append(_envelope(row))
        return tuple(found)


def _envelope(row: tuple[str, str, int, str, str, int, str, int, str]) -> Envelope:
    header = FilingHeader(
        id=row[0],
        kind=row[1],
        version=row[2],
        site_id=row[3],
        terminal=row[4],
        seq=row[5],
        occurred_at=from_text(row[6]),
        clock_ok=bool(row[7]),
    )
    return Envelope(header=header, sealed=row[8])
