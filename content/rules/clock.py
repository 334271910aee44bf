"""Whether a machine's clock may be believed, by what it said before and how long it has run since; pure (P8, T5)."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.model.codes import Labelled

SLACK = timedelta(seconds=60)  # own: two clocks so far apart may still both be right
# a box that stood switched off for longer than this needs somebody, or the network's time, to say that it did
MOST_AWAY = timedelta(days=30)
# while a process runs nothing but a hand or a fault moves the clock by so much
MOST_AT_ONCE = timedelta(days=1)
# systemd-timesyncd asks at least every 34 minutes; twice that and a little is still fresh
FRESH = timedelta(minutes=75)


class ClockState(Labelled):
    """How a machine's clock stands against the time that was kept."""

    RIGHT = "right", "准"
    BEHIND = "behind", "慢了"
    AHEAD = "ahead", "快了"


def judge(wall: datetime, expected: datetime, most_ahead: timedelta, *, synced: bool) -> ClockState:
    """Return how the machine's time stands against the time expected by what was kept.

    A clock that is set by the network is believed whatever was kept: then what was kept was wrong.
    """
    apart = wall - expected
    if abs(apart) <= SLACK or synced:
        return ClockState.RIGHT
    if apart < timedelta():
        return ClockState.BEHIND
    return ClockState.AHEAD if apart > most_ahead else ClockState.RIGHT


def is_fresh(synced_at: datetime | None, wall: datetime) -> bool:
    """Say whether the last time the network set the clock still vouches for what it shows."""
    return synced_at is not None and abs(wall - synced_at) <= FRESH


def clock_sentence(state: ClockState, wall_words: str, kept_words: str) -> str:
    """Return what staff are told, "" while the clock is right; the words are times as a person reads them."""
    if state is ClockState.RIGHT:
        return ""
    return (f"这台电脑的时钟{state.label}：它说是 {wall_words}。中心先按自己记的 {kept_words} 往前走，"
            "登记、叫号、屏都照常。请系统管理员接上网络对时，或者把时间改对；"
            "要是电脑的时间才是对的，请负责人到“运行状况”确认。")  # fmt: skip
