"""What the walk-in sees of the reader and the printer, whatever these do: a sentence, a number, a way on."""

from __future__ import annotations

import asyncio
import re

import pytest

from kiosk.reader.base import ReaderEvent, ReaderState
from kiosk.reader.numbers import check_character
from tests.pages.kiosk.world import Visitor, World, card

PHONE = "13805660000"
REPLACE, BY_HAND = "请移开证件后重新放置", "这张证件读不出来，请用手工登记或到窗口办理"
BROKEN = "读卡器故障，请用手工登记"


async def _to_card(world: World) -> Visitor:
    visitor = await world.walk_in("/register")
    await visitor.touch("agree")
    await visitor.sees("请放好身份证")
    return visitor


async def _to_phone(world: World, name: str = "man_52") -> Visitor:
    visitor = await _to_card(world)
    world.reader.put(card(name))
    await visitor.sees("想干什么活")
    await visitor.touch("trade", "A11")
    await visitor.touch("next")
    await visitor.sees("什么时候能上工")
    return visitor


def _offers_the_hand(visitor: Visitor) -> bool:
    return 'data-act="hand"' in visitor.source()


# the reader: hardware A.5


@pytest.mark.parametrize(("sw3", "sentence"), [
    *((sw3, REPLACE) for sw3 in (0x10, 0x11, 0x24, 0x31, 0x32, 0x37, 0x3F, 0x41, 0x47)),
    (0x21, BROKEN), (0x23, BROKEN),
    (0x33, "这张证件没有通过验证，请到窗口找工作人员核对"), (0x40, "请放身份证"), (0x77, BY_HAND),
])  # fmt: skip
async def test_a_card_that_is_not_read_says_why_and_the_hand_stays_offered(
    world: World, sw3: int, sentence: str
) -> None:
    visitor = await _to_card(world)
    world.reader.fault(f"status_{sw3:02x}")
    world.reader.put(card("man_52"))
    await visitor.sees(sentence)
    assert _offers_the_hand(visitor)
    assert "汪" not in visitor.page()


@pytest.mark.parametrize("fault", ["unplugged", "silent", "garbage", "half_frame", "bad_checksum", "sam_self_test",
                                   "not_authorised", "status_60", "status_66"])  # fmt: skip
async def test_a_broken_reader_says_so_and_the_hand_becomes_the_way(world: World, fault: str) -> None:
    visitor = await _to_card(world)
    world.reader.fault(fault)
    await visitor.sees("读卡器现在用不了", BROKEN, "手工填写，一样能办")
    await visitor.touch("hand")
    await visitor.sees("请照身份证填写")


@pytest.mark.parametrize("fault", ["none", "status_81", "status_91", "status_90", "status_9f", "noise_before",
                                   "no_address"])  # fmt: skip
async def test_what_does_not_keep_a_card_from_being_read_is_not_told(world: World, fault: str) -> None:
    visitor = await _to_card(world)
    world.reader.fault("none" if fault in ("status_90", "status_9f") else fault)  # these two say that all is well
    world.reader.put(card("man_52"))
    await visitor.sees("想干什么活", "汪*生")


async def test_a_card_no_module_finds_leaves_the_question_and_the_hand(world: World) -> None:
    visitor = await _to_card(world)
    world.reader.fault("status_80")
    world.reader.put(card("man_52"))
    await asyncio.sleep(0)
    assert "请放好身份证" in visitor.page()
    assert _offers_the_hand(visitor)


@pytest.mark.parametrize("fault", ["auth_storm", "pulled_early"])
async def test_the_third_failed_try_sends_to_the_hand(world: World, fault: str) -> None:
    visitor = await _to_card(world)
    world.reader.fault(fault)
    for sentence in (REPLACE, REPLACE, BY_HAND):
        world.reader.put(card("man_52"))
        await visitor.sees(sentence)
        world.reader.remove()
    assert _offers_the_hand(visitor)


async def test_while_a_card_is_read_the_person_is_told_to_keep_still(world: World) -> None:
    visitor = await _to_card(world)
    world.hall.reader_said.emit(ReaderEvent(kind="state", state=ReaderState.READING, hint="正在读卡请勿移动"))
    await visitor.sees("正在读卡请勿移动")


async def test_a_reader_that_was_broken_before_anybody_came_is_known_at_once(world: World) -> None:
    world.reader.fault("silent")
    visitor = await world.walk_in("/register")
    await visitor.touch("agree")
    await visitor.sees("读卡器现在用不了", BROKEN)


# a card left by the person before


async def test_a_card_read_for_the_person_before_and_delivered_late_fills_nothing(world: World) -> None:
    before = await _to_card(world)
    stale = ReaderEvent(kind="card", state=ReaderState.CARD_PRESENT, card=card("man_52"), period=world.reader.arm())
    await before.sees("请放好身份证")
    after = await _to_card(world)
    world.hall.reader_said.emit(stale)
    await asyncio.sleep(0.05)
    assert "请放好身份证" in after.page()
    assert "汪" not in after.page()


async def test_a_card_delivered_before_the_next_person_agreed_is_not_kept_for_them(world: World) -> None:
    await _to_card(world)
    stale = ReaderEvent(kind="card", state=ReaderState.CARD_PRESENT, card=card("man_52"), period=world.reader.arm())
    after = await world.walk_in("/register")
    world.hall.reader_said.emit(stale)
    await after.sees("先跟您说清楚")
    await after.touch("agree")
    await after.sees("请放好身份证")
    assert "汪" not in after.page()


