"""窗口叫号 and 值班表 at the desk: several clerks at once, who may do what, and what 今日工作 says of it."""

from __future__ import annotations

from datetime import date, timedelta

from nicegui import ui
from nicegui.testing import User

from content.clock import calendar_day
from content.model.codes import Role
from content.model.market import HolidayYear, MarketSettings
from content.model.tickets import ServiceWindow, Shift, Ticket, TicketMatter
from tests.pages.admin.world import NOW, World, asked, content_of, press, until

DAY = calendar_day(NOW)
POLICY, REGISTRATION = TicketMatter.POLICY, TicketMatter.REGISTRATION


def add_windows(world: World) -> None:
    for number, matters in ((1, (REGISTRATION,)), (2, (POLICY, TicketMatter.DISPUTE)), (3, (POLICY,))):
        window = ServiceWindow(id=f"w{number}", number=number, name="样例窗口", matters=matters, hours="08:30-12:00",
                               weekdays=(1, 2, 3, 4, 5))  # fmt: skip
        world.market.write(lambda tables, window=window: tables.windows.save(window, None))  # type: ignore[misc]


def add_tickets(world: World, *numbers: str, matter: TicketMatter = POLICY) -> None:
    for number in numbers:
        ticket = Ticket(id=f"t-{number}", number=number, matter=matter, day=DAY, clock_ok=True, terminal_id="k",
                        taken_at=NOW - timedelta(minutes=30) + timedelta(seconds=int(number[1:])))  # fmt: skip
        world.market.write(lambda tables, ticket=ticket: tables.tickets.add(ticket))  # type: ignore[misc]


async def clerk_at(world: World, window: str, role: Role = Role.CLERK) -> User:
    user = await world.user(role)
    await user.open(f"/windows/{window}")
    user.find(marker="open").click()
    await until(lambda: "开着" in content_of(user, "panel"))
    return user


def shows(user: User, *words: str) -> bool:
    return all(word in content_of(user, "panel") for word in words)


async def test_a_clerk_calls_calls_again_and_finishes(world: World) -> None:
    add_windows(world)
    add_tickets(world, "B001", "B002")
    user = await clerk_at(world, "w2")
    user.find(marker="call-next").click()
    await until(lambda: shows(user, ">B001<", "叫了 1 次", "等了 30 分钟"))
    user.find(marker="call-again").click()
    await until(lambda: shows(user, "叫了 2 次"))
    user.find(marker="call-served").click()
    await until(lambda: shows(user, "现在没有在办的号", ">B002<"))


async def test_two_panels_get_two_numbers_and_each_sees_the_other_s_queue_shrink(world: World) -> None:
    add_windows(world)
    add_tickets(world, "B001", "B002", "B003")
    one, two = await clerk_at(world, "w2"), await clerk_at(world, "w3", Role.COUNSELLOR)
    await until(lambda: shows(two, "还有 <b>3</b> 人等"))
    one.find(marker="call-next").click()
    two.find(marker="call-next").click()
    await until(lambda: shows(one, "还有 <b>1</b> 人等") and shows(two, "还有 <b>1</b> 人等"))
    with world.market.reading() as tables:
        called = {call.number: call.window for call in tables.tickets.board(DAY).calls}
    assert set(called) == {"B001", "B002"}
    assert set(called.values()) == {2, 3}


async def test_who_was_absent_is_put_back_with_one_click(world: World) -> None:
    add_windows(world)
    add_tickets(world, "B001", "B002")
    user = await clerk_at(world, "w2")
    user.find(marker="call-next").click()
    await until(lambda: shows(user, "叫了 1 次"))
    user.find(marker="call-absent").click()
    await until(lambda: shows(user, "B001 重新排队"))
    press(user, "panel", "back", "t-B001")
    await until(lambda: shows(user, "还有 <b>2</b> 人等"))
    assert "重新排队" not in content_of(user, "panel")


async def test_before_the_window_is_open_nothing_is_called_and_nobody_waiting_is_said(world: World) -> None:
    add_windows(world)
    user = await world.user(Role.CLERK)
    await user.open("/windows/w2")
    user.find(marker="call-next").click()
    await user.should_see("请先点“开窗”", retries=50)
    user.find(marker="open").click()
    await until(lambda: shows(user, "开着"))
    user.find(marker="call-next").click()
    await user.should_see("现在没有人等", retries=50)


