"""维权 at the desk: taken in, mediated step by step, passed on, corrected, and told on the receipt."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from nicegui.testing import User

from content.hubapi.case_projections import project_case
from content.model.cases import AmountClass, Case, CaseKind, CaseState, DisputeBody, DisputeKind, DisputeWish
from content.model.codes import Channel, Role
from content.model.filings import FilingHeader
from content.model.mediation import DisputeEvent, MediationDeed, ReferredTo
from content.store.audit import AuditPage
from tests.pages.admin.test_media import saw
from tests.pages.admin.world import KEYS, NOW, World, content_of, press, until

TODAY = date(2026, 11, 23)
PHONE, STORY = "13900001234", "样例工地，两个月工钱没给"  # invented


def _part(user: User, name: str, place: int = 0) -> Any:
    return sorted(user.find(marker=f"field-{name}").elements, key=lambda one: one.id)[place]


def _type(user: User, place: int = 0, **values: Any) -> None:
    for name, value in values.items():
        _part(user, name, place).set_value(value)


def _at_a_kiosk(world: World) -> str:
    header = FilingHeader(id="case-1", kind=CaseKind.DISPUTE.value, version=1, site_id="341721-01", terminal="t-1",
                          seq=1, occurred_at=NOW, clock_ok=True)  # fmt: skip
    body = DisputeBody(number="12-000417", code="4821", dispute=DisputeKind.WAGES, amount=AmountClass.BELOW_5000,
                       wish=DisputeWish.MEDIATE, phone=PHONE, notice_version="1")  # fmt: skip
    world.market.write(lambda tables: tables.cases.add(project_case(header, body, KEYS)))
    return header.id


def _events(world: World, case_id: str) -> tuple[DisputeEvent, ...]:
    with world.market.reading() as tables:
        return tables.dispute_events.of_case(case_id)


def _case(world: World, case_id: str) -> Case:
    with world.market.reading() as tables:
        found = tables.cases.get(case_id)
    assert found is not None
    return found


async def _step(world: World, user: User, case_id: str, **values: str) -> None:
    before = len(_events(world, case_id))
    _type(user, **values)
    user.find(marker="save").click()
    await until(lambda: len(_events(world, case_id)) == before + 1)
    await until(lambda: not _part(user, "words").value)  # ready for the next step


async def test_a_dispute_of_a_kiosk_is_mediated_and_passed_on_with_its_receipt_told(world: World) -> None:
    case_id = _at_a_kiosk(world)
    user = await world.user(Role.CLERK)
    await user.open("/disputes")
    shown = content_of(user, "list")
    assert "还没受理" in shown
    assert "工钱没给" in shown
    assert PHONE not in shown
    await user.open(f"/disputes/{case_id}")
    await _step(world, user, case_id, deed="accepted", words=STORY)
    assert _case(world, case_id).state is CaseState.HANDLING
    await _step(world, user, case_id, deed="mediated", words="老板说月底给")
    await _step(world, user, case_id, deed="failed", words="月底没给")
    assert _case(world, case_id).state is CaseState.HANDLING
    await _step(world, user, case_id, deed="referred", referred_to="inspection", words="带着考勤表去")
    assert [(one.deed, one.referred_to) for one in _events(world, case_id)][-1] == (
        MediationDeed.REFERRED, ReferredTo.INSPECTION)  # fmt: skip
    answered = _case(world, case_id)
    assert (answered.state, answered.answer) == (CaseState.ANSWERED, "已转劳动监察，请按通知带材料去。")
    await user.open("/disputes")
    await until(lambda: "转劳动监察" in content_of(user, "list"))
    with world.market.reading() as tables:
        assert not any(STORY in one.words for one in tables.audit.page(AuditPage())[0])


@pytest.mark.parametrize(("values", "name", "words"), [
    ({"deed": "agreed", "words": "行"}, "deed", "第一步"), ({"deed": "accepted"}, "words", "一两句"),
    ({"deed": "accepted", "words": f"他的电话{PHONE}"}, "words", "不要写电话"),
    ({"deed": "accepted", "words": "行", "day": "2026-11-24"}, "day", "还没到"),
    ({"deed": "accepted", "words": "行", "referred_to": "court"}, "referred_to", "不是转办"),
])  # fmt: skip
async def test_what_is_wrong_with_a_step_is_said_beside_it(world: World, values: dict[str, str], name: str,
                                                           words: str) -> None:  # fmt: skip
    case_id = _at_a_kiosk(world)
    user = await world.user(Role.CLERK)
    await user.open(f"/disputes/{case_id}")
    _type(user, **values)
    user.find(marker="save").click()
    await until(lambda: words in (_part(user, name).error or ""))
    assert _events(world, case_id) == ()
    assert {key: _part(user, key).value for key in values} == values


async def test_staff_take_one_in_with_its_phone_sealed(world: World) -> None:
    user = await world.user(Role.COUNSELLOR)
    await user.open("/disputes")
    _type(user, dispute="injury", phone="1390000", channel="phone")
    user.find(marker="save").click()
    await until(lambda: "打通" in (_part(user, "phone").error or "") and "双方" in (_part(user, "words").error or ""))
    _type(user, phone=PHONE, words=STORY)
    user.find(marker="save").click()

    def cases() -> tuple[Case, ...]:
        with world.market.reading() as tables:
            return tables.cases.page(CaseKind.DISPUTE)[0]

    await until(lambda: len(cases()) == 1)
    (case,) = cases()
    assert (case.channel, case.choice, case.state, case.number) == (
        Channel.PHONE, DisputeKind.INJURY.value, CaseState.HANDLING, "")  # fmt: skip
    assert case.phone_mask == "139****1234"
    assert PHONE.encode() not in case.body.ciphertext
    with world.market.reading() as tables:
        body = tables.cases.body_of(case)
    assert isinstance(body, DisputeBody)
    assert body.phone == PHONE
    assert [(one.deed, one.words) for one in _events(world, case.id)] == [(MediationDeed.ACCEPTED, STORY)]


async def test_a_step_noted_wrongly_is_corrected_and_stays(world: World) -> None:
    case_id = _at_a_kiosk(world)
    user = await world.user(Role.MANAGER)
    await user.open(f"/disputes/{case_id}")
    await _step(world, user, case_id, deed="accepted", words=STORY)
    (first,) = _events(world, case_id)
    press(user, "events", "correct", first.id)
    await until(lambda: _part(user, "words", -1).value == STORY)
    user.find(marker="corrected").click()
    await until(lambda: bool(_part(user, "reason").error))
    _type(user, -1, words="三个月工钱没给")
    _type(user, reason="问清楚了")
    user.find(marker="corrected").click()
    await until(lambda: "三个月工钱没给" in content_of(user, "events"))
    with world.market.reading() as tables:
        assert [one.words for one in tables.dispute_events.thread(first.id)] == [STORY, "三个月工钱没给"]


async def test_two_who_take_the_same_step_note_it_once(world: World) -> None:
    case_id = _at_a_kiosk(world)
    one, other = await world.user(Role.CLERK), await world.user(Role.REVIEWER)
    await one.open(f"/disputes/{case_id}")
    await other.open(f"/disputes/{case_id}")
    await _step(world, one, case_id, deed="accepted", words=STORY)
    _type(other, deed="accepted", words=STORY)
    other.find(marker="save").click()
    # of two simulated users a message may be handed to either
    await until(lambda: any("已经受理过了" in said for user in (one, other) for said in user.notify.messages))
    assert len(_events(world, case_id)) == 1


async def test_a_question_is_no_dispute(world: World) -> None:
    user = await world.user(Role.CLERK)
    await user.open("/disputes/nothing")
    await saw(user, "没有这件维权登记")
