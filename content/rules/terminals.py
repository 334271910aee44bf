"""What is wrong with a terminal at an instant, and what to do about it (R009)."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.model.people import Terminal
from content.model.terminals import TerminalReport, Trouble

LATE = timedelta(seconds=90)  # six heartbeats missed; R009 asks for it to be shown within three minutes
_READER_TROUBLE = frozenset({"closed", "fault"})
_PRINTER_TROUBLE = frozenset({"offline", "cover_open"})
MILD = frozenset({Trouble.PAPER_LOW})

_REMEDIES = {
    Trouble.OFFLINE: "请到现场看看有没有断电、断网；断着也照常查岗位、登记，联上后自己补送。",
    Trouble.PAPER_OUT: "打印机没纸了：请换一卷纸，换好后打一张试纸。",
    Trouble.PRINTER: "请到现场看打印机的电源、连线和盖子。",
    Trouble.READER: "读卡器没有反应：请看电源和数据线，重新插一次；眼下来人可以手工登记。",
    Trouble.CLOCK: "本机时间和中心差了一分钟以上，请系统管理员校时。",
    Trouble.CARD_LEFT: "有人把身份证忘在读卡区了：请收好，登记下来，等本人来取。",
    Trouble.TOO_OLD: "程序太旧，登记都留在它那里、没有送来：请系统管理员在“程序升级”页更新它，或用 U 盘升级。",
    Trouble.PAPER_LOW: "打印纸快用完了：请准备一卷新纸。",
}


def is_late(terminal: Terminal, now: datetime) -> bool:
    """Say whether a terminal was not heard of for too long; one never heard of counts from its pairing."""
    return now - (terminal.last_seen_at or terminal.paired_at) > LATE


def reported_troubles(report: TerminalReport) -> tuple[Trouble, ...]:
    """Return what a report itself says is wrong, worst first."""
    paper_out = report.printer == "paper_out"
    found = (
        (Trouble.TOO_OLD, report.too_old),
        (Trouble.PAPER_OUT, paper_out),
        (Trouble.PRINTER, report.printer in _PRINTER_TROUBLE),
        (Trouble.READER, report.reader in _READER_TROUBLE),
        (Trouble.CARD_LEFT, report.card_left),
        (Trouble.CLOCK, not report.clock_ok),
        (Trouble.PAPER_LOW, report.paper_low and not paper_out),
    )
    return tuple(trouble for trouble, holds in found if holds)


def troubles(terminal: Terminal, report: TerminalReport, now: datetime) -> tuple[Trouble, ...]:
    """Return what is wrong now; what a silent terminal said last is old news and left out."""
    if terminal.revoked_at is not None:
        return ()
    return (Trouble.OFFLINE,) if is_late(terminal, now) else reported_troubles(report)


def remedy(trouble: Trouble, report: TerminalReport) -> str:
    """Return the sentence that says what to do; the printer's own words where it has some."""
    by_printer = trouble in (Trouble.PRINTER, Trouble.PAPER_OUT, Trouble.PAPER_LOW)
    return report.printer_sentence if by_printer and report.printer_sentence else _REMEDIES[trouble]


def needs_someone(terminal: Terminal, report: TerminalReport, now: datetime) -> bool:
    """Say whether somebody has to go there; paper that runs low can wait."""
    return any(trouble not in MILD for trouble in troubles(terminal, report, now))
