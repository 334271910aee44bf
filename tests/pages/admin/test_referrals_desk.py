"""推荐与就业 at the desk: an application becomes a referral, counts once confirmed, and a placement needs a paper."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui
from nicegui.testing import User

from content.hubapi.application_projections import project_application, project_withdrawal
from content.hubapi.projections import project_registration
from content.model.applications import ApplicationState
from content.model.audit import Action
from content.model.codes import Channel, IdEntry, PayWish, Role, Stage, StartWish
from content.model.filings import ApplicationBody, FilingHeader, RegistrationBody, WithdrawalBody
from content.model.referrals import Placement, Referral
from content.store.audit import AuditPage
from content.store.referrals import ReferralView
from tests.pages.admin.world import FIRM, KEYS, NOW, World, content_of, field, press, until

NUMBER, NAME, PHONE = "341721199003071234", "欧阳小甲", "13900001234"  # invented, no checksum
HEADER = FilingHeader(id="filing-1", kind="application", version=1, site_id="341721-01", terminal="terminal-1", seq=1,
                      occurred_at=NOW, clock_ok=True)  # fmt: skip
APPLIED = ApplicationBody(number="12-000417", code="4821", job_id="job-1", job_number=1, employer_name=FIRM.name,
                          name=NAME, id_number=NUMBER, phone=PHONE, consent_version="报名同意-1",
                          consented_at=NOW)  # fmt: skip
REGISTERED = RegistrationBody(
    number="12-000001", code="4821", name=NAME, id_number=NUMBER, id_entry=IdEntry.CARD, sex="2", nation_code="01",
    township_code="341721100", phone=PHONE, trades=("A11",), pay_wishes=(PayWish.DAY,), start_wish=StartWish.TODAY,
    township_codes=(), consent_version="2", consented_at=NOW, channel=Channel.KIOSK,
)  # fmt: skip


def _applied(world: World) -> None:
    world.add_job(Stage.APPROVED)
    world.market.write(lambda tables: tables.applications.add(project_application(HEADER, APPLIED, NOW, KEYS)))
    world.market.write(lambda tables: tables.applications.set_state(
        "filing-1", ApplicationState.CONTACTED, "staff-clerk", NOW))  # fmt: skip


def _registered(world: World) -> None:
    records = project_registration(HEADER, REGISTERED, NOW, None, KEYS)
    world.market.write(lambda tables: tables.seekers.put(records.seeker))
    world.market.write(lambda tables: tables.seekers.add_registration(records.registration))


def _referrals(world: World) -> tuple[Referral, ...]:
    with world.market.reading() as tables:
        return tables.referrals.listed(ReferralView.ALL, NOW.date(), 50, 0)[0]


def _placements(world: World) -> tuple[Placement, ...]:
    with world.market.reading() as tables:
        return tables.placements.listed(50, 0)[0]


async def _referred(world: World) -> tuple[User, Referral]:
    _applied(world)
    user = await world.user(Role.CLERK)
    await user.open("/referrals?view=applications")
    await until(lambda: "12-000417" in content_of(user, "list"))
    press(user, "list", "refer", "filing-1")
    await until(lambda: len(_referrals(world)) == 1)
    (one,) = _referrals(world)
    await user.should_see(marker="confirm", retries=50)  # the page goes there by itself
    return user, one


async def test_an_application_counts_once_staff_spoke_to_the_firm_and_confirmed(world: World) -> None:
    user, one = await _referred(world)
    assert (one.consented_at, one.employer_name, one.confirmed_at) == (NOW, FIRM.name, None)
    user.find(marker="confirm").click()
    await until(lambda: field(user, "contacted_at").error is not None)
    assert "先和单位联系" in field(user, "contacted_at").error
    assert _referrals(world)[0].confirmed_at is None
    field(user, "contacted_at").set_value("2026-11-23T09:10")
    user.find(marker="confirm").click()
    await until(lambda: _referrals(world)[0].confirmed_at is not None)
    confirmed = _referrals(world)[0]
    assert (confirmed.confirmed_by, confirmed.contacted_by) == ("staff-clerk", "staff-clerk")
    with world.market.reading() as tables:
        assert tables.referrals.confirmed_between(NOW.date(), NOW.date()) == 1
        assert tables.applications.unreferred(50, 0)[1] == 0
        assert not any("欧阳" in entry.words for entry in tables.audit.every(AuditPage()))
    await until(lambda: "确认：没有 → " in content_of(user, "history"))


async def test_a_consent_taken_back_since_keeps_a_referral_from_being_confirmed(world: World) -> None:
    user, _ = await _referred(world)
    back = WithdrawalBody(application_number="12-000417", id_number=NUMBER, withdrawn_at=NOW)
    gone = project_withdrawal(replace(HEADER, id="filing-2"), back, KEYS)
    world.market.write(lambda tables: tables.applications.withdraw(gone))
    field(user, "contacted_at").set_value("2026-11-23T09:10")
    user.find(marker="confirm").click()
    await user.should_see("本人已经撤回这份报名", retries=50)
    assert _referrals(world)[0].confirmed_at is None
    field(user, "void").set_value(True)
    field(user, "reason").set_value("本人撤回了")
    user.find(marker="save").click()
    await until(lambda: _referrals(world)[0].void)


async def test_what_was_noted_before_is_corrected_with_a_reason_and_stays(world: World) -> None:
    user, one = await _referred(world)
    field(user, "outcome").set_value("placed")
    field(user, "placed_on").set_value("2026-11-23")
    user.find(marker="save").click()
    await until(lambda: _referrals(world)[0].placed_on is not None)
    await until(lambda: "上岗：没有 → 2026-11-23" in content_of(user, "history"))
    field(user, "outcome").set_value("absent")
    field(user, "placed_on").set_value("")
    user.find(marker="save").click()
    await until(lambda: field(user, "reason").error is not None)
    assert field(user, "outcome").value == "absent"  # nothing typed is lost
    field(user, "reason").set_value("问错了人")
    user.find(marker="save").click()
    await until(lambda: _referrals(world)[0].placed_on is None)
    with world.market.reading() as tables:
        chain = tables.referrals.chain(one.root)
    assert [entry.outcome.value for entry in chain] == ["waiting", "placed", "absent"]
    assert chain[-1].reason == "问错了人"


async def test_a_placement_comes_of_a_referral_and_says_that_it_needs_a_paper(world: World) -> None:
    user, one = await _referred(world)
    await user.open(f"/placements/new?referral={one.root}")
    assert field(user, "employer_id").value == FIRM.id
    field(user, "started_on").set_value("2026-11-24")
    user.find(marker="save").click()
    await until(lambda: field(user, "started_on").error is not None)
    field(user, "started_on").set_value("2026-11-23")
    user.find(marker="save").click()
    await until(lambda: len(_placements(world)) == 1)
    (placed,) = _placements(world)
    assert (placed.person_index, placed.referral_id, placed.evidence) == (one.person_index, one.root, "")
    await user.should_see(marker="drop-evidence", retries=50)
    await until(lambda: "不计入" in content_of(user, "file"))
    user.find(marker="phone").click()
    await user.should_see(NAME)
    with world.market.reading() as tables:
        assert any(entry.action is Action.LOOKED for entry in tables.audit.every(AuditPage()))


async def test_staff_refer_by_receipt_once_and_nobody_stands_in_full_in_a_list(world: World) -> None:
    world.add_job(Stage.APPROVED)
    _registered(world)
    user = await world.user(Role.COUNSELLOR)
    await user.open("/referrals/new")
    field(user, "receipt").set_value("12-000001")
    field(user, "job_number").set_value("999")
    user.find(marker="save").click()
    await user.should_see("没有 999 号岗位")
    assert field(user, "receipt").value == "12-000001"
    field(user, "job_number").set_value(str(world.job().number))
    user.find(marker="save").click()
    await user.should_see(marker="confirm", retries=50)
    assert len(_referrals(world)) == 1
    await user.open("/referrals/new")
    field(user, "receipt").set_value("12-000001")
    field(user, "job_number").set_value(str(world.job().number))
    user.find(marker="save").click()
    await user.should_see("同一个人同一个岗位只算一次")
    await user.open("/referrals")
    await until(lambda: "欧阳**" in content_of(user, "list"))
    assert not any(secret in content_of(user, "list") for secret in (NAME, NUMBER, PHONE))
    await user.open("/")
    await until(lambda: "推荐等确认" in content_of(user, "cards"))


async def test_who_only_looks_is_offered_no_form_and_an_editor_sees_nothing(world: World) -> None:
    _, one = await _referred(world)
    assessor = await world.user(Role.ASSESSOR)
    await assessor.open(f"/referrals/{one.root}")
    assert "欧阳**" in content_of(assessor, "file")
    await assessor.should_not_see(kind=ui.button, marker="confirm")
    editor = await world.user(Role.EDITOR)
    await editor.open("/referrals")
    await editor.should_see("您的账号没有打开这一页的权限")
