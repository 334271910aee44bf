"""Which step of a mediation may follow which, and how a dispute stands by its steps (R173, R174)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from content.model.findings import Finding, lacking
from content.model.mediation import DisputeEvent, MediationDeed, ReferredTo
from content.rules.reply_words import check_reply

_SPOKEN = (MediationDeed.CONTACTED, MediationDeed.MEDIATED)
_RESULTS = (MediationDeed.AGREED, MediationDeed.FAILED)


def check_event(event: DisputeEvent, before: tuple[DisputeEvent, ...], today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a new step; `before` are those that stand, first one first."""
    return (*_event(event, before, today), *check_reply("words", event.words))


def _event(event: DisputeEvent, before: tuple[DisputeEvent, ...], today: date) -> Iterator[Finding]:
    done = {one.deed for one in before}
    if event.day > today:
        yield lacking("day", "还没到这一天，请填今天或以前的日期。")
    elif before and event.day < before[-1].day:
        yield lacking("day", f"上一步是 {before[-1].day}，这一步不能比它早。")
    if (event.deed is MediationDeed.ACCEPTED) is bool(before):
        yield lacking("deed", "已经受理过了，请选下一步。" if before else "第一步要先“受理”。")
    elif event.deed in _RESULTS and done.isdisjoint(_SPOKEN):
        yield lacking("deed", "还没有联系双方，也没有调解，不能写结果。")
    if event.deed is MediationDeed.REFERRED and event.referred_to is None:
        yield lacking("referred_to", "请选转到哪里。")
    if event.deed is not MediationDeed.REFERRED and event.referred_to is not None:
        yield lacking("referred_to", "不是转办就不要选转到哪里。")
    if not event.words:
        yield lacking("words", "请写一两句：谁、做了什么、怎么说的。")


def stands(events: tuple[DisputeEvent, ...]) -> str:
    """Return in a word how far a dispute has come."""
    if not events:
        return "还没受理"
    last = events[-1]
    return f"转{last.referred_to.label}" if last.referred_to is not None else last.deed.label


def is_open(events: tuple[DisputeEvent, ...]) -> bool:
    """Say whether something is still to be done: a mediation that failed goes on, or is passed on."""
    return not events or not events[-1].deed.closes


_ANSWERS = {
    ReferredTo.INSPECTION: "已转劳动监察，请按通知带材料去。",
    ReferredTo.ARBITRATION: "已转劳动仲裁，请按通知带材料去。",
    ReferredTo.COURT: "这件事要到人民法院办，请带材料去。",
    ReferredTo.LEGAL_AID: "已转法律援助，请按通知带材料去。",
}  # fmt: skip


def closing_answer(event: DisputeEvent) -> str:
    """Return what a receipt may tell of a step that ends the market's part, "" for any other."""
    if event.deed is MediationDeed.AGREED:
        return "双方已达成协议。"
    return _ANSWERS[event.referred_to] if event.referred_to is not None else ""
