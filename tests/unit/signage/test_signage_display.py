"""When the display is on, and believing only what it says."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from content.clock import SHANGHAI, SetClock
from content.errors import SettingsError
from signage.browser.lighting import Lighting
from signage.display.hours import is_on, read_hours
from signage.display.power import Power, Switching, sentence, step
from signage.display.simulated_display import DisplayFault, SimulatedDisplay
from signage.display.tools import display_for
from signage.live import Live
from tests.unit.signage.samples import NOON

HOURS = read_hours("1-5 07:30-18:00; 6-7 08:00-12:00; 3 19:00-24:00")


def wall(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of the week of Monday 2026-11-23."""
    return datetime(2026, 11, 22 + day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(("moment", "lit"), [
    (wall(1, 7, 29), False), (wall(1, 7, 30), True), (wall(1, 17, 59), True), (wall(1, 18), False),
    (wall(3, 18, 30), False), (wall(3, 19), True), (wall(3, 23, 59), True), (wall(4, 0), False),
    (wall(6, 7, 45), False), (wall(6, 8), True), (wall(7, 11, 59), True), (wall(7, 12), False),
])  # fmt: skip
def test_the_hours_hold_by_weekday_on_the_markets_wall_clock(moment: datetime, lit: bool) -> None:
    assert is_on(HOURS, moment) is lit


def test_no_hours_mean_day_and_night() -> None:
    assert all(is_on((), wall(day, hour)) for day in range(1, 8) for hour in (0, 12, 23))


@pytest.mark.parametrize("text", ["8 07:00-18:00", "5-1 07:00-18:00", "1 18:00-07:00", "1 07:60-18:00", "每天"])
def test_hours_that_are_not_understood_name_the_part_and_how_to_write_it(text: str) -> None:
    with pytest.raises(SettingsError, match="看不懂，请系统管理员照"):
        read_hours(text)


def drive(display: SimulatedDisplay, wanted: bool, minutes: int) -> tuple[Switching, list[float]]:
    """Ask every 5 s for so many minutes; return the end and when commands were sent, in seconds."""
    state, sent = Switching(), []
    for second in range(0, minutes * 60, 5):
        state, send = step(state, wanted, display.power(), NOON + timedelta(seconds=second))
        if send:
            sent.append(second)
            display.switch(wanted)
    return state, sent


def test_on_is_sent_once_where_the_display_obeys_and_again_where_it_lost_the_command() -> None:
    assert drive(SimulatedDisplay(), True, 5)[1] == [0]
    deaf = SimulatedDisplay()
    deaf.fault = DisplayFault.DEAF_ONCE
    state, sent = drive(deaf, True, 5)
    assert len(sent) == 2 and deaf.on and sentence(state) == ""


def test_a_display_that_stays_dark_is_asked_three_times_and_then_named_and_tried_again_later() -> None:
    stuck = SimulatedDisplay()
    stuck.fault = DisplayFault.STUCK
    state, sent = drive(stuck, True, 9)
    assert len(sent) == 3 and sent[2] <= 60
    assert "三次都没有打开" in sentence(state) and "现场人员" in sentence(state)
    _, sent = drive(stuck, True, 29)
    assert len(sent) == 5  # once every ten minutes, not three times


def test_a_display_that_says_off_after_on_reads_as_off_and_one_that_stays_lit_at_night_is_told_too() -> None:
    stuck = SimulatedDisplay(on=True)
    stuck.fault = DisplayFault.STUCK
    assert "三次都没有关掉" in sentence(drive(stuck, False, 5)[0])


def test_intended_off_is_no_fault() -> None:
    off = SimulatedDisplay(on=True)
    state, sent = drive(off, False, 60)
    assert sent == [0] and not off.on and sentence(state) == ""


def test_a_display_that_tells_nothing_is_neither_on_nor_off_and_staff_are_told_to_look() -> None:
    mute = SimulatedDisplay()
    mute.fault = DisplayFault.MUTE
    state, sent = drive(mute, True, 5)
    assert mute.on and len(sent) == 3
    assert state.said is Power.UNKNOWN and "不回答自己开着还是关着" in sentence(state)
    assert "没有打开" not in sentence(state)


def test_lighting_follows_the_hours_and_survives_a_display_that_does_not_answer() -> None:
    display, clock = SimulatedDisplay(), SetClock(wall(1, 7))
    lighting = Lighting(display, HOURS, clock)
    lighting.look()
    assert not display.commands and lighting.fault() == ""
    clock.at = wall(1, 7, 30)
    lighting.look()
    assert display.commands == [True] and display.on
    display.fault = DisplayFault.SILENT
    for _ in range(4):
        lighting.look()
    assert lighting.display() == "unknown" and "请现场人员看一眼" in lighting.fault()
    display.fault = DisplayFault.NONE
    lighting.look()
    assert lighting.display() == "on" and lighting.fault() == ""
    clock.at = wall(1, 18)
    lighting.look()
    assert display.commands == [True, False] and lighting.fault() == ""


def test_the_player_may_be_silent_while_the_glass_is_meant_to_be_dark() -> None:
    clock = SetClock(wall(1, 20))
    live = Live(clock, "东至县零工市场", hours=HOURS)
    assert not any("没有换过画面" in fault for fault in live.faults())
    clock.at = wall(2, 7, 31)  # the display warms up
    assert not any("没有换过画面" in fault for fault in live.faults())
    clock.at = wall(2, 8)
    assert any("没有换过画面" in fault for fault in live.faults())


def test_a_tool_nobody_knows_is_refused_with_the_names_of_those_there_are() -> None:
    assert display_for("") is None
    with pytest.raises(SettingsError, match="cec-ctl、cec-client 或 wlopm"):
        display_for("hdmi")
