"""设备: what is wrong comes first, silence shows within three minutes (R009), errands go out by who may send them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from content.hubapi.watch import note_report, note_silence
from content.model.audit import Action
from content.model.codec import from_json
from content.model.codes import Role, TerminalKind
from content.model.people import Terminal
from content.model.strips import StripOrder
from content.model.terminals import ErrandKind, ErrandResult
from content.store.audit import AuditPage
from content.store.database import Tables
from tests.pages.admin.world import NOW, World, content_of, press, until
from tests.unit.content.store.samples import registration, seeker

WELL = {"version": "0.1.0", "reader": "idle", "printer": "ready", "paper_low": False, "waiting": 0, "clock_ok": True}
LATER = NOW - timedelta(hours=2)


def _add(world: World, name: str, number: int, kind: TerminalKind = TerminalKind.KIOSK, **said: Any) -> str:
    terminal = Terminal(id=f"t-{number}", kind=kind, name=name, prefix=f"{number:02d}", paired_at=LATER)
    world.market.write(lambda tables: tables.terminals.add(terminal, name.encode()))
    _hear(world, terminal.id, **said)
    return terminal.id


def _hear(world: World, terminal_id: str, **said: Any) -> None:
    now, report = world.clock.now(), json.dumps(WELL | said)
    world.market.write(lambda tables: (tables.terminals.seen(terminal_id, now, None, report),
                                       note_report(tables, terminal_id, report, now)))  # fmt: skip


async def test_what_needs_somebody_comes_first_with_what_to_do(world: World) -> None:
    _add(world, "好的那台", 1)
    _add(world, "没纸那台", 2, printer="paper_out", printer_sentence="打印机没纸了：请换一卷纸。")
    user = await world.user(Role.AUDITOR)
    await user.open("/devices")
    listed = content_of(user, "terminals")
    assert listed.index("没纸那台") < listed.index("好的那台")
    assert "打印机没纸了：请换一卷纸。" in listed
    assert "停用" not in listed
    await until(lambda: "没纸那台" in content_of(user, "events"))


async def test_a_device_that_falls_silent_shows_within_three_minutes_on_the_open_page(world: World) -> None:
    _add(world, "自助机 A1", 1)
    user = await world.user(Role.MANAGER)
    await user.open("/devices")
    await until(lambda: "正常" in content_of(user, "terminals"))
    world.clock.at += timedelta(minutes=3)
    world.market.write(lambda tables: note_silence(tables, world.clock.now(), LATER))
    world.hall.changed("")  # as the watch says it
    await until(lambda: "失去联系" in content_of(user, "terminals"))
    await until(lambda: "请到现场看看" in content_of(user, "terminals"))
    await until(lambda: "还没好" in content_of(user, "events"))
    _hear(world, "t-1")
    world.hall.changed("t-1")  # as the heartbeat says it
    await until(lambda: "失去联系" not in content_of(user, "terminals"))
    await until(lambda: "3 分钟" in content_of(user, "events"))


async def test_the_first_page_says_how_many_devices_need_somebody(world: World) -> None:
    _add(world, "自助机 A1", 1)
    _add(world, "自助机 A2", 2, reader="fault")
    _add(world, "自助机 A3", 3, paper_low=True)  # can wait
    user = await world.user(Role.MANAGER)
    await user.open("/")
    cards = content_of(user, "cards")
    assert 'href="/staff/devices"' in cards
    (card,) = [part for part in cards.split('<div class="duty')[1:] if ">设备要去看看</a>" in part]
    assert "<b>1</b>" in card


async def test_a_screen_is_listed_without_reader_and_printer(world: World) -> None:
    screen = _add(world, "大厅屏", 1, TerminalKind.SCREEN, reader="", printer="")
    user = await world.user(Role.MANAGER)
    await user.open("/devices")
    await until(lambda: "大厅屏" in content_of(user, "terminals"))
    await user.open(f"/devices/{screen}")
    await user.should_not_see("打试纸")


async def test_a_clerk_sends_a_test_slip_and_reads_the_result(world: World) -> None:
    kiosk = _add(world, "自助机 A1", 1)
    user = await world.user(Role.CLERK)
    await user.open(f"/devices/{kiosk}")
    user.find(marker="test-slip").click()
    await user.should_see("已让设备“打试纸”")
    await until(lambda: "等设备来取" in content_of(user, "errands"))
    now = world.clock.now()
    (order,) = world.market.write(lambda tables: tables.errands.offer(kiosk, now))
    assert order.kind == ErrandKind.TEST_SLIP
    result = ErrandResult(id=order.id, ok=True, sentence="试纸已交给打印机。")
    world.market.write(lambda tables: tables.errands.finish(kiosk, (result,), now))
    world.hall.changed("another")
    world.hall.changed(kiosk)
    await until(lambda: "试纸已交给打印机。" in content_of(user, "errands"))
    with world.market.reading() as tables:
        (entry,), _ = tables.audit.page(AuditPage(action=Action.TERMINAL))
    assert (entry.staff_id, entry.subject_id) == ("staff-clerk", kiosk)


async def test_a_strip_is_counted_as_it_is_ordered_and_its_text_is_in_no_list(world: World) -> None:
    """A4: figures of the day and the end of the record of who did what, on paper outside the machine."""
    kiosk = _add(world, "自助机 A1", 1)

    def put(tables: Tables) -> None:
        for place in range(3):
            tables.seekers.put(seeker(NOW, seeker_id=f"p{place}", id_number=f"{place:018d}"))
            at = NOW if place < 2 else NOW - timedelta(days=1)  # Monday, and the Sunday before
            tables.seekers.add_registration(registration(id=f"r{place}", seeker_id=f"p{place}", number=f"n{place}",
                                                         occurred_at=at))  # fmt: skip

    world.market.write(put)
    user = await world.user(Role.CLERK)
    await user.open(f"/devices/{kiosk}")
    with world.market.reading() as tables:
        seq, digest = tables.audit.head()
    user.find(marker="day-strip").click()
    await user.should_see("已让设备“打报表条”")
    (order,) = world.market.write(lambda tables: tables.errands.offer(kiosk, world.clock.now()))
    strip = from_json(StripOrder, order.argument)
    assert (order.kind, strip.title, strip.place) == (ErrandKind.STRIP, "日报表条", "自助机 A1")
    assert dict(strip.figures)["求职登记"] == "2 人"
    assert strip.audit_head == f"第 {seq} 条 {digest.hex()[:12]}"
    await until(lambda: "打报表条" in content_of(user, "errands"))
    assert "求职登记" not in content_of(user, "errands")
    with world.market.reading() as tables:
        (entry,), _ = tables.audit.page(AuditPage(action=Action.TERMINAL))
    assert entry.words == "“自助机 A1”：打报表条"


async def test_only_a_slip_that_may_not_be_on_paper_can_be_printed_again(world: World) -> None:
    slips = [{"id": f"job:10000{n}", "kind": "job", "reference": f"10000{n}", "state": state,
              "reprintable": state == "unknown"}
             for n, state in enumerate(("confirmed", "unknown", "queued"))]  # fmt: skip
    kiosk = _add(world, "自助机 A1", 1, slips=slips)
    user = await world.user(Role.CLERK)
    await user.open(f"/devices/{kiosk}")
    listed = content_of(user, "slips")
    assert listed.count('data-do="reprint"') == 1
    assert 'data-do="reprint" data-id="job:100001"' in listed
    press(user, "slips", "reprint", "job:100001")
    await user.should_see("已让设备“补打小票”")
    (order,) = world.market.write(lambda tables: tables.errands.offer(kiosk, world.clock.now()))
    assert (order.kind, order.argument) == (ErrandKind.REPRINT, "job:100001")


async def test_a_pause_carries_its_notice_and_a_paused_device_can_be_resumed(world: World) -> None:
    kiosk = _add(world, "自助机 A1", 1)
    user = await world.user(Role.MANAGER)
    await user.open(f"/devices/{kiosk}")
    user.find(marker="pause").click()
    await user.should_see("屏幕上只显示下面这句话")
    user.find(marker="notice").clear().type("换灯管，请到窗口")
    user.find(marker="pause-now").click()
    await user.should_see("已让设备“暂停使用”")
    (order,) = world.market.write(lambda tables: tables.errands.offer(kiosk, world.clock.now()))
    assert (order.kind, order.argument) == (ErrandKind.PAUSE, "换灯管，请到窗口")
    _hear(world, kiosk, paused="换灯管，请到窗口")
    await user.open("/devices")
    await until(lambda: "暂停使用" in content_of(user, "terminals"))
    await user.open(f"/devices/{kiosk}")
    user.find(marker="resume").click()
    await user.should_see("已让设备“恢复使用”")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ASSESSOR, Role.COUNSELLOR])
async def test_who_may_only_look_has_no_buttons_and_a_forged_click_does_nothing(world: World, role: Role) -> None:
    kiosk = _add(world, "自助机 A1", 1, slips=[{"id": "job:1", "kind": "job", "reference": "1", "state": "unknown",
                                             "reprintable": True}])
    user = await world.user(role)
    await user.open(f"/devices/{kiosk}")
    await user.should_not_see("打试纸")
    press(user, "slips", "reprint", "job:1")
    await user.open(f"/devices/{kiosk}")
    await until(lambda: "还没有让它做过什么" in content_of(user, "errands"))


async def test_a_device_that_is_not_there_says_so(world: World) -> None:
    user = await world.user(Role.MANAGER)
    await user.open("/devices/nobody")
    await user.should_see("没有这台设备")
