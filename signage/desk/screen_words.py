"""How the pages of 信息屏 say what a screen reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from content.admin.listing import Flag
from content.admin.screen_contents import kind_words
from content.admin.screen_serving import live_path
from content.clock import local
from content.model.people import Terminal
from content.model.screens import ScreenReport, read_screen_report
from content.rules.terminals import is_late
from signage.desk.edition_scenes import DrawnScene

FRESH_S = 180  # an older live picture says nothing of the glass


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinLine:
    """A television's browser below the screen that serves it."""

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenCard:
    """One screen as its card shows it."""

    id: str
    name: str
    zone: str
    flags: tuple[Flag, ...]
    faults: tuple[str, ...]
    edition: str
    scene: str
    display: str
    heard: str
    picture: str  # address, "" without one
    taken: str
    stale: bool
    thin: tuple[ThinLine, ...]


def moment(instant: datetime, now: datetime) -> str:
    """Return an instant as 10:32:05, with its day where it is another one."""
    same = local(instant).date() == local(now).date()
    return f"{local(instant):%H:%M:%S}" if same else f"{local(instant):%m-%d %H:%M:%S}"


def wrong_with(terminal: Terminal, now: datetime) -> tuple[str, ...]:
    """Return sentences on what is wrong with a screen now; what a silent one said last is old news and left out."""
    if terminal.revoked_at is not None or is_late(terminal, now):
        return ()
    return read_screen_report(terminal.report).faults


def needs_somebody(terminal: Terminal, now: datetime) -> bool:
    """Say whether a screen is silent or reports a fault."""
    return terminal.revoked_at is None and (is_late(terminal, now) or bool(wrong_with(terminal, now)))


def flags_of(terminal: Terminal, report: ScreenReport, highest: int | None, now: datetime) -> tuple[Flag, ...]:
    """Return how a screen stands, what is wrong before anything else."""
    if terminal.revoked_at is not None:
        return (Flag(word="已停用", tone="calm"),)
    if terminal.last_seen_at is None:
        return (Flag(word="还没有联系过", tone="warn"),)
    if is_late(terminal, now):
        return (Flag(word=f"离线，从 {moment(terminal.last_seen_at, now)} 起"),)
    if report.faults:
        return (Flag(word="有故障"),)
    if highest is not None and report.painted_order != highest:
        return (Flag(word="正在更新", tone="warn"),)
    return (Flag(word="正常", tone="good"),)


def display_words(report: ScreenReport) -> str:
    """Return whether the panel gives light, and whether it should."""
    outside = "（不在播放时段）" if report.display_wanted is False else ""
    return f"屏幕{report.display.label}{outside}"


def scene_words(scene_id: str, drawn: Mapping[str, DrawnScene]) -> str:
    """Return what a painted scene is."""
    if not scene_id:
        return "还没有画面"
    return kind_words(drawn[scene_id].kind) if scene_id in drawn else "上一期或别的画面"


def edition_named(order: int | None, editions: Mapping[int, int]) -> str:
    """Return which 期 an order is; `editions` are the numbers of the kept ones."""
    if order is None:
        return "还没有一期"
    return f"第 {editions[order]} 期" if order in editions else "很早的一期"


def card_of(terminal: Terminal, taken_at: datetime | None, editions: Mapping[int, int],
            drawn: Mapping[str, DrawnScene], now: datetime) -> ScreenCard:  # fmt: skip
    """Return the card of a screen; `taken_at` is when its newest live picture came."""
    report = read_screen_report(terminal.report)
    stale = taken_at is None or (now - taken_at).total_seconds() > FRESH_S
    thin = tuple(
        ThinLine(name=one.name or "电视", words=f"{edition_named(one.painted_order, editions)} · "
                 f"{scene_words(one.painted_scene, drawn)}"
                 + (f" · {moment(one.painted_at, now)}" if one.painted_at else ""))
        for one in report.thin
    )  # fmt: skip
    return ScreenCard(
        id=terminal.id, name=terminal.name, zone=report.zone, faults=wrong_with(terminal, now),
        flags=flags_of(terminal, report, max(editions, default=None), now),
        edition=edition_named(report.painted_order, editions), scene=scene_words(report.painted_scene, drawn),
        display=display_words(report), heard=moment(terminal.last_seen_at, now) if terminal.last_seen_at else "—",
        picture=live_path(terminal.id, f"{taken_at.timestamp():.0f}") if taken_at else "",
        taken=moment(taken_at, now) if taken_at else "", stale=stale, thin=thin,
    )  # fmt: skip
