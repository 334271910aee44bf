"""Whether an appeal was filed inside its 公示期: asked at the kiosk, and again here when it arrives (R211)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from content.model.cases import Case, CaseKind, CaseState
from content.rules.publicity import refusal, term_of
from content.store.tables import Tables

_NO_PUBLICITY = "“{title}”是通知，不是公示，不收申诉。有意见请到综合服务窗口说，或者在自助机“咨询”里留话。"


def appeal_refusal(tables: Tables, notice_id: str, filed_at: datetime) -> str:
    """Return why an appeal does not count, "" where it does; a notice nobody knows any more is for people to judge."""
    notice, settings = tables.notices.get(notice_id), tables.market.get()
    if notice is None:
        return ""
    term = term_of(notice, settings.holidays)
    if term is None:
        return _NO_PUBLICITY.format(title=notice.title)
    return refusal(term.starts, term.ends, filed_at, settings.card.complaint_phone)


def in_its_term(tables: Tables, case: Case, now: datetime) -> Case:
    """Return a case as it is kept: an appeal of another time is kept refused, with what its receipt answers.

    What counts is when it was filed, not when an offline kiosk could send it. A clock known to be wrong refuses
    nobody: the case is marked with it, and the 考核小组 judges.
    """
    if case.kind is not CaseKind.APPEAL or not case.clock_ok:
        return case
    answer = appeal_refusal(tables, case.subject_id, case.occurred_at)
    return replace(case, state=CaseState.REFUSED, answer=answer, answered_at=now) if answer else case
