"""公示 of an assessment at the desk: made in one click, on the screens in its window alone, appealed and corrected."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from content.admin.appeals import Typed, answer_appeal, resigned_for, take_in
from content.admin.login import NotAllowed
from content.admin.publicising import PeriodShown, look_at_period, make_public, publicity_card
from content.admin.scoring import adjust, sign_sheet
from content.edition.reading import Edition
from content.errors import StoreError
from content.kpi.facts import Adjustment
from content.kpi.filed import Assessment
from content.kpi.measures import Measure
from content.kpi.periods import PeriodKind
from content.model.audit import Action
from content.model.cases import Case, CaseKind, CaseState
from content.model.codes import NoticeKind, Role, Stage
from content.model.market import HolidayYear, MarketSettings
from content.model.notices import Notice
from content.model.publicities import AppealDeed
from content.model.published import MarketCard
from content.rules.receipts import case_answer
from content.store.audit import AuditPage
from tests.pages.admin.test_score_pages import _some_year, _told
from tests.pages.admin.world import KEYS, STAFF, World, asked, content_of, press, until

# an invented table of 2027, whose own is not told yet (tests/unit/content/rules/test_publicity.py has that of 2026):
# Saturday 16 January is worked, Monday the 18th to Wednesday the 20th are off
YEAR = HolidayYear(year=2027, days_off=(date(2027, 1, 18), date(2027, 1, 19), date(2027, 1, 20)),
                   working_weekends=(date(2027, 1, 16),), source="测试用放假表")  # fmt: skip
SIGNED = datetime(2027, 1, 11, 1, tzinfo=UTC)  # Monday 09:00 in the hall
STARTS = datetime(2027, 1, 12, 0, tzinfo=UTC)  # Tuesday 08:00
# Wed 13, Thu 14, Fri 15, Sat 16 worked | Thu 21, Fri 22 | Mon 25 is the seventh
ENDS = datetime(2027, 1, 25, 16, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ASSESSOR = STAFF[Role.ASSESSOR]


def _sign(world: World, note: str = "", appeal: str = "") -> Assessment:
    now = world.clock.at
    because = None if not appeal else (lambda tables, staff, made: resigned_for(tables, staff, appeal, made, now))
    sign = sign_sheet(2026, PeriodKind.YEAR, "县人社局 甲，县财政局 乙", note, now, because)
    return world.market.write(lambda tables: sign(tables, ASSESSOR))


def _signed(world: World) -> Assessment:
    settings = MarketSettings(holidays=(YEAR,), card=MarketCard(complaint_phone="0566-7012345"))
    world.market.write(lambda tables: tables.market.save(settings, 0, "boss"))
    _some_year(world)
    _told(world, new_employment_target="3000", unemployed_task="600", hardship_task="300")
    world.clock.at = SIGNED
    return _sign(world)


def _publicise(world: World, sheet: Assessment) -> Notice:
    step = make_public(sheet.id, world.clock.at)
    notice, _ = world.market.write(lambda tables: step(tables, ASSESSOR))
    return notice


def _hang(world: World, notice: Notice) -> None:
    world.market.write(lambda tables: tables.notices.set_stage(notice.id, Stage.APPROVED, "staff-reviewer",
                                                               world.clock.at))  # fmt: skip
    world.publisher.publish("staff-reviewer")


def _hung(world: World) -> Notice:
    notice = _publicise(world, _signed(world))
    _hang(world, notice)
    return notice


def _period(world: World) -> PeriodShown:
    with world.market.reading() as tables:
        return look_at_period(tables, 2026, PeriodKind.YEAR, world.clock.at)


def _shown(world: World, at: datetime) -> set[str]:
    """Return the titles of the notices the edition in force shows at an instant."""
    edition: Edition | None = world.publisher.current()
    assert edition is not None
    try:
        return {one.title for one in edition.notices(at)}
    finally:
        edition.close()


def _appeal(world: World, notice: Notice, at: datetime, text: str = "岗位数少算了") -> Case:
    world.clock.at = max(world.clock.at, at)
    step = take_in(Typed(notice_id=notice.id, text=text, phone="", filed_at=at), KEYS, world.clock.at)
    number, _ = world.market.write(lambda tables: step(tables, STAFF[Role.CLERK]))
    with world.market.reading() as tables:
        (case,) = tables.cases.by_receipt(number)
    return case


def test_the_scene_is_in_the_edition_in_its_window_and_not_a_second_longer(world: World) -> None:
    notice = _publicise(world, _signed(world))
    assert (notice.stage, notice.shown_from, notice.shown_until) == (Stage.SUBMITTED, STARTS, ENDS)
    plain = Notice(id="plain", title="停电通知", body="停电", shown_from=SIGNED, shown_until=ENDS + timedelta(days=9),
                   stage=Stage.DRAFT, created_at=SIGNED, created_by="甲", updated_at=SIGNED)  # fmt: skip
    world.market.write(lambda tables: tables.notices.hand_in_new(plain, "staff-editor"))
    world.market.write(lambda tables: tables.notices.set_stage("plain", Stage.APPROVED, "staff-reviewer", SIGNED))
    _hang(world, notice)
    title = "2026年全年考核结果公示"
    for at, there in ((STARTS - SECOND, False), (STARTS, True), (ENDS - SECOND, True), (ENDS, False)):
        # the control hangs all the while: what ends the 公示 is its window, not the edition
        assert _shown(world, at) == {"停电通知"} | ({title} if there else set()), at
    (one,) = _period(world).shown
    assert (one.edition, one.trouble, one.newest) == (1, "", True)
    assert (one.term.first, one.term.last) == (date(2027, 1, 13), date(2027, 1, 25))


def test_its_text_is_the_signed_sheet_and_names_nobody(world: World) -> None:
    notice = _publicise(world, _signed(world))
    assert "1.11 分（满分 100 分）" in notice.body  # 2 of 2000 posts, 1 of 100 firms, 1 of 10 fairs
    assert "招聘推介活动 1.00/10" in notice.body
    assert "县财政局 乙" not in notice.body
    assert notice.kind is NoticeKind.PUBLICITY


def test_it_hangs_once_and_one_that_came_too_late_is_made_anew(world: World) -> None:
    sheet = _signed(world)
    notice = _publicise(world, sheet)
    with pytest.raises(StoreError, match="已经公示了"):
        _publicise(world, sheet)
    assert "请审核员" in _period(world).shown[0].trouble
    world.clock.at = STARTS + timedelta(days=1)  # nobody reviewed it in time: seven days are not left
    period = _period(world)
    assert "公示不够 7 个工作日" in period.shown[0].trouble
    assert period.button == "撤下，重新公示"
    again = _publicise(world, sheet)
    assert again.shown_from == STARTS + timedelta(days=2)
    with world.market.reading() as tables:
        first = tables.notices.get(notice.id)
    assert first is not None and first.stage is Stage.WITHDRAWN


def test_the_window_refuses_before_and_after_with_what_one_can_do(world: World) -> None:
    notice = _hung(world)
    with pytest.raises(StoreError, match="现在还不能申诉"):
        _appeal(world, notice, STARTS - SECOND)
    assert _appeal(world, notice, STARTS).state is CaseState.NEW
    world.clock.at = ENDS + timedelta(hours=3)
    # a letter handed in inside the window and typed the next morning counts by when it was handed in
    assert _appeal(world, notice, ENDS - SECOND).channel.value == "window"
    with pytest.raises(StoreError, match="0566-7012345"):
        _appeal(world, notice, ENDS)
    with pytest.raises(StoreError, match="时间还没有到"):
        world.market.write(lambda tables: take_in(Typed(notice_id=notice.id, text="有意见", phone="",
                                                        filed_at=ENDS + timedelta(days=1)), KEYS, world.clock.at)(
            tables, STAFF[Role.CLERK]))  # fmt: skip
    (one,) = _period(world).shown
    assert one.words.startswith("公示期满")
    assert "有 2 件申诉（已答复 0 件）" in one.words


def test_only_the_group_answers_and_a_correction_needs_the_sheet_signed_for_it(world: World) -> None:
    notice = _hung(world)
    case = _appeal(world, notice, STARTS + SECOND)
    now = world.clock.at

    def answer(version: int, deed: AppealDeed, role: Role = Role.ASSESSOR) -> Case:
        step = answer_appeal(case.id, version, deed, "七月那场算上了", now)
        return world.market.write(lambda tables: step(tables, STAFF[role]))

    with pytest.raises(NotAllowed):
        answer(1, AppealDeed.KEPT, Role.CLERK)
    with pytest.raises(StoreError, match="另定一稿"):
        answer(1, AppealDeed.CORRECTED)
    with pytest.raises(StoreError, match="写明原因"):
        _sign(world, appeal=case.id)
    made = _correct(world, case)
    with pytest.raises(StoreError, match="请选“已更正”"):
        answer(2, AppealDeed.KEPT)
    done = answer(2, AppealDeed.CORRECTED)
    assert case_answer(done).answer == "复查后已更正。七月那场算上了"
    with world.market.reading() as tables:
        steps = [(one.deed, one.assessment_id) for one in tables.publicity.steps(case.id)]
        told = {entry.action for entry in tables.audit.page(AuditPage(subject="case", subject_id=case.id))[0]}
    assert steps == [(AppealDeed.RESIGNED, made.id), (AppealDeed.CORRECTED, made.id)]
    assert told == {Action.SAVED, Action.ANSWERED}


def _correct(world: World, case: Case) -> Assessment:
    """Let the group find one more fair and sign again because of an appeal."""
    change = Adjustment(id="more", measure=Measure.FAIRS_HELD, of=PeriodKind.YEAR, change=1, reason="有签到册", by="",
                        at=world.clock.at, document="核查 3 号")  # fmt: skip
    world.market.write(lambda tables: adjust(2026, change)(tables, ASSESSOR))
    return _sign(world, f"因申诉 {case.number} 复查", case.id)


def test_a_window_counted_without_the_years_table_says_so(world: World) -> None:
    sheet = _signed(world)
    _hang(world, _publicise(world, sheet))
    assert _period(world).shown[0].trouble == ""
    with world.market.reading() as tables:
        settings = tables.market.get()
    bare = replace(settings, holidays=())
    world.market.write(lambda tables: tables.market.save(bare, settings.version, "boss"))
    assert "还没有 2027 年的放假安排，公示期只除去了周末" in _period(world).shown[0].trouble


async def test_a_corrected_score_takes_the_old_figure_from_the_hall_in_one_click(world: World) -> None:
    notice = _hung(world)
    world.clock.at = STARTS + timedelta(days=2)
    case = _appeal(world, notice, world.clock.at)
    _correct(world, case)
    assert _shown(world, world.clock.at) == {notice.title}  # still the old figure
    user = await world.user(Role.ASSESSOR)
    await user.open("/score/assessment?year=2026&of=year")
    await user.should_see("得分已经另行定稿为 2.11 分，旧得分 1.11 分的公示还没有撤（第 1 期带着）")
    user.find(marker="publicise").click()
    await asked(user)
    user.find(marker="publicise-sure").click()
    await user.should_see("旧公示已从大厅撤下。已送审")
    assert _shown(world, world.clock.at) == set()
    await until(lambda: "已撤下" in content_of(user, "publicities"))
    new = _period(world).shown[0]
    assert new.notice.title == "2026年全年考核结果公示（更正）"
    assert "2.11 分" in new.notice.body
    _hang(world, new.notice)
    assert _shown(world, new.term.starts) == {new.notice.title}


def test_the_first_page_of_the_manager_says_what_a_signed_score_wants_next(world: World) -> None:
    sheet = _signed(world)
    for told, then in (("已经定稿，还没有公示", lambda: _publicise(world, sheet)),
                       ("还没有审核，请审核员今天", lambda: _hang(world, _period(world).shown[0].notice)), ("", None)):
        with world.market.reading() as tables:
            card = publicity_card(tables, world.clock.at)
        assert (told in card.sentence, card.pressing, card.figure) == (True, bool(told), int(bool(told)))
        if then is not None:
            then()


async def test_the_page_tells_window_edition_and_appeals_and_prints_the_closing_line(world: World) -> None:
    notice = _hung(world)
    _appeal(world, notice, STARTS + SECOND)
    world.clock.at = datetime(2027, 1, 16, 2, tzinfo=UTC)  # the worked Saturday: it, 21, 22 and 25 are left
    manager = await world.user(Role.MANAGER)
    await manager.open("/score/assessment?year=2026&of=year")
    await until(lambda: "还有 4 个工作日" in content_of(manager, "publicities"))
    shown = content_of(manager, "publicities")
    assert "第 1 期" in shown and "1月13日是第 1 天，1月25日是最后一天" in shown and "1 件，已答复 0 件" in shown
    world.clock.at = ENDS
    manager = await world.user(Role.MANAGER)
    await manager.open("/score/assessment?year=2026&of=year")
    await until(lambda: "公示期满" in content_of(manager, "publicities"))
    press(manager, "assessments", "print", _period(world).shown[0].sheet.id)
    with pypdfium2.PdfDocument(io.BytesIO((await manager.download.next(timeout=30)).content)) as document:
        text = "".join("".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
                       .split())  # fmt: skip
    assert "公示期满（1月12日08:00—1月25日24:00），有1件申诉（已答复0件）。" in text


async def test_a_clerk_takes_an_appeal_in_and_the_group_answers_it_on_one_page(world: World) -> None:
    _hung(world)
    world.clock.at = STARTS + timedelta(hours=2)
    clerk = await world.user(Role.CLERK)
    await clerk.open("/appeals")
    await until(lambda: "正在公示" in content_of(clerk, "stands"))
    clerk.find(marker="text").type("招聘会少算一场")
    clerk.find(marker="phone").type("13900001234")
    clerk.find(marker="filed-at").type("2027-01-12 07:59")
    clerk.find(marker="take-in").click()
    await clerk.should_see("现在还不能申诉")
    clerk.find(marker="filed-at").clear()
    clerk.find(marker="take-in").click()
    await clerk.should_see("收下了。请抄给来人：回执号")
    assert "招聘会少算一场" not in content_of(clerk, "appeals")  # nothing anybody wrote stands in a list
    assert 'data-do="answer"' not in content_of(clerk, "appeals")
    with world.market.reading() as tables:
        (case,), _ = tables.cases.page(CaseKind.APPEAL)
    assert "13900001234" not in content_of(clerk, "appeals")
    group = await world.user(Role.ASSESSOR)
    await group.open("/")
    await until(lambda: "公示申诉待答复" in content_of(group, "cards"))
    await group.open("/appeals")
    press(group, "appeals", "phone", case.id)
    await group.should_see("13900001234。谁看过已记在操作记录里。")
    press(group, "appeals", "answer", case.id)
    await asked(group)
    await group.should_see("招聘会少算一场")
    group.find(marker="words").type("查了签到册，没有这一场")
    group.find(marker="send").click()
    await until(lambda: "复查后维持原得分。查了签到册" in content_of(group, "appeals"))
