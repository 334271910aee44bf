"""Registering by card and by hand: what is asked, what is filed, and what the next person does not see."""

from __future__ import annotations

from datetime import timedelta

from content.model.abilities import Certificate, Education, PhoneOf
from content.model.codes import IdEntry, PayWish, StartWish
from kiosk.reader.numbers import check_character
from tests.pages.kiosk.world import NOW, Visitor, World, card

PHONE = "13805660000"


async def _to_card(world: World) -> Visitor:
    visitor = await world.walk_in("/register")
    await visitor.sees("先跟您说清楚", "不收照片、指纹、银行卡")
    await visitor.touch("agree")
    await visitor.sees("请放好身份证")
    return visitor


async def _by_card(world: World, name: str = "man_52") -> Visitor:
    visitor = await _to_card(world)
    world.reader.put(card(name))
    return visitor


async def _finish(visitor: Visitor, phone: str = PHONE) -> None:
    await visitor.touch("group", "J")
    await visitor.touch("trade", "J01")
    await visitor.touch("next")
    await visitor.sees("什么时候能上工")
    await visitor.writes(phone=phone)


async def test_a_card_registers_with_a_phone_number_as_the_only_typing(world: World) -> None:
    visitor = await _by_card(world)
    await visitor.sees("想干什么活", "汪*生，您好")
    await _finish(visitor)
    await visitor.sees("好了，登记成功")
    (body,) = world.filed()
    given = card("man_52")
    assert (body.name, body.id_number, body.id_entry) == (given.name, given.number, IdEntry.CARD)
    assert (body.township_code, body.phone, body.trades) == ("341721100", PHONE, ("J01",))
    assert (body.pay_wishes, body.start_wish, body.consented_at) == ((PayWish.DAY,), StartWish.TODAY, NOW)
    assert body.number in visitor.page()
    assert body.code in visitor.page()
    assert world.woken == 1


async def test_the_page_shows_only_masks(world: World) -> None:
    visitor = await _by_card(world, "woman_38")
    await visitor.sees("欧阳**")
    await _finish(visitor)
    await visitor.sees("好了，登记成功")
    for secret in (card("woman_38").name, card("woman_38").number):
        assert secret not in visitor.source()


async def test_a_card_is_not_read_before_consent(world: World) -> None:
    visitor = await world.walk_in("/register")
    world.reader.put(card("man_52"))
    assert "汪" not in visitor.page()
    await visitor.touch("agree")
    await visitor.sees("想干什么活", "汪*生")


async def test_by_hand_checks_the_number_and_keeps_what_was_typed(world: World) -> None:
    visitor = await _to_card(world)
    await visitor.touch("hand")
    await visitor.until(lambda: "请照身份证填写" in visitor.page(), "the fields")
    first = "34172119710508002"
    wrong = first + ("0" if check_character(first) != "0" else "1")
    await visitor.writes(name="李芳", id_number=wrong)
    assert "请照身份证填写" in visitor.page()
    await visitor.writes(name="李芳", id_number=first + check_character(first))
    await visitor.sees("想干什么活", "李*，您好")
    await _finish(visitor)
    await visitor.sees("好了，登记成功")
    (body,) = world.filed()
    assert (body.name, body.sex, body.id_entry, body.township_code) == ("李芳", "2", IdEntry.HAND, "")


async def test_under_16_is_stopped_kindly_and_nothing_is_stored(world: World) -> None:
    visitor = await _by_card(world, "boy_15")
    await visitor.sees("未满16周岁不能求职登记", "没有存下来")
    assert world.filed() == []
    assert "章" not in visitor.page()


