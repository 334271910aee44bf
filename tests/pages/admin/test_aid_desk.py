"""帮扶档案 at the desk: proposed by the sweep, opened with a consent of its own, worked on, closed with an outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from nicegui import ui
from nicegui.testing import User

from content.hubapi.projections import project_registration
from content.model.aid import AidFile, AidOutcome, AidState
from content.model.codes import Channel, IdEntry, PayWish, Role, StartWish
from content.model.filings import FilingHeader, RegistrationBody
from content.rules.workdays import week_of
from content.store.aid import AidView
from content.store.audit import AuditPage
from tests.pages.admin.world import KEYS, NOW, World, content_of, field, press, until

NUMBER, NAME, PHONE = "341721199003071234", "欧阳小甲", "13900001234"  # invented, no checksum
TODAY = date(2026, 11, 23)
REGISTERED = RegistrationBody(
    number="12-000001", code="4821", name=NAME, id_number=NUMBER, id_entry=IdEntry.CARD, sex="1", nation_code="01",
    township_code="341721100", phone=PHONE, trades=("A11",), pay_wishes=(PayWish.DAY,), start_wish=StartWish.TODAY,
    township_codes=(), consent_version="2", consented_at=NOW, channel=Channel.KIOSK,
)  # fmt: skip
STORY = "老人要照顾，只能做白天的活"


def _registered(world: World, at: datetime, seq: int = 1, id_number: str = NUMBER) -> None:
    header = FilingHeader(id=f"reg-{seq}", kind="registration", version=2, site_id="341721-01", terminal="t-1",
                          seq=seq, occurred_at=at, clock_ok=True)  # fmt: skip
    body = replace(REGISTERED, number=f"12-{seq:06d}", id_number=id_number)
    records = project_registration(header, body, NOW, None, KEYS)
    world.market.write(lambda tables: tables.seekers.put(records.seeker))
    world.market.write(lambda tables: tables.seekers.add_registration(records.registration))


def _files(world: World) -> tuple[AidFile, ...]:
    with world.market.reading() as tables:
        return tables.aid_files.listed(AidView.ALL, TODAY, "", 50, 0)[0]


async def _opened(world: World) -> tuple[User, AidFile]:
    _registered(world, NOW - timedelta(days=40))
    user = await world.user(Role.COUNSELLOR)
    await user.open("/aid/new?receipt=12-000001")
    field(user, "group").set_value("unemployed")
    field(user, "next_on").set_value("2026-11-25")
    field(user, "consented").set_value(True)
    user.find(marker="save").click()
    await until(lambda: len(_files(world)) == 1)
    (one,) = _files(world)
    await user.should_see(marker="note", retries=50)  # the page goes to the new file by itself
    return user, one


async def test_the_sweep_proposes_in_words_and_is_noted_once_a_week(world: World) -> None:
    _registered(world, NOW - timedelta(days=40))
    _registered(world, NOW - timedelta(days=3), 2, "341721199003071242")
    user = await world.user(Role.COUNSELLOR)
    await user.open("/aid?view=sweep")
    await until(lambda: "12-000001" in content_of(user, "list"))
    shown = content_of(user, "list")
    assert "登记 40 天了" in shown
    assert "12-000002" not in shown
    assert not any(secret in shown for secret in (NAME, NUMBER, PHONE))
    user.find(marker="finish-sweep").click()
    await user.should_see("筛出 1 人，建档 0 份")
    with world.market.reading() as tables:
        swept = tables.sweeps.of_week(week_of(TODAY))
    assert swept is not None
    assert (swept.proposed, swept.by) == (1, "staff-counsellor")


async def test_a_file_is_opened_only_with_a_consent_of_its_own(world: World) -> None:
    _registered(world, NOW - timedelta(days=40))
    user = await world.user(Role.COUNSELLOR)
    await user.open("/aid/new?receipt=12-000001")
    field(user, "group").set_value("unemployed")
    field(user, "next_on").set_value("2026-11-25")
    user.find(marker="save").click()
    await user.should_see("本人单独同意，请先问过本人再勾")
    assert _files(world) == ()
    assert field(user, "receipt").value == "12-000001"
    field(user, "consented").set_value(True)
    user.find(marker="save").click()
    await until(lambda: len(_files(world)) == 1)
    (one,) = _files(world)
    assert (one.owner, one.state, one.consent_version) == ("staff-counsellor", AidState.NEW, "帮扶同意-1")
    with world.market.reading() as tables:
        assert tables.sweeps.lines() == ()  # who has an open file is not proposed


async def test_a_file_goes_step_by_step_and_closes_with_an_outcome(world: World) -> None:
    user, one = await _opened(world)
    field(user, "deed").set_value("contact")
    field(user, "words").set_value(STORY)
    field(user, "state").set_value("planned")
    field(user, "next_on").set_value("2026-11-30")
    user.find(marker="note").click()
    await user.should_see("请先看过证明材料")
    assert field(user, "words").value == STORY
    field(user, "paper").set_value("unemployment")
    field(user, "plan").set_value("先去附近的白班")
    user.find(marker="save").click()
    await until(lambda: "证明：还没看到 → 就业失业登记" in content_of(user, "history"))
    assert field(user, "words").value == STORY  # what was typed in the other form stays
    user.find(marker="note").click()
    await until(lambda: "办到：新建 → 已订计划" in content_of(user, "history"))
    await until(lambda: STORY in content_of(user, "events"))
    field(user, "deed").set_value("closing")
    field(user, "words").set_value("搬去外县了")
    field(user, "state").set_value("closed")
    user.find(marker="note").click()
    await user.should_see("结案要选结果")
    field(user, "outcome").set_value("moved")
    user.find(marker="note").click()
    await until(lambda: _files(world)[0].state is AidState.CLOSED)
    closed = _files(world)[0]
    assert (closed.outcome, closed.closed_on, closed.next_on) == (AidOutcome.MOVED, TODAY, None)
    with world.market.reading() as tables:
        assert [entry.state for entry in tables.aid_files.chain(one.root)] == [
            AidState.NEW, AidState.NEW, AidState.PLANNED, AidState.CLOSED]  # fmt: skip
        words = [entry.words for entry in tables.audit.every(AuditPage())]
    assert not any(STORY in said or NAME in said for said in words)


async def test_a_day_noted_by_mistake_is_void_with_a_reason_and_stays(world: World) -> None:
    user, one = await _opened(world)
    field(user, "deed").set_value("contact")
    field(user, "words").set_value(STORY)
    field(user, "next_on").set_value("2026-11-30")
    user.find(marker="note").click()
    await until(lambda: STORY in content_of(user, "events"))
    with world.market.reading() as tables:
        (event,) = tables.aid_events.of_file(one.root)
    press(user, "events", "void", event.root)
    await until(lambda: any(dialog.value for dialog in user.find(kind=ui.dialog).elements))
    user.find(marker="void-entry").click()
    await user.should_see("请写明为什么作废")
    user.find(marker="why-void").type("记错了人")
    user.find(marker="void-entry").click()
    await until(lambda: STORY not in content_of(user, "events"))
    with world.market.reading() as tables:
        assert [entry.void for entry in tables.aid_events.chain(event.root)] == [False, True]


async def test_next_dates_are_told_today_and_once_they_are_gone(world: World) -> None:
    _, one = await _opened(world)
    counsellor = await world.user(Role.COUNSELLOR)
    world.clock.at = NOW + timedelta(days=2)  # 25 November
    counsellor = await world.user(Role.COUNSELLOR)
    await counsellor.open("/aid?view=due")
    await until(lambda: "欧阳**" in content_of(counsellor, "list"))
    assert "过期了" not in content_of(counsellor, "list")
    world.clock.at = NOW + timedelta(days=3)
    with world.market.reading() as tables:
        assert tables.aid_files.due_count(None, TODAY + timedelta(days=2)) == 1
    late = await world.user(Role.COUNSELLOR)
    await late.open("/")
    assert "帮扶过期没联系" in content_of(late, "cards")
    await late.open("/aid?view=due")
    await until(lambda: "过期了" in content_of(late, "list"))
    assert one.root in content_of(late, "list")


async def test_a_clerk_sees_that_there_is_a_file_and_not_what_was_said(world: World) -> None:
    user, one = await _opened(world)
    field(user, "deed").set_value("contact")
    field(user, "words").set_value(STORY)
    field(user, "next_on").set_value("2026-11-30")
    user.find(marker="note").click()
    await until(lambda: STORY in content_of(user, "events"))
    clerk = await world.user(Role.CLERK)
    await clerk.open(f"/aid/{one.root}")
    assert STORY not in content_of(clerk, "events")
    await clerk.should_not_see(kind=ui.button, marker="note")
