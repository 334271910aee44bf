"""维权 at the desk: the forms of a dispute and of its steps, and the steps of staff as use cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from content.admin.entry_use_cases import correction_facts, entry_facts
from content.admin.fields import Field, Group, Kind
from content.clock import calendar_day
from content.errors import StoreError
from content.hubapi.case_projections import project_case
from content.model.audit import Action
from content.model.cases import AmountClass, Case, CaseKind, CaseState, DisputeBody, DisputeKind, DisputeWish
from content.model.codes import Channel
from content.model.filings import FilingHeader
from content.model.ids import new_id
from content.model.mediation import DisputeEvent, MediationDeed, ReferredTo
from content.model.people import Staff
from content.privacy import KeyRing
from content.rules.case_words import Facts, facts_of
from content.rules.completeness import is_phone
from content.rules.mediation import check_event, closing_answer
from content.store.database import Tables

_CHANNELS = {one.value: one.label for one in (Channel.WINDOW, Channel.PHONE, Channel.ONLINE)}


@cache
def dispute_groups() -> tuple[Group, ...]:
    """Return the form by which staff take a dispute in."""
    return (Group(title="受理一件", fields=(
        Field(name="dispute", label="什么事", kind=Kind.CHOICE, needed=True, width=3, code=DisputeKind),
        Field(name="amount", label="多少钱", kind=Kind.CHOICE, needed=True, width=3, code=AmountClass),
        Field(name="wish", label="想怎么办", kind=Kind.CHOICE, needed=True, width=3, code=DisputeWish),
        Field(name="channel", label="怎么来的", kind=Kind.CHOICE, needed=True, width=3, options=_CHANNELS,
              code=Channel),
        Field(name="words", label="双方是谁、经过、有什么证据（加密保存，不写电话和证件号码）", kind=Kind.AREA,
              needed=True, width=12),
        Field(name="phone", label="电话", width=3, hint="加密保存，没有就空着"),
    )),)  # fmt: skip


@cache
def event_groups() -> tuple[Group, ...]:
    """Return the form of the next step."""
    nowhere = {"": "不转办"} | {one.value: one.label for one in ReferredTo}
    return (Group(title="记下一步", fields=(
        Field(name="deed", label="做了什么", kind=Kind.CHOICE, needed=True, width=4, code=MediationDeed),
        Field(name="referred_to", label="转到哪里", kind=Kind.CHOICE, width=4, options=nowhere),
        Field(name="day", label="哪一天", kind=Kind.DAY, needed=True, width=4),
        Field(name="words", label="谁、做了什么、怎么说的（加密保存，不写电话和证件号码）", kind=Kind.AREA, needed=True,
              width=12),
    )),)  # fmt: skip


@cache
def correction_groups() -> tuple[Group, ...]:
    """Return what of a step can be corrected."""
    return (Group(title="更正（原来的登记会留着）", fields=(
        Field(name="words", label="应该怎么写", kind=Kind.AREA, needed=True, width=12),
        Field(name="reason", label="为什么更正", needed=True, width=12),
        Field(name="void", label="这一步作废（记错了）", kind=Kind.FLAG, width=12),
    )),)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeFile:
    """One dispute with its steps."""

    case: Case
    facts: Facts
    events: tuple[DisputeEvent, ...]
    names: dict[str, str]


def dispute_file(tables: Tables, case_id: str) -> DisputeFile | None:
    """Return a dispute, None where there is none of that id."""
    case = tables.cases.get(case_id)
    if case is None or case.kind is not CaseKind.DISPUTE:
        return None
    return DisputeFile(case=case, facts=facts_of(tables.cases.left_of(case)),
                       events=tables.dispute_events.of_case(case_id),
                       names={one.id: one.name for one in tables.staff.all()})  # fmt: skip


def wrong_phone(phone: str) -> str:
    """Return what is wrong with a phone, "" for nothing."""
    return "" if not phone or is_phone(phone) else "请填能打通的电话，没有就空着。"


def event_of(case_id: str, values: Mapping[str, Any], staff: Staff, now: datetime) -> DisputeEvent:
    """Return the step that typed values make."""
    referred = ReferredTo(values["referred_to"]) if values.get("referred_to") else None
    return DisputeEvent(case_id=case_id, deed=values["deed"], referred_to=referred, words=values["words"],
                        day=values["day"], **entry_facts(staff, now))  # fmt: skip


def corrected(event: DisputeEvent, values: Mapping[str, Any], staff: Staff, now: datetime) -> DisputeEvent:
    """Return the row that stands for another."""
    return replace(event, **({"words": values["words"], "reason": values["reason"], "void": values["void"]}
                             | correction_facts(event, staff, now)))  # fmt: skip


def take_in(values: Mapping[str, Any], keys: KeyRing, now: datetime) -> Callable[[Tables, Staff], str]:
    """Return the use case by which staff take a dispute in; answers its id. Nobody gave it a receipt."""

    def step(tables: Tables, staff: Staff) -> str:
        key = new_id(now)
        body = DisputeBody(number="", code="", dispute=values["dispute"], amount=values["amount"], wish=values["wish"],
                           phone=values["phone"], notice_version="", channel=values["channel"])  # fmt: skip
        header = FilingHeader(id=key, kind=CaseKind.DISPUTE.value, version=1, site_id="", terminal="", seq=0,
                              occurred_at=now, clock_ok=tables.clock_marks.clock_ok())  # fmt: skip
        tables.cases.add(replace(project_case(header, body, keys), state=CaseState.HANDLING, handled_by=staff.id))
        first = {"deed": MediationDeed.ACCEPTED, "words": values["words"], "day": calendar_day(now)}
        tables.dispute_events.add(event_of(key, first, staff, now))
        tables.audit.note(staff, now, Action.SAVED, subject="case", subject_id=key, words="受理维权")
        return key

    return step


def keep_event(event: DisputeEvent, now: datetime) -> Callable[[Tables, Staff], DisputeEvent]:
    """Return the use case that keeps a step and moves the case along with it.

    What the receipt tells by itself is that the dispute was settled or where it went; staff may write more there.
    """

    def step(tables: Tables, staff: Staff) -> DisputeEvent:
        before = tables.dispute_events.of_case(event.case_id)
        wrong = () if event.corrects else check_event(event, before, calendar_day(now))
        if wrong:  # somebody took a step meanwhile
            raise StoreError(f"{wrong[0].sentence}请刷新页面看最新的步骤。")
        kept = tables.dispute_events.add(event)
        case = tables.cases.get(event.case_id)
        if case is not None and not kept.corrects:
            answer = closing_answer(kept)
            if answer and case.state is not CaseState.ANSWERED:
                tables.cases.save(replace(case, state=CaseState.ANSWERED, answer=answer, answered_at=now,
                                          handled_by=staff.id), case.version)  # fmt: skip
            elif case.state is CaseState.NEW:
                tables.cases.save(replace(case, state=CaseState.HANDLING, handled_by=staff.id), case.version)
        deed = "更正" if kept.corrects else kept.deed.label
        tables.audit.note(staff, now, Action.SAVED, subject="case", subject_id=kept.case_id, words=f"维权：{deed}")
        return kept

    return step
