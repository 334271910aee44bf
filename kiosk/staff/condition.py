"""How the kiosk is, in one line for each part; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from content.theme import words
from kiosk.reader.base import ReaderState
from printer.condition import MUTE, PrinterReport, PrinterState

_STALE = timedelta(days=4)  # published at least twice a week: older than that, something is stuck


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What the parts say of themselves; None for a part this kiosk does not have, `link` "" while the hub answers."""

    reader: ReaderState | None
    printer: PrinterReport | None
    edition_number: int | None
    built_at: datetime | None
    paired: bool
    waiting: int
    link: str
    program: str = ""  # the version of this machine's program
    hub_program: str = ""  # of the hub's, as it last said


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One part: its name, how it is, and whether somebody should act."""

    name: str
    text: str
    bad: bool = False


_READER = {
    ReaderState.CLOSED: ("没有连上：请检查数据线和电源，插好后自己恢复", True),
    ReaderState.OPENING: ("正在连接", False),
    ReaderState.FAULT: ("有故障：请断电十秒再通电，还不行就报修；这时走手工登记", True),
}


def lines(condition: Condition, now: datetime) -> tuple[PartLine, ...]:
    """Return one line a part, in the order staff look."""
    return (
        _reader(condition.reader), _printer(condition.printer), _edition(condition, now), _outbox(condition),
        _link(condition), _program(condition),
    )  # fmt: skip


def _reader(state: ReaderState | None) -> PartLine:
    if state is None:
        return PartLine(name="读卡器", text="这台机器没有接读卡器，一律手工登记")
    text, bad = _READER.get(state, ("正常", False))
    return PartLine(name="读卡器", text=text, bad=bad)


def _printer(report: PrinterReport | None) -> PartLine:
    if report is None:
        return PartLine(name="打印机", text="这台机器没有接打印机，回执用手机拍屏幕")
    # a model that never says how it is cannot be called broken for that
    bad = report != MUTE and (report.state is not PrinterState.READY or report.paper_low)
    return PartLine(name="打印机", text=report.staff_sentence or report.sentence, bad=bad)


def _edition(condition: Condition, now: datetime) -> PartLine:
    if condition.edition_number is None or condition.built_at is None:
        return PartLine(name="岗位信息", text="还没有收到：请看“和中心的联系”那一行", bad=True)
    old = now - condition.built_at > _STALE
    text = f"第 {condition.edition_number} 期，{words.day_and_minute(condition.built_at)}做的"
    return PartLine(name="岗位信息", text=f"{text}，太旧了，请问一下中心" if old else text, bad=old)


def _outbox(condition: Condition) -> PartLine:
    if not condition.paired:
        return PartLine(name="待送的登记", text="还没有和中心配对，不能登记：请系统管理员配对", bad=True)
    if condition.waiting:
        return PartLine(name="待送的登记", text=f"{condition.waiting} 件，都存在本机，联上中心后自己送")
    return PartLine(name="待送的登记", text="没有，都送到了")


def _link(condition: Condition) -> PartLine:
    return PartLine(name="和中心的联系", text=condition.link or "正常", bad=bool(condition.link))


def _program(condition: Condition) -> PartLine:
    hub = f"，中心 {condition.hub_program}" if condition.hub_program else ""
    return PartLine(name="程序", text=f"{condition.program or '开发版'}{hub}")


def slip_line(kind: str) -> str:
    """Return what a kind of slip is called."""
    return _SLIPS.get(kind, "小票")


_SLIPS: dict[str, str] = {
    "job": "岗位单", "registration": "登记回执", "referral": "推荐单", "ticket": "排号单", "checklist": "材料清单",
    "case": "受理单", "assessment": "测评单", "course": "培训单", "report": "报表条", "self_test": "测试小票",
}  # fmt: skip
