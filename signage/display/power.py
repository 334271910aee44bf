"""Switching a display and believing only what it says afterwards: a pure state machine, and the interface it drives.

A television that acknowledges "on" and stays dark is the commonest complaint about timed screens, so the command is
repeated up to three times and the state asked for each time. No answer is UNKNOWN: neither on nor off, and said so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

MOST_TRIES = 3
ANSWER_AFTER = timedelta(seconds=12)  # a television warms up; asked sooner it answers for the past
AGAIN_AFTER = timedelta(minutes=10)
UNKNOWN_SAID_AFTER = 3


class Power(StrEnum):
    """What a display says of itself."""

    ON = "on"
    OFF = "off"
    UNKNOWN = "unknown"


class Display(Protocol):
    """One display's power; every method returns within its own deadline or raises DisplaySilent."""

    def power(self) -> Power:
        """Ask the display; UNKNOWN when it answers nothing that is understood."""
        ...

    def switch(self, on: bool) -> None:
        """Send the command; nothing is promised by its return."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Switching:
    """How far the display has been brought to what is wanted."""

    wanted: bool = True
    said: Power = Power.UNKNOWN
    tries: int = 0
    tried_at: datetime | None = None
    unknown_times: int = 0


def step(state: Switching, wanted: bool, said: Power, now: datetime) -> tuple[Switching, bool]:
    """Return the state after an answer of the display, and whether to send the command for `wanted` now."""
    if wanted is not state.wanted:
        state = Switching(wanted=wanted, unknown_times=state.unknown_times)
    state = replace(state, said=said, unknown_times=state.unknown_times + 1 if said is Power.UNKNOWN else 0)
    if said is (Power.ON if wanted else Power.OFF):
        return replace(state, tries=0, tried_at=None), False
    if state.tried_at is not None:
        pause = ANSWER_AFTER if state.tries < MOST_TRIES else AGAIN_AFTER
        if timedelta(0) <= now - state.tried_at < pause:
            return state, False
        if state.tries >= MOST_TRIES:
            state = replace(state, tries=MOST_TRIES - 1)  # once more, and not three times
    return replace(state, tries=state.tries + 1, tried_at=now), True


def is_settled(state: Switching) -> bool:
    """Say whether the display says that it is as wanted."""
    return state.said is (Power.ON if state.wanted else Power.OFF)


def sentence(state: Switching) -> str:
    """Return what staff should do, "" when the display is as wanted or there is still hope."""
    if is_settled(state):
        return ""
    if state.said is Power.UNKNOWN:
        if state.unknown_times < UNKNOWN_SAID_AFTER:
            return ""
        return "大屏不回答自己开着还是关着，程序看不出来，请现场人员看一眼；一直如此请系统管理员在电视里打开 HDMI-CEC。"
    if state.tries < MOST_TRIES:
        return ""
    if state.wanted:
        return "到了开屏时间，大屏三次都没有打开，请现场人员用遥控器打开，并请系统管理员检查 HDMI-CEC。"
    return "到了关屏时间，大屏三次都没有关掉，请现场人员用遥控器关掉，并请系统管理员检查 HDMI-CEC。"
