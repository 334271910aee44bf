"""考核得分 at the desk: the sheet as it stands, its rows, figures of the bureau, checks and the signature."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
from nicegui import ui
from nicegui.testing import User
from openpyxl import load_workbook

from content.admin.scoring import ScoreGlance, at_hand, check_row, file_figure, read_year, sheet_signed, sign_sheet
from content.hubapi.case_projections import project_case
from content.kpi.facts import Check
from content.kpi.filed import CountyFigure, FigureName
from content.kpi.measures import Indicator, Measure
from content.kpi.periods import PeriodKind
from content.model.attachments import Attachment, AttachmentRole
from content.model.audit import Action
from content.model.cases import FairCheckInBody
from content.model.codes import FairTheme, Invited, Role, Stage
from content.model.filings import FilingHeader
from content.model.notices import Invitation, JobFair
from content.model.outreach import EmployerVisit, Industry, VisitMode
from content.store.audit import AuditPage
from tests.pages.admin.test_media import send
from tests.pages.admin.world import FIRM, JOB, KEYS, NOW, STAFF, World, asked, content_of, field, press, until
from tests.unit.content.feeds.test_intake import pdf


def _figure(name: FigureName, value: str, year: int = 2026) -> CountyFigure:
    return CountyFigure(id=f"{name.value}-{year}", year=year, name=name, value=value, document="县人社局函〔2026〕1 号",
                        entered_by="", entered_at=NOW)  # fmt: skip


def _told(world: World, **values: str) -> None:
    for name, value in values.items():
        world.market.write(lambda tables, name=name, value=value: file_figure(_figure(FigureName(name), value))(
            tables, STAFF[Role.ASSESSOR]))  # type: ignore[misc]


def _publish(world: World, job_id: str, at: datetime, **changes: Any) -> None:
    def put(tables: Any) -> None:
        job = replace(JOB, id=job_id, number=tables.jobs.next_number(), **changes)
        tables.jobs.save(job, None)
        tables._db.execute("UPDATE job SET published_at = ?, stage = 'approved' WHERE id = ?",
                           [at.strftime("%Y-%m-%dT%H:%M:%S.000Z"), job_id])  # fmt: skip

    world.market.write(put)


def _hold_fair(world: World, fair_id: str, at: datetime, came: int = 2) -> None:
    invited = (Invitation(employer_id="firm-1", name=FIRM.name, answer=Invited.ATTENDED),)
    fair = JobFair(id=fair_id, name="秋季招聘会", theme=FairTheme.GENERAL, starts_at=at, place="广场", summary="",
                   ends_at=at + timedelta(hours=3), invited=20, booths=(), held=True, stage=Stage.DRAFT,
                   created_at=at, created_by="staff-editor", updated_at=at, invitations=invited)  # fmt: skip

    def put(tables: Any) -> None:
        tables.fairs.save(fair, None)
        for place in range(came):
            header = FilingHeader(id=f"{fair_id}-{place}", kind="fair_check_in", version=1, site_id="341721-01",
                                  terminal="t-1", seq=1, occurred_at=at, clock_ok=True)  # fmt: skip
            body = FairCheckInBody(fair_id=fair_id, fair_name="秋季招聘会")
            tables.cases.add(project_case(header, body, KEYS))

    world.market.write(put)


def _visit(world: World) -> None:
    made = EmployerVisit(id="visit-1", day=date(2026, 11, 2), mode=VisitMode.ON_SITE, employer_id="firm-1",
                         industry=Industry.OTHER, contact_name="王样例", contact_phone="13900000001", note="",
                         created_at=datetime(2026, 11, 20, 2, tzinfo=UTC), created_by="staff-editor",
                         needs_workers=True, updated_at=NOW)  # fmt: skip
    world.market.write(lambda tables: tables.visits.save(made, None))


def _some_year(world: World) -> None:
    _publish(world, "job-1", datetime(2026, 3, 2, 1, tzinfo=UTC))
    _publish(world, "job-2", datetime(2026, 9, 2, 1, tzinfo=UTC), address="样例路 2 号")
    _publish(world, "job-3", datetime(2026, 9, 20, 1, tzinfo=UTC), address="样例路 2 号", title="再发一次")
    _hold_fair(world, "fair-1", datetime(2026, 11, 14, 1, tzinfo=UTC))
    _visit(world)


def _deeds(world: World) -> set[Action]:
    with world.market.reading() as tables:
        return {entry.action for entry in tables.audit.page(AuditPage())[0]}


async def test_who_may_not_see_the_score_does_not(world: World) -> None:
    user = await world.user(Role.CLERK)
    await user.open("/score")
    await user.should_see("您的账号没有打开这一页的权限")


async def test_the_page_tells_ten_indicators_and_what_is_missing_in_words(world: World) -> None:
    _some_year(world)
    user = await world.user(Role.MANAGER)
    await user.open("/score")
    await user.should_see(marker="score")  # counted behind what is drawn first
    shown = content_of(user, "score")
    assert all(one.label in shown for one in Indicator)
    assert "还没有全县全年新增就业目标数，请县人社局填报并附文件。" in shown
    assert "还没有填备案日期" in shown
    assert "未填" in shown  # the budget is asked for, not guessed
    # 2 postings of 2000, 1 firm of 100 and 1 fair of 10 are 0.01 + 0.10 + 1.00 (附件2 三（二）、（三）)
    assert "1.11" in shown
    assert "岗位按发布的条数计，短期内重发不算新增" in shown


async def test_the_half_year_has_an_address_of_its_own_and_an_unknown_one_shows_this_year(world: World) -> None:
    _some_year(world)
    user = await world.user(Role.ASSESSOR)
    await user.open("/score?year=2026&of=half")
    await user.should_see("考核得分 · 2026 年上半年")
    await user.should_see(marker="score")
    assert "1 个" in content_of(user, "score")  # the job of March alone
    await user.open("/score?year=nineteen&of=else")
    await user.should_see("考核得分 · 2026 年全年")


async def test_a_market_that_opened_in_july_has_no_half_year_and_its_year_begins_then(world: World) -> None:
    _some_year(world)
    _told(world, period_start="2026-07-01")
    user = await world.user(Role.MANAGER)
    await user.open("/score?of=half")
    await user.should_see("2026 年上半年还没有开始考核，起算日期在“局里的数字”里。")
    await user.open("/score/posted")
    await user.should_see("发布岗位个数：1")  # not the one of March


async def test_a_number_opens_to_its_rows_and_those_it_leaves_out(world: World) -> None:
    _some_year(world)
    user = await world.user(Role.MANAGER)
    await user.open("/score/posted")
    await user.should_see("发布岗位个数：2")
    await until(lambda: "仓库搬运" in content_of(user, "rows"))
    assert "再发一次" not in content_of(user, "rows")
    (kind,) = user.find(kind=ui.select, marker="kind").elements
    assert kind.options == {"counted": "计入 2 条", "repost": "不计：短期内重发 1 条"}
    kind.set_value("repost")
    await until(lambda: "再发一次" in content_of(user, "rows"))
    assert 'data-do="confirm"' not in content_of(user, "rows")
    check = check_row("job/job-1", Check.REJECTED, "单位说没有发过", NOW)
    world.market.write(lambda tables: check(tables, STAFF[Role.ASSESSOR]))
    await user.open("/score/posted?column=operator")
    await user.should_see("发布岗位个数：2")
    await user.open("/score/posted")
    await user.should_see("发布岗位个数：1")
    await user.open("/score/employers_served")
    await until(lambda: FIRM.name in content_of(user, "rows"))
    await user.open("/score/nothing")
    await user.should_see("没有这个指标")


async def test_a_row_leads_to_its_page_only_where_one_may_open_it(world: World) -> None:
    _some_year(world)
    for role, leads in ((Role.MANAGER, True), (Role.ASSESSOR, False)):
        user = await world.user(role)
        await user.open("/score/posted")
        await until(lambda user=user: "仓库搬运" in content_of(user, "rows"))  # type: ignore[misc]
        assert ('href="/staff/jobs/job-1"' in content_of(user, "rows")) is leads


async def test_a_late_visit_is_marked(world: World) -> None:
    _visit(world)
    user = await world.user(Role.MANAGER)
    await user.open("/score/employers_served")
    await until(lambda: "补录" in content_of(user, "rows"))


async def _rows_shown(user: User) -> None:
    """Wait until the two jobs of `_some_year` are counted and drawn, which the page does behind its heading."""
    await until(lambda: "job/job-1" in content_of(user, "rows") and "job/job-2" in content_of(user, "rows"))


async def test_only_the_assessor_finds_a_row_untrue_and_only_with_a_reason(world: World) -> None:
    _some_year(world)
    user = await world.user(Role.ASSESSOR)
    await user.open("/score/posted")
    await _rows_shown(user)
    press(user, "rows", "reject", "job/job-2")
    await asked(user)
    user.find(marker="reasoned").click()
    await user.should_see("请写明怎么核实的、哪里不属实，至少 4 个字。")
    user.find(marker="why").type("单位说没有发过")
    user.find(marker="reasoned").click()
    await user.should_see("已记下：核实不属实")
    await user.should_see("发布岗位个数：2")  # the repost of the untrue job is now the first of its kind
    press(user, "rows", "confirm", "job/job-1")
    await user.should_see("已记下：已核实")
    await until(lambda: "考核组 2026-11-23" in content_of(user, "rows"))
    with world.market.reading() as tables:
        found = tables.score.checks_of(("job/job-1", "job/job-2"))
    assert {key: one.check for key, one in found.items()} == {"job/job-1": Check.CONFIRMED, "job/job-2": Check.REJECTED}
    assert Action.ASSESSED in _deeds(world)


async def test_what_the_page_does_not_show_cannot_be_checked(world: World) -> None:
    _some_year(world)
    user = await world.user(Role.ASSESSOR)
    await user.open("/score/posted")
    await _rows_shown(user)
    press(user, "rows", "confirm", "staff/staff-manager")
    press(user, "rows", "confirm", "job/job-1")
    await user.should_see("已记下：已核实")
    with world.market.reading() as tables:
        assert tables.score.checks_of(("staff/staff-manager",)) == {}


async def test_more_fairs_and_answers_are_tried_without_changing_anything(world: World) -> None:
    _some_year(world)
    user = await world.user(Role.MANAGER)
    await user.open("/score")
    await user.should_see(marker="what-if")
    user.find(marker="if-fairs_held").type("x")
    user.find(marker="count-if").click()
    await user.should_see("“招聘推介”请填整数")
    user.find(marker="if-fairs_held").clear().type("2")
    user.find(marker="if-seekers_satisfied").type("10")
    user.find(marker="count-if").click()
    # two fairs of ten are 2 of 10 points; ten of ten answers are 100%, all 5 points (附件2 三（四）1)
    await user.should_see("合计 1.11 → 8.11 分")
    with world.market.reading() as tables:
        assert len(tables.score.facts(2026).counts) == 0


async def test_figures_are_told_with_their_document_and_the_old_ones_stay(world: World) -> None:
    user = await world.user(Role.MANAGER)
    await user.open("/score/figures?year=2026&of=year")
    assert content_of(user, "figures").count("还没有填") == len(FigureName)
    user.find(marker="keep-figure").click()
    await user.should_see("请从列表里选“哪个数字”。")
    field(user, "name").set_value("budget")
    field(user, "value").set_value("300,001")
    for element in user.find(marker="field-document").elements:
        element.set_value("财社〔2026〕5 号")  # type: ignore[attr-defined]
    user.find(marker="keep-figure").click()
    await user.should_see("年度预算不超过 300000 元")
    assert field(user, "value").value == "300,001"
    field(user, "value").set_value("300000")
    user.find(marker="keep-figure").click()
    await until(lambda: "300,000 元" in content_of(user, "figures"))
    assert field(user, "value").value == ""
    for element in user.find(marker="field-document").elements:
        element.set_value("财社〔2026〕9 号")  # type: ignore[attr-defined]
    field(user, "name").set_value("budget")
    field(user, "value").set_value("280000")
    user.find(marker="keep-figure").click()
    await until(lambda: "280,000 元" in content_of(user, "figures"))
    shown = content_of(user, "figures")
    assert "300,000 元（财社〔2026〕5 号）" in shown
    assert "负责人 2026-11-23 09:30" in shown
    assert Action.ASSESSED in _deeds(world)


async def test_a_figure_has_its_document_as_a_file_that_only_who_sees_the_score_may_take(
        world: World, tmp_path: Path) -> None:  # fmt: skip
    _told(world, budget="30000000")
    user = await world.user(Role.ASSESSOR)
    await user.open("/score/figures?year=2026&of=year")
    await until(lambda: "还没有传文件" in content_of(user, "figures"))
    press(user, "figures", "county_figure", "budget-2026")
    await send(user, pdf(1), "IMAGE,PDF", "drop-document", "han.pdf")
    await user.should_see("文件已存好")
    with world.market.reading() as tables:
        (paper,) = tables.attachments.of("county_figure", "budget-2026")
    await until(lambda: f"/attachment/{paper.id}" in content_of(user, "figures"))
    assert "还没有传文件" not in content_of(user, "figures")
    answer = await user.http_client.get(f"http://test/attachment/{paper.id}")
    assert (answer.status_code, answer.content) == (200, pdf(1))
    assert not any(pdf(1) in path.read_bytes() for path in (tmp_path / "attachments").rglob("*") if path.is_file())
    clerk = await world.user(Role.CLERK)
    assert (await clerk.http_client.get(f"http://test/attachment/{paper.id}")).status_code == 403


async def test_the_manager_notes_a_payment_and_only_the_assessor_a_violation(world: World) -> None:
    user = await world.user(Role.MANAGER)
    await user.open("/score/figures")
    assert not _there(user, "keep-violation")
    field(user, "round").set_value("half")
    field(user, "fen").set_value("150000")
    field(user, "paid_on").set_value("2026-07-20")
    for element in user.find(marker="field-document").elements:
        element.set_value("凭证 12")  # type: ignore[attr-defined]
    user.find(marker="keep-payment").click()
    await until(lambda: "150,000 元" in content_of(user, "money"))
    assessor = await world.user(Role.ASSESSOR)
    await assessor.open("/score/figures")
    assert _there(assessor, "keep-violation")


def _there(user: User, marker: str) -> bool:
    try:
        return bool(user.find(marker=marker).elements)
    except AssertionError:
        return False


async def test_a_correction_goes_beside_the_rows_and_into_the_verified_column_only(world: World) -> None:
    _some_year(world)
    user = await world.user(Role.ASSESSOR)
    await user.open("/score/assessment?year=2026&of=year")
    field(user, "measure").set_value("fairs_held")
    field(user, "change").set_value("三场")
    field(user, "reason").set_value("七月那场没有自助机，有签到册")
    field(user, "document").set_value("核查记录 3 号")
    user.find(marker="keep-adjustment").click()
    await user.should_see("请填加几或减几")
    field(user, "change").set_value("+1")
    user.find(marker="keep-adjustment").click()
    await until(lambda: "七月那场" in content_of(user, "adjustments"))
    # one more fair of ten is one point more, of the verified column alone
    await user.should_see("现在核定数 2.11 分，填报数 1.11 分")
    manager = await world.user(Role.MANAGER)
    await manager.open("/score/assessment")
    assert not _there(manager, "keep-adjustment")
    assert not _there(manager, "sign")


async def test_a_sheet_is_frozen_when_it_is_signed_and_a_row_changed_afterwards_shows(world: World) -> None:
    _some_year(world)
    user = await world.user(Role.ASSESSOR)
    await user.open("/score/assessment?year=2026&of=year")
    user.find(marker="sign").click()
    await user.should_see("请写明考核小组签字的人和单位")
    user.find(marker="signers").type("县人社局 甲，县财政局 乙")
    await _sign(user)
    await user.should_see("截止后再定稿")  # 附件2 四: the year's data end with 31 December
    world.clock.at = datetime(2027, 1, 12, 1, tzinfo=UTC)
    user = await world.user(Role.ASSESSOR)  # the first login is over by then
    await user.open("/score/assessment?year=2026&of=year")
    user.find(marker="signers").type("县人社局 甲，县财政局 乙")
    await _sign(user)
    await user.should_see("还不能定稿")
    _told(world, new_employment_target="3000", unemployed_task="600", hardship_task="300", budget="30000000")
    await _sign(user)
    await user.should_see("已定稿：1.11 分。")
    await until(lambda: "台账没有变" in content_of(user, "assessments"))
    with world.market.reading() as tables:
        (signed,) = tables.score.assessments(2026, PeriodKind.YEAR)
    # 2 of 2000 postings, 1 of 100 firms and 1 of 10 fairs, 10 points each
    assert (signed.printed, str(signed.exact), signed.signed_by) == ("1.11", "111/100", "staff-assessor")
    _publish(world, "job-9", datetime(2026, 5, 2, 1, tzinfo=UTC), address="样例路 9 号")
    await user.open("/score/assessment?year=2026&of=year")
    await until(lambda: "台账有变动" in content_of(user, "assessments"))
    assert sheet_signed(signed).total == "1.11"
    await _sign(user, "县人社局 甲")
    await user.should_see("复查后再定稿的，请写明原因")


async def _sign(user: User, signers: str = "") -> None:
    if signers:
        user.find(marker="signers").type(signers)
    user.find(marker="sign").click()
    await asked(user)
    user.find(marker="sure").click()


async def test_the_table_holds_the_indicators_the_money_and_every_reading(world: World) -> None:
    _some_year(world)
    _told(world, new_employment_target="3000", budget="30000000")
    user = await world.user(Role.MANAGER)
    await user.open("/score")
    user.find(marker="xlsx-score").click()
    answer = await user.download.next(timeout=10)
    rows = [[str(cell.value or "") for cell in row] for row in load_workbook(io.BytesIO(answer.content)).active.rows]  # type: ignore[union-attr]
    assert [row[0] for row in rows[1:11]] == [one.label for one in Indicator]
    assert sum(row[0] == "口径" for row in rows) == 21
    assert ["年度运营补贴预算", "300,000 元"] in [row[:2] for row in rows]
    assert Action.EXPORTED in _deeds(world)


async def test_the_self_assessment_is_taken_as_paper_and_table_with_the_papers_behind_each_figure(world: World) -> None:
    _some_year(world)
    paper = Attachment(id="a-1", subject="fair", subject_id="fair-1", role=AttachmentRole.EVIDENCE, mime="image/png",
                       size=1, sha256="0" * 64, added_at=NOW, added_by="staff-editor")  # fmt: skip
    world.market.write(lambda tables: tables.attachments.add(paper))
    user = await world.user(Role.MANAGER)
    await user.open("/score")
    user.find(marker="xlsx-self").click()
    answer = await user.download.next(timeout=10)
    rows = [[str(cell.value or "") for cell in row] for row in load_workbook(io.BytesIO(answer.content)).active.rows]  # type: ignore[union-attr]
    told = {row[0]: row[1:] for row in rows}
    # one fair with its paper, two posts without, of 10 and 2000; the repost does not count and says so
    assert told["招聘推介活动"][1:4] == ["1 场", "1 条", "1 条"]
    assert told["发布岗位数"][1:5] == ["2 个", "2 条", "0 条", "短期内重发 1 条"]
    assert told["发布岗位数"][5] == "1998 个"
    assert told["新增就业人数占比"][5] == "缺数，算不出"
    assert any(row[0] == "还缺" for row in rows)
    user.find(marker="print-self").click()
    assert "未经县人社局核实" in _paper((await user.download.next(timeout=30)).content)
    assert Action.EXPORTED in _deeds(world)


async def test_a_draft_and_a_signed_sheet_are_printed_and_say_which_they_are(world: World) -> None:
    _some_year(world)
    _told(world, new_employment_target="3000", unemployed_task="600", hardship_task="300")
    user = await world.user(Role.MANAGER)
    await user.open("/score")
    user.find(marker="print-score").click()
    draft = _paper((await user.download.next(timeout=30)).content)
    assert "未定稿，仅供核对" in draft
    assert "负责人2026-11-2309:30打印" in draft
    world.clock.at = datetime(2027, 1, 12, 1, tzinfo=UTC)
    sign = sign_sheet(2026, PeriodKind.YEAR, "县人社局 甲", "", world.clock.at)
    signed = world.market.write(lambda tables: sign(tables, STAFF[Role.ASSESSOR]))
    _publish(world, "job-9", datetime(2026, 5, 2, 1, tzinfo=UTC), address="样例路 9 号")
    auditor = await world.user(Role.AUDITOR)
    await auditor.open("/score/assessment?year=2026&of=year")
    press(auditor, "assessments", "print", signed.id)
    paper = _paper((await auditor.download.next(timeout=30)).content)
    assert "县人社局甲于2027-01-1209:00定稿" in paper
    assert "未定稿" not in paper
    assert signed.rows_sha256 in paper
    assert "2个" in paper  # as signed; the job published since is not on it


def _paper(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        pages = (document[number].get_textpage().get_text_range() for number in range(len(document)))
        return "".join("".join(pages).split())


async def test_today_tells_the_manager_where_the_year_stands_and_the_clerk_nothing(world: World) -> None:
    _some_year(world)
    user = await world.user(Role.MANAGER)
    await user.open("/")
    await until(lambda: "考核得分" in content_of(user, "cards"))
    await until(lambda: "还没有全县全年新增就业目标数" in content_of(user, "cards"))
    clerk = await world.user(Role.CLERK)
    await clerk.open("/")
    assert "考核得分" not in content_of(clerk, "cards")


def test_the_glance_is_counted_anew_after_ten_minutes_and_says_when(world: World) -> None:
    glance = ScoreGlance()

    def posted(now: datetime) -> tuple[datetime, str]:
        with world.market.reading() as tables:
            at, found = glance.at(tables, now)
        return at, found.score.line(Indicator.POSTINGS).verified.printed

    assert posted(NOW) == (NOW, "0.00")
    _some_year(world)
    assert posted(NOW + timedelta(minutes=9)) == (NOW, "0.00")
    later = NOW + timedelta(minutes=10)
    assert posted(later) == (later, "0.01")
    assert posted(NOW)[0] == NOW  # a clock set back keeps nothing of the future


def test_the_score_at_hand_is_that_of_what_stands_in_the_tables(world: World) -> None:
    _some_year(world)
    with world.market.reading() as tables:
        read = read_year(tables, 2026)
    found = at_hand(read, PeriodKind.YEAR, NOW)
    counted = {tally.measure: tally.value for line in found.score.indicators for tally in line.verified.tallies}
    assert (counted[Measure.POSTED], counted[Measure.EMPLOYERS_SERVED], counted[Measure.FAIRS_HELD]) == (2, 1, 1)
