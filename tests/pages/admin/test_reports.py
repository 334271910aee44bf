"""报表 at the desk: the list with its states, a month made beside the page, frozen, and found to have changed since."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pypdfium2
from nicegui import ui
from nicegui.testing import User
from openpyxl import load_workbook

from content.admin.cadence import workdays_of
from content.admin.event_reports import course_report, fair_report
from content.admin.hall_duties import hall_duties
from content.admin.report_list import due_day
from content.hubapi.case_projections import project_case
from content.model.aid import LedgerSweep
from content.model.audit import Action
from content.model.cases import FairCheckInBody, FairInterestBody, QuestionBody, QuestionTopic
from content.model.codes import FairTheme, Invited, NoticeChannel, Role, Stage
from content.model.consultations import ConsultAction
from content.model.filings import FilingHeader
from content.model.notices import Announcement, Course, Invitation, JobFair
from content.model.reports import Report, ReportKind
from content.model.sessions import CourseReview, CourseSession, TraineeCheck, TraineeOutcome, TraineeResult
from content.rules.cadence import DutyState
from content.store.audit import AuditPage
from tests.pages.admin.test_score_pages import _publish
from tests.pages.admin.world import FIRM, KEYS, NOW, STAFF, World, asked, content_of, press, until
from tests.unit.content.store.samples import COURSE

OCTOBER = "2026-10"
BEGINS = datetime(2026, 11, 14, 1, tzinfo=UTC)  # a Saturday, 09:00 in the hall
PEOPLE = tuple(bytes([number] * 32) for number in range(3))


def _october(world: World) -> None:
    _publish(world, "job-1", datetime(2026, 10, 8, 1, tzinfo=UTC))
    _publish(world, "job-2", datetime(2026, 10, 9, 1, tzinfo=UTC), address="样例路 2 号")
    _publish(world, "job-3", datetime(2026, 11, 9, 1, tzinfo=UTC), address="样例路 3 号")


def _label(user: User, marker: str) -> str:
    (element,) = user.find(kind=ui.label, marker=marker).elements
    return str(element.text)


async def _made(user: User) -> None:
    await until(lambda: "内容指纹" in _label(user, "state"))


async def _freezes(user: User) -> None:
    user.find(marker="freeze").click()
    await asked(user)
    user.find(marker="sure").click()


def _frozen(world: World, kind: ReportKind = ReportKind.MONTH, subject: str = OCTOBER) -> int:
    with world.market.reading() as tables:
        return len(tables.frozen_reports.versions(kind, subject))


def _text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        pages = [document[place].get_textpage().get_text_range() for place in range(len(document))]
    return "".join("".join(pages).split())


async def test_a_month_is_made_when_its_page_is_open_and_says_figures_targets_and_where_their_rows_are(
        world: World) -> None:  # fmt: skip
    _october(world)
    user = await world.user(Role.MANAGER)
    await user.open(f"/reports/month/{OCTOBER}")
    await _made(user)
    shown = content_of(user, "report")
    assert "发布岗位个数" in shown
    assert ">差 168<" in shown  # two posts of 170 (附件1 一（一）2)
    assert "/staff/score/posted?year=2026&amp;of=year&amp;column=operator&amp;month=2026-10" in shown
    assert "请县人社局填报并附文件" in shown
    await user.should_not_see(kind=ui.linear_progress, marker="progress")  # there while it is made, and gone after
    await user.open("/score/posted?year=2026&of=year&column=operator&month=2026-10")
    await user.should_see("只列 10 月的")
    assert content_of(user, "rows").count("<tr data-row") == 2  # and not the one of November


async def test_a_frozen_month_stays_as_it_was_and_the_page_names_what_changed_since(world: World) -> None:
    _october(world)
    user = await world.user(Role.MANAGER)
    await user.open(f"/reports/month/{OCTOBER}")
    await _made(user)
    await _freezes(user)
    await until(lambda: _frozen(world) == 1 and "已定稿，第 1 稿" in _label(user, "state"))
    with world.market.reading() as tables:
        (first,) = tables.frozen_reports.versions(ReportKind.MONTH, OCTOBER)
        actions = {entry.action for entry in tables.audit.page(AuditPage())[0]}
    assert Action.ASSESSED in actions
    user.find(marker="table").click()
    book = load_workbook(io.BytesIO((await user.download.next(timeout=30)).content))
    said = {row[0].value: row[1].value for row in book["报告"].iter_rows(min_row=2, max_col=2)}
    assert said["内容指纹（SHA-256）"] == first.sha256
    user.find(marker="paper").click()
    assert first.sha256 in _text((await user.download.next(timeout=60)).content)
    await user.open(f"/reports/month/{OCTOBER}")
    await user.should_see("台账和定稿时一样。")
    _publish(world, "job-9", datetime(2026, 10, 20, 1, tzinfo=UTC), address="样例路 9 号")
    await user.open(f"/reports/month/{OCTOBER}")
    await until(lambda: "台账后来有变动：发布岗位个数：本月 2 → 3" in _label(user, "changed"))
    shown = content_of(user, "report")
    assert ">差 168<" in shown  # what is shown is still the first version
    assert ">差 167<" not in shown
    assert first.sha256 in _label(user, "state")
    user.find(marker="freeze").click()
    await until(lambda: any(one.error for one in user.find(kind=ui.input, marker="reason").elements))
    assert _frozen(world) == 1
    user.find(kind=ui.input, marker="reason").type("补录一个岗位")
    await _freezes(user)
    await until(lambda: "第 2 稿" in _label(user, "state"))
    assert ">差 167<" in content_of(user, "report")
    press(user, "versions", "look", first.id)
    await until(lambda: ">差 168<" in content_of(user, "report"))


async def test_a_month_that_runs_on_is_shown_and_not_frozen(world: World) -> None:
    user = await world.user(Role.MANAGER)
    await user.open("/reports/month/2026-11")
    await _made(user)
    assert "本月还没有过完" in _label(user, "state")
    await _freezes(user)
    await user.should_see("这个月还没有过完，过完以后再定稿。")
    assert _frozen(world, subject="2026-11") == 0


async def test_only_the_manager_freezes_and_a_month_to_come_is_refused_in_words(world: World) -> None:
    user = await world.user(Role.AUDITOR)
    await user.open(f"/reports/month/{OCTOBER}")
    await _made(user)
    await user.should_not_see(marker="freeze")
    await user.open("/reports/month/2027-01")
    await user.should_see("这个月还没有到")
    await user.open("/reports/month/never")
    await user.should_see("月份请写成 2026-11 这样。")
    await user.open("/reports/poems/2026-10")
    await user.should_see("没有这种报表")
    clerk = await world.user(Role.CLERK)
    await clerk.open(f"/reports/month/{OCTOBER}")
    await clerk.should_see("要数请找负责人")
    await clerk.should_not_see(marker="make")


async def test_the_list_groups_every_report_and_says_how_far_each_has_come(world: World) -> None:
    _october(world)
    _sweep(world)
    user = await world.user(Role.MANAGER)
    await user.open("/reports")
    for title in ("每周", "每月", "半年和全年", "每场招聘会、每门课"):
        await user.should_see(title)
    lists = [element.content for element in user.find(kind=ui.html, marker="reports").elements]
    weekly, monthly = sorted(lists, key=lambda one: ("周岗位审核单" not in one, "月度运营数据报告" not in one))[:2]
    assert weekly.count("周台账梳理单") == 4  # of four weeks
    assert "已梳理" in weekly
    assert 'href="/staff/reports/month/2026-10"' in monthly
    assert "过期没做" in monthly  # October was due on 5 November, today is the 23rd
    assert "该做了" not in monthly.split("2026 年 10 月")[0]


def test_a_month_is_due_on_the_fifth_of_the_next_over_the_year_too() -> None:
    assert [due_day(date(2026, month, 1)) for month in (10, 12)] == [date(2026, 11, 5), date(2027, 1, 5)]


async def test_the_duty_of_the_month_is_late_till_its_report_is_frozen(world: World) -> None:
    def duty() -> Any:
        with world.market.reading() as tables:
            found = hall_duties(tables, world.clock.now(), workdays_of(tables))
        return next(one for one in found if one.code == "month_report")

    assert (duty().state, duty().label) == (DutyState.OVERDUE, "上月运营数据报告")
    _october(world)
    user = await world.user(Role.MANAGER)
    await user.open("/")
    assert "上月运营数据报告" in content_of(user, "cards")
    await user.open(f"/reports/month/{OCTOBER}")
    await _made(user)
    await _freezes(user)
    await until(lambda: _frozen(world) == 1)
    assert duty().state is DutyState.DONE


def test_the_analysis_at_hand_is_the_one_of_the_month_before_on_any_day_of_this_one(world: World) -> None:
    """It was this month's on every day but the first: on the 23rd the action written for October counted nothing."""
    told = ConsultAction(id="a-1", month=OCTOBER, words="社保问得多", content_id="", content_kind=None, at=NOW, by="x")

    def done() -> int:
        with world.market.reading() as tables:
            found = hall_duties(tables, NOW, workdays_of(tables))
        return next(one for one in found if one.code == "consult_review").done

    at = datetime(2026, 10, 8, 1, tzinfo=UTC)
    header = FilingHeader(id="q-1", kind="question", version=1, site_id="341721-01", terminal="t-1", seq=1,
                          occurred_at=at, clock_ok=True)  # fmt: skip
    body = QuestionBody(number="01-000001", code="1234", topic=QuestionTopic.INSURANCE, text="怎么交", phone="",
                        notice_version="1")  # fmt: skip
    world.market.write(lambda tables: tables.cases.add(project_case(header, body, KEYS)))
    assert done() == 0
    world.market.write(lambda tables: tables.consultations.add_action(told))
    assert done() == 1


