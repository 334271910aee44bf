"""market.db with a life: one thread that writes, a pool of connections that read.

The writing thread owns the one connection that writes and the only one that checkpoints; every other connection is
`mode=ro` (reliability fact 1).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Full, LifoQueue
from typing import TypeVar

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from content.clock import Clock
from content.errors import StoreError
from content.model.audit import Action
from content.privacy import KeyRing
from content.rules.disk_room import RoomLimits
from content.store.attachments import AttachmentFiles
from content.store.driver import WAL_LIMIT, WriterLock, open_for_reading, open_for_writing, refuse_old_driver
from content.store.media_files import MediaFiles
from content.store.migrations import migrate
from content.store.moving import move_mark, require_here
from content.store.room import DiskRoom
from content.store.tables import Tables

__all__ = ["Market", "Readers", "Tables"]

T = TypeVar("T")

_IDLE_READERS = 8
_CHECKPOINT_EVERY = 200  # commits
# primary result codes after which a connection is not to be trusted: IOERR, CORRUPT, NOTADB
_FATAL = frozenset({10, 11, 26})
_FULL = 13


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def _as_store_error(error: sqlite3.Error) -> StoreError:
    if _code(error) == _FULL:
        return StoreError("磁盘满了，这次没有保存，请系统管理员腾出空间后再试。")
    if _code(error) in _FATAL:
        return StoreError(f"数据库读写出错（{error}），请系统管理员检查磁盘并重启中心程序。")
    if isinstance(error, sqlite3.IntegrityError):
        return StoreError(f"这条记录和库里已有的对不上（{error}），请核对编号和所选单位后再保存。")
    return StoreError(f"数据库没有执行这次操作（{error}），请稍后再试；再不行请找系统管理员。")


class Readers:
    """Reading connections to market.db, shared by the threads of one process."""

    def __init__(self, path: Path, keys: KeyRing, clock: Clock) -> None:
        refuse_old_driver()
        self._path = path
        self._keys = keys
        self._clock = clock
        self._idle: LifoQueue[Tables] = LifoQueue(_IDLE_READERS)
        self._closed = False

    def _take(self) -> Tables:
        try:
            return self._idle.get_nowait()
        except Empty:
            return Tables(open_for_reading(self._path), self._keys, self._clock)

    def _give_back(self, tables: Tables) -> None:
        try:
            if not self._closed:
                self._idle.put_nowait(tables)
                return
        except Full:
            pass
        tables.close()

    @contextmanager
    def reading(self) -> Iterator[Tables]:
        """Lend tables that show one committed state for as long as the block lasts; keep it under a second."""
        try:
            tables = self._take()
            try:
                tables.begin()
                yield tables
                tables.end()
            except BaseException:
                tables.close()
                raise
            self._give_back(tables)
        except sqlite3.Error as error:
            raise _as_store_error(error) from error

    def close(self) -> None:
        """Close what is idle; what is still lent closes when it comes back."""
        self._closed = True
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return


class Market:
    """The market's database, open for writing in this process and no other."""

    def __init__(self, path: Path, keys: KeyRing, clock: Clock, limits: RoomLimits | None = None) -> None:
        self._path = path
        self._keys = keys
        self._clock = clock
        self._lock = WriterLock(path)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="market-writer")
        self._writer = 0
        self._commits = 0
        self._broken = ""
        self._gate = threading.Lock()
        self._closed = False
        self._readers = Readers(path, keys, clock)
        self.room = None if limits is None else DiskRoom(path.parent, limits)
        self.media_files = MediaFiles(path.parent / "media", self.room)
        # of scenes, as screens painted them
        self.picture_files = MediaFiles(path.parent / "media" / "pictures", self.room)
        self.attachment_files = AttachmentFiles(path.parent / "attachments", keys)

    @property
    def path(self) -> Path:
        """Return where the file is, for another process that only reads it."""
        return self._path

    @classmethod
    def open(cls, path: Path, keys: KeyRing, clock: Clock, limits: RoomLimits | None = None) -> Market:
        """Open or make the file, check it and bring it to this program's shape; `limits` keep room on its disk.

        StoreError when the driver is too old, another process writes, the file is damaged or newer than the program.
        """
        market = cls(path, keys, clock, limits)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            market._lock.take()
            market._thread.submit(market._start).result()
            if market.room is not None:
                market.room.keep_reserve()
        except BaseException as error:
            market._thread.shutdown()
            market._lock.release()
            if isinstance(error, OSError | sqlite3.Error):
                raise StoreError(f"数据库打不开（{error}），请系统管理员检查文件夹、权限和磁盘。") from error
            raise
        return market

    def _start(self) -> None:
        self._writer = threading.get_ident()
        self._db: Database = open_for_writing(self._path)
        try:
            if self._db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise StoreError("数据库文件有损坏，请系统管理员用最近的备份恢复，不要继续使用。")
            migrate(self._db)
            self._tables = Tables(self._db, self._keys, self._clock)
            self._cover_ledgers()
            self._renew_indexes()
        except BaseException:
            self._db.close()
            raise

    def _cover_ledgers(self) -> None:
        """Seal what ledgers hold that this program is the first to seal; that it was there is noted for good."""
        self._db.execute("BEGIN IMMEDIATE")
        self._tables.seals.begin()
        if found := self._tables.seals.cover(self._clock.now()):
            self._tables.audit.note(None, self._clock.now(), Action.SETTING, subject="ledger_seal",
                                    words=f"台账开始封记，当时已有 {found} 条")  # fmt: skip
        self._db.execute("COMMIT")

    def _renew_indexes(self) -> None:
        """Bring every index under the key in use before anybody looks for one; what was there before is overwritten."""
        self._db.execute("BEGIN IMMEDIATE")
        self._tables.seals.begin()
        if number := self._tables.reindexed.renew():
            self._tables.seals.seal(self._clock.now())
            self._tables.audit.note(None, self._clock.now(), Action.SETTING, subject="keys",
                                    words=f"换钥：{number} 行的查找索引换到了新密钥下")  # fmt: skip
        self._db.execute("COMMIT")
        if number:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def require_room(self) -> None:
        """Raise DiskLow when nothing new may be taken; the doors ask before they begin (desk, link, publishing).

        Housekeeping goes on: sessions, heartbeats, marks and what was confirmed before are small and keep it alive.
        HubMoved while the hub moves to another machine.
        """
        self.require_here()
        if self.room is not None:
            self.room.refuse_records()

    def require_here(self) -> None:
        """Raise HubMoved when another machine goes on; asked inside a write, it holds for what that write saves."""
        require_here(self._path.parent)

    def moving_to(self) -> str:
        """Return the address of the new hub while this one moves there, "" otherwise."""
        mark = move_mark(self._path.parent)
        return mark.to if mark is not None and mark.copied else ""

    def write(self, use_case: Callable[[Tables], T]) -> T:
        """Run a use case in the writing thread inside one transaction; return its result once that is on disk.

        What the use case raises undoes all of it and comes back to the caller; faults of the file are StoreError.
        Prepare slow things before: nobody else writes meanwhile.
        """
        if threading.get_ident() == self._writer:
            raise StoreError("写数据库的操作里又要写一次，请开发方改为一次写完。")
        with self._gate:
            if self._closed:
                raise StoreError("数据库已经关闭，这次没有保存，请等中心程序重新启动后再试。")
            future = self._thread.submit(self._transact, use_case)
        return future.result()

    def _transact(self, use_case: Callable[[Tables], T]) -> T:
        if self._broken:
            raise StoreError(self._broken)
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._tables.seals.begin()
                result = use_case(self._tables)
                self._tables.seals.seal(self._clock.now())
                self._db.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                raise
        except sqlite3.Error as error:
            fault = _as_store_error(error)
            if _code(error) == _FULL:
                self._make_room()
            if _code(error) in _FATAL:
                # what this connection believes after a failed sync may not be what the disk holds
                self._broken = str(fault)
            raise fault from error
        self._commits += 1
        if self._commits >= _CHECKPOINT_EVERY or self._wal_size() > WAL_LIMIT:
            self._commits = 0
            # behind this use case, so that its caller need not wait to hear that the work is safe
            with suppress(RuntimeError):  # closing: SQLite folds the WAL in by itself
                self._thread.submit(self._checkpoint)
        return result

    def _make_room(self) -> None:
        """Free the reserve, so that the next write finds room and the WAL can be folded in."""
        if self.room is not None and self.room.give_up_reserve():
            with suppress(RuntimeError):
                self._thread.submit(self._checkpoint)

    def _wal_size(self) -> int:
        wal = self._path.with_name(self._path.name + "-wal")
        return wal.stat().st_size if wal.exists() else 0

    def fold(self) -> bool:
        """Fold the WAL into the file and cut it to nothing, so that what was deleted is in neither.

        False where a reader kept the WAL in use; the next checkpoint that finds none in it cuts it.
        """
        with self._gate:
            if self._closed:
                return False
            future = self._thread.submit(
                lambda: bool(self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0))  # fmt: skip
        try:
            return future.result()
        except sqlite3.Error as error:
            raise _as_store_error(error) from error

    def _checkpoint(self) -> None:
        try:
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.Error as error:
            if _code(error) == _FULL:
                self._make_room()
            return
        if self.room is not None:
            with suppress(OSError):
                self.room.keep_reserve()

    @contextmanager
    def reading(self) -> Iterator[Tables]:
        """Lend tables that show one committed state for as long as the block lasts."""
        with self._readers.reading() as tables:
            yield tables

    def close(self) -> None:
        """Finish the writes under way, fold the WAL into the file and let another process in; twice is harmless."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
        self._readers.close()
        self._thread.submit(self._db.close).result()
        self._thread.shutdown()
        self._lock.release()
