"""How market.db is opened: the driver that is refused, the pragmas, the lock that lets one process write."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from content.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

# below this two connections that checkpoint at once can corrupt a WAL database (sqlite.org/wal.html#walresetbug)
OLDEST_SQLITE = (3, 51, 3)
# a WAL that a large import blew up is cut back to this many bytes at its next start
WAL_LIMIT = 4 * 1024 * 1024
_BUSY_S = 5.0


def refuse_old_driver(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> None:
    """Raise StoreError when the SQLite behind the driver has the WAL-reset bug (reliability fact 1)."""
    if version < OLDEST_SQLITE:
        found = ".".join(map(str, version))
        raise StoreError(f"SQLite {found} 太旧，会损坏数据库，请系统管理员按锁定文件重装 pysqlite3（至少 0.6.1）。")


def _set(connection: sqlite3.Connection, pragmas: Iterable[str]) -> Database:
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except sqlite3.Error:
        connection.close()
        raise
    return Database(connection)


def open_for_writing(path: Path) -> Database:
    """Open the one writing connection; the caller holds the lock and stays in the thread it calls from."""
    path.touch(mode=0o600, exist_ok=True)
    connection = sqlite3.connect(str(path), isolation_level=None, timeout=_BUSY_S)
    return _set(connection, (
        "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "wal_autocheckpoint=0", "mmap_size=0",
        f"journal_size_limit={WAL_LIMIT}", "secure_delete=ON", "trusted_schema=OFF",
    ))  # fmt: skip


def open_for_reading(path: Path) -> Database:
    """Open a connection that cannot write; it may travel between threads, one user at a time."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False,
        timeout=_BUSY_S,
    )  # fmt: skip
    return _set(connection, ("wal_autocheckpoint=0", "mmap_size=0", "trusted_schema=OFF"))


class WriterLock:
    """The file `market.db.lock`, held by the process that writes for as long as it lives."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + ".lock")
        self._file = -1

    def take(self) -> None:
        """Take the lock or raise StoreError at once; the kernel frees it when the process dies."""
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.release()
            raise StoreError("另一个中心程序正在写这个数据库，请系统管理员先停掉它，再启动这一个。") from error

    def release(self) -> None:
        """Give the lock back; the file stays, since removing it would let two processes hold one each."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
