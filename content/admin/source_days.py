"""The month of 信息源登记 as a calendar, and its entries as lines: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from content.admin.listing import Cell, Do, Flag, Row
from content.admin.parts import MOUNT
from content.clock import calendar_day, local
from content.model.outreach import SourceWatch
from content.rules.cadence import missed_days, month_days
from content.rules.workdays import Workdays


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One day of the calendar; `look` is done, late, missed, today, off, before or ahead."""

    iso: str
    number: int
    look: str
    words: str
    shut: bool  # nothing can be noted for it yet


def standing_of(entries: Iterable[SourceWatch]) -> tuple[SourceWatch, ...]:
    """Return the entries that stand: not corrected by another, not made void."""
    known = tuple(entries)
    corrected = {one.corrects for one in known if one.corrects}
    return tuple(one for one in known if not one.void and one.id not in corrected)


def _first_noted(entry: SourceWatch, entries: dict[str, SourceWatch]) -> SourceWatch:
    while entry.corrects in entries:
        entry = entries[entry.corrects]
    return entry


def is_late(entry: SourceWatch, entries: Iterable[SourceWatch]) -> bool:
    """Say whether an entry was first noted after its day (补录)."""
    return calendar_day(_first_noted(entry, {one.id: one for one in entries}).at) > entry.day


def month_of_days(month: date, entries: tuple[SourceWatch, ...], since: date | None, today: date,
                  workdays: Workdays) -> tuple[tuple[DayCell | None, ...], ...]:  # fmt: skip
    """Return the weeks of a month, Monday first; None lies outside the month."""
    first, last = month_days(month)
    standing = standing_of(entries)
    noted = frozenset(one.day for one in standing)
    missed = frozenset(missed_days(noted, since, min(today, last + timedelta(days=1)), workdays, first))
    cells: list[DayCell | None] = [None] * first.weekday()
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        own = [one for one in standing if one.day == day]
        late = bool(own) and all(is_late(one, entries) for one in own)
        look, words = _look(day, len(own), late, day in missed, today, workdays.works(day))
        cells.append(DayCell(iso=day.isoformat(), number=day.day, look=look, words=words, shut=day > today))
    cells += [None] * (-len(cells) % 7)
    return tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))


def _look(day: date, count: int, late: bool, missed: bool, today: date, works: bool) -> tuple[str, str]:
    if count:
        return ("late", f"补录 {count} 家") if late else ("done", f"{count} 家")
    if missed:
        return "missed", "没有登记"
    if not works:
        return "off", "休息"
    if day == today:
        return "today", "今天要做"
    return ("ahead", "") if day > today else ("before", "")


def entry_row(entry: SourceWatch, entries: tuple[SourceWatch, ...], names: dict[str, str], edits: bool) -> Row:
    """Return an entry as a line; what no longer stands says so and offers nothing."""
    stands = entry in standing_of(entries)
    corrected = any(one.corrects == entry.id for one in entries)
    flags = [Flag(word="补录", tone="warn")] if is_late(entry, entries) else []
    if entry.void:
        flags.append(Flag(word="作废", tone="calm"))
    elif entry.corrects:
        flags.append(Flag(word="更正", tone="good"))
    if corrected:
        flags.append(Flag(word="已更正，以上面那条为准", tone="calm"))
    deeds = (Do(word="新岗位（来自此来源）", href=f"{MOUNT}/jobs/new?source={entry.id}", hot=True),
             Do(word="更正", deed="correct")) if stands and edits else ()  # fmt: skip
    told = "；".join(part for part in (entry.note, f"更正原因：{entry.reason}" if entry.reason else "") if part)
    return Row(id=entry.id, deeds=deeds, cells=(
        Cell(text=f"{entry.day.month}月{entry.day.day}日", look="num"),
        Cell(text=entry.source, look="main", href=entry.url if entry.url.startswith(("http://", "https://")) else "",
             small=entry.kind.label, flags=tuple(flags)),
        Cell(text=f"{entry.seen} / {entry.taken}", look="num"),
        Cell(text=told),
        Cell(text=names.get(entry.by, entry.by), small=f"{local(entry.at):%m-%d %H:%M}"),
    ))  # fmt: skip
