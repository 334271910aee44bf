"""What a terminal tells of itself, what was wrong with it and when, and the errands it is sent on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from content.model.codes import Labelled
from content.model.reported import said_number, said_text

ERRAND_LIFE = timedelta(minutes=10)
_MOST_SLIPS = 20


class Trouble(Labelled):
    """What can be wrong with a terminal."""

    OFFLINE = "offline", "失去联系"
    PAPER_OUT = "paper_out", "没纸了"
    PRINTER = "printer", "打印机故障"
    READER = "reader", "读卡器故障"
    CLOCK = "clock", "时钟不准"
    PAPER_LOW = "paper_low", "纸快用完"
    TOO_OLD = "too_old", "程序太旧"
    CARD_LEFT = "card_left", "身份证忘在机器上"


class ErrandKind(Labelled):
    """差事: what the desk may ask a terminal to do."""

    TEST_SLIP = "test_slip", "打试纸"
    REPRINT = "reprint", "补打小票"
    RESTART = "restart", "重新启动"
    PAUSE = "pause", "暂停使用"
    RESUME = "resume", "恢复使用"
    UPDATE = "update", "升级程序"
    STRIP = "strip", "打报表条"


class ErrandState(Labelled):
    """How far an errand got, as far as the hub knows."""

    WAITING = "waiting", "等设备来取"
    OFFERED = "offered", "已送到，等结果"
    DONE = "done", "办好了"
    FAILED = "failed", "没办成"
    EXPIRED = "expired", "过时没取，没有办"
    UNHEARD = "unheard", "没有回音，不知道办了没有"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedSlip:
    """One slip of a terminal's spool: a kind and a number, never a person."""

    id: str
    kind: str
    reference: str
    state: str  # queued, sending, confirmed, failed, unknown
    at: str  # instant as text
    reprintable: bool = False


class UpdateStep(Labelled):
    """How far a terminal got with a new program."""

    NONE = "", "没有在升级"
    FETCHING = "fetching", "正在下载"
    HANDED = "handed", "正在安装"
    DONE = "done", "升级好了"
    FAILED = "failed", "没有升级成，仍是原来的程序"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateReport:
    """What a terminal tells of its last update from the hub."""

    errand: str = ""  # the id of the errand it answers
    step: UpdateStep = UpdateStep.NONE
    sentence: str = ""
    doctor: tuple[str, ...] = ()  # what the doctor found wrong afterwards


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalReport:
    """The report of a heartbeat as the desk reads it; "" and None where the terminal did not say."""

    version: str = ""
    reader: str = ""  # a ReaderState, or "none"
    printer: str = ""  # a PrinterState, or "none"
    printer_sentence: str = ""  # what staff should do about it
    paper_low: bool = False
    edition_number: int | None = None
    waiting: int | None = None  # filings not yet acknowledged
    clock_ok: bool = True
    card_left: bool = False  # an ID card that somebody forgot lies on the reader
    paused: str = ""  # the notice on the screen while paused
    link: str = ""
    too_old: bool = False  # the hub's own judgement: nothing but a new program is for it
    update: UpdateReport = UpdateReport()
    protocol: int = 1  # what it speaks, `link/protocol.py`; 1 where it never said
    trusts: str = ""  # pins of the certificates it trusts, with blanks between
    slips: tuple[ReportedSlip, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalEvent:
    """One span in which something was wrong; `ended_at` is None while it lasts."""

    id: str
    terminal_id: str
    trouble: Trouble
    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One thing a terminal was asked to do, at most once; `argument` is a slip's id or a notice."""

    id: str  # UUIDv7
    terminal_id: str
    kind: ErrandKind
    argument: str
    ordered_at: datetime
    ordered_by: str  # staff id
    expires_at: datetime
    offered_at: datetime | None = None
    done_at: datetime | None = None
    ok: bool = False
    sentence: str = ""  # what the terminal said about it


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandOrder:
    """An errand on the wire; `kind` is plain text, since a newer hub may know more kinds."""

    id: str
    kind: str
    argument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandResult:
    """What a terminal answers; `sentence` is for staff."""

    id: str
    ok: bool
    sentence: str


def errand_state(errand: Errand, now: datetime) -> ErrandState:
    """Return how far an errand got; one that was sent and never answered is not called undone."""
    if errand.done_at is not None:
        return ErrandState.DONE if errand.ok else ErrandState.FAILED
    if now < errand.expires_at:
        return ErrandState.WAITING if errand.offered_at is None else ErrandState.OFFERED
    return ErrandState.EXPIRED if errand.offered_at is None else ErrandState.UNHEARD


def read_report(text: str) -> TerminalReport:
    """Read a stored report; what is missing or of another type counts as not said."""
    try:
        plain = json.loads(text) if text else {}
    except ValueError:
        plain = {}
    said: Mapping[str, Any] = plain if isinstance(plain, dict) else {}
    slips = said.get("slips")
    return TerminalReport(
        version=said_text(said, "version"), reader=said_text(said, "reader"), printer=said_text(said, "printer"),
        printer_sentence=said_text(said, "printer_sentence"), paper_low=said.get("paper_low") is True,
        edition_number=said_number(said, "edition_number"), waiting=said_number(said, "waiting"),
        clock_ok=said.get("clock_ok") is not False, card_left=said.get("card_left") is True,
        paused=said_text(said, "paused"), link=said_text(said, "link"), trusts=said_text(said, "trusts"),
        too_old=said.get("too_old") is True, protocol=said_number(said, "protocol") or 1,
        update=_update(said.get("update")),
        slips=tuple(_slip(one) for one in slips[:_MOST_SLIPS] if isinstance(one, dict))
        if isinstance(slips, list) else (),
    )  # fmt: skip


def _slip(plain: Mapping[str, Any]) -> ReportedSlip:
    return ReportedSlip(
        id=said_text(plain, "id"), kind=said_text(plain, "kind"), reference=said_text(plain, "reference"),
        state=said_text(plain, "state"), at=said_text(plain, "at"), reprintable=plain.get("reprintable") is True,
    )  # fmt: skip


def _update(plain: Any) -> UpdateReport:
    if not isinstance(plain, dict):
        return UpdateReport()
    step, doctor = said_text(plain, "step"), plain.get("doctor")
    return UpdateReport(
        errand=said_text(plain, "errand"), step=UpdateStep(step) if step in set(UpdateStep) else UpdateStep.NONE,
        sentence=said_text(plain, "sentence"),
        doctor=tuple(str(one) for one in doctor[:_MOST_SLIPS]) if isinstance(doctor, list) else (),
    )  # fmt: skip
