"""职业指导 at the desk: every registration is a task, matches say why, new jobs make calls, plans are printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from nicegui import ui

from content.admin.self_tests import latest_test
from content.hubapi.case_projections import project_case
from content.hubapi.projections import project_registration
from content.model.audit import Action
from content.model.cases import CaseKind, SelfTestBody
from content.model.codes import Channel, IdEntry, PayWish, Role, Stage, StartWish
from content.model.filings import FilingHeader, RegistrationBody
from content.model.guidance import Guidance, ServicePlan
from content.model.seekers import ConsentWithdrawal
from content.privacy import blind_index
from content.reports.help_paper import HelpPaper, paper_values
from content.reports.paper import draw, page_of
from content.rules.self_test import items_version
from content.store.audit import AuditPage
from content.store.referrals import ReferralView
from tests.pages.admin.world import KEYS, NOW, World, asked, content_of, field, press, until

NUMBER, NAME, PHONE = "341721199003071234", "欧阳小甲", "13900001234"  # invented, no checksum
REGISTERED = RegistrationBody(
    number="12-000001", code="4821", name=NAME, id_number=NUMBER, id_entry=IdEntry.CARD, sex="1", nation_code="01",
    township_code="341721100", phone=PHONE, trades=("A11",), pay_wishes=(PayWish.DAY,), start_wish=StartWish.TODAY,
    township_codes=("341721100",), consent_version="2", consented_at=NOW, channel=Channel.KIOSK,
)  # fmt: skip
ADVICE = "先从搬运干起，年后学叉车"


def _registered(world: World, at: datetime = NOW - timedelta(hours=1), seq: int = 1) -> None:
    header = FilingHeader(id=f"reg-{seq}", kind="registration", version=2, site_id="341721-01", terminal="t-1",
                          seq=seq, occurred_at=at, clock_ok=True)  # fmt: skip
    body = replace(REGISTERED, number=f"12-{seq:06d}")
    with world.market.reading() as tables:
        known = tables.seekers.of_seeker("reg-1")
    records = project_registration(header, body, NOW, "reg-1" if known else None, KEYS)
    world.market.write(lambda tables: tables.seekers.put(records.seeker))
    world.market.write(lambda tables: tables.seekers.add_registration(records.registration))


def _published(world: World) -> None:
    world.add_job(Stage.APPROVED)
    world.market.write(lambda tables: tables.jobs.mark_published(("job-1",), NOW))


def _guided(world: World) -> tuple[Guidance, ...]:
    with world.market.reading() as tables:
        return tables.guidance.listed(50, 0)[0]


def _plans(world: World) -> tuple[ServicePlan, ...]:
    with world.market.reading() as tables:
        return tables.plans.listed(50, 0)[0]


def _waiting(world: World) -> int:
    with world.market.reading() as tables:
        return tables.guidance.waiting_before(None)


async def test_a_registration_is_a_task_until_its_person_was_guided(world: World) -> None:
    _registered(world)
    user = await world.user(Role.COUNSELLOR)
    await user.open("/guidance")
    await until(lambda: "欧阳**" in content_of(user, "list"))
    assert "2026-11-24" in content_of(user, "list")  # the next working day
    await user.open("/guidance/reg-1")
    field(user, "result").set_value("done")
    user.find(marker="guide").click()
    await until(lambda: field(user, "words").error is not None)
    assert _waiting(world) == 1
    field(user, "words").set_value(ADVICE)
    user.find(marker="guide").click()
    await until(lambda: ADVICE in content_of(user, "guided"))
    assert _waiting(world) == 0
    (one,) = _guided(world)
    assert (one.registration_id, one.entered_by, one.result.value) == ("reg-1", "staff-counsellor", "done")
    _registered(world, NOW + timedelta(minutes=5), 2)
    assert _waiting(world) == 1  # who comes again is guided again
    with world.market.reading() as tables:
        assert not any(ADVICE in entry.words for entry in tables.audit.every(AuditPage()))


async def test_guidance_noted_by_mistake_is_void_and_the_task_stands_open_again(world: World) -> None:
    _registered(world)
    user = await world.user(Role.COUNSELLOR)
    await user.open("/guidance/reg-1")
    field(user, "result").set_value("declined")
    user.find(marker="guide").click()
    await until(lambda: _waiting(world) == 0)
    (one,) = _guided(world)
    press(user, "guided", "void", one.root)
    await asked(user)
    user.find(marker="why-void").type("按错了")
    user.find(marker="void-entry").click()
    await until(lambda: _waiting(world) == 1)


async def test_nobody_reached_three_times_rests(world: World) -> None:
    _registered(world)
    user = await world.user(Role.CLERK)
    for tries in range(1, 4):
        await user.open("/guidance/reg-1")
        field(user, "result").set_value("unreached")
        user.find(marker="guide").click()
        await until(lambda tries=tries: len(_guided(world)) == tries)  # type: ignore[misc]
        assert _waiting(world) == (0 if tries == 3 else 1)


async def test_a_match_says_why_and_is_referred_in_one_press(world: World) -> None:
    _published(world)
    _registered(world)
    user = await world.user(Role.CLERK)
    await user.open("/guidance/reg-1")
    await until(lambda: "仓库搬运" in content_of(user, "jobs"))
    await until(lambda: "您想干装卸搬运；在尧渡镇，您愿意去；日结，合您的意" in content_of(user, "jobs"))
    press(user, "jobs", "refer", "job-1")
    await user.should_see(marker="confirm", retries=50)
    with world.market.reading() as tables:
        (one,), total = tables.referrals.listed(ReferralView.UNCONFIRMED, NOW.date(), 50, 0)
    assert (total, one.job_id, one.consented_at, one.confirmed_at) == (1, "job-1", None, None)


async def test_a_new_job_that_fits_makes_a_call_told_today_until_somebody_answered(world: World) -> None:
    _registered(world)
    _published(world)
    user = await world.user(Role.CLERK)
    await user.open("/")
    await until(lambda: "新岗位该打电话" in content_of(user, "cards"))
    assert "11-23 10:30" in content_of(user, "cards")  # within the hour of 09:30
    await user.open("/guidance?view=calls")
    await until(lambda: "仓库搬运" in content_of(user, "list"))
    await until(lambda: "您想干装卸搬运" in content_of(user, "list"))
    press(user, "list", "unreached", "reg-1 job-1")
    await user.should_see("电话记下了")
    await until(lambda: "仓库搬运" in content_of(user, "list"))
    press(user, "list", "no", "reg-1 job-1")
    await until(lambda: "仓库搬运" not in content_of(user, "list"))


async def test_a_plan_is_written_goes_on_and_is_printed_with_a_line_in_the_record(world: World) -> None:
    _registered(world)
    user = await world.user(Role.COUNSELLOR)
    await user.open("/guidance/reg-1")
    user.find(marker="print-plan").click()
    await user.should_see("还没有写好并保存方案")
    field(user, "goal").set_value("学会开叉车")
    field(user, "review_on").set_value("2026-12-07")
    user.find(marker="save-plan").click()
    await until(lambda: field(user, "steps").error is not None)
    assert field(user, "goal").value == "学会开叉车"
    field(user, "steps").set_value("先做搬运\n报名叉车班")
    user.find(marker="save-plan").click()
    await until(lambda: len(_plans(world)) == 1)
    await user.should_see("方案已保存")
    user.find(marker="print-plan").click()
    paper = await user.download.next(timeout=60)
    assert paper.content.startswith(b"%PDF")
    with world.market.reading() as tables:
        (plan,) = tables.plans.listed(50, 0)[0]
        assert plan.counsellor == "staff-counsellor"
        assert tables.plans.open(plan, "steps") == "先做搬运\n报名叉车班"
        printed = [entry for entry in tables.audit.every(AuditPage()) if entry.action is Action.EXPORTED]
    assert [entry.subject for entry in printed] == ["service_plan"]
    world.clock.at = NOW + timedelta(days=14)
    manager = await world.user(Role.MANAGER)
    await manager.open("/")
    assert "服务方案该复核" in content_of(manager, "cards")


async def test_a_clerk_guides_and_writes_no_plan_and_who_checks_reads_no_advice(world: World) -> None:
    _registered(world)
    user = await world.user(Role.CLERK)
    await user.open("/guidance/reg-1")
    await user.should_not_see(kind=ui.button, marker="save-plan")
    field(user, "result").set_value("done")
    field(user, "words").set_value(ADVICE)
    user.find(marker="guide").click()
    await until(lambda: ADVICE in content_of(user, "guided"))
    assessor = await world.user(Role.ASSESSOR)
    await assessor.open("/guidance/reg-1")
    assert ADVICE not in content_of(assessor, "guided")


def test_the_paper_names_the_counsellor_the_steps_and_the_next_date() -> None:
    paper = HelpPaper(title="个性化就业服务方案", name=NAME, counsellor="职业指导员", day=NOW.date(),
                      review_on=(NOW + timedelta(days=14)).date(), goal="学会开叉车",
                      steps=("先做搬运", "报名叉车班"), jobs=("1 号 仓库搬运：您想干装卸搬运",))  # fmt: skip
    html = page_of("help_plan.html", paper_values(paper, "样例市场", "0566-1234567", NOW))
    for words in ("职业指导员", "报名叉车班", "2026-12-07", "学会开叉车", "您想干装卸搬运"):
        assert words in html, words
    assert draw(html).startswith(b"%PDF")


def _tested(world: World, at: datetime, id_number: str = NUMBER, version: str = "") -> None:
    """File a test that likes the four items of working with one's hands and nothing else; the types take turns."""
    answers = tuple(2 if place % 6 == 0 else 0 for place in range(24))
    body = SelfTestBody(items_version=version or items_version(), answers=answers, seconds=95, types="R",
                        id_number=id_number, consented_at=at)  # fmt: skip
    header = FilingHeader(id=f"test-{at:%d%H%M}{id_number[-4:]}", kind=CaseKind.SELF_TEST.value, version=1,
                          site_id="341721-01", terminal="t-1", seq=9, occurred_at=at, clock_ok=True)  # fmt: skip
    world.market.write(lambda tables: tables.cases.add(project_case(header, body, KEYS)))


