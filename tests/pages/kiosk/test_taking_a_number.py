"""取号: one touch and a number, on glass and on paper; none for a closed window; with the hub away all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from content.errors import HubAway
from content.model.published import PublicWindow, WindowDisplay
from content.model.tickets import QueueAnswer, QueueLine, TicketBody, TicketMatter
from tests.pages.kiosk.world import NOW, World

POLICY = TicketMatter.POLICY
WINDOWS = (
    PublicWindow(number=2, name="综合", matters=(POLICY, TicketMatter.DISPUTE), hours="08:30-12:00",
                 weekdays=(1, 2, 3, 4, 5)),
    PublicWindow(number=3, name="单位", matters=(TicketMatter.EMPLOYER,), hours="14:00-17:30", weekdays=(1,)),
)  # fmt: skip
THREE_WAIT = QueueAnswer(lines=(
    QueueLine(matter=POLICY, waiting=3, is_open=True, windows=(2,)),
    QueueLine(matter=TicketMatter.DISPUTE, waiting=0, is_open=True, windows=(2,)),
    QueueLine(matter=TicketMatter.EMPLOYER, waiting=0, is_open=False, windows=(3,)),
))  # fmt: skip


@pytest.fixture
def queueing(world: World) -> World:
    """A kiosk whose edition has two windows, at 09:30 of a Monday."""
    return _with_windows(world)


def _with_windows(world: World) -> World:
    world.content = replace(world.content, windows=WindowDisplay(windows=WINDOWS))
    world.publish(2)
    return world


def given(world: World) -> list[str]:
    return [body.number for body in world.filings("ticket", TicketBody)]


async def test_a_number_is_filed_and_shown_with_window_and_who_is_before(queueing: World) -> None:
    queueing.queue = THREE_WAIT
    visitor = await queueing.walk_in("/queue")
    await visitor.sees("政策、补贴", "前面有 3 人", "现在不用等", "今天 14:00 开")
    await visitor.touch("take", "policy")
    # the pairing's prefix is 12: its range of the day begins at 1101
    await visitor.sees("您的号", "B1101", "请到 2 号窗口", "前面还有 3 人")
    assert given(queueing) == ["B1101"]
    assert queueing.woken == 1


async def test_the_next_one_gets_the_next_number_and_another_day_begins_anew(queueing: World) -> None:
    for act in ("policy", "policy", "dispute"):
        visitor = await queueing.walk_in("/queue")
        await visitor.touch("take", act)
        await visitor.sees("您的号")
    assert given(queueing) == ["B1101", "B1102", "D1101"]
    queueing.clock.at = NOW + timedelta(days=1)
    visitor = await queueing.walk_in("/queue")
    await visitor.touch("take", "policy")
    await visitor.sees("B1101")


async def test_a_replayed_tap_gives_no_second_number(queueing: World) -> None:
    visitor = await queueing.walk_in("/queue")
    await visitor.touch("take", "policy")
    visitor.send("take", "policy")
    visitor.send("take", "dispute")
    await visitor.sees("B1101")
    visitor.send("take", "policy")
    await visitor.go("/")
    await visitor.go("/queue")
    await visitor.touch("take", "policy")
    await visitor.sees("B1101")
    assert given(queueing) == ["B1101"]


async def test_with_the_hub_away_the_number_is_given_and_nobody_is_counted(queueing: World) -> None:
    queueing.queue = HubAway("联系不上")
    visitor = await queueing.walk_in("/queue")
    await visitor.sees("现在联系不上中心", "号照样发")
    await visitor.touch("take", "policy")
    await visitor.sees("B1101", "前面有几个人现在查不到")
    assert "前面还有" not in visitor.page()
    assert "前面没有人" not in visitor.page()


async def test_a_closed_window_gives_no_number_and_says_when_it_opens(queueing: World) -> None:
    visitor = await queueing.walk_in("/queue")
    await visitor.touch("take", "employer")
    await visitor.sees("单位招人现在不发号", "3 号窗口现在没有人办", "今天 14:00 开")
    assert given(queueing) == []
    await visitor.touch("back")
    await visitor.sees("政策、补贴")


async def test_at_half_past_four_it_says_when_windows_open_and_what_works_without_anybody(queueing: World) -> None:
    queueing.clock.at = NOW - timedelta(hours=5)
    visitor = await queueing.walk_in("/queue")
    await visitor.sees("窗口现在没有人，不发号", "今天 08:30 开", "求职登记", "打印小票", "找活")
    visitor.send("take", "policy")
    await visitor.sees("政策、补贴现在不发号")
    assert given(queueing) == []


async def test_a_window_opened_early_gives_numbers_at_half_past_four(queueing: World) -> None:
    queueing.clock.at, queueing.queue = NOW - timedelta(hours=5), THREE_WAIT
    visitor = await queueing.walk_in("/queue")
    await visitor.sees("前面有 3 人")
    await visitor.touch("take", "policy")
    await visitor.sees("B1101")


async def test_the_slip_comes_out_of_the_printer(printing_world: World) -> None:
    world = _with_windows(printing_world)
    world.queue = THREE_WAIT
    world.worker.start()
    visitor = await world.walk_in("/queue")
    await visitor.touch("take", "policy")
    await visitor.sees("B1101")
    await visitor.until(lambda: len(world.printer.slips()) == 1, "the slip")
    assert world.printing is not None
    (job,) = world.printing.recent()
    assert (job.kind, job.reference) == ("ticket", "B1101 2026-11-23")


async def test_without_a_printer_the_number_stands_on_the_glass(queueing: World) -> None:
    visitor = await queueing.walk_in("/queue")
    await visitor.touch("take", "policy")
    await visitor.sees("没有接打印机", "请记住号码")


async def test_without_a_pairing_it_is_said_where_to_go(queueing: World) -> None:
    queueing.outbox = None
    visitor = await queueing.walk_in("/queue")
    await visitor.touch("take", "policy")
    await visitor.sees("请到服务窗口说")