async def test_a_card_still_lying_there_must_be_taken_off_first(world: World) -> None:
    before = await _to_card(world)
    world.reader.put(card("man_52"))
    await before.sees("汪*生")
    after = await _to_card(world)
    await after.sees(REPLACE)
    assert "汪" not in after.page()
    world.reader.remove()
    world.reader.put(card("woman_45"))
    await after.sees("檀")


async def test_a_late_card_of_the_person_before_asks_nobody_whether_to_change(world: World) -> None:
    await _to_card(world)
    stale = ReaderEvent(kind="card", state=ReaderState.CARD_PRESENT, card=card("woman_45"), period=world.reader.arm())
    after = await _to_card(world)
    await after.touch("hand")
    await after.until(lambda: "请照身份证填写" in after.page(), "the fields")
    first = "34172119710508002"
    await after.writes(name="李芳", id_number=first + check_character(first))
    await after.sees("李*，您好")
    world.hall.reader_said.emit(stale)
    await asyncio.sleep(0.05)
    assert "换人办理吗" not in after.page()


# the printer


def _spoken(visitor: Visitor) -> str:
    """Return the prompt the browser says: the last mark of the page."""
    return re.findall(r'data-prompt="([a-z-]+)"', visitor.source())[-1]


@pytest.mark.parametrize(("fault", "sentence"), [
    ("paper_out", "打印机没纸了，请叫工作人员换纸"),
    ("cover_open", "打印机的盖子没有关好，请叫工作人员"),
    ("error", "打印机卡住了，请叫工作人员"),
    ("silent", "打印机没有回答，请叫工作人员"),
    ("stall", "打印机没有回答，请叫工作人员"),
    ("close_mid_job", "不知道小票有没有打好，请看一下出纸口"),
])  # fmt: skip
async def test_whatever_the_printer_does_the_number_and_a_code_are_on_the_screen(
    printing_world: World, fault: str, sentence: str
) -> None:
    world = printing_world
    visitor = await _to_phone(world)
    world.printer.order(fault=fault)
    world.worker.start()
    await visitor.writes(phone=PHONE)
    await visitor.sees("好了，登记成功", sentence, "登记已经办成了", "请用手机拍下这一页")
    (body,) = world.filed()
    assert body.number in visitor.page()
    assert body.code in visitor.page()
    assert "crispEdges" in visitor.source()
    assert 'data-clock="idle"' in visitor.source()  # not gone after 15 s: a number takes longer to write down
    assert _spoken(visitor) == "no-paper"  # nobody is told to take a slip that will not come


async def test_a_printer_that_works_lets_the_page_end_soon(printing_world: World) -> None:
    world = printing_world
    visitor = await _to_phone(world)
    world.worker.start()
    await visitor.writes(phone=PHONE)
    await visitor.sees("小票打好了，请取走", "也可以用手机拍下来")
    (body,) = world.filed()
    assert body.number in world.printer.slips()[-1]["text"]
    assert 'data-clock="done"' in visitor.source()
    assert "crispEdges" in visitor.source()
    assert _spoken(visitor) == "filed"


async def test_the_number_is_there_while_the_slip_is_still_being_made(printing_world: World) -> None:
    world = printing_world
    visitor = await _to_phone(world)
    world.drawing.free.clear()
    writing = asyncio.ensure_future(visitor.writes(phone=PHONE))
    await visitor.sees("好了，登记成功", "正在打印，请稍等")
    assert _spoken(visitor) == "printing"
    assert "crispEdges" in visitor.source()
    world.drawing.free.set()
    await writing


async def test_paper_put_in_while_the_person_waits_brings_the_slip(printing_world: World) -> None:
    world = printing_world
    visitor = await _to_phone(world)
    world.printer.order(fault="paper_out")
    world.worker.start()
    await visitor.writes(phone=PHONE)
    await visitor.sees("没纸了")
    world.printer.order(fault="none")
    await visitor.sees("小票打好了，请取走")
    assert len(world.printer.slips()) == 1


async def test_a_printer_nobody_has_heard_from_is_not_waited_for(printing_world: World) -> None:
    """The worker does not run, as while the line is being opened: the state is unknown, the number is there."""
    visitor = await _to_phone(printing_world)
    await visitor.writes(phone=PHONE)
    await visitor.sees("好了，登记成功", "正在打印，请稍等", "也可以用手机拍下来")


@pytest.mark.parametrize(("fault", "sentence"), [
    ("paper_out", "打印机没纸了"), ("cover_open", "盖子没有关好"), ("error", "打印机卡住了"),
    ("silent", "打印机没有回答"),
    ("close_mid_job", "不知道小票有没有打好"),
])  # fmt: skip
async def test_a_job_without_paper_can_be_taken_along_by_phone(
    printing_world: World, fault: str, sentence: str
) -> None:
    world = printing_world
    job = world.content.jobs[0]
    world.printer.order(fault=fault)
    world.worker.start()
    visitor = await world.walk_in(f"/job/{job.number}")
    await visitor.touch("print")
    await visitor.sees(sentence, "也可以用手机扫码，或者记下岗位号和电话")
    assert "crispEdges" in visitor.source()