async def test_what_a_self_test_came_to_stands_on_guidance_and_begins_the_plan(world: World) -> None:
    _registered(world)
    _tested(world, NOW - timedelta(days=2), "341721198001011234")  # somebody else's
    _tested(world, NOW - timedelta(days=1), "")  # nobody's
    user = await world.user(Role.COUNSELLOR)
    await user.open("/guidance/reg-1")
    await until(lambda: "没有做过" in content_of(user, "file"))
    assert not field(user, "goal").value
    _tested(world, NOW - timedelta(days=3))
    await user.open("/guidance/reg-1")
    await until(lambda: "2026-11-20：偏向动手干活；可以先谈建筑搬运" in content_of(user, "file"))
    assert "未建立常模" in content_of(user, "file")
    assert "偏向动手干活" in str(field(user, "goal").value)
    auditor = await world.user(Role.AUDITOR)
    await auditor.open("/guidance/reg-1")
    await until(lambda: "职业小测" in content_of(auditor, "file"))
    assert "动手干活" not in content_of(auditor, "file")


def test_a_test_filed_before_consent_was_taken_back_is_not_told(world: World) -> None:
    _registered(world)
    _tested(world, NOW - timedelta(days=3))
    index = blind_index(KEYS.index, "id1", NUMBER)
    with world.market.reading() as tables:
        assert latest_test(tables, KEYS, index) is not None
    taken = ConsentWithdrawal(id="w-1", person_index=index, withdrawn_at=NOW)
    world.market.write(lambda tables: tables.own_records.withdraw(taken))
    with world.market.reading() as tables:
        assert latest_test(tables, KEYS, index) is None


def test_a_test_of_other_items_says_nothing(world: World) -> None:
    _tested(world, NOW, version="别的题")
    with world.market.reading() as tables:
        assert latest_test(tables, KEYS, blind_index(KEYS.index, "id1", NUMBER)) is None


async def test_the_ledgers_page_of_a_person_leads_to_their_guidance(world: World) -> None:
    _registered(world)
    user = await world.user(Role.CLERK)
    await user.open("/ledger/people/reg-1")
    await until(lambda: any(link.visible for link in user.find(marker="guidance").elements))
    (link,) = user.find(marker="guidance").elements
    assert link.props["href"] == "/guidance/reg-1"  # below the mount, which the browser puts before it