async def test_17_sees_no_barred_trade_and_no_hazard_job(world: World) -> None:
    visitor = await _by_card(world, "girl_17")
    await visitor.sees("还不满 18 岁")
    assert "建筑小工" not in visitor.page()
    await visitor.go("/jobs")
    barred = next(job for job in world.content.jobs if not job.minors_allowed)
    open_to_all = [job for job in world.content.jobs if job.minors_allowed and not job.hazards]
    await visitor.sees(f"找到 {len(open_to_all)} 个岗位", "危险的活不在里面")
    assert visitor.source().count("/kiosk/job/") == 5
    await visitor.go(f"/job/{barred.number}")
    await visitor.sees("这个岗位已经下架了")


async def test_past_retirement_gets_a_note_and_is_registered(world: World) -> None:
    visitor = await _by_card(world, "man_61")
    await visitor.sees("已到退休年龄，一样可以登记")
    await _finish(visitor)
    await visitor.sees("好了，登记成功")


async def test_a_tap_replayed_after_a_stall_files_once(world: World) -> None:
    visitor = await _by_card(world)
    await visitor.sees("想干什么活")
    await visitor.touch("trade", "A11")
    await visitor.touch("next")
    await visitor.sees("什么时候能上工")
    await visitor.writes(phone=PHONE)
    await visitor.writes(phone=PHONE)
    await visitor.sees("好了，登记成功")
    assert len(world.filed()) == 1


async def test_coming_back_after_filing_shows_the_same_receipt_and_files_nothing(world: World) -> None:
    visitor = await _by_card(world)
    await visitor.sees("想干什么活")
    await _finish(visitor)
    await visitor.sees("好了，登记成功")
    await visitor.go("/")
    await visitor.sees("汪*生，登记好了")
    await visitor.go("/register")
    (body,) = world.filed()
    await visitor.sees("您已经登记好了", body.number, body.code)


async def test_missing_answers_say_what_to_do(world: World) -> None:
    visitor = await _by_card(world)
    await visitor.sees("想干什么活")
    await visitor.touch("next")
    await visitor.sees("请至少点一样想干的活")
    await visitor.touch("trade", "A11")
    await visitor.touch("next")
    await visitor.sees("什么时候能上工")
    await visitor.writes(phone="138")
    assert world.filed() == []


async def test_without_a_pairing_it_says_where_to_go(world: World) -> None:
    world.outbox = None
    visitor = await world.walk_in("/register")
    await visitor.touch("agree")
    await visitor.sees("请到求职登记窗口办")


async def test_without_a_printer_the_numbers_come_as_a_code(world: World) -> None:
    visitor = await _by_card(world)
    await visitor.sees("想干什么活")
    await _finish(visitor)
    await visitor.sees("好了，登记成功", "请用手机拍下这一页")
    assert "crispEdges" in visitor.source()


async def test_a_broken_reader_leads_to_the_hand(world: World) -> None:
    visitor = await _to_card(world)
    world.reader.fault("silent")
    await visitor.sees("读卡器现在用不了", "手工填写")


async def test_a_second_card_asks_before_anything_changes(world: World) -> None:
    visitor = await _by_card(world)
    await visitor.sees("汪*生")
    world.reader.remove()
    world.reader.put(card("woman_45"))
    await visitor.sees("换人办理吗", "汪*生")
    await visitor.touch("stay")
    await visitor.until(lambda: "换人办理吗" not in visitor.page(), "question gone")
    assert "汪*生" in visitor.page()
    world.reader.remove()
    world.reader.put(card("woman_45"))
    await visitor.sees("换人办理吗")
    await visitor.touch("change")
    assert "檀" not in visitor.page()


async def test_a_new_page_load_knows_nobody(world: World) -> None:
    first = await _by_card(world)
    await first.sees("汪*生")
    second = await world.walk_in("/")
    await second.sees("刷身份证")
    assert "汪" not in second.page()
    await second.go("/register")
    await second.sees("先跟您说清楚")
    assert "汪" not in first.source()  # a page that is still open somewhere is emptied too
    first.send("next", "")
    first.send("trade", "A11")
    assert world.filed() == []


