"""Whole plays: stored when the player reports them, filed hour by hour, each once.

An hour is filed in two steps: its rows get a batch name, the batch is filed under that name as key, then it counts as
filed. A crash between the steps files the same batch under the same key again, which the outbox knows. What is filed is
kept for two days: a player that heard no answer tells it again, and must not file it twice.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils.utils import sqlite3

from content.clock import from_text, to_text
from content.model.filings import Play, PlaysBody
from content.model.ids import new_id
from signage.errors import PlaysError

_HOUR = timedelta(hours=1)
_GRACE = timedelta(minutes=2)  # a scene that began before the hour ends is reported after it
_KEPT = timedelta(days=2)  # longer than a player keeps what nobody took
_FILED = "filed"  # stands as the batch of a row that is in the outbox
_BATCH = 300  # plays a filing: half the outbox's limit for one body

_SCHEMA = """
CREATE TABLE IF NOT EXISTS play (
    started_at TEXT NOT NULL, scene_id TEXT NOT NULL, edition_order INTEGER NOT NULL, content_ids TEXT NOT NULL,
    milliseconds INTEGER NOT NULL, batch TEXT, PRIMARY KEY (started_at, scene_id)
) STRICT, WITHOUT ROWID;
"""


class Plays:
    """The plays not yet filed, in one SQLite file; thread-safe."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(str(path), timeout=5, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.executescript(_SCHEMA)
        except (sqlite3.Error, OSError) as error:
            raise PlaysError(f"播放记录 {path} 打不开，请系统管理员检查磁盘。") from error

    def record(self, plays: tuple[Play, ...]) -> None:
        """Store plays; one reported twice is stored once."""
        with self._writing():
            self._db.executemany(
                "INSERT INTO play (started_at, scene_id, edition_order, content_ids, milliseconds)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [(to_text(play.started_at), play.scene_id, play.edition_order, json.dumps(play.content_ids),
                  play.milliseconds) for play in plays],
            )  # fmt: skip

    def waiting(self) -> int:
        """Return how many plays are not filed."""
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM play WHERE batch IS NOT ?", (_FILED,)).fetchone()[0])

    def file_hours(self, now: datetime, file: Callable[[PlaysBody, str], object]) -> int:
        """File every hour that is over, oldest first, by `file(body, key)`, and return the number of filings.

        What `file` raises is passed on; the batch stays and goes under the same key next time.
        """
        count = 0
        while (name := self._next_batch(now)) is not None:
            plays = self._plays_of(name)
            hour = plays[0].started_at.replace(minute=0, second=0, microsecond=0)
            file(PlaysBody(hour=hour, plays=plays), name)
            with self._writing():
                self._db.execute("UPDATE play SET batch = ? WHERE batch = ?", (_FILED, name))
                self._db.execute("DELETE FROM play WHERE batch = ? AND started_at < ?", (_FILED, to_text(now - _KEPT)))
            count += 1
        return count

    def _next_batch(self, now: datetime) -> str | None:
        """Name the next batch, or return one left over from a crash; None when every hour over is filed."""
        with self._writing():
            left = self._db.execute(
                "SELECT batch FROM play WHERE batch IS NOT NULL AND batch != ? LIMIT 1", (_FILED,)
            ).fetchone()
            if left is not None:
                return str(left[0])
            over = to_text((now - _GRACE).replace(minute=0, second=0, microsecond=0))
            first = self._db.execute(
                "SELECT started_at FROM play WHERE started_at < ? AND batch IS NULL ORDER BY started_at LIMIT 1",
                (over,),
            ).fetchone()
            if first is None:
                return None
            hour = from_text(first[0]).replace(minute=0, second=0, microsecond=0)
            name = f"plays {new_id(now)}"
            self._db.execute(
                "UPDATE play SET batch = ? WHERE (started_at, scene_id) IN (SELECT started_at, scene_id FROM play"
                " WHERE started_at >= ? AND started_at < ? AND batch IS NULL ORDER BY started_at LIMIT ?)",
                (name, to_text(hour), to_text(hour + _HOUR), _BATCH),
            )
            return name

    def _plays_of(self, batch: str) -> tuple[Play, ...]:
        with self._lock:
            rows = self._db.execute(
                "SELECT edition_order, scene_id, content_ids, started_at, milliseconds FROM play WHERE batch = ?"
                " ORDER BY started_at",
                (batch,),
            ).fetchall()
        return tuple(
            Play(edition_order=row[0], scene_id=row[1], content_ids=tuple(json.loads(row[2])),
                 started_at=from_text(row[3]), milliseconds=row[4])
            for row in rows
        )  # fmt: skip

    def close(self) -> None:
        """Close the file; what is not filed stays in it."""
        with self._lock:
            self._db.close()

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
                raise PlaysError("播放记录写不进去，请系统管理员检查磁盘空间。") from error