async def test_the_page_tells_windows_queue_and_figures(world: World) -> None:
    add_windows(world)
    add_tickets(world, "B001", "B002")
    clerk = await clerk_at(world, "w2")
    clerk.find(marker="call-next").click()
    await until(lambda: shows(clerk, "叫了 1 次"))
    user = await world.user(Role.MANAGER)
    await user.open("/windows")
    windows, queue = content_of(user, "windows"), content_of(user, "queue")
    assert "2 号 样例窗口" in windows
    assert "B001" in windows
    assert "没有排班" in windows
    assert "1 人" in queue
    assert "B002" in queue
    await until(lambda: "30<small>分钟" in content_of(user, "figures"))
    clerk.find(marker="call-next").click()
    await until(lambda: "B002" in content_of(user, "windows"))  # it hears of the call by itself


async def test_an_editor_calls_nobody_and_an_assessor_only_looks(world: World) -> None:
    add_windows(world)
    editor = await world.user(Role.EDITOR)
    await editor.open("/windows/w2")
    await editor.should_see("没有打开这一页的权限")
    assessor = await world.user(Role.ASSESSOR)
    await assessor.open("/windows/w2")
    await assessor.should_not_see("叫下一个")


async def test_a_window_is_set_and_refused_without_hours(world: World) -> None:
    user = await world.user(Role.MANAGER)
    await user.open("/window-settings/new")
    user.find(marker="matter-policy").click()
    user.find(marker="hours").clear().type("早上")
    user.find(marker="save").click()
    await user.should_see("窗口时间：请写成", retries=50)
    await until(lambda: next(iter(user.find(marker="save").elements)).enabled)  # type: ignore[attr-defined]
    user.find(marker="hours").clear().type("8:30—12:00")
    user.find(marker="save").click()
    await until(lambda: bool(_windows(world)))
    (window,) = _windows(world)
    assert (window.number, window.matters, window.hours) == (1, (POLICY,), "08:30-12:00")
    await user.should_see(marker="queue", retries=50)  # it goes back to the list by itself
    await user.open(f"/window-settings/{window.id}")
    user.find(marker="retire").click()
    await asked(user)
    user.find(marker="sure").click()
    await until(lambda: not _windows(world))


def _windows(world: World) -> tuple[ServiceWindow, ...]:
    with world.market.reading() as tables:
        return tables.windows.all()


def _shifts(world: World) -> set[tuple[date, str, str]]:
    with world.market.reading() as tables:
        return {(one.day, one.window_id, one.staff_id)
                for one in tables.roster.between(DAY - timedelta(days=30), DAY + timedelta(days=30))}  # fmt: skip


async def test_the_roster_is_filled_copied_and_cleared_and_holidays_stand_in_it(world: World) -> None:
    add_windows(world)
    holidays = (HolidayYear(year=2026, days_off=(DAY + timedelta(days=1),), working_weekends=(), source="样例"),)
    world.market.write(lambda tables: tables.market.save(MarketSettings(holidays=holidays), 0, "甲"))
    user = await world.user(Role.MANAGER)
    await user.open("/roster")
    assert content_of(user, "roster").count("人不够") == 4  # five days, one of them off
    await until(lambda: "放假" in content_of(user, "roster"))
    for name, value in (("person", "staff-clerk"), ("window", "w1"), ("day", "all")):
        (choice,) = user.find(kind=ui.select, marker=name).elements
        choice.set_value(value)
    user.find(marker="put-on").click()
    await until(lambda: len(_shifts(world)) == 4)
    assert (DAY + timedelta(days=1), "w1", "staff-clerk") not in _shifts(world)
    await user.open("/roster?week=2026-W49")
    user.find(marker="copy").click()
    await until(lambda: len(_shifts(world)) == 8)
    press(user, "roster", "off", f"{DAY + timedelta(days=7)}|w1|staff-clerk")
    await until(lambda: len(_shifts(world)) == 7)


async def test_today_says_who_is_missing_and_when_many_wait(world: World) -> None:
    add_windows(world)
    add_tickets(world, *(f"B{place:03d}" for place in range(1, 12)))
    manager = await world.user(Role.MANAGER)
    await manager.open("/")
    cards = content_of(manager, "cards")
    assert "今天求职登记窗口" in cards
    assert "值班表上还差 2 个人" in cards
    assert "窗口等候" in cards
    for window, staff in (("w1", "staff-clerk"), ("w2", "staff-counsellor"), ("w3", "staff-manager")):
        shift = Shift(day=DAY, window_id=window, staff_id=staff)
        world.market.write(lambda tables, shift=shift: tables.roster.add(shift))  # type: ignore[misc]
    await manager.open("/")
    assert "值班表上还差" not in content_of(manager, "cards")


async def test_the_printed_roster_is_a_paper(world: World) -> None:
    add_windows(world)
    user = await world.user(Role.MANAGER)
    await user.open("/roster")
    user.find(marker="print").click()
    paper = await user.download.next(timeout=30)
    assert paper.content.startswith(b"%PDF")
