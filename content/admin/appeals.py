"""公示申诉 at the desk: taken in at the window inside its term, and answered by the 考核小组 (R211)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import randbelow

from content.admin.login import NotAllowed
from content.admin.parts import Card
from content.admin.scoring import ASSESSING
from content.admin.walk_in import LONGEST_ANSWER
from content.errors import StaleRecord, StoreError
from content.hubapi.appeals import appeal_refusal
from content.hubapi.case_projections import project_case
from content.model.audit import Action
from content.model.cases import AppealBody, Case, CaseKind, CaseState
from content.model.codes import Channel, Role
from content.model.filings import FilingHeader
from content.model.ids import new_id
from content.model.people import Staff
from content.model.publicities import AppealDeed, AppealStep
from content.privacy import KeyRing
from content.rules.completeness import is_phone
from content.store.database import Tables

LONGEST_APPEAL = 500
NOTICE_VERSION = "窗口申诉-1"  # what the clerk reads out; a new wording is a new version


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """An appeal as a clerk types it; `filed_at` is when it was handed in, on paper perhaps days before."""

    notice_id: str
    text: str
    phone: str
    filed_at: datetime


def take_in(typed: Typed, keys: KeyRing, now: datetime) -> Callable[[Tables, Staff], tuple[str, str]]:
    """Return the use case that takes an appeal in; answers receipt number and code. StoreError outside the term."""

    def step(tables: Tables, staff: Staff) -> tuple[str, str]:
        text, phone = typed.text.strip(), typed.phone.strip()
        if not 0 < len(text) <= LONGEST_APPEAL:
            raise StoreError(f"请写明对什么有意见，1 到 {LONGEST_APPEAL} 个字。")
        if phone and not is_phone(phone):
            raise StoreError("请填能打通的电话，没有就空着。")
        if typed.filed_at > now:
            raise StoreError("交来的时间还没有到，请改成现在或以前。")
        notice = tables.notices.get(typed.notice_id)
        if notice is None:
            raise StoreError("请先选对哪份公示有意见。")
        if refused := appeal_refusal(tables, notice.id, typed.filed_at):
            raise StoreError(refused)
        key, number, code = new_id(now), tables.seekers.next_number(), f"{randbelow(10_000):04d}"
        body = AppealBody(number=number, code=code, notice_id=notice.id, notice_title=notice.title, text=text,
                          phone=phone, notice_version=NOTICE_VERSION, channel=Channel.WINDOW)  # fmt: skip
        header = FilingHeader(id=key, kind=CaseKind.APPEAL.value, version=1, site_id="", terminal="", seq=0,
                              occurred_at=typed.filed_at, clock_ok=True)  # fmt: skip
        tables.cases.add(project_case(header, body, keys))
        tables.audit.note(staff, now, Action.SAVED, subject="case", subject_id=key, words=f"受理公示申诉 {number}")
        return number, code

    return step


def answer_appeal(case_id: str, version: int, deed: AppealDeed, words: str,
                  now: datetime) -> Callable[[Tables, Staff], Case]:  # fmt: skip
    """Return the use case by which the 考核小组 answers an appeal.

    That the score was corrected can be answered only once a new sheet was signed for this very appeal.
    """

    def step(tables: Tables, staff: Staff) -> Case:
        if Role.ASSESSOR not in staff.roles:
            raise NotAllowed("公示申诉由考核小组答复，请用考核组的账号登录。")
        found, answer = tables.cases.get(case_id), words.strip()
        if found is None or found.version != version:
            raise StaleRecord("这件申诉刚被别人处理过，请看新的内容再办。", found)
        if found.kind is not CaseKind.APPEAL or found.state is CaseState.REFUSED:
            raise StoreError("这一件不在公示期内，系统已经答复，不用再办。")
        if not answer or len(answer) > LONGEST_ANSWER:
            raise StoreError(f"请写答复，1 到 {LONGEST_ANSWER} 个字，本人凭回执要看的。")
        signed = [one for one in tables.publicity.steps(case_id) if one.deed is AppealDeed.RESIGNED]
        if deed is AppealDeed.CORRECTED and not signed:
            raise StoreError("请先到“核定调整和定稿”另定一稿，定稿时选这件申诉，再回来答复“已更正”。")
        if deed is AppealDeed.KEPT and signed:
            raise StoreError("已经因这件申诉另行定稿，请选“已更正”。")
        link = tables.publicity.of_notice(found.subject_id)
        sheet = signed[-1].assessment_id if signed else link.assessment_id if link is not None else ""
        tables.publicity.add_step(AppealStep(case_id=case_id, deed=deed, assessment_id=sheet, by=staff.id, at=now))
        kept = tables.cases.save(replace(found, state=CaseState.ANSWERED, answer=f"{deed.label}。{answer}",
                                         answered_at=now, handled_by=staff.id), version)  # fmt: skip
        tables.audit.note(staff, now, Action.ANSWERED, subject="case", subject_id=case_id,
                          words=f"答复公示申诉 {found.number}：{deed.label}")  # fmt: skip
        return kept

    return step


def open_appeals(tables: Tables) -> int:
    """Return how many appeals wait for the 考核小组."""
    return tables.cases.open_of(CaseKind.APPEAL)


def appeals_card(tables: Tables, now: datetime) -> Card:
    """Return how many appeals wait, for who answers them."""
    waiting = open_appeals(tables)
    return Card(label="公示申诉待答复", figure=waiting, path="/appeals", pressing=waiting > 0, roles=ASSESSING,
                clause="附件2 四（三）：由考核小组复查")  # fmt: skip


def resigned_for(tables: Tables, staff: Staff, appeal_id: str, assessment_id: str, now: datetime) -> None:
    """Note that a new sheet was signed because of an appeal; StoreError where there is none to see to."""
    found = tables.cases.get(appeal_id)
    if found is None or found.kind is not CaseKind.APPEAL or found.state not in (CaseState.NEW, CaseState.HANDLING):
        raise StoreError("这件申诉已经答复过或者不在公示期，不能再因它定稿，请刷新页面。")
    tables.publicity.add_step(AppealStep(case_id=appeal_id, deed=AppealDeed.RESIGNED, assessment_id=assessment_id,
                                         by=staff.id, at=now))  # fmt: skip
    if found.state is CaseState.NEW:
        tables.cases.save(replace(found, state=CaseState.HANDLING, handled_by=staff.id), found.version)
