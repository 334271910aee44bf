"""咨询, 维权, 培训班, 满意度 and 走访 as they leave the desk, a row as on paper; masked unless asked whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from content.admin.consultations import lines_between
from content.admin.months import instants
from content.admin.satisfaction import month_of_answers
from content.admin.sheets_help import Told, Whole, chosen, day_of, person_facts
from content.admin.sheets_out import Facts, Line, Sheet
from content.clock import calendar_day
from content.model.answers import EmployerAnswer
from content.model.cases import CaseKind, DisputeBody, DisputeKind, QuestionBody, Satisfaction
from content.model.outreach import EmployerVisit
from content.rules.cadence import month_days
from content.rules.consulting import entered_late
from content.store.database import Tables
from content.store.records import Page

MONTH = "month"  # the filter by which a page's month comes into its sheet
_AT_ONCE = 500
_SHUT = "（写全才有）"


def _days(page: Page) -> tuple[date, date]:
    return month_days(date.fromisoformat(f"{chosen(page, MONTH)}-01"))


def _line(told: Told, facts: Facts) -> Line:
    return (str(told.place), *told.more)


def _numbered(lines: Iterator[Line]) -> Iterator[Told]:
    return (Told(place=place, row=None, person=(), names={}, firms={}, more=line)
            for place, line in enumerate(lines, 1))  # fmt: skip


def _names(tables: Tables) -> dict[str, str]:
    return {one.id: one.name for one in tables.staff.all()}


def _asked(tables: Tables, page: Page, whole: bool) -> Iterator[Line]:
    first, last = _days(page)
    names = _names(tables)
    lines = sorted(lines_between(tables, first, last, last), key=lambda line: (line.day, line.id))
    steps = tables.consultations.steps(line.id for line in lines)
    for line in lines:
        entry, answers = line.entry, [one for one in steps.get(line.id, ()) if one.whom == ""]
        question, answer = "", "；".join(one.words for one in answers)
        who: Line = ("", "", "")
        if entry is not None:
            question, who = entry.question, person_facts(tables, entry.person_index, whole)
        elif (case := tables.cases.get(line.id)) is not None:
            body = tables.cases.body_of(case) if whole else None
            question, answer = body.text if isinstance(body, QuestionBody) else "", case.answer
        by = names.get(entry.entered_by, entry.entered_by) if entry is not None else ""
        yield (day_of(line.day), *who, line.topic.label, line.channel.label, line.number,
               question if whole else _SHUT, line.state.whom, answer if whole else _SHUT,
               day_of(line.state.answered_at) or "还没有答复", by, "补录" if line.late else "",
               entry.reason if entry is not None else "")  # fmt: skip


CONSULTATIONS = Sheet(
    title="咨询台账", contacts=True, line=_line,
    table=lambda tables: Whole(table="consultation", count=lambda page: sum(
        one.asked for one in tables.questions.by_topic(*_days(page)))),
    rows=lambda tables, page, whole: _numbered(_asked(tables, page, whole)),
    heading=("序号", "日期", "姓名", "身份证号码", "联系电话", "咨询内容", "咨询方式", "回执号", "问了什么", "请教",
             "怎么答复的", "答复日期", "登记人", "补录", "更正原因"),
)  # fmt: skip


def _disputed(tables: Tables, page: Page, whole: bool) -> Iterator[Line]:
    offset = 0
    while cases := tables.cases.page(CaseKind.DISPUTE, _AT_ONCE, offset)[0]:
        offset += _AT_ONCE
        events = tables.dispute_events.of_cases(one.id for one in cases)
        for case in cases:
            done = events.get(case.id, ())
            body = tables.cases.body_of(case) if whole else None
            phone = body.phone if isinstance(body, DisputeBody) else case.phone_mask
            course = "；".join(f"{one.day} {one.deed.label}" + (f"：{one.words}" if whole and one.words else "")
                              for one in done)  # fmt: skip
            sent = "、".join(one.referred_to.label for one in done if one.referred_to is not None)
            yield (day_of(case.occurred_at), case.number, DisputeKind(case.choice).label, case.channel.label, phone,
                   course, sent, case.state.label, day_of(case.answered_at), case.answer if whole else "")  # fmt: skip


DISPUTES = Sheet(
    title="维权台账", contacts=True, line=_line,
    table=lambda tables: Whole(table="dispute_event",
                               count=lambda page: tables.cases.page(CaseKind.DISPUTE, 0, 0)[1]),
    rows=lambda tables, page, whole: _numbered(_disputed(tables, page, whole)),
    heading=("序号", "受理日期", "回执号", "纠纷类别", "来源", "联系电话", "办理经过", "转办", "办到哪一步", "办结日期",
             "办结答复"),
)  # fmt: skip


def _held(tables: Tables, page: Page, whole: bool) -> Iterator[Line]:
    names, courses = _names(tables), dict[str, str]()
    for one in reversed(tables.course_sessions.between(*_days(page))):
        if one.course_id not in courses:
            course = tables.courses.get(one.course_id)
            courses[one.course_id] = course.name if course is not None else ""
        known = (person_facts(tables, bytes.fromhex(key), whole)[0] for key in one.attended)
        came = "、".join(name or "没有求职登记的人" for name in known)
        yield (day_of(one.day), courses[one.course_id], "已办" if one.held else "没有办", day_of(one.planned),
               str(len(one.attended)), came, "有" if one.evidence else "没有",
               names.get(one.entered_by, one.entered_by),
               "补录" if entered_late(one.day, one.entered_at) else "", one.reason)  # fmt: skip


SESSIONS = Sheet(
    title="培训台账", contacts=True, line=_line,
    table=lambda tables: Whole(table="course_session",
                               count=lambda page: len(tables.course_sessions.between(*_days(page)))),
    rows=lambda tables, page, whole: _numbered(_held(tables, page, whole)),
    heading=("序号", "日期", "课程", "办了没有", "原定日期", "到场人数", "到场的人", "签到表", "登记人", "补录",
             "更正原因"),
)  # fmt: skip


def _answered(tables: Tables, page: Page, whole: bool) -> Iterator[Line]:
    first, last = _days(page)
    month = month_of_answers(tables, first)
    for one in reversed(month.answers):
        firm = month.firms.get(one.employer_id, "") if isinstance(one, EmployerAnswer) else ""
        side = "企业" if isinstance(one, EmployerAnswer) else "求职者"
        named = firm or ("实名" if not isinstance(one, EmployerAnswer) and one.once else "匿名")
        yield (day_of(one.day), side, named, one.face.label, one.awareness.label, one.channel.label,
               month.names.get(one.asked_by, one.asked_by), "补录" if entered_late(one.day, one.entered_at) else "",
               one.reason)  # fmt: skip
    for case in reversed(tables.cases.of_kind(CaseKind.SATISFACTION, *instants(first, last))):
        yield (day_of(calendar_day(case.occurred_at)), "求职者", "实名" if case.once else "匿名",
               Satisfaction(case.choice).label, "", "自助机", "", "", "")  # fmt: skip


def _answers(tables: Tables, page: Page) -> int:
    month = month_of_answers(tables, _days(page)[0], 0)
    return month.noted + month.kiosk


SATISFACTION = Sheet(
    title="满意度台账", line=_line,
    table=lambda tables: Whole(table="seeker_answer", count=lambda page: _answers(tables, page)),
    rows=lambda tables, page, whole: _numbered(_answered(tables, page, whole)),
    heading=("序号", "日期", "问的是谁", "单位或实名", "满意度", "政策知晓", "方式", "询问人", "补录", "更正原因"),
)  # fmt: skip


def _visit_line(visit: EmployerVisit, facts: Facts) -> Line:
    return (
        day_of(visit.day), facts.firms.get(visit.employer_id, ""), visit.industry.label, visit.mode.label,
        facts.name(visit.contact_name), facts.phone(visit.contact_phone), "有" if visit.needs_workers else "没有",
        visit.note, "补录" if entered_late(visit.day, visit.created_at) else "",
    )  # fmt: skip


VISITS = Sheet(
    title="企业走访台账", contacts=True, table=lambda tables: tables.visits, line=_visit_line,
    firms_of=lambda visit: visit.employer_id,
    heading=("走访日期", "企业", "行业", "方式", "跟谁谈的", "联系电话", "用工需求", "谈了什么", "补录"),
)  # fmt: skip
