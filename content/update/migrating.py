"""`linggong migrate`: market.db brought to this program's shape as a step of its own, with a counted copy kept.

All steps are one transaction, so that a step that fails leaves the file as it was; what a step does beyond that (a
script commits by itself) is found by counting, and then the copy takes the file's place.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils.utils import sqlite3

from content.clock import Clock, local
from content.errors import StoreError
from content.model.codec import from_json, to_json
from content.store.driver import WriterLock, open_for_writing
from content.store.migrations import migrate, pending_steps
from content.store.snapshot import TableCount, copy_into, counts_of, first_damage

FOLDER = Path("backup/before-upgrade")
_NOTE = "note.json"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What is known of the copy made before a migration; `after` is what the file held once it was through."""

    at: datetime
    steps: tuple[str, ...]
    before: tuple[TableCount, ...]
    after: tuple[TableCount, ...] = ()


def migrate_hub(data: Path, clock: Clock, say: Say) -> int:
    """Bring the database of a hub along; return 1 when it stayed as it was, after a sentence that says why."""
    path = data / "market.db"
    if not path.exists():
        return 0  # no hub on this box, or one that has never started
    try:
        with _alone(path):
            steps = pending_steps(path)
            if not steps:
                # a copy from an earlier migration is not what this version would go back to
                (data / FOLDER / _NOTE).unlink(missing_ok=True)
                say("数据库已经是新版本要的样子，不用升级。")
                return 0
            taken = _copy(path, data / FOLDER, steps, clock)
            try:
                _apply(path)
            except Exception as error:  # noqa: BLE001  a step may fail in any way; none may end between
                _undo(path, data / FOLDER, taken)
                say(f"数据库升级没有成功，内容和升级前一样（{error}）。请系统管理员把这句话告诉开发方。")
                return 1
            _note(data / FOLDER, Taken(at=taken.at, steps=steps, before=taken.before, after=counts_of(path)))
    except (StoreError, OSError) as error:
        say(f"数据库没有升级，内容没有动：{error}")
        return 1
    say(f"数据库升级好了（{len(steps)} 步）。升级前的副本在 {data / FOLDER}，新版本用稳了可以删。")
    return 0


def go_back(data: Path, say: Say) -> int:
    """Put the copy made before the last migration in the file's place; 1 when that would lose what came since."""
    path, folder = data / "market.db", data / FOLDER
    if not (folder / _NOTE).exists():
        say("没有升级前的数据库副本，不用放回。")
        return 0
    try:
        with _alone(path):
            taken = from_json(Taken, (folder / _NOTE).read_bytes())
            if not taken.after:
                say("最近一次升级没有改数据库，不用放回。")
                return 0
            if counts_of(path) != taken.after:
                say("升级以后数据库里已经有新的记录，放回旧副本会丢掉它们，没有放回。请系统管理员联系开发方。")
                return 1
            _put_back(path, folder)
            (folder / _NOTE).unlink()
    except (StoreError, OSError, ValueError) as error:
        say(f"数据库没有放回，内容没有动：{error}")
        return 1
    say(f"数据库放回了 {local(taken.at):%Y-%m-%d %H:%M} 升级前的样子。")
    return 0


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    lock = WriterLock(path)
    lock.take()
    try:
        yield
    finally:
        lock.release()


def _copy(path: Path, folder: Path, steps: tuple[str, ...], clock: Clock) -> Taken:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / _NOTE).unlink(missing_ok=True)
    copy, before = folder / path.name, counts_of(path)
    copy_into(path, copy)
    if damage := first_damage(copy):
        raise StoreError(f"升级前的副本有损坏（{damage}），请系统管理员检查磁盘。")
    if counts_of(copy) != before:
        raise StoreError("升级前的副本和原件条数不一样，请系统管理员再试一次；还不行请检查磁盘。")
    _sync(copy)
    taken = Taken(at=clock.now(), steps=steps, before=before)
    _note(folder, taken)
    return taken


def _note(folder: Path, taken: Taken) -> None:
    fresh = folder / (_NOTE + ".new")
    fresh.write_bytes(to_json(taken))
    _sync(fresh)
    fresh.replace(folder / _NOTE)
    _sync(folder)


def _apply(path: Path) -> None:
    database = open_for_writing(path)
    try:
        migrate(database)
        verdict = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
        wrong = database.execute("PRAGMA foreign_key_check").fetchone()
        if verdict != "ok" or wrong is not None:
            raise StoreError(f"升级后的数据库检查没有通过（{verdict if wrong is None else wrong[0]}）")
    finally:
        database.close()


def _undo(path: Path, folder: Path, taken: Taken) -> None:
    """Leave the file alone where it is what it was; else put the copy in its place."""
    with suppress(StoreError):
        if not first_damage(path) and counts_of(path) == taken.before and pending_steps(path) == taken.steps:
            return
    _put_back(path, folder)


def _put_back(path: Path, folder: Path) -> None:
    fresh = path.with_name(path.name + ".back")
    shutil.copyfile(folder / path.name, fresh)
    fresh.chmod(0o600)
    _sync(fresh)
    # folded in first: a WAL that outlived its file would be read into the one put in its place
    with suppress(sqlite3.Error):
        database = open_for_writing(path)
        try:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            database.close()
    for left in ("-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    fresh.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
