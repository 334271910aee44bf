"""How a hub is, thing by thing, as its doctor says it and the page of 运行状况 shows it.

Each answer is a line of a doctor: what is good, what to know, what is wrong and who does what about it.
"""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta
from pathlib import Path

from content.backup.book import BackupBook
from content.backup.policy import age_words, last_drill, last_good, overdue
from content.backup.records import TargetKind
from content.clock import local
from content.diagnosis import Level, Observation
from content.errors import BackupError
from content.hubapi.certificate import HubCertificate, Shown, read_certificate
from content.link.channel import fingerprints
from content.model.editions import EditionRow
from content.model.people import Terminal
from content.model.terminals import read_report
from content.rules.clock import ClockState, clock_sentence, is_fresh
from content.rules.disk_room import MB, Room, RoomLimits, room_sentence
from content.rules.terminals import needs_someone, remedy, troubles
from content.settings import BackupSettings
from content.timekeeping import synced_at

# what terminals do by themselves: a small mark after a day, “以窗口为准” after a week (reliability 5.1)
_EDITION_OLD, _EDITION_STALE = timedelta(days=1), timedelta(days=7)
_CERTIFICATE_SOON = timedelta(days=30)
_RENEWAL_LATE = timedelta(days=28)  # it is renewed 30 days before: two days of tries have failed
_KINDS = {Shown.OWN: "证书由自己的 CA 签发", Shown.FIRST: "用的是升级前的证书", Shown.MARKET: "用的是市场的证书"}
_REMEDY = {Shown.OWN: "没有自己换成，请系统管理员重新启动中心，看日志里写了什么。",
           Shown.FIRST: "请系统管理员停用不再用的终端，让中心换上新证书。",
           Shown.MARKET: "请系统管理员在那以前换好。"}  # fmt: skip


def _say(about: str, level: Level, sentence: str) -> Observation:
    return Observation(part="hub", about=about, level=level, sentence=sentence)


def disk(room: Room, limits: RoomLimits) -> Observation:
    """Return whether there is room for what."""
    told = room_sentence(room, limits)
    free = f"磁盘还剩 {room.free / 1e9:.1f} GB，共 {room.total / 1e9:.0f} GB。"
    return _say("disk", Level.WRONG if told else Level.GOOD, told or free)


def backups(data: Path, settings: BackupSettings, now: datetime) -> Observation:
    """Return how old the newest copy and drill are."""
    try:
        state = BackupBook(data).read()
    except BackupError as error:
        return _say("backup", Level.WRONG, str(error))
    late = overdue(state, now, disk=settings.disk is not None, away=bool(settings.away))
    if late:
        return _say("backup", Level.WRONG, "；".join(f"{one.about}：{one.sentence}" for one in late))
    good, drill = last_good(state, TargetKind.DISK) or last_good(state, TargetKind.AWAY), last_drill(state)
    copied = f"最近一次备份{age_words(now - good.at)}" if good else "没有备份"
    return _say("backup", Level.GOOD, f"{copied}，演练{age_words(now - drill.at) if drill else '没有做过'}。")


def certificate(held: HubCertificate | None, now: datetime, left: int = 0) -> Observation:
    """Return which certificate browsers see and until when; `left` terminals still know only the one of before."""
    if held is None:
        return _say("certificate", Level.NOTE, "中心只在本机用，不用证书。")
    shown, path = held.shown(now)
    found, kept = read_certificate(path), _marks(held)
    if held.market is not None and shown is Shown.OWN:
        return _say("certificate", Level.WRONG, f"市场的证书 {held.market.certificate} 过期了或读不了，"
                    "现在用的是自己的证书，浏览器会拦住。请系统管理员换上新证书。")  # fmt: skip
    if shown is Shown.OWN and not path.exists():
        return _say("certificate", Level.NOTE, "证书还没有做，中心下次启动时自己做一张。")
    if found is None:
        return _say("certificate", Level.WRONG, f"证书 {path} 读不了，请系统管理员重新启动中心，它会自己再做一张。"
                    if shown is Shown.OWN else f"证书 {path} 读不了，请系统管理员从备份恢复，不要换新的。")  # fmt: skip
    ends = found.not_valid_after_utc
    day = f"{_KINDS[shown]}，{local(ends):%Y-%m-%d} 到期"
    if ends <= now:
        return _say("certificate", Level.WRONG, f"{day}，已经过期，浏览器会拦住，{_REMEDY[shown]}")
    if ends - now <= (_RENEWAL_LATE if shown is Shown.OWN else _CERTIFICATE_SOON):
        return _say("certificate", Level.WRONG, f"{day}，{_REMEDY[shown]}")
    if shown is Shown.FIRST:
        return _say("certificate", Level.NOTE, f"{day}。还有 {left} 台终端不认识新的 CA，都认识了就自己换；"
                    f"不再用的终端请在“设备”页停用。{kept}")  # fmt: skip
    return _say("certificate", Level.GOOD, f"{day}{'，到期前 30 天自己换' if shown is Shown.OWN else ''}。{kept}")


