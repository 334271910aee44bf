"""What a screen tells of itself, what it has played, and the pictures of its scenes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.clock import from_text
from content.model.codes import Labelled
from content.model.reported import said_number, said_text

KIOSK_ALARM = "emergency"  # what a kiosk reports as its scene while it shows an emergency
_MOST = 20  # faults and thin screens read of one report


class DisplayState(Labelled):
    """Whether the panel gives light, as far as the box could find out."""

    ON = "on", "亮着"
    OFF = "off", "关着"
    UNKNOWN = "unknown", "开没开不知道"
    NONE = "none", "开关没有接线"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinScreen:
    """A television's browser that is served by this screen's process."""

    name: str
    painted_order: int | None
    painted_scene: str
    painted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenReport:
    """The report of a screen's heartbeat as the desk reads it; "" and None where it did not say."""

    zone: str = ""
    edition_order: int | None = None
    painted_order: int | None = None
    painted_scene: str = ""
    painted_at: datetime | None = None
    display: DisplayState = DisplayState.NONE
    display_wanted: bool | None = None  # within the display hours; None where no hours are kept
    faults: tuple[str, ...] = ()  # sentences that say who should do what
    plays_waiting: int | None = None
    thin: tuple[ThinScreen, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenePicture:
    """The one picture kept of a scene; its bytes lie under the sha256."""

    scene_id: str
    sha256: str
    size: int
    width: int
    height: int
    edition_order: int  # what the screen showed when the picture came
    terminal_id: str
    first_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedScene:
    """One play as the hub keeps it."""

    terminal_id: str
    edition_order: int
    scene_id: str
    kind: str  # of scene; "" where the screen did not say and nothing tells
    content_ids: tuple[str, ...]
    started_at: datetime
    milliseconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenePlays:
    """How often one scene was on at one screen within a span, and for how long in all."""

    terminal_id: str
    scene_id: str
    kind: str
    content_ids: tuple[str, ...]
    count: int
    milliseconds: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmPainted:
    """A terminal said that it shows an emergency."""

    declared_at: datetime  # which emergency
    terminal_id: str  # of a television below a screen: the screen's, a slash, its name
    scene_id: str  # `KIOSK_ALARM` from a kiosk
    painted_at: datetime  # by the terminal's clock
    heard_at: datetime  # by the hub's


def read_screen_report(text: str) -> ScreenReport:
    """Read a stored report; what is missing or of another type counts as not said."""
    try:
        plain = json.loads(text) if text else {}
    except ValueError:
        plain = {}
    said: Mapping[str, Any] = plain if isinstance(plain, dict) else {}
    display, thin, faults = said.get("display"), said.get("screens"), said.get("faults")
    wanted = said.get("display_wanted_on")
    return ScreenReport(
        zone=said_text(said, "zone"), edition_order=said_number(said, "edition_order"),
        painted_order=said_number(said, "painted_order"), painted_scene=said_text(said, "painted_scene"),
        painted_at=_instant(said, "painted_at"),
        display=DisplayState(display) if isinstance(display, str) and display in set(DisplayState)
        else DisplayState.NONE,
        display_wanted=wanted if isinstance(wanted, bool) else None,
        faults=tuple(one for one in faults[:_MOST] if isinstance(one, str)) if isinstance(faults, list) else (),
        plays_waiting=said_number(said, "plays_waiting"),
        thin=tuple(_thin(one) for one in thin[:_MOST] if isinstance(one, dict)) if isinstance(thin, list) else (),
    )  # fmt: skip


def _thin(plain: Mapping[str, Any]) -> ThinScreen:
    return ThinScreen(
        name=said_text(plain, "name"), painted_order=said_number(plain, "painted_order"),
        painted_scene=said_text(plain, "painted_scene"), painted_at=_instant(plain, "painted_at"),
    )  # fmt: skip


def _instant(plain: Mapping[str, Any], name: str) -> datetime | None:
    try:
        return from_text(said_text(plain, name))
    except ValueError:
        return None
