"""The printer's condition in the five words a page needs, and what to tell the person in front of it."""

from dataclasses import dataclass
from enum import StrEnum

from printer.status import Aspect, Status


class PrinterState(StrEnum):
    """What a page may know about the printer."""

    READY = "ready"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterReport:
    """A state, its sentence for the walk-in, and its sentence for staff (empty when there is nothing to do)."""

    state: PrinterState
    sentence: str
    staff_sentence: str = ""
    paper_low: bool = False


NEVER_ASKED = PrinterReport(
    state=PrinterState.UNKNOWN, sentence="正在找打印机，请稍等。", staff_sentence="打印机还没有检查过，请稍等。"
)
NOT_CONNECTED = PrinterReport(
    state=PrinterState.OFFLINE,
    sentence="打印机没有连上，请叫工作人员；您可以先用手机拍下屏幕。",
    staff_sentence="打印机连不上：请检查电源和连线，再看端口设置对不对。",
)
MUTE = PrinterReport(
    state=PrinterState.UNKNOWN,
    sentence="打印后请看一下出纸口；没有小票的话请叫工作人员。",
    staff_sentence="这个型号的打印机不报告状态：请常看看纸够不够。",
)
_SILENT = PrinterReport(
    state=PrinterState.UNKNOWN,
    sentence="打印机没有回答，请叫工作人员；您可以先用手机拍下屏幕。",
    staff_sentence="打印机连得上但不回答：请关掉打印机再打开；一直这样的话请系统管理员检查型号设置。",
)
_PAPER_OUT = PrinterReport(
    state=PrinterState.PAPER_OUT,
    sentence="打印机没纸了，请叫工作人员换纸；您可以先用手机拍下屏幕。",
    staff_sentence="打印机没纸了：请换一卷纸。",
)
_COVER_OPEN = PrinterReport(
    state=PrinterState.COVER_OPEN,
    sentence="打印机的盖子没有关好，请叫工作人员。",
    staff_sentence="打印机的盖子开着：请把盖子按紧。",
)
_STUCK = PrinterReport(
    state=PrinterState.OFFLINE,
    sentence="打印机卡住了，请叫工作人员；您可以先用手机拍下屏幕。",
    staff_sentence="打印机报告切刀或机械故障：请关机，取出卡住的纸，再开机。",
)
_STOPPED = PrinterReport(
    state=PrinterState.OFFLINE,
    sentence="打印机停住了，请叫工作人员。",
    staff_sentence="打印机处于停止状态：请按进纸键或重新开机。",
)
_LOW_PAPER = "打印纸快用完了：请准备一卷新纸。"


def report_on(status: Status) -> PrinterReport:
    """Return the report for a state; a lack of paper comes before the open cover that follows it."""
    if status.is_silent:
        return _SILENT
    if status.paper is Aspect.BAD:
        return _PAPER_OUT
    if status.cover is Aspect.BAD:
        return _COVER_OPEN
    if status.mechanism is Aspect.BAD:
        return _STUCK
    if status.online is Aspect.BAD:
        return _STOPPED
    low = status.paper_reserve is Aspect.BAD
    return PrinterReport(
        state=PrinterState.READY,
        sentence="打印机正常。",
        staff_sentence=_LOW_PAPER if low else "",
        paper_low=low,
    )