def _marks(held: HubCertificate) -> str:
    try:
        long, short = fingerprints(held.authority_pem)
    except (OSError, ValueError):
        return ""
    return f"自己的 CA 的指纹：SHA-1 {short}；SHA-256 {long}。"


def clock(state: ClockState, machine: datetime, kept: datetime) -> Observation:
    """Return whether the machine's clock agrees with the time the hub goes by."""
    told = clock_sentence(state, f"{local(machine):%Y-%m-%d %H:%M}", f"{local(kept):%Y-%m-%d %H:%M}")
    return _say("clock", Level.WRONG if told else Level.GOOD, told or f"时钟准，{local(kept):%Y-%m-%d %H:%M}。")


def synced(now: datetime, at: datetime | None) -> Observation:
    """Return whether the network sets the clock; `at` is when it last did."""
    if at is not None and is_fresh(at, now):
        return _say("time-sync", Level.GOOD, f"网络对时正常，{local(at):%H:%M} 对过。")
    return _say("time-sync", Level.WRONG, "没有网络对时：请系统管理员启用 systemd-timesyncd，写上能连到的时间服务器；"
                "没有外网的，在局里或路由器上找一个。")  # fmt: skip


def synced_here(now: datetime) -> Observation:
    """Ask this machine whether the network sets its clock, by whatever service; for the doctor."""
    at = synced_at()
    if at is None:
        try:
            said = subprocess.run(["timedatectl", "show", "--property=NTPSynchronized", "--value"], timeout=5,
                                  capture_output=True, text=True, check=True,
                                  stdin=subprocess.DEVNULL).stdout  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            return _say("time-sync", Level.NOTE, "问不到网络对时（没有 timedatectl），请系统管理员自己核对时间。")
        at = now if said.strip() == "yes" else None
    return synced(now, at)


def edition(row: EditionRow | None, now: datetime) -> Observation:
    """Return how old the edition in force is."""
    if row is None:
        return _say("edition", Level.NOTE, "还没有发布过；请审核员发布第一期。")
    age = now - row.built_at
    told = f"现行第 {row.number} 期，{local(row.built_at):%Y-%m-%d %H:%M} 发布（{age_words(age)}）"
    if age > _EDITION_STALE:
        return _say("edition", Level.WRONG, f"{told}，屏上已经写着“以窗口为准”，请审核员核对后发布新的一期。")
    if age > _EDITION_OLD:
        return _say("edition", Level.NOTE, f"{told}，一天没有更新了。")
    return _say("edition", Level.GOOD, f"{told}。")


def terminal(one: Terminal, now: datetime, program: str) -> Observation:
    """Return how a terminal is: silent, in trouble, of another version, or well."""
    report = read_report(one.report)
    name = f"{one.kind.label}“{one.name}”"
    found = troubles(one, report, now)
    if found:
        level = Level.WRONG if needs_someone(one, report, now) else Level.NOTE
        return _say("terminal", level, f"{name}：{'；'.join(remedy(trouble, report) for trouble in found)}")
    if report.version and report.version != program:
        return _say("terminal", Level.NOTE, f"{name}的程序是 {report.version}，中心是 {program}，"
                    "请系统管理员找个不忙的时候升级。")  # fmt: skip
    return _say("terminal", Level.GOOD, f"{name}在线{f'，程序{report.version}' if report.version else ''}。")


def limits_of(reserve_mb: int, read_only_mb: int) -> RoomLimits:
    """Return the limits that settings ask for."""
    return RoomLimits(reserve=reserve_mb * MB, read_only=read_only_mb * MB)
