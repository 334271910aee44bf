"""我的信息: shown to a card alone, changed, printed and taken back; and what is said when the hub is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from content.errors import HubAway
from content.model.abilities import PhoneOf
from content.model.codes import PayWish, StartWish
from content.model.filings import ConsentWithdrawalBody, CorrectionBody, WithdrawalBody
from content.model.own_record import OwnApplication, OwnRecord, Wish
from kiosk.reader.numbers import check_character
from tests.pages.kiosk.world import NOW, Visitor, World, card

PHONE = "13805660000"


def own_record(world: World, **change: object) -> OwnRecord:
    """Return a record that wants the trade of the newest job anybody may do."""
    job = max((one for one in world.content.jobs if one.minors_allowed and not one.hazards),
              key=lambda one: one.published_at)  # fmt: skip
    wish = Wish(trades=(job.trade_code,), pay_wishes=(PayWish.DAY,), start_wish=StartWish.WEEK,
                township_codes=(job.township_code,))  # fmt: skip
    shown = OwnRecord(
        found=True, number="12-000417", registered_at=NOW - timedelta(days=9),
        changed_at=job.published_at - timedelta(minutes=1), name_mask="汪*生", phone_mask="138****1234", wish=wish,
    )  # fmt: skip
    return replace(shown, **change)  # type: ignore[arg-type]


async def _by_card(world: World, name: str = "man_52") -> Visitor:
    visitor = await world.walk_in("/mine")
    await visitor.sees("请放好身份证", "写号码查不了")
    world.reader.put(card(name))
    return visitor


async def test_a_card_shows_the_registration_and_what_is_new_with_reasons(world: World) -> None:
    world.own_record = own_record(world)
    visitor = await _by_card(world)
    await visitor.sees("汪*生，您好", "12-000417", "138****1234", "上次来以后新到 ", "您想干", "您愿意去",
                       "还没有在这里报过名")  # fmt: skip
    assert world.asked == [card("man_52").number]
    for secret in (card("man_52").name, card("man_52").number):
        assert secret not in visitor.source()


async def test_applications_show_their_state_and_are_taken_back_by_two_touches(world: World) -> None:
    one = OwnApplication(number="12-000425", job_number=7, job_title="装卸工", employer_name="某某物流", state="已联系",
                         at=NOW)  # fmt: skip
    world.own_record = own_record(world, applications=(one,))
    visitor = await _by_card(world)
    await visitor.sees("装卸工", "某某物流", "已联系")
    await visitor.touch("take-back", "12-000425")
    await visitor.sees("真的撤回")
    assert world.filings("withdrawal", WithdrawalBody) == []
    await visitor.touch("take-back", "12-000425")
    await visitor.sees("报名撤回了", "已撤回")
    (body,) = world.filings("withdrawal", WithdrawalBody)
    assert (body.application_number, body.id_number) == ("12-000425", card("man_52").number)


async def test_who_only_applied_sees_that_without_being_registered(world: World) -> None:
    one = OwnApplication(number="12-000425", job_number=7, job_title="装卸工", employer_name="某某物流", state="已提交",
                         at=NOW)  # fmt: skip
    world.own_record = OwnRecord(found=False, applications=(one,))
    visitor = await _by_card(world)
    await visitor.sees("还没有您的登记", "装卸工", "已提交", "删除我的信息")
    visitor.send("take-back", "99-000018")
    assert world.filings("withdrawal", WithdrawalBody) == []


async def test_a_typed_number_shows_nothing_personal(world: World) -> None:
    world.own_record = own_record(world)
    visitor = await world.walk_in("/register")
    await visitor.touch("agree")
    await visitor.sees("请放好身份证")
    await visitor.touch("hand")
    await visitor.until(lambda: "请照身份证填写" in visitor.page(), "the fields")
    first = "34172119710508002"
    await visitor.writes(name="李芳", id_number=first + check_character(first))
    await visitor.sees("想干什么活")
    await visitor.go("/mine")
    await visitor.sees("要看自己的信息，得放身份证")
    visitor.send("again", "")
    assert world.asked == []
    assert "138****1234" not in visitor.page()


async def test_nobody_known_is_offered_to_register_with_the_card_that_lies_there(world: World) -> None:
    visitor = await _by_card(world)
    await visitor.sees("还没有您的登记")
    await visitor.go("/register")
    await visitor.sees("先跟您说清楚")
    await visitor.touch("agree")
    await visitor.sees("想干什么活", "汪*生，您好")


async def test_a_hub_away_is_said_with_what_still_works(world: World) -> None:
    world.own_record = HubAway("联系不上中心主机，稍后会自动再试。")
    visitor = await _by_card(world)
    await visitor.sees("现在看不到您的登记", "也可以到窗口问", "联系不上中心主机", "找活、打小票、求职登记还能办")
    world.own_record = own_record(world)
    await visitor.touch("again")
    await visitor.sees("汪*生，您好", "12-000417")


async def test_a_correction_changes_wishes_and_leaves_the_phone(world: World) -> None:
    world.own_record = own_record(world)
    visitor = await _by_card(world)
    await visitor.sees("改一改")
    await visitor.touch("fix")
    await visitor.sees("改我的信息 1 / 2")
    await visitor.touch("group", "C")
    await visitor.touch("trade", "C01")
    await visitor.touch("next")
    await visitor.sees("还是 138****1234")
    await visitor.touch("submit")
    await visitor.sees("改好了", "钟点保洁", "138****1234")
    (body,) = world.filings("correction", CorrectionBody)
    assert (body.phone, body.id_number, body.registration_number) == (None, card("man_52").number, "12-000417")
    assert "C01" in body.trades
    assert world.woken == 1


async def test_a_correction_brings_another_phone_or_none(world: World) -> None:
    world.own_record = own_record(world)
    visitor = await _by_card(world)
    await visitor.sees("改一改")
    await visitor.touch("fix")
    await visitor.sees("改我的信息 1 / 2")
    await visitor.touch("next")
    await visitor.sees("打谁的电话")
    await visitor.touch("phone-of", "own")
    await visitor.writes(phone=PHONE)
    await visitor.sees("改好了", "138****0000")
    await visitor.touch("fix")
    await visitor.sees("改我的信息 1 / 2")
    await visitor.touch("next")
    await visitor.sees("打谁的电话")
    await visitor.touch("phone-of", "none")
    await visitor.touch("submit")
    await visitor.sees("改好了", "没留电话")
    first, second = world.filings("correction", CorrectionBody)
    assert (first.phone, first.phone_of, second.phone, second.phone_of) == (PHONE, PhoneOf.OWN, "", PhoneOf.NONE)


async def test_deleting_takes_two_big_questions_and_forgets_at_once(world: World) -> None:
    world.own_record = own_record(world)
    visitor = await _by_card(world)
    await visitor.sees("删除我的信息")
    await visitor.touch("forget")
    await visitor.sees("要删除您的登记吗", "不再给您推荐活", "您在窗口问过的话")
    await visitor.touch("stay")
    await visitor.sees("12-000417")
    await visitor.touch("forget")
    await visitor.sees("要删除您的登记吗")
    await visitor.touch("sure")
    await visitor.sees("最后问一次")
    assert world.filings("withdrawal_of_consent", ConsentWithdrawalBody) == []
    await visitor.touch("delete")
    await visitor.sees("好了，删除收下了")
    (body,) = world.filings("withdrawal_of_consent", ConsentWithdrawalBody)
    assert body.id_number == card("man_52").number
    assert "汪" not in visitor.page()
    await visitor.go("/")
    await visitor.sees("刷身份证")
    await visitor.go("/mine")
    await visitor.sees("请放好身份证")


async def test_the_next_person_sees_nothing_of_the_one_before(world: World) -> None:
    world.own_record = own_record(world)
    first = await _by_card(world)
    await first.sees("12-000417")
    touch = first.old_page()
    second = await world.walk_in("/mine")
    await second.sees("请放好身份证")
    assert "12-000417" not in second.page()
    touch("forget", "")
    assert "要删除" not in first.page()


async def test_below_16_nothing_is_asked(world: World) -> None:
    visitor = await _by_card(world, "boy_15")
    await visitor.sees("未满16周岁")
    assert world.asked == []


async def test_a_minor_sees_no_job_that_is_barred_to_them(world: World) -> None:
    barred = next(one for one in world.content.jobs if not one.minors_allowed)
    world.own_record = own_record(world, wish=Wish(trades=(barred.trade_code,)), changed_at=NOW - timedelta(days=99))
    grown = await _by_card(world)
    await grown.sees("新到")
    world.reader.remove()
    visitor = await _by_card(world, "girl_17")
    await visitor.sees("回执号")
    assert f"/kiosk/job/{barred.number}" not in visitor.source()


async def test_a_seekers_card_is_printed_without_number_and_phone(printing_world: World) -> None:
    world = printing_world
    world.worker.start()
    world.own_record = own_record(world)
    visitor = await _by_card(world)
    await visitor.sees("打印求职卡")
    await visitor.touch("print")
    await visitor.sees("求职卡：", "请取走")
    (slip,) = world.printer.slips()
    assert "求职卡" in slip["text"]
    assert "汪*生" in slip["text"]
    for secret in (card("man_52").number, card("man_52").name, "138****1234"):
        assert secret not in slip["text"]
