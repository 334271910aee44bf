"""What staff of the demonstration did for its invented people, by the very steps of the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from content.admin.aiding import close_sweep, open_file, to_ask, write_event, write_file
from content.admin.entry_use_cases import entry_facts
from content.admin.guiding import note_guidance, write_plan
from content.admin.referring import blank_placement, refer_registered, write_placement, write_referral
from content.admin.scoring import file_figure
from content.clock import calendar_day
from content.demo.people import (
    Guest,
    file_disputes,
    file_faces,
    file_questions,
    file_self_tests,
    file_sign_ups,
    file_surveys,
    register_guests,
)
from content.errors import StoreError
from content.kpi.filed import CountyFigure, FigureName
from content.model.aid import AidDeed, AidGroup, AidPaper, AidState
from content.model.answers import AnswerChannel, Awareness, EmployerAnswer, SeekerAnswer
from content.model.cases import Satisfaction
from content.model.codes import Channel, Stage
from content.model.consultations import ASKED_BY, Consultation, ConsultStep, ConsultStepKind, ConsultTopic
from content.model.findings import Finding
from content.model.guidance import GuidanceResult, GuidanceTopic
from content.model.ids import new_id
from content.model.mediation import DisputeEvent, MediationDeed
from content.model.notices import Course
from content.model.people import Staff
from content.model.referrals import ReferralOutcome
from content.model.sessions import CourseSession, TraineeCheck, TraineeOutcome, TraineeResult
from content.model.worklog import WorkLog, WorkWeek
from content.privacy import KeyRing, blind_index
from content.rules.workdays import week_of
from content.rules.worklog import figures_of
from content.store.records import Page
from content.store.tables import Tables

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_INVENTED = "演示编的数字，没有文件"
_FIGURES = {FigureName.NEW_EMPLOYMENT_TARGET: "6000", FigureName.UNEMPLOYED_TASK: "900",
            FigureName.HARDSHIP_TASK: "300", FigureName.BUDGET: "30000000"}  # fmt: skip
_ADVICE = ("先从日结的活干起，再谈长期的。", "会做饭菜，可以先到食堂帮厨。", "年纪大了不上高处，选保洁和看护的活。")
_DIARY = "照常开窗；下午给没有上岗的人打了电话。"
_PLAN = "家里有老人要照顾，只能干白天的活。先找附近的保洁和帮厨。"
_FOUND, _MEASURES = "日志都交了，回访写得太短。", "下周回访写明在哪家、干什么。"
_QUESTIONS = ("灵活就业的社保怎么交", "工钱拖了半个月怎么办", "怎么办就业失业登记", "叉车证到哪里考")
Do = Callable[[Tables, Staff], Any]


def plant_ledgers(tables: Tables, keys: KeyRing, login: str, now: datetime) -> None:
    """Fill the ledgers once; where anybody is registered already, nothing is touched."""
    staff = tables.staff.by_login(login)
    if staff is None or tables.seekers.registrations(1)[1]:
        return
    jobs = tuple(one for one in tables.jobs.page(Page(limit=240))[0] if one.stage is Stage.APPROVED)
    courses = tuple(one for one in tables.courses.page(Page(limit=10))[0] if one.stage is Stage.APPROVED)
    guests = register_guests(tables, keys, jobs, staff, now)
    _review(tables, staff, now)
    file_self_tests(tables, keys, guests)
    file_questions(tables, keys, now)
    file_surveys(tables, keys, now)
    file_faces(tables, keys, now)
    _guide(tables, keys, guests, staff, now)
    _refer(tables, keys, guests, staff, now)
    _help(tables, keys, guests, staff, now)
    _consult(tables, staff, now)
    _mediate(tables, file_disputes(tables, keys, now), staff, now)
    if courses:
        file_sign_ups(tables, keys, guests, courses[0], now)
        _teach(tables, keys, guests, courses[0], staff, now)
    _ask(tables, staff, now)
    _log(tables, staff, now)
    _tell_figures(tables, staff, now)


def _review(tables: Tables, staff: Staff, now: datetime) -> None:
    """Check every line but those that came within the last day."""
    for line in tables.line_reviews.waiting(limit=200):
        if line.since < now - 20 * _HOUR:
            tables.line_reviews.check([(line.ledger, line.line_id)], staff.id, line.since + 19 * _HOUR)


def _done(deed: Do, tables: Tables, staff: Staff) -> Any:
    """Carry out a step of the desk; StoreError where the desk would have refused it."""
    answer = deed(tables, staff)
    if isinstance(answer, tuple) and answer and isinstance(answer[0], Finding):
        raise StoreError("；".join(one.sentence for one in answer))
    return answer


def _guide(tables: Tables, keys: KeyRing, guests: tuple[Guest, ...], staff: Staff, now: datetime) -> None:
    for place, guest in enumerate(guests[:-6]):
        at = min(guest.at + 20 * _HOUR, now)
        values = {"result": GuidanceResult.DONE if place % 7 else GuidanceResult.UNREACHED, "day": calendar_day(at),
                  "topic": tuple(GuidanceTopic)[place % 4], "channel": Channel.WINDOW if place % 2 else Channel.PHONE,
                  "words": _ADVICE[place % 3]}  # fmt: skip
        _done(note_guidance(guest.registration_id, values, keys, at), tables, staff)
    for guest in guests[9:45:9]:
        at = guest.at + 2 * _DAY
        plan = {"counsellor": staff.id, "day": calendar_day(at), "review_on": calendar_day(at) + 30 * _DAY,
                "goal": "想在家附近找一份稳当的活，能照顾家里。",
                "steps": "这周看三个岗位，去一家试工\n报名家政班，拿初级证\n满一个月回来说说干得怎么样"}  # fmt: skip
        _done(write_plan(guest.registration_id, None, plan, keys, at), tables, staff)


def _refer(tables: Tables, keys: KeyRing, guests: tuple[Guest, ...], staff: Staff, now: datetime) -> None:
    for place, guest in enumerate(guests[:-8]):
        at = guest.at + 22 * _HOUR
        made = _done(refer_registered(guest.registration_id, guest.job.id, keys, at), tables, staff)
        values: dict[str, Any] = {
            "day": calendar_day(at), "contacted_at": at, "consented": True, "placed_on": None, "worked_until": None,
            "outcome": ReferralOutcome.WAITING, "outsourced": False, "reason": "", "void": False}  # fmt: skip
        if place % 8 == 7:
            continue  # waits for somebody to confirm it
        _done(write_referral(made, values, True, at + _HOUR), tables, staff)
        back = at + 4 * _DAY
        if place % 2 or back > now:
            continue
        placed = place % 6 != 4
        values |= {"outcome": ReferralOutcome.PLACED if placed else ReferralOutcome.ABSENT,
                   "placed_on": calendar_day(at + _DAY) if placed else None,
                   "reason": "回访"}  # fmt: skip
        stands = tables.referrals.get(made.root)
        if stands is not None:
            _done(write_referral(stands, values, False, back), tables, staff)
        if placed and place % 4 == 0:
            _place(tables, made.root, guest.job.employer_id, staff, back)


def _place(tables: Tables, root: str, employer_id: str, staff: Staff, at: datetime) -> None:
    referral = tables.referrals.get(root)
    if referral is None:
        return
    base = blank_placement(referral, employer_id, staff, at)
    values = {"employer_id": employer_id, "started_on": base.started_on, "channel": base.channel, "void": False}
    _done(write_placement(base, False, values, at), tables, staff)


def _help(tables: Tables, keys: KeyRing, guests: tuple[Guest, ...], staff: Staff, now: datetime) -> None:
    for place, guest in enumerate(guests[4:44:8]):
        at, root = guest.at + 3 * _DAY, new_id(guest.at + 3 * _DAY)
        opened = {"receipt": guest.number, "owner": staff.id, "channel": Channel.PHONE, "consented": True,
                  "group": AidGroup.HARD_TO_PLACE if place % 2 else AidGroup.UNEMPLOYED,
                  "next_on": calendar_day(at) + 2 * _DAY}  # fmt: skip
        _done(open_file(opened, root, keys, at), tables, staff)
        file = tables.aid_files.get(root)
        if file is None or place == 4:
            continue  # newly opened: no paper seen yet
        paper = AidPaper.HARDSHIP if place % 2 else AidPaper.UNEMPLOYMENT
        written = {"group": file.group, "paper": paper, "evidence": "", "owner": staff.id, "reason": "", "plan": _PLAN,
                   "consented": True, "void": False}  # fmt: skip
        _done(write_file(file, written, at), tables, staff)
        for step, (deed, state) in enumerate(((AidDeed.PLAN, AidState.PLANNED),
                                              (AidDeed.REFERRAL, AidState.REFERRING))[: 1 + place % 2]):  # fmt: skip
            stands, then = tables.aid_files.get(root), min(at + (1 + step) * _DAY, now)
            ahead = calendar_day(now) + timedelta(days=place)
            event = {"deed": deed, "day": calendar_day(then), "channel": Channel.PHONE, "evidence": "",
                     "words": "谈了难处，定了先看哪几个岗位。", "state": state, "next_on": ahead,
                     "outcome": None}  # fmt: skip
            if stands is not None:
                _done(write_event(stands, event, then), tables, staff)
    for back in (14, 7):
        at = now - timedelta(days=back)
        _done(close_sweep("照台账看了一遍。", at, len(to_ask(tables, at))), tables, staff)


def _consult(tables: Tables, staff: Staff, now: datetime) -> None:
    for place in range(34):
        at = now - timedelta(hours=19 * place + 3)
        made = tables.consultations.add(Consultation(
            person_index=b"", topic=tuple(ConsultTopic)[place * 3 % 7], channel=ASKED_BY[place % 3],
            question=_QUESTIONS[place % 4], day=calendar_day(at), **entry_facts(staff, at)))  # fmt: skip
        if place % 12 == 10:
            due = calendar_day(at) + 3 * _DAY
            tables.consultations.add_step(ConsultStep(
                id=new_id(at), subject_id=made.entry_id, kind=ConsultStepKind.ESCALATED, whom="县人社局社保股（演示）",
                due_on=due, words="请看看怎么答复。", at=at + _HOUR, by=staff.id))  # fmt: skip
        elif place % 5:
            tables.consultations.add_step(ConsultStep(
                id=new_id(at), subject_id=made.entry_id, kind=ConsultStepKind.ANSWERED, whom="", due_on=None,
                words="照窗口的办事指南讲清楚了，材料单也给了。", at=at + _HOUR, by=staff.id))  # fmt: skip


def _mediate(tables: Tables, cases: tuple[str, ...], staff: Staff, now: datetime) -> None:
    told = (((11, MediationDeed.ACCEPTED, "本人来说了经过，工钱记录复印了一份。"),
             (10, MediationDeed.CONTACTED, "给单位打了电话，约好来谈。"),
             (7, MediationDeed.AGREED, "单位答应五天内结清，双方签了字。")),
            ((5, MediationDeed.ACCEPTED, "看了诊断书和考勤。"),
             (3, MediationDeed.CONTACTED, "单位说要先问保险公司。")))  # fmt: skip
    for case, steps in zip(cases, told, strict=False):
        for days, deed, words in steps:
            at = now - timedelta(days=days)
            tables.dispute_events.add(DisputeEvent(case_id=case, deed=deed, referred_to=None, words=words,
                                                   day=calendar_day(at), **entry_facts(staff, at)))  # fmt: skip


def _teach(tables: Tables, keys: KeyRing, guests: tuple[Guest, ...], course: Course, staff: Staff,
           now: datetime) -> None:  # fmt: skip
    people = tuple(blind_index(keys.index, "id1", one.id_number).hex() for one in guests[:22])
    held = now - min(6, max(0, calendar_day(now).day - 1)) * _DAY
    common: dict[str, Any] = {"course_id": course.id, "evidence": ""}
    tables.course_sessions.add(CourseSession(day=calendar_day(held), planned=calendar_day(held), held=True,
                                             attended=people, **common, **entry_facts(staff, held)))  # fmt: skip
    ahead: date = calendar_day(now) + 5 * _DAY
    tables.course_sessions.add(CourseSession(day=ahead, planned=ahead, held=False, attended=(), **common,
                                             **entry_facts(staff, now)))  # fmt: skip
    for place, person in enumerate(people[:18]):
        outcome = TraineeOutcome.PASSED if place % 6 else TraineeOutcome.NOT_PASSED
        tables.course_sessions.add_result(TraineeResult(
            id=new_id(now), course_id=course.id, person_index=bytes.fromhex(person), check=TraineeCheck.EXAM,
            outcome=outcome, day=calendar_day(held), at=now, by=staff.id))  # fmt: skip


def _ask(tables: Tables, staff: Staff, now: datetime) -> None:
    faces = (Satisfaction.GOOD, Satisfaction.VERY_GOOD, Satisfaction.FAIR)
    today = calendar_day(now)
    visited = dict.fromkeys(one.employer_id for one in tables.visits.page(Page(limit=30))[0]
                            if (one.day.year, one.day.month) == (today.year, today.month))  # fmt: skip
    said: dict[str, Any] = {"asked_by": staff.id, "day": today}
    for place, firm in enumerate(tuple(visited)[2:]):
        tables.employer_answers.add(EmployerAnswer(
            employer_id=firm, face=faces[place % 3], awareness=tuple(Awareness)[place % 3],
            channel=tuple(AnswerChannel)[place % 2], **said, **entry_facts(staff, now)))  # fmt: skip
    for place in range(9):
        at = now - timedelta(hours=20 * place)
        tables.seeker_answers.add(SeekerAnswer(
            once=b"", face=faces[place % 2], awareness=tuple(Awareness)[place % 3], channel=AnswerChannel.PAPER,
            **(said | {"day": calendar_day(at)}), **entry_facts(staff, at)))  # fmt: skip


def _log(tables: Tables, staff: Staff, now: datetime) -> None:
    # not by the steps of the desk: their module brings the whole web server along, and the start would wait for it
    for back in range(9, 0, -1):
        at, day = now - back * _DAY, calendar_day(now - back * _DAY)
        if day.isoweekday() <= 5:
            figures = figures_of(tables.work_logs.counts(staff.id, day))
            tables.work_logs.add(WorkLog(id=new_id(at), day=day, staff_id=staff.id, figures=figures, words=_DIARY,
                                         submitted_at=at))  # fmt: skip
    tables.work_logs.check(WorkWeek(id=new_id(now), week=week_of(calendar_day(now) - 7 * _DAY), checked_at=now,
                                    checked_by=staff.id, findings=_FOUND, measures=_MEASURES))  # fmt: skip


def _tell_figures(tables: Tables, staff: Staff, now: datetime) -> None:
    year = calendar_day(now).year
    told = _FIGURES | {FigureName.PLAN_FILED: f"{year}-01-15", FigureName.PERIOD_START: f"{year}-01-01"}
    for name, value in told.items():
        figure = CountyFigure(id=new_id(now), year=year, name=name, value=value, document=_INVENTED, entered_by="",
                              entered_at=now)  # fmt: skip
        _done(file_figure(figure), tables, staff)
