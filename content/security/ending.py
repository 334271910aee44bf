"""The end of an operator's contract: accounts closed and everything handed over, then deleted and certified."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from secrets import token_bytes
from typing import Any

from content.backup.policy import shown
from content.backup.sheet import root_from, sheet_text
from content.backup.taking import targets
from content.clock import Clock, local
from content.digests import file_sha256
from content.errors import StoreError
from content.model.audit import Action
from content.model.codec import to_json
from content.model.people import Staff
from content.privacy import KeyRing
from content.security.handing_over import Exported, check, export
from content.settings import BackupSettings
from content.store.database import Market, Tables
from content.store.driver import WriterLock
from content.store.moving import MoveMark, put_mark, take_mark_away
from content.store.snapshot import counts_of

Say = Callable[[str], None]
NAME = "linggong-handover.lgh"
# what the hub goes on writing for itself once nothing new is taken
_HOUSEKEEPING = frozenset(("audit", "clock_mark", "counter", "errand", "ledger_seal", "ledger_seal_head", "setting",
                           "terminal_event"))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place that was emptied."""

    path: str
    files: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """What a certificate says: what went, when, by whom, and what the program could not reach."""

    market: str
    at: datetime
    by: str
    witness: str
    places: tuple[Place, ...]
    database_sha256: str
    archive: str
    archive_sha256: str
    rows: int
    left: tuple[str, ...]


def hand_over(data: Path, keys: KeyRing, into: Path, to: str, clock: Clock, say: Say) -> int:
    """Close every account, write the archive, open it again with its key, and print the key once.

    The hub must not run, and does not start again. StoreError when something does not open: all is as before then.
    """
    archive = into / NAME
    if archive.exists():
        raise StoreError(f"{archive} 已经有了，没有导出。请换一个文件夹，或先把它移走。")
    into.mkdir(parents=True, exist_ok=True)
    market = Market.open(data / "market.db", keys, clock)
    try:
        closed = market.write(lambda tables: _close_accounts(tables, to, clock.now()))
    finally:
        market.close()
    put_mark(data, MoveMark(at=clock.now(), copied=True, handed_to=to))
    sheet = sheet_text(token_bytes(32))
    try:
        export(data, keys, root_from(sheet), archive, clock.now())
        made = check(archive, root_from(sheet), data)  # as the bureau will open it
    except BaseException:
        take_mark_away(data)
        _open_again(data, keys, clock, closed)
        raise
    say(f"归档在 {archive}：{len(made.rows)} 张表 {sum(made.rows.values())} 行，{len(made.files)} 个文件，"
        "用下面的密钥打开核对过。")  # fmt: skip
    say(f"停用了 {len(closed)} 个账号；这台中心不再启动。")
    say(f"归档密钥，只显示这一次，请抄两遍、核对、封好交给{to}；抄完输入 clear 清屏：")
    say(f"  {sheet}")
    return 0


def _close_accounts(tables: Tables, to: str, now: datetime) -> tuple[Staff, ...]:
    enabled = tuple(one for one in tables.staff.all() if one.enabled)
    for one in enabled:
        tables.staff.change(replace(one, enabled=False))
        tables.staff.end_sessions(one.id)
        tables.audit.note(None, now, Action.ACCOUNT, subject="staff", subject_id=one.id, words="移交：停用账号")
    tables.audit.note(None, now, Action.EXPORTED, subject="hand-over", words=f"全部数据移交给{to}")
    return enabled


def _open_again(data: Path, keys: KeyRing, clock: Clock, closed: tuple[Staff, ...]) -> None:
    market = Market.open(data / "market.db", keys, clock)

    def put_back(tables: Tables) -> None:
        for one in closed:
            tables.staff.change(one)
        tables.audit.note(None, clock.now(), Action.ACCOUNT, subject="hand-over", words="移交没有做成，账号恢复")

    try:
        market.write(put_back)
    finally:
        market.close()


