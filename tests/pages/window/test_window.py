"""The service window: a clerk registers by card, hands out 回执 and 推荐单, prints again, and leaves nobody behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from nicegui import ui
from nicegui.testing import User

from content.clock import calendar_day
from content.model.codes import Channel, IdEntry, PayWish
from content.model.filings import ReferralBody, RegistrationBody
from kiosk.reader.demo_cards import demo_cards
from kiosk.reader.in_process_reader import Fault
from kiosk.visit import person_from_card
from kiosk.window.page import FORGET_AFTER
from kiosk.window.referral import referral_receipt
from printer.slip_job import SlipState
from tests.pages.kiosk_market import content_at
from tests.pages.window.conftest import NOW, World

MAN, WOMAN, *_REST = demo_cards(calendar_day(NOW))
GIRL_17, BOY_15 = _REST[3], _REST[4]


def _html(user: User, marker: str) -> str:
    (element,) = user.find(kind=ui.html, marker=marker).elements
    return element.content


def _one(user: User, marker: str) -> Any:
    (element,) = user.find(marker=marker).elements
    return element


async def _until(holds: Callable[[], bool], what: str) -> None:
    try:
        async with asyncio.timeout(20):
            while not holds():
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(what) from None


async def _identify(world: World, user: User, card: Any) -> None:
    _one(user, "agreed").set_value(True)
    user.find(marker="read").click()
    world.reader.put(card)
    await _until(lambda: card.name in _html(user, "who"), "the person is known")


async def _register(world: World, user: User, phone: str = "13900000007") -> None:
    _one(user, "trades").set_value(["A11"])
    user.find(marker="phone").type(phone)
    user.find(marker="file").click()
    await _until(lambda: "登记好了" in _html(user, "filed"), "it is filed")


async def test_a_shift_begins_with_a_name_and_ends_with_nobody(world: World) -> None:
    user = await world.clerk("")
    user.find(marker="begin-shift").click()
    await user.should_see("请填经办人的姓名")
    user.find(marker="clerk").type("李经办")
    user.find(marker="begin-shift").click()
    await user.should_see("李经办 · 09:30 开班")
    user.find(marker="end-shift").click()
    await user.should_see("先写上经办人的姓名")
    assert world.window.shift.clerk == ""


async def test_a_person_is_registered_by_card_under_the_clerks_name_and_gets_a_receipt(world: World) -> None:
    user = await world.clerk()
    await _identify(world, user, MAN)
    await _register(world, user)
    (body,) = world.filed("registration", RegistrationBody)
    assert (body.name, body.id_number, body.id_entry) == (MAN.name, MAN.number, IdEntry.CARD)
    assert (body.channel, body.handled_by, body.phone) == (Channel.WINDOW, "李经办", "13900000007")
    assert (body.trades, body.pay_wishes) == (("A11",), (PayWish.DAY,))
    assert body.number in _html(user, "filed") and body.code in _html(user, "filed")
    world.counter.ends(f"registration:{body.number}", SlipState.CONFIRMED)
    (slip,) = world.counter.machine.slips()
    assert body.number in slip["text"] and "服务窗口 1" in slip["text"]
    assert MAN.name not in slip["text"] and MAN.number not in slip["text"]


async def test_no_card_is_read_before_the_person_agreed(world: World) -> None:
    user = await world.clerk()
    await user.should_not_see(marker="read")
    world.reader.put(MAN)
    await asyncio.sleep(0)
    assert MAN.name not in _html(user, "who")


async def test_a_card_left_by_the_person_before_never_fills_the_next_form(world: World) -> None:
    user = await world.clerk()
    await _identify(world, user, MAN)
    await _register(world, user)
    user.find(marker="next-person").click()
    await _until(lambda: MAN.name not in _html(user, "who"), "the person before is forgotten")
    _one(user, "agreed").set_value(True)
    user.find(marker="read").click()
    await _until(lambda: _one(user, "hint").text != "", "the reader is asked")
    assert MAN.name not in _html(user, "who")
    world.reader.remove()
    world.reader.put(WOMAN)
    await _until(lambda: WOMAN.name in _html(user, "who"), "the next person is known")
    assert _one(user, "phone").value == ""
    assert _one(user, "trades").value == []


async def test_what_is_missing_is_said_and_nothing_is_filed(world: World) -> None:
    user = await world.clerk()
    await _identify(world, user, MAN)
    user.find(marker="file").click()
    await user.should_see("请至少点一样想干的活")
    _one(user, "trades").set_value(["A11"])
    user.find(marker="phone").type("12")
    user.find(marker="file").click()
    await user.should_see("手机号是 11 位")
    assert world.filed("registration", RegistrationBody) == []


async def test_under_16_is_stopped_and_forgotten(world: World) -> None:
    user = await world.clerk()
    _one(user, "agreed").set_value(True)
    user.find(marker="read").click()
    world.reader.put(BOY_15)
    await user.should_see("未满 16 周岁")
    assert BOY_15.name not in _html(user, "who")
    assert not _one(user, "agreed").value


async def test_a_minor_is_offered_no_barred_trade_and_no_hazard(world: World) -> None:
    user = await world.clerk()
    await _identify(world, user, GIRL_17)
    offered = _one(user, "trades").options
    await _until(lambda: bool(offered), "trades are offered")
    everything = 100
    assert 0 < len(offered) < everything
    hazardous = [job.id for job in world.content.jobs if job.hazards or not job.minors_allowed]
    assert hazardous and not any(f'data-job="{one}"' in _html(user, "found") for one in hazardous)


def test_the_referral_of_a_minor_says_what_the_employer_owes_first_on_both_sheets() -> None:
    """未成年工登记 and 体检 (劳动法 §65, 未成年工特殊保护规定 §9); an adult's says nothing of it."""
    job, market = content_at(NOW).jobs[0], content_at(NOW).market
    told = {}
    for card in (GIRL_17, MAN):
        person = person_from_card(card)
        assert person is not None
        receipt = referral_receipt(person, job, "100417", "明早 7 点", "李经办", market, NOW, "窗口 1")
        told[card.number] = repr(receipt.elements).count("未成年工登记")
    assert told == {GIRL_17.number: 2, MAN.number: 0}