def _fair(world: World) -> None:
    invited = tuple(
        Invitation(
            employer_id="firm-1" if place == 0 else "",
            name=f"样例单位 {place}",
            booth=f"{place} 号",
            jobs=2,
            answer=Invited.ATTENDED if place < 12 else Invited.ASKED,
            headcount=5,
            hired={3: 2, 5: 1}.get(place, 0),
        )
        for place in range(19)
    )
    told = (Announcement(channel=NoticeChannel.WEBSITE, at=BEGINS - timedelta(days=6), by="staff-editor"),)
    fair = JobFair(
        id="fair-1", name="=秋季招聘会", theme=FairTheme.GENERAL, starts_at=BEGINS, ends_at=BEGINS + timedelta(hours=3),
        place="广场", summary="", invited=19, booths=(), held=True, stage=Stage.DRAFT, created_at=BEGINS,
        created_by="staff-editor", updated_at=BEGINS, invitations=invited, announcements=told, plan="方案",
        plan_fixed_at=BEGINS - timedelta(days=14), follow_up="到场少，下次换到周日。",
        followed_up_on=date(2026, 11, 20))  # fmt: skip

    def put(tables: Any) -> None:
        tables.fairs.save(fair, None)
        bodies = [*[FairCheckInBody(fair_id="fair-1", fair_name="x")] * 7,
                  *[FairInterestBody(fair_id="fair-1", fair_name="x", booth="3 号")] * 4]  # fmt: skip
        for place, body in enumerate(bodies):
            kind = "fair_check_in" if isinstance(body, FairCheckInBody) else "fair_interest"
            header = FilingHeader(id=f"c{place}", kind=kind, version=1, site_id="341721-01", terminal="t-1", seq=1,
                                  occurred_at=BEGINS, clock_ok=True)  # fmt: skip
            tables.cases.add(project_case(header, body, KEYS))

    world.market.write(put)


