"""How loud a call is at which hour, and what the player is told of the board."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from datetime import time as moment

import pytest

from content.clock import SHANGHAI, SetClock
from content.errors import SettingsError
from content.link.board import HeardBoard
from content.model.tickets import CalledNumbers
from signage.calls import Calls, Hours, VoiceReport, hours_of, volume_at

NIGHT = (moment(20), moment(8))


def wall(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(("hour", "minute", "volume"), [
    (4, 30, 30), (7, 59, 30), (8, 0, 100), (19, 59, 100), (20, 0, 30), (23, 0, 30), (0, 0, 30),
])  # fmt: skip
def test_at_dawn_the_voice_is_quiet_and_by_day_it_is_loud(hour: int, minute: int, volume: int) -> None:
    assert volume_at(wall(hour, minute), 100, 30, NIGHT) == volume


def test_hours_inside_one_day_and_none_at_all() -> None:
    noon = (moment(12), moment(14))
    assert [volume_at(wall(hour), 80, 20, noon) for hour in (11, 12, 13, 14)] == [80, 20, 20, 80]
    assert volume_at(wall(4), 80, 20, None) == 80


@pytest.mark.parametrize(("typed", "read"), [
    ("20:00-08:00", NIGHT), ("", None), (" 4:30-07:00 ", (moment(4, 30), moment(7))),
])  # fmt: skip
def test_quiet_hours_are_read(typed: str, read: Hours) -> None:
    assert hours_of(typed) == read


@pytest.mark.parametrize("typed", ["夜里", "20-8", "25:00-08:00"])
def test_quiet_hours_that_cannot_be_read_say_how_to_write_them(typed: str) -> None:
    with pytest.raises(SettingsError, match="20:00-08:00"):
        hours_of(typed)


def test_the_player_hears_how_old_the_board_is_and_what_time_it_is_at_the_hub() -> None:
    hub_now = wall(9)
    heard = HeardBoard(board=CalledNumbers(), tag='"t"', heard_s=100.0, hub_now=hub_now)
    calls = Calls(lambda: heard, SetClock(wall(3)), quiet_hours=NIGHT, steady=lambda: 104.5)
    told = calls.headers(heard)
    assert told["Linggong-Age"] == "4500"
    assert told["Linggong-Now"] == str(round((hub_now + timedelta(seconds=4.5)).timestamp() * 1000))
    assert told["Linggong-Volume"] == "30"


def test_a_silent_browser_is_a_fault_until_it_speaks() -> None:
    calls = Calls(lambda: None, SetClock(wall(9)))
    assert calls.health() == {"calls": False, "voice": ""}
    calls.hear(VoiceReport(blocked=True))
    assert "系统管理员" in str(calls.health()["voice"])
    calls.hear(VoiceReport(blocked=False))
    assert calls.health()["voice"] == ""
