"""When a backup is too old, when a copy is whole, what a target is called: rules without clock or disk.

Promise P2 of the reliability notes: what is lost with the disk is at most 15 minutes of work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.backup.records import Attempt, BackupState, Drill, TargetKind
from content.store.snapshot import Contents, TableCount

EVERY = timedelta(minutes=15)
# one run that is missed is made up by the next; two are a disk that is not there
DISK_OVERDUE = 2 * EVERY
WEEKLY_OVERDUE = timedelta(days=8)
_PASSWORD = re.compile(r"(?<=://)[^/@]*@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """One thing that should have been done, and who should do what."""

    about: str
    sentence: str


_NOTHING_SET = Overdue(
    about="没有设备份",
    sentence="这个中心没有备份。请系统管理员插上备份盘，在 linggong.toml 的 [backup] 里写上它的位置。",
)
_NO_DISK = Overdue(
    about="没有备份盘", sentence="只有异地备份，坏一次盘会丢几天的登记。请系统管理员加一块备份盘。"
)
_REMEDY = {TargetKind.DISK: "请系统管理员看备份盘是不是插着、满没满",
           TargetKind.AWAY: "请系统管理员看网络和异地备份的服务器"}  # fmt: skip


def shown(target: str) -> str:
    """Return a target as pages and logs show it, without user name and password."""
    return _PASSWORD.sub("***@", target)


def missing_rows(before: Contents, copy: Contents, after: Contents) -> tuple[str, ...]:
    """Return the tables of a copy that hold less than the database held before and after it was taken.

    Work goes on meanwhile: a table may lie between the two, never below both.
    """
    first, last = _by_name(before.tables), _by_name(after.tables)
    found = _by_name(copy.tables)
    short = [name for name in first.keys() & last.keys()
             if name not in found or found[name].rows < min(first[name].rows, last[name].rows)
             or found[name].last < min(first[name].last, last[name].last)]  # fmt: skip
    return tuple(sorted(short + ["audit"] * (copy.audit_seq < before.audit_seq and "audit" not in short)))


def differing(noted: Iterable[TableCount], found: Iterable[TableCount]) -> tuple[str, ...]:
    """Return the tables that do not hold exactly what was noted."""
    wanted, there = _by_name(noted), _by_name(found)
    return tuple(sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name)))


def last_good(state: BackupState, kind: TargetKind) -> Attempt | None:
    """Return the newest try that brought a copy home."""
    return next((one for one in state.attempts if one.kind is kind and one.ok), None)


def ledger_anchor(state: BackupState) -> tuple[int, bytes] | None:
    """Return number and digest of the last seal of the ledgers as the newest good copy noted them."""
    noted = next((one for one in state.attempts if one.ok and one.ledger_seq), None)
    return None if noted is None else (noted.ledger_seq, bytes.fromhex(noted.ledger_head))


def last_drill(state: BackupState) -> Drill | None:
    """Return the newest drill, passed or not."""
    return state.drills[0] if state.drills else None


def age_words(age: timedelta) -> str:
    """Return 刚刚 · 12 分钟前 · 3 小时前 · 2 天前."""
    minutes = int(age.total_seconds()) // 60
    if minutes < 1:
        return "刚刚"
    if minutes < 60:
        return f"{minutes} 分钟前"
    return f"{minutes // 60} 小时前" if minutes < 48 * 60 else f"{minutes // (24 * 60)} 天前"


def overdue(state: BackupState, now: datetime, *, disk: bool, away: bool) -> tuple[Overdue, ...]:
    """Return what is overdue; `disk` and `away` say whether such targets are set."""
    if not disk and not away:
        return (_NOTHING_SET,)
    old = (_old_copy(state, now, TargetKind.DISK, DISK_OVERDUE) if disk else _NO_DISK,
           _old_copy(state, now, TargetKind.AWAY, WEEKLY_OVERDUE) if away else None,
           _no_drill(state, now))  # fmt: skip
    return tuple(one for one in old if one is not None)


def _old_copy(state: BackupState, now: datetime, kind: TargetKind, most: timedelta) -> Overdue | None:
    good = last_good(state, kind)
    if good is not None and now - good.at <= most:
        return None
    since = f"上次是 {age_words(now - good.at)}" if good else "还没有成功过"
    return Overdue(about=f"{kind.label}备份过期", sentence=f"{since}，{_REMEDY[kind]}，再运行一次备份。")


def _no_drill(state: BackupState, now: datetime) -> Overdue | None:
    drill = last_drill(state)
    if drill is None:
        return Overdue(about="没有演练过",
                       sentence="备份没有试着恢复过，请系统管理员运行 linggong backup drill。")  # fmt: skip
    if not drill.ok:
        wrong = next((one.sentence for one in drill.checks if not one.ok), "什么也没有查。")
        return Overdue(about="演练没有通过", sentence=f"{wrong}请系统管理员重做备份，再演练一次。")
    if now - drill.at > WEEKLY_OVERDUE:
        since = age_words(now - drill.at)
        return Overdue(about="演练过期", sentence=f"上次演练是 {since}，请系统管理员再演练一次。")
    return None


def _by_name(tables: Iterable[TableCount]) -> dict[str, TableCount]:
    return {one.table: one for one in tables}
