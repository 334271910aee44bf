"""Errands at the terminal: each is noted on disk before it is begun, so that it is done at most once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Lock

from sqlite_utils.utils import sqlite3

from content.clock import Clock, to_text
from content.errors import ErrandRefused, LinkError
from content.model.terminals import ErrandKind, ErrandOrder, ErrandResult

log = logging.getLogger(__name__)

Deed = Callable[[ErrandOrder], str]

_KEPT_FOR = timedelta(days=7)
_SCHEMA = """CREATE TABLE IF NOT EXISTS errand (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, begun_at TEXT NOT NULL, ok INTEGER, sentence TEXT NOT NULL DEFAULT '',
    reported INTEGER NOT NULL DEFAULT 0) STRICT"""
_RESTARTED = "已重新启动。"
_BROKEN_OFF = "做到一半程序中断了，不知道做完没有，请到设备上看一眼。"
_UNKNOWN = "这台设备的程序还不会做这件事，请系统管理员升级后再试。"
_FAULT = "这件事没有做成，程序出错，请系统管理员查看设备的日志。"


class ErrandBook:
    """The errands of one terminal; the caller brings orders and takes results away, from one thread.

    `deeds` carry them out and return a sentence for staff, or raise ErrandRefused. A restart is answered by the next
    process: its deed only asks for the end of this one.
    """

    def __init__(self, path: Path, deeds: Mapping[ErrandKind, Deed], clock: Clock) -> None:
        self._deeds, self._clock, self._lock = deeds, clock, Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = sqlite3.connect(str(path), timeout=5, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute(_SCHEMA)
        except sqlite3.Error as error:
            raise LinkError(f"差事本 {path} 打不开，请系统管理员检查磁盘和权限。") from error
        self._settle()

    def take(self, orders: Iterable[ErrandOrder]) -> None:
        """Carry out what was not begun before; what came of it is in `results`."""
        for order in orders:
            if self._begin(order):
                self._carry_out(order)

    def results(self) -> tuple[ErrandResult, ...]:
        """Return what the hub does not know yet, oldest first."""
        with self._asking():
            rows = self._db.execute(
                "SELECT id, ok, sentence FROM errand WHERE ok IS NOT NULL AND NOT reported ORDER BY begun_at LIMIT 50"
            ).fetchall()
        return tuple(ErrandResult(id=row[0], ok=bool(row[1]), sentence=row[2]) for row in rows)

    def reported(self, results: Iterable[ErrandResult]) -> None:
        """Note that the hub has these results."""
        with self._asking():
            self._db.executemany("UPDATE errand SET reported = 1 WHERE id = ?", [(one.id,) for one in results])

    def close(self) -> None:
        """Close the book's file; a deed under way keeps its place and is answered for at the next start."""
        with self._lock:
            self._db.close()

    def _settle(self) -> None:
        """Answer for what the process before this one had begun, and forget what is long past."""
        with self._asking():
            self._db.execute("UPDATE errand SET ok = 1, sentence = ? WHERE ok IS NULL AND kind = ?",
                             (_RESTARTED, ErrandKind.RESTART.value))  # fmt: skip
            self._db.execute("UPDATE errand SET ok = 0, sentence = ? WHERE ok IS NULL", (_BROKEN_OFF,))
            oldest = to_text(self._clock.now() - _KEPT_FOR)
            self._db.execute("DELETE FROM errand WHERE reported AND begun_at < ?", (oldest,))

    def _begin(self, order: ErrandOrder) -> bool:
        with self._asking():
            row = self._db.execute(
                "INSERT INTO errand (id, kind, begun_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
                (order.id, order.kind, to_text(self._clock.now())),
            ).fetchone()
        return row is not None

    def _carry_out(self, order: ErrandOrder) -> None:
        deed = self._deeds.get(ErrandKind(order.kind)) if order.kind in set(ErrandKind) else None
        if deed is None:
            self._finish(order, ok=False, sentence=_UNKNOWN)
            return
        log.info("errand %s: %s", order.kind, order.id)
        try:
            sentence = deed(order)
        except ErrandRefused as error:
            self._finish(order, ok=False, sentence=str(error))
        except Exception:  # the last handler for one errand: the beat must go on
            log.exception("errand %s failed", order.id)
            self._finish(order, ok=False, sentence=_FAULT)
        else:
            if order.kind != ErrandKind.RESTART:
                self._finish(order, ok=True, sentence=sentence)

    def _finish(self, order: ErrandOrder, *, ok: bool, sentence: str) -> None:
        with self._asking():
            self._db.execute("UPDATE errand SET ok = ?, sentence = ? WHERE id = ?", (int(ok), sentence, order.id))

    @contextmanager
    def _asking(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                raise LinkError("差事本写不进去，请系统管理员检查磁盘；这件事没有做。") from error