async def test_the_process_forgets_a_visit_whose_browser_died(world: World) -> None:
    visitor = await _by_card(world)
    await visitor.sees("汪*生")
    world.clock.at = NOW + timedelta(seconds=94)
    world.hall.visits.sweep(15)
    await visitor.touch("trade", "A11")
    await visitor.sees("建筑小工")
    world.clock.at += timedelta(seconds=96)
    world.hall.visits.sweep(15)
    assert "汪" not in visitor.source()
    visitor.send("next", "")
    assert "什么时候能上工" not in visitor.page()


async def test_without_a_phone_one_registers_all_the_same(world: World) -> None:
    visitor = await _by_card(world)
    await visitor.sees("想干什么活")
    await visitor.touch("trade", "A11")
    await visitor.touch("next")
    await visitor.sees("打谁的电话")
    await visitor.touch("phone-of", "none")
    await visitor.sees("没有手机也能登记")
    await visitor.touch("submit")
    await visitor.sees("好了，登记成功", "您没留电话")
    (body,) = world.filed()
    assert (body.phone, body.phone_of) == ("", PhoneOf.NONE)


async def test_an_electronic_id_is_typed_and_marked(world: World) -> None:
    visitor = await _to_card(world)
    await visitor.touch("electronic")
    await visitor.until(lambda: "请照电子身份证填写" in visitor.page(), "the fields")
    first = "34172119710508002"
    await visitor.writes(name="李芳", id_number=first + check_character(first))
    await visitor.sees("想干什么活")
    await _finish(visitor)
    await visitor.sees("好了，登记成功")
    assert world.filed()[0].id_entry is IdEntry.ELECTRONIC


async def test_a_parent_is_registered_with_their_own_card_and_the_familys_phone(world: World) -> None:
    visitor = await _to_card(world)
    await visitor.touch("parent")
    await visitor.sees("请放好老人的身份证", "您自己的信息不收")
    world.reader.put(card("man_61"))
    await visitor.sees("想干什么活")
    await _finish(visitor)
    await visitor.sees("好了，登记成功", "给您家里人打电话")
    (body,) = world.filed()
    assert (body.helped, body.phone_of, body.id_number) == (True, PhoneOf.RELATIVE, card("man_61").number)


async def test_who_does_not_know_what_they_want_goes_on_without_a_trade(world: World) -> None:
    visitor = await _by_card(world)
    await visitor.sees("想干什么活")
    await visitor.touch("unsure")
    await visitor.sees("职业指导员会和您聊聊")
    assert 'href="/kiosk/test"' in visitor.source()
    await visitor.touch("next")
    await visitor.sees("什么时候能上工")
    await visitor.writes(phone=PHONE)
    await visitor.sees("好了，登记成功")
    (body,) = world.filed()
    assert (body.unsure, body.trades) == (True, ())


async def test_skills_and_certificates_are_ticked_and_need_not_be(world: World) -> None:
    visitor = await _by_card(world)
    await visitor.sees("想干什么活")
    await visitor.touch("abilities")
    await visitor.sees("会什么，有什么证", "都可以不点")
    await visitor.touch("certificate", "health")
    await visitor.touch("education", "70")
    await visitor.touch("back")
    await visitor.sees("已点 2 样")
    await _finish(visitor)
    await visitor.sees("好了，登记成功")
    (body,) = world.filed()
    assert (body.certificates, body.education, body.skills) == ((Certificate.HEALTH,), Education.JUNIOR, ())


async def test_of_the_one_below_16_no_file_of_the_kiosk_holds_anything(world: World) -> None:
    visitor = await _by_card(world, "boy_15")
    await visitor.sees("未满16周岁不能求职登记")
    assert world.filed() == []
    held = b"".join(path.read_bytes() for path in world.folder.rglob("*") if path.is_file())
    for secret in (card("boy_15").name, card("boy_15").number):
        assert secret.encode() not in held
    await visitor.go("/")
    await visitor.sees("刷身份证")
    await visitor.go("/register")
    await visitor.sees("先跟您说清楚")
