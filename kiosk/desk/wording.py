"""How 设备 says the state of readers, printers, slips and errands."""

from __future__ import annotations

from datetime import datetime

from content.admin.listing import Flag
from content.clock import from_text, local
from content.model.codes import TerminalKind
from content.model.people import Terminal
from content.model.terminals import ErrandState, ReportedSlip, TerminalEvent, TerminalReport, Trouble
from content.rules.terminals import MILD, remedy, troubles
from kiosk.reader.base import ReaderState
from printer.condition import PrinterState
from printer.receipt import SlipKind
from printer.slip_job import SlipState

_READERS = {
    ReaderState.CLOSED: "没连上", ReaderState.OPENING: "正在连接", ReaderState.IDLE: "正常",
    ReaderState.READING: "正在读卡", ReaderState.CARD_PRESENT: "正常", ReaderState.RETRY: "正常",
    ReaderState.FAULT: "故障",
}  # fmt: skip
_PRINTERS = {
    PrinterState.READY: "正常", PrinterState.PAPER_OUT: "没纸", PrinterState.COVER_OPEN: "盖子开着",
    PrinterState.OFFLINE: "没连上或停住", PrinterState.UNKNOWN: "不报告状态",
}  # fmt: skip
_SLIPS = {
    SlipKind.JOB: "岗位单", SlipKind.REGISTRATION: "求职登记回执", SlipKind.REFERRAL: "推荐单",
    SlipKind.TICKET: "排队号", SlipKind.CHECKLIST: "材料清单", SlipKind.CASE: "咨询回执",
    SlipKind.ASSESSMENT: "测评结果", SlipKind.COURSE: "课程报名单", SlipKind.REPORT: "报表条",
    SlipKind.SEEKER_CARD: "求职卡", SlipKind.SELF_TEST: "试纸",
}  # fmt: skip
_SLIP_STATES = {
    SlipState.QUEUED: Flag(word="等着打", tone="warn"), SlipState.SENDING: Flag(word="正在打", tone="warn"),
    SlipState.CONFIRMED: Flag(word="已打好", tone="good"), SlipState.FAILED: Flag(word="没打出来"),
    SlipState.UNKNOWN: Flag(word="不知道打好没有"),
}  # fmt: skip
_ERRAND_TONES = {ErrandState.WAITING: "warn", ErrandState.OFFERED: "warn", ErrandState.DONE: "good",
                 ErrandState.EXPIRED: "calm"}  # fmt: skip


def flags(terminal: Terminal, report: TerminalReport, highest: int | None, now: datetime) -> tuple[Flag, ...]:
    """Return how a terminal stands, what is wrong before anything else."""
    if terminal.revoked_at is not None:
        return (Flag(word="已停用", tone="calm"),)
    if terminal.last_seen_at is None:
        return (Flag(word="还没有联系过", tone="warn"),)
    wrong = tuple(Flag(word=one.label, tone="warn" if one in MILD else "") for one in troubles(terminal, report, now))
    paused = (Flag(word="暂停使用", tone="warn"),) if report.paused and Trouble.OFFLINE not in troubles(
        terminal, report, now) else ()  # fmt: skip
    if wrong or paused:
        return wrong + paused
    if highest is not None and terminal.edition_order != highest:
        return (Flag(word="正在更新", tone="warn"),)
    return (Flag(word="正常", tone="good"),)


def advice(terminal: Terminal, report: TerminalReport, now: datetime) -> str:
    """Return the sentences that say what to do, "" when nothing is wrong."""
    return "".join(remedy(one, report) for one in troubles(terminal, report, now))


def reader_words(report: TerminalReport) -> str:
    """Return the reader's state."""
    return _one_of(_READERS, report.reader)


def printer_words(report: TerminalReport) -> str:
    """Return the printer's state."""
    return _one_of(_PRINTERS, report.printer)


def paper_words(report: TerminalReport) -> str:
    """Return how the paper is; a printer that does not say so is not taken for full."""
    if report.printer == PrinterState.PAPER_OUT:
        return "没纸"
    if report.paper_low:
        return "快用完"
    return "够用" if report.printer in (PrinterState.READY, PrinterState.COVER_OPEN) else "—"


def slip_words(slip: ReportedSlip) -> str:
    """Return what kind of slip it is."""
    return _SLIPS[SlipKind(slip.kind)] if slip.kind in set(SlipKind) else slip.kind


def slip_number(slip: ReportedSlip) -> str:
    """Return the number on the slip; a test slip has none but its errand's id."""
    return "—" if slip.kind == SlipKind.SELF_TEST else slip.reference


def slip_flag(slip: ReportedSlip) -> Flag:
    """Return where a slip is."""
    return _SLIP_STATES[SlipState(slip.state)] if slip.state in set(SlipState) else Flag(word=slip.state, tone="warn")


def slip_time(slip: ReportedSlip) -> str:
    """Return when a slip last changed."""
    try:
        return minute(from_text(slip.at))
    except ValueError:
        return "—"


def errand_flag(state: ErrandState) -> Flag:
    """Return how far an errand got."""
    return Flag(word=state.label, tone=_ERRAND_TONES.get(state, ""))


def minute(instant: datetime) -> str:
    """Return an instant on the market's clock: 11-23 09:30."""
    return f"{local(instant):%m-%d %H:%M}"


def span(event: TerminalEvent) -> str:
    """Return from when to when something was wrong, and for how long."""
    if event.ended_at is None:
        return f"{minute(event.began_at)} 起，还没好"
    minutes = max(1, round((event.ended_at - event.began_at).total_seconds() / 60))
    length = f"{minutes} 分钟" if minutes < 120 else f"{minutes / 60:.1f} 小时"
    return f"{minute(event.began_at)} — {minute(event.ended_at)}，{length}"


def has_devices(terminal: Terminal) -> bool:
    """Say whether a terminal has a reader, a printer and a hand for errands."""
    return terminal.kind is not TerminalKind.SCREEN


def _one_of(words: dict[ReaderState, str] | dict[PrinterState, str], said: str) -> str:
    known = {str(state): word for state, word in words.items()}
    return "没有" if said == "none" else known.get(said, "—")