def delete_all(data: Path, settings: BackupSettings, archive: Path, key: bytes, names: tuple[str, str],
               clock: Clock, keep_record: Callable[[Deletion], None]) -> Deletion:  # fmt: skip
    """Delete a market's data and its copies on the disk, once the archive was opened with the bureau's key.

    `names` are who deletes and who watches. The record is kept before the first byte goes and again when all are gone.
    """
    archive = archive.resolve()
    disk = (settings.disk,) if settings.disk is not None else ()
    for place in (data, *disk):
        if archive.is_relative_to(place.resolve()):
            raise StoreError(f"归档文件在要删的 {place} 里面，没有删。请先把它搬到别处，交给接收的单位。")
    made = check(archive, key, archive.parent)
    lock = WriterLock(data / "market.db")
    lock.take()
    try:
        _require_all_handed_over(data, made)
        planned = _planned(data, disk, settings, archive, made, names, clock)
        keep_record(planned)
        _burn(data / "keys" / "root.key")
        for place in (*disk, data):
            _empty(place)
    finally:
        lock.release()
    for place in (*disk, data):
        _empty(place)  # the lock's own file
    left = [str(path) for place in (*disk, data) for path in place.rglob("*")]
    if left:
        raise StoreError(f"还有 {len(left)} 个文件没有删掉（例如 {left[0]}），请系统管理员检查权限后再运行一次。")
    done = replace(planned, at=clock.now())
    keep_record(done)
    return done


def _require_all_handed_over(data: Path, made: Exported) -> None:
    later = [one.table for one in counts_of(data / "market.db")
             if one.table in made.rows and one.table not in _HOUSEKEEPING
             and one.rows > made.rows[one.table]]  # fmt: skip
    if later:
        raise StoreError(f"归档以后中心里又有了新的记录（{'、'.join(later[:5])}），没有删。"
                         "请系统管理员再正式移交一次，把新的归档交给接收单位。")  # fmt: skip


def _planned(data: Path, disk: tuple[Path, ...], settings: BackupSettings, archive: Path, made: Exported,
             names: tuple[str, str], clock: Clock) -> Deletion:  # fmt: skip
    away = tuple(f"异地备份 {shown(one.place)}：请在那台服务器上删除" for one in targets(settings)
                 if str(one.place) not in {str(place) for place in disk})  # fmt: skip
    return Deletion(
        market=_name(archive, made), at=clock.now(), by=names[0], witness=names[1],
        places=tuple(_counted(place) for place in (data, *disk)), database_sha256=file_sha256(data / "market.db"),
        archive=archive.name, archive_sha256=file_sha256(archive), rows=sum(made.rows.values()),
        left=(*away, "自助机、信息屏、窗口上的数据：请在每台上 LINGGONG_PURGE_DATA=yes dpkg --purge linggong",
              "打印出来的登记表、推荐单、密钥托管单：请当面销毁"),
    )  # fmt: skip


def _name(archive: Path, made: Exported) -> str:
    return f"{archive.stem}（{local(made.made_at):%Y-%m-%d} 导出）"


def _counted(place: Path) -> Place:
    sizes = [path.stat().st_size for path in place.rglob("*") if path.is_file()]
    return Place(path=str(place), files=len(sizes), bytes=sum(sizes))


def _burn(key: Path) -> None:
    """Write over the key and sync: without it, what a drive still holds of the database is noise."""
    if key.exists():
        with key.open("r+b") as file:
            file.write(token_bytes(max(32, key.stat().st_size)))
            file.flush()
            os.fsync(file.fileno())


def _empty(place: Path) -> None:
    for path in place.iterdir() if place.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def certificate_values(deletion: Deletion) -> dict[str, Any]:
    """Return what the template of 数据删除证明 is filled with."""
    time = f"{local(deletion.at):%Y-%m-%d %H:%M:%S}"
    return {
        "title": "数据删除证明", "market": deletion.market, "time": time, "by": deletion.by,
        "witness": deletion.witness, "database": deletion.database_sha256, "archive": deletion.archive,
        "archive_sha256": deletion.archive_sha256, "rows": deletion.rows, "left": deletion.left,
        "places": tuple((one.path, one.files, f"{one.bytes / 1e6:.1f}") for one in deletion.places),
        "footer": f"数据删除证明 · {time}",
    }  # fmt: skip


def keep_as_json(path: Path) -> Callable[[Deletion], None]:
    """Return a keeper that writes the record durably."""

    def keep(deletion: Deletion) -> None:
        with path.open("wb") as file:
            file.write(to_json(deletion))
            file.flush()
            os.fsync(file.fileno())

    return keep