def _parts(report: Report | None) -> dict[str, dict[str, tuple[object, ...]]]:
    assert report is not None
    return {part.title[2:]: {str(row[0]): row[1:] for row in part.rows} for part in report.parts}


async def test_a_fair_is_summed_up_by_its_dates_firms_and_booths_and_frozen(world: World) -> None:
    """附件1 一（二）: plan 14 days ahead, notice 7 days ahead, 20 firms, follow-up within 7 days."""
    _fair(world)
    with world.market.reading() as tables:
        report = fair_report(tables, "fair-1", date(2026, 11, 23))
        parts = _parts(report)
    assert parts["按规定的时间"]["招聘会方案"][:3] == ("2026-10-31", "2026-10-31", "按时")
    assert parts["按规定的时间"]["招聘会通知"][:3] == ("2026-11-07", "2026-11-08", "晚了 1 天")
    assert parts["按规定的时间"]["招聘会回访"][:3] == ("2026-11-21", "2026-11-20", "按时")
    assert report is not None
    assert "邀请 19 家（规定不少于 20 家，差 1），到场 12 家，到场单位带来岗位 24 个、招聘 60 人。" in [
        part.note for part in report.parts]  # fmt: skip
    assert parts["当天求职对接"]["现场签到"] == (7, "人次")
    assert parts["当天求职对接"]["想和 3 号 谈（样例单位 3）"] == (4, "人次")
    assert parts["当天求职对接"]["样例单位 3（3 号）当场录用"] == (2, "人")
    assert parts["当天求职对接"]["样例单位 5（5 号）当场录用"] == (1, "人")
    assert any(part.note.startswith("当场录用共 3 人") for part in report.parts)
    user = await world.user(Role.MANAGER)
    await user.open("/reports/fair/fair-1")
    await _made(user)
    user.find(marker="table").click()
    book = load_workbook(io.BytesIO((await user.download.next(timeout=30)).content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds  # the fair's name begins with "="
    assert book["三、邀请和到场单位"]["E2"].value == 2
    await _freezes(user)
    await until(lambda: _frozen(world, ReportKind.FAIR, "fair-1") == 1)
    await user.open("/reports/fair/none")
    await user.should_see("没有这一场，招聘会小结做不出来")


def _course(world: World) -> Course:
    ended = datetime(2026, 10, 10, 1, tzinfo=UTC)
    course = replace(COURSE, starts_at=ended, ends_at=ended + timedelta(hours=4))
    session = CourseSession(
        id="s-1", entry_id="s-1", day=date(2026, 10, 10), planned=date(2026, 10, 10), entered_at=ended,
        entered_by="staff-clerk", noted_at=ended, noted_by="staff-clerk", course_id="course-1", held=True,
        attended=tuple(one.hex() for one in PEOPLE), evidence="")  # fmt: skip
    outcomes = (TraineeOutcome.PASSED, TraineeOutcome.PASSED, TraineeOutcome.NOT_PASSED)

    def put(tables: Any) -> None:
        tables.courses.save(course, None)
        tables.course_sessions.add(session)
        for place, (person, outcome) in enumerate(zip(PEOPLE, outcomes, strict=True)):
            tables.course_sessions.add_result(TraineeResult(
                id=f"x{place}", course_id="course-1", person_index=person, check=TraineeCheck.EXAM, outcome=outcome,
                day=date(2026, 10, 10), at=ended, by="staff-clerk"))  # fmt: skip
        tables.course_sessions.add_result(TraineeResult(
            id="y", course_id="course-1", person_index=PEOPLE[0], check=TraineeCheck.AFTER_30, at=ended,
            outcome=TraineeOutcome.EMPLOYED, day=date(2026, 11, 10), by="staff-clerk"))  # fmt: skip
        tables.course_sessions.add_review(CourseReview(id="w", course_id="course-1", words="下次多练倒车", at=ended,
                                                       by="staff-clerk"))  # fmt: skip

    world.market.write(put)
    return course


async def test_a_course_is_summed_up_with_exam_work_after_30_and_90_days_and_what_to_change(world: World) -> None:
    """附件1 四（二）2: three came, two of three passed, one of the one asked works, two are asked too late."""
    _course(world)
    with world.market.reading() as tables:
        parts = _parts(course_report(tables, "course-1", date(2026, 11, 23)))
    assert parts["办了哪几天"] == {"2026-10-10": ("已办", 3, "没有")}
    assert parts["考核和就业情况"]["技能考核"] == (3, 3, "合格", 2, "66.66%", 0, 0)
    assert parts["考核和就业情况"]["满 30 天回访"] == (1, 1, "在干活", 1, "100%", 0, 2)
    assert parts["考核和就业情况"]["满 90 天回访"] == (0, 0, "在干活", 0, "还没有结果", 0, 0)
    assert parts["开班准备、检查、学员反映和效果"]["效果怎么样、要改什么"] == ("下次多练倒车", "2026-10-10 窗口经办人")
    user = await world.user(Role.CLERK)
    await user.open("/sessions/course-1")
    await user.should_see("培训小结")
    await user.open("/reports/course/course-1")
    await _made(user)
    user.find(marker="paper").click()
    assert "下次多练倒车" in _text((await user.download.next(timeout=60)).content)


def _sweep(world: World) -> None:
    sweep = LedgerSweep(id="sweep-1", week="2026-W48", at=NOW, by=STAFF[Role.COUNSELLOR].id, proposed=3, opened=0)
    world.market.write(lambda tables: tables.sweeps.add(sweep))


async def test_the_weeks_sweep_is_a_sheet_to_sign(world: World) -> None:
    _sweep(world)
    user = await world.user(Role.COUNSELLOR)
    await user.open("/reports/sweep/2026-W48")
    await user.should_see("梳理过：筛出 3 人，建档 0 份。")
    user.find(marker="paper").click()
    text = _text((await user.download.next(timeout=60)).content)
    assert "求职登记台账周梳理单" in text
    assert "2026-W48（2026-11-23至2026-11-29）" in text
    assert "附件1二（二）1：每周梳理求职登记台账" in text
    await user.open("/reports/sweep/soon")
    await user.should_see("没有这一周")
    other = await world.user(Role.EDITOR)
    await other.open("/reports/sweep/2026-W48")
    await other.should_see("您的账号没有打开这一页的权限")


async def test_another_page_answers_while_a_report_is_made(world: World) -> None:
    _october(world)
    assert FIRM.name
    user, other = await world.user(Role.MANAGER), await world.user(Role.EDITOR)
    await user.open(f"/reports/month/{OCTOBER}")
    # the child is still starting: the desk's other pages do not wait for it
    await other.open("/jobs")
    await other.should_see("岗位")
    await _made(user)
