"""The automatic part of the security check, one thing after the other, so that a page can say how far it is (R186)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from content.backup.book import BackupBook
from content.backup.policy import overdue
from content.clock import Clock, calendar_day
from content.errors import ContentError, SealError
from content.hubapi.certificate import HubCertificate
from content.link.protocol import program_version
from content.model.audit import Action
from content.model.security import CheckPart, Observed, Verdict
from content.privacy import KeyRing
from content.rules.security import AccountFacts, judge_accounts, judge_ports, judge_updates
from content.security.files import loose, plain_numbers, unsealed
from content.security.ports import open_ports
from content.security.updates import installed_parts, pending_updates
from content.settings import BackupSettings
from content.store.checkup import sqlite_version
from content.store.database import Market
from content.store.sealed_columns import SealedCount, self_test

log = logging.getLogger(__name__)

_NAMED = 4  # files or columns named in a sentence
_SCAN, _SEAL, _RIGHTS = CheckPart.SCAN, CheckPart.ENCRYPTION, CheckPart.RIGHTS
_FIRST = timedelta(days=31)  # how far back wrong passwords count before the first check
# what a Debian machine of ours may listen on beside our own ports: log in from afar, DHCP, the time
OPEN_BY_DEFAULT = {("tcp", 22): "远程维护 SSH", ("udp", 68): "DHCP", ("udp", 546): "DHCPv6", ("udp", 123): "对时",
                   ("tcp", 8081): "自助机", ("tcp", 8082): "信息屏", ("tcp", 8083): "手机页面"}  # fmt: skip
_PLAIN_DATABASE = b"SQLite format 3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The hub that looks at itself."""

    data: Path
    market: Market
    keys: KeyRing = field(repr=False)
    clock: Clock
    backup: BackupSettings
    ports: dict[tuple[str, int], str]  # that are meant to be open, with what they are for
    certificate: HubCertificate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to look at."""

    part: CheckPart
    word: str
    look: Callable[[], tuple[Observed, ...]]

    def run(self) -> tuple[Observed, ...]:
        """Look; what could not be looked at is itself something wrong."""
        try:
            return self.look()
        except (ContentError, OSError) as error:
            log.warning("security check: %s could not be looked at: %s", self.word, type(error).__name__)
            why = str(error) if isinstance(error, ContentError) else f"{error.strerror}，请系统管理员看文件权限。"
            return (_say(self.part, self.word, Verdict.WRONG, f"没有查成：{why}"),)


def _say(part: CheckPart, about: str, verdict: Verdict, sentence: str) -> Observed:
    return Observed(part=part, about=about, verdict=verdict, sentence=sentence)


def steps(place: Place) -> tuple[Step, ...]:
    """Return everything the program looks at by itself, in the order of the three parts."""
    now = place.clock.now
    return (
        Step(part=_SCAN, word="开着的端口", look=lambda: judge_ports(open_ports(), place.ports)),
        Step(part=_SCAN, word="系统更新", look=lambda: judge_updates(pending_updates(), now())),
        Step(part=_SCAN, word="程序和部件", look=_parts),
        Step(part=_SEAL, word="密钥", look=lambda: _key(place)),
        Step(part=_SEAL, word="文件权限", look=lambda: _modes(place.data)),
        Step(part=_SEAL, word="加密的列", look=lambda: _columns(self_test(place.data / "market.db", place.keys))),
        Step(part=_SEAL, word="明文证件号码", look=lambda: _numbers(place.data, now())),
        Step(part=_SEAL, word="加密的附件", look=lambda: _papers(place.data / "attachments")),
        Step(part=_SEAL, word="备份", look=lambda: _backups(place, now())),
        Step(part=_RIGHTS, word="账号和角色", look=lambda: _accounts(place, now())),
        Step(part=_RIGHTS, word="操作记录", look=lambda: _trail(place)),
    )


def _parts() -> tuple[Observed, ...]:
    return (_say(_SCAN, "程序和部件", Verdict.GOOD, f"零工站 {program_version()}，SQLite {sqlite_version()}，"
                 f"部件 {len(installed_parts())} 个，版本清单附在后面。"),)  # fmt: skip


def _key(place: Place) -> tuple[Observed, ...]:
    path = place.data / "keys" / "root.key"
    try:
        same = KeyRing.from_root(path.read_bytes()).seal_public == place.keys.seal_public
    except (OSError, SealError):
        same = False
    if not same:
        return (_say(_SEAL, "密钥", Verdict.WRONG, "密钥文件不见了或者不是现在用的那一把，"
                     "请系统管理员马上照密钥托管单核对，先不要重启中心。"),)  # fmt: skip
    return (_say(_SEAL, "密钥", Verdict.GOOD, "密钥文件在，就是现在用的那一把。"),)


def _modes(data: Path) -> tuple[Observed, ...]:
    found = loose(data)
    if not found:
        return (_say(_SEAL, "文件权限", Verdict.GOOD, "数据、密钥和附件只有中心程序读得到。"),)
    named = "、".join(found[:_NAMED]) + ("等" if len(found) > _NAMED else "")
    return (_say(_SEAL, "文件权限", Verdict.WRONG, f"{len(found)} 处别的用户也读得到（{named}），"
                 "请系统管理员对数据文件夹执行 chmod -R go-rwx。"),)  # fmt: skip


def _columns(found: tuple[SealedCount, ...]) -> tuple[Observed, ...]:
    bad = [one for one in found if one.strange or one.opened < one.tried]
    if bad:
        named = "、".join(f"{one.table}.{one.column}" for one in bad[:_NAMED])
        return (_say(_SEAL, "加密的列", Verdict.WRONG, f"{len(bad)} 列里有不是用现在的密钥加密的或打不开的（{named}），"
                     "请系统管理员停用这些页面，找开发方。"),)  # fmt: skip
    values, opened = sum(one.values for one in found), sum(one.opened for one in found)
    return (_say(_SEAL, "加密的列", Verdict.GOOD, f"{len(found)} 列共 {values} 个值都是密文，"
                 f"抽 {opened} 个试开，都打得开。"),)  # fmt: skip


def _numbers(data: Path, now: datetime) -> tuple[Observed, ...]:
    found = plain_numbers((data / "market.db", data / "market.db-wal"), calendar_day(now))
    if not found:
        return (_say(_SEAL, "明文证件号码", Verdict.GOOD, "数据库和它的日志文件里没有明文的身份证号码。"),)
    named = "、".join(f"{name} {number} 个" for name, number in found.items())
    return (_say(_SEAL, "明文证件号码", Verdict.WRONG, f"数据库里有明文的身份证号码（{named}），多半是写进了备注。"
                 "请负责人找出来删掉，告诉大家号码只填在号码栏里。"),)  # fmt: skip


def _papers(folder: Path) -> tuple[Observed, ...]:
    wrong = unsealed(folder) if folder.is_dir() else 0
    if wrong:
        return (_say(_SEAL, "加密的附件", Verdict.WRONG, f"{wrong} 份附件不是密文，请系统管理员查是谁放进去的。"),)
    return (_say(_SEAL, "加密的附件", Verdict.GOOD, "附件都是密文。"),)


def _backups(place: Place, now: datetime) -> tuple[Observed, ...]:
    late = overdue(BackupBook(place.data).read(), now, disk=place.backup.disk is not None,
                   away=bool(place.backup.away))  # fmt: skip
    disk = place.backup.disk
    if disk is not None and disk.is_dir() and (plain := _plain_copies(disk)):
        return (_say(_SEAL, "备份", Verdict.WRONG, f"备份盘上有 {plain} 份没有加密的数据库副本，"
                     "请系统管理员删掉，只留程序做的备份。"),)  # fmt: skip
    if late:
        return (_say(_SEAL, "备份", Verdict.WRONG, f"{late[0].about}：{late[0].sentence}"),)
    return (_say(_SEAL, "备份", Verdict.GOOD, "备份都是加密的，没有过期，恢复演练通过。"),)


def _plain_copies(disk: Path) -> int:
    count = 0
    for path in disk.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                count += file.read(len(_PLAIN_DATABASE)) == _PLAIN_DATABASE
    return count


def _accounts(place: Place, now: datetime) -> tuple[Observed, ...]:
    with place.market.reading() as tables:
        used = tables.audit.last_of_each(Action.LOGIN)
        done, _ = tables.security_checks.page(1)
        since = done[0].closed_at if done else now - _FIRST
        failures = tables.audit.counts(since, now).get(Action.LOGIN_FAILED, 0)
        facts = [AccountFacts(name=one.name, login=one.login, roles=one.roles, enabled=one.enabled,
                              pledged_on=one.pledged_on, used_at=used.get(one.id),
                              has_password=tables.passwords.hash_of(one.id) is not None,
                              password_set_at=tables.passwords.set_at(one.id))
                 for one in tables.staff.all()]  # fmt: skip
    return judge_accounts(facts, now, failures)


def _trail(place: Place) -> tuple[Observed, ...]:
    with place.market.reading() as tables:
        fault, (last, _) = tables.audit.first_fault(), tables.audit.head()
    if fault is not None:
        return (_say(_RIGHTS, "操作记录", Verdict.WRONG, f"第 {fault} 条起对不上：有人绕过程序改过数据库，"
                     "请负责人马上停用中心，找系统管理员。"),)  # fmt: skip
    return (_say(_RIGHTS, "操作记录", Verdict.GOOD, f"{last} 条首尾相连，没有缺、没有改。"),)
