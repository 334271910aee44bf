"""工作人员页: nothing without the PIN, and what staff do there has its effect on paper, on disk and on the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.staff.pausing import NOTICES, Pausing
from printer.receipt import Cut, Receipt, SlipKind, Text
from tests.pages.kiosk.world import NOW, Visitor, World, card

PIN, WRONG = "274916", "274917"


async def _inside(world: World) -> Visitor:
    world.hall.staff.pins.choose(PIN)
    staff = await world.walk_in("/staff")
    await staff.sees("请输入口令")
    await staff.touch("enter", PIN)
    await staff.sees("自助机 A1 · 工作人员")
    return staff


async def test_the_right_pin_opens_and_a_wrong_one_says_so(world: World) -> None:
    world.hall.staff.pins.choose(PIN)
    staff = await world.walk_in("/staff")
    await staff.touch("enter", WRONG)
    await staff.sees("口令不对，请再试一次")
    assert "重新启动" not in staff.page()
    await staff.touch("enter", PIN)
    await staff.sees("重新启动", "换打印纸", "最近的小票", "暂停使用", "音量")


async def test_the_third_wrong_pin_locks_even_the_right_one_and_a_fresh_page_too(world: World) -> None:
    world.hall.staff.pins.choose(PIN)
    staff = await world.walk_in("/staff")
    for said in ("请再试一次", "请再试一次", "请过 30 秒再试"):
        await staff.touch("enter", WRONG)
        await staff.sees(said)
    again = await world.walk_in("/staff")
    await again.touch("enter", PIN)
    await again.sees("口令输错多次，请过 30 秒再试")
    world.clock.at = NOW + timedelta(seconds=30)
    await again.touch("enter", PIN)
    await again.sees("换打印纸")


async def test_no_act_has_an_effect_without_the_pin(world: World) -> None:
    world.hall.staff.pins.choose(PIN)
    staff = await world.walk_in("/staff")
    for act in ("restart", "pauses", "test", "newpin", "choose", "louder"):
        staff.send(act, "0")
    await staff.sees("请输入口令")
    assert world.restarts == 0
    assert world.hall.staff.pausing.notice == ""
    assert world.hall.staff.sound.percent == 60


async def test_the_pin_of_this_start_leads_to_choosing_ones_own(world: World) -> None:
    once = world.hall.staff.pins.open_once()
    staff = await world.walk_in("/staff")
    await staff.touch("enter", once)
    await staff.sees("先设一个自己的口令")
    for first, second, said in (("123456", "123456", "太容易被猜到"), (PIN, WRONG, "两次输入的不一样")):
        await staff.touch("choose", first)
        await staff.sees("再输入一次")
        await staff.touch("choose", second)
        await staff.sees(said)
    await staff.touch("choose", PIN)
    await staff.sees("再输入一次")
    await staff.touch("choose", PIN)
    await staff.sees("口令改好了")
    later = await world.walk_in("/staff")
    await later.touch("enter", PIN)
    await later.sees("换打印纸")


async def test_coming_to_the_page_ends_the_visit_before_and_leaving_it_forgets_the_pin(world: World) -> None:
    visitor = await world.walk_in("/register")
    await visitor.touch("agree")
    world.reader.put(card("man_52"))
    await visitor.sees("汪*生")
    staff = await _inside(world)
    assert "汪" not in staff.page()
    await world.walk_in("/")
    staff.send("restart", "")
    back = await world.walk_in("/staff")
    await back.sees("请输入口令")
    assert world.restarts == 0


async def test_a_page_whose_browser_died_is_closed_by_the_process(world: World) -> None:
    staff = await _inside(world)
    await staff.sees("换打印纸")
    touch = staff.old_page()
    world.clock.at = NOW + timedelta(seconds=95)  # 60 s, 20 s grace, 15 s slack
    world.hall.visits.sweep(15)
    touch("restart", "")
    await staff.sees("今天就有活干")
    assert world.restarts == 0


async def test_each_part_says_how_it_is_and_a_fault_shows_without_a_touch(world: World) -> None:
    staff = await _inside(world)
    await staff.sees("读卡器 正常", "第 94 期", "待送的登记 没有，都送到了", "和中心的联系 正常", "没有接打印机")
    world.reader.fault("unplugged")
    await staff.sees("读卡器 没有连上：请检查数据线和电源")


async def test_a_pause_covers_every_view_survives_a_restart_and_ends_on_the_staff_page(world: World) -> None:
    staff = await _inside(world)
    await staff.touch("pause")
    await staff.sees(*NOTICES)
    await staff.touch("pauses", "1")
    await staff.sees("已暂停", "恢复使用")
    assert Pausing(world.folder / "pause.json").notice == NOTICES[1]
    for path in ("/", "/jobs", "/register"):
        walk_in = await world.walk_in(path)
        await walk_in.sees(NOTICES[1], f"有事打电话 {world.content.market.phone}")
    again = await world.walk_in("/staff")
    assert "有事打电话" not in again.page()
    await again.touch("enter", PIN)
    await again.touch_once_there("resume")
    await again.sees("已恢复使用")
    free = await world.walk_in("/")
    await free.sees("求职登记")
    assert NOTICES[1] not in free.page()


async def test_a_pause_from_the_desk_waits_for_who_is_in_the_middle_and_takes_the_resting_page(world: World) -> None:
    visitor = await world.walk_in("/register")
    await visitor.touch("agree")
    await visitor.sees("请放好身份证")
    world.hall.staff.pausing.pause("本机检修")
    world.reader.put(card("man_52"))
    await visitor.sees("想干什么活")
    assert "本机检修" not in visitor.page()
    resting = await world.walk_in("/")
    await resting.sees("本机检修")
    world.hall.staff.pausing.resume()
    await resting.until(lambda: "本机检修" not in resting.page(), "the notice gone")


async def test_a_restart_is_asked_twice(world: World) -> None:
    staff = await _inside(world)
    await staff.touch("sure")
    await staff.sees("真的重新启动？")
    await staff.touch("slips")
    await staff.touch("back")
    await staff.until(lambda: "真的重新启动" not in staff.page(), "question gone")
    await staff.touch("sure")
    await staff.sees("真的重新启动？")
    await staff.touch("restart")
    await staff.sees("正在重新启动")
    assert world.restarts == 1


async def test_volume_without_a_mixer_tells_the_truth(world: World) -> None:
    staff = await _inside(world)
    await staff.touch("louder")
    await staff.sees("70%", "没有装调音程序")


async def test_without_a_printer_paper_and_slips_say_so(world: World) -> None:
    staff = await _inside(world)
    await staff.touch("test")
    await staff.sees("没有接打印机")
    await staff.touch("slips")
    await staff.sees("还没有打过小票")


async def test_a_change_of_paper_ends_with_a_printed_line_and_clears_the_lack(printing_world: World) -> None:
    world = printing_world
    world.printer.order(fault="paper_out")
    world.worker.start()
    staff = await _inside(world)
    await staff.sees("打印机没纸了：请换一卷纸")
    await staff.touch("paper")
    await staff.sees("打开盖子，取出旧纸芯", "放进新纸", "盖上盖子")
    await staff.touch("papered")
    await staff.sees("打印机没纸了")  # not put in yet
    world.printer.order(fault="none")
    await staff.sees("打好了：字迹清楚")
    (slip,) = world.printer.slips()
    assert "试打" in slip["text"]
    assert "自助机 A1" in slip["text"]
    await staff.touch("back")
    await staff.sees("打印机 打印机正常。")


async def test_two_tests_are_two_slips_and_one_tap_is_one(printing_world: World) -> None:
    world = printing_world
    world.worker.start()
    staff = await _inside(world)
    for count in (1, 2):
        await staff.touch("test")
        await staff.until(lambda count=count: len(world.printer.slips()) == count, f"{count} slips")  # type: ignore[misc]


async def test_a_slip_of_unknown_fate_is_offered_again_and_comes_marked(printing_world: World) -> None:
    world = printing_world
    assert world.printing is not None
    world.printer.order(fault="close_mid_job")
    lines = tuple(Text(text=f"第{line}行，样张") for line in range(30))
    slip = Receipt(kind=SlipKind.JOB, reference="1247", title="岗位", elements=(*lines, Cut()))
    world.printing.print(slip)
    world.worker.start()
    staff = await _inside(world)
    await staff.until(lambda: bool(world.printing and world.printing.unknown()), "an unknown slip")
    world.printer.order(fault="none")
    await staff.touch("slips")
    await staff.sees("岗位单", "1247", "不知道打好没有")
    assert "样张" not in staff.page()
    await staff.touch("reprint", "job:1247")
    await staff.until(lambda: any("补打" in one["text"] for one in world.printer.slips()), "the copy")
    await staff.touch("back")
    await staff.touch("slips")
    await staff.sees("打好了，第 2 张")
    assert 'data-act="reprint"' not in staff.source()


@pytest.mark.parametrize("view", ["paper", "slips", "pause", "newpin"])
async def test_no_view_has_more_than_a_hundred_elements(world: World, view: str) -> None:
    staff = await _inside(world)
    await staff.touch(view)
    assert staff.elements() <= 100
