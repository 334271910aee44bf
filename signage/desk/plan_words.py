"""How the page of the 节目单 says a line of it, what changed, and a day: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from content.model.programme import SCENES
from content.model.programme_plan import EVERY_DAY, PlannedSlot, ProgrammePlan
from content.rules.programme_plan import name_of
from signage.desk.day_mix import DayMix

_WEEK = "一二三四五六日"
_TALL, _WIDE = 110, 40  # of an hour's bar in the drawing


def weekday_words(days: tuple[int, ...]) -> str:
    """Return 每天, 周一到周五, 周六、周日."""
    if days == EVERY_DAY:
        return "每天"
    run = tuple(range(days[0], days[-1] + 1)) if days else ()
    if len(days) > 2 and days == run:
        return f"周{_WEEK[days[0] - 1]}到周{_WEEK[days[-1] - 1]}"
    return "、".join(f"周{_WEEK[day - 1]}" for day in days) or "没有选哪天"


def hour_words(start: time | None, end: time | None) -> str:
    """Return 全天, 04:30—08:00, 18:00 以后."""
    if start is None and end is None:
        return "全天"
    if start is None or end is None:
        return f"{start:%H:%M} 以后" if start else f"{end:%H:%M} 以前"
    return f"{start:%H:%M}—{end:%H:%M}"


def _days(first: date | None, last: date | None) -> str:
    said = [f"{one.month}月{one.day}日" if one else "" for one in (first, last)]
    if first and last:
        return f"{said[0]}到{said[1]}"
    return f"{said[0]}起" if first else f"到{said[1]}" if last else ""


def slot_words(slot: PlannedSlot, screens: Mapping[str, str]) -> str:
    """Return when and where a line is on; `screens` are names by id."""
    named = [screens.get(one, "停用的屏") for one in slot.screens]
    where = "、".join((*slot.zones, *named))
    parts = (f"每轮 {slot.weight} 次", hour_words(slot.start, slot.end), weekday_words(slot.weekdays),
             _days(slot.first_day, slot.last_day), where)  # fmt: skip
    return " · ".join(part for part in parts if part)


def plan_difference(before: ProgrammePlan | None, after: ProgrammePlan, screens: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a plan changes against the one approved, a line each; nothing where there is none."""
    if before is None:
        return ()
    old = [f"{name_of(one)}（{slot_words(one, screens)}）" for one in before.slots]
    new = [f"{name_of(one)}（{slot_words(one, screens)}）" for one in after.slots]
    lines = [f"加上：{one}" for one in new if one not in old] + [f"去掉：{one}" for one in old if one not in new]
    kept = [one for one in new if one in old]
    if not lines and kept != [one for one in old if one in new]:
        lines.append("只换了先后")
    words = {one.text for one in before.slots if one.text} ^ {one.text for one in after.slots if one.text}
    if words and not lines:
        lines.append("改了自己写的话")
    if before.ticker != after.ticker:
        lines.append("改了下方滚动的话")
    return tuple(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of an hour's bar in the drawing."""

    x: int
    y: float
    width: int
    height: float
    kind: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDrawing:
    """A day as the page draws it."""

    blocks: tuple[Block, ...]
    hours: tuple[int, ...]
    key: tuple[tuple[str, str], ...]  # kind and words, most time first


def class_of(kind: str) -> str:
    """Return the kind by which a piece is coloured."""
    return kind if kind in SCENES else "service" if kind == "display" else "other"


def label_of(kind: str) -> str:
    """Return what a kind is called."""
    return SCENES[class_of(kind)].label if class_of(kind) in SCENES else "别的画面"


def drawing(mix: DayMix) -> DayDrawing:
    """Return the bars of 24 hours, each filled by the share of each kind, in the order of a round."""
    order = {kind: place for place, kind in enumerate(SCENES)}
    blocks = []
    for hour in mix.hours:
        y = float(_TALL)
        for kind, seconds in sorted(_classed(hour.seconds).items(), key=lambda part: order.get(part[0], len(order))):
            height = seconds / 3600 * _TALL
            y -= height
            words = f"{hour.hour} 点：{label_of(kind)} {_length(seconds)}"
            blocks.append(Block(x=hour.hour * _WIDE + 2, y=round(y, 2), width=_WIDE - 4, height=round(height, 2),
                                kind=class_of(kind), words=words))  # fmt: skip
    totals = sorted(_classed(mix.totals).items(), key=lambda part: -part[1])
    key = tuple((class_of(kind), f"{label_of(kind)} {_length(seconds)}") for kind, seconds in totals)
    return DayDrawing(blocks=tuple(blocks), hours=tuple(range(24)), key=key)


def _classed(seconds: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for kind, length in seconds.items():
        found[class_of(kind)] = found.get(class_of(kind), 0) + length
    return found


def _length(seconds: int) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} 小时 {minutes % 60} 分" if minutes >= 60 else f"{minutes} 分"