async def test_with_the_reader_out_the_papers_are_typed_in(world: World) -> None:
    user = await world.clerk()
    world.reader.fault(Fault.UNPLUGGED)
    _one(user, "agreed").set_value(True)
    user.find(marker="read").click()
    await user.should_see("请看证件手工填写")
    user.find(marker="name").type(WOMAN.name)
    user.find(marker="id-number").type(WOMAN.number[:-1] + ("0" if WOMAN.number[-1] != "0" else "1"))
    user.find(marker="take-hand").click()
    await asyncio.sleep(0)
    assert WOMAN.name not in _html(user, "who")
    user.find(marker="id-number").clear().type(WOMAN.number)
    user.find(marker="take-hand").click()
    await _until(lambda: WOMAN.name in _html(user, "who"), "the person is known")
    await _register(world, user)
    (body,) = world.filed("registration", RegistrationBody)
    assert body.id_entry is IdEntry.HAND


async def test_a_referral_is_filed_with_consent_and_comes_in_two_sheets(world: World) -> None:
    user = await world.clerk()
    await _identify(world, user, MAN)
    await _register(world, user)
    user.find("推荐单").click()
    job = world.content.jobs[0]
    user.find(marker="find").type(str(job.number))
    await _until(lambda: _html(user, "found").count("data-job") == 1, "the job is found by its number")
    user.find(marker="found").trigger("click", job.id)
    await _until(lambda: job.employer_name in _html(user, "chosen"), "the job is chosen")
    user.find(marker="when").type("明天早上 7 点")
    user.find(marker="refer").click()
    await user.should_see("要本人同意把姓名告诉这家单位")
    assert world.filed("referral", ReferralBody) == []
    _one(user, "agreed-employer").set_value(True)
    user.find(marker="refer").click()
    await _until(lambda: len(world.filed("referral", ReferralBody)) == 1, "it is filed")
    (body,) = world.filed("referral", ReferralBody)
    (registration,) = world.filed("registration", RegistrationBody)
    assert (body.job_id, body.employer_name, body.handled_by) == (job.id, job.employer_name, "李经办")
    assert (body.registration_number, body.id_number) == (registration.number, MAN.number)
    assert body.number != registration.number
    await user.should_see(marker="referred")  # hidden until then
    await _until(lambda: body.number in _one(user, "referred").text, "the page says so")
    world.counter.ends(f"referral:{body.number}", SlipState.CONFIRMED)
    text = "".join(slip["text"] for slip in world.counter.machine.slips()[1:])
    assert "第一联" in text and "第二联" in text and text.count(body.number) == 2
    assert MAN.name not in text and MAN.number not in text


async def test_a_slip_of_unknown_fate_is_printed_again_by_a_person_and_marked(world: World) -> None:
    world.counter.spool.put("100417", "job", (b"\x1b\x40\x1c\x26", "岗位单\n".encode("gbk"), b"\x1dV\x00"),
                            world.counter.moment - timedelta(hours=1))  # fmt: skip
    world.counter.ends("job:100417", SlipState.FAILED)  # too old to be printed by itself
    user = await world.clerk()
    user.find("小票").click()
    await _until(lambda: 'data-slip="job:100417"' in _html(user, "slips"), "it is offered")
    user.find(marker="slips").trigger("click", "job:100417")
    await user.should_see("补打的小票在打了")
    world.counter.ends("job:100417#2", SlipState.CONFIRMED)
    (slip,) = world.counter.machine.slips()
    assert "补打" in slip["text"]


async def test_a_person_the_clerk_has_left_is_forgotten(world: World) -> None:
    user = await world.clerk()
    await _identify(world, user, MAN)
    phone = _one(user, "phone")
    phone.set_value("13900000007")
    world.clock.at += FORGET_AFTER
    for timer in user.find(kind=ui.timer).elements:
        timer.callback()
    assert MAN.name not in _html(user, "who")
    assert phone.value == ""


async def test_paper_that_is_out_still_leaves_number_and_code_on_the_screen(world: World) -> None:
    world.counter.machine.order(do="fault", name="paper_out", on=True)
    user = await world.clerk()
    await _identify(world, user, MAN)
    await _register(world, user)
    (body,) = world.filed("registration", RegistrationBody)
    assert body.number in _html(user, "filed") and body.code in _html(user, "filed")
