"""What a day of a programme holds hour by hour, and whether every job comes once an hour: by playing it through."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle, pairwise

from content.clock import SHANGHAI, milliseconds
from content.model.programme import Programme, for_screen
from content.model.published import EditionContent
from signage.programme import HOUR_S, Item, OnAir, job_ends
from signage.scenes.scene import Shape
from signage.schedule import SHORTEST_TAIL_MS, Segment, Timeline, draw_up, item_at

_BOARDS = frozenset(("jobs", "jobs_today", "jobs_township"))  # kinds that show jobs in lists
_LULL_MS = 20 * 60 * 1000  # without a board for so long, the programme has no jobs on at that time


@dataclass(frozen=True, slots=True, kw_only=True)
class HourMix:
    """One hour of the wall clock: seconds of each kind of scene, and of each time a kind began."""

    hour: int
    seconds: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMix:
    """A day played through."""

    hours: tuple[HourMix, ...]
    scenes: int  # how many come on
    late: tuple[str, ...]  # ids of jobs that are away for more than an hour while jobs are on
    longest_gap_s: int  # the longest any job is away while jobs are on; 0 without jobs

    @property
    def totals(self) -> dict[str, int]:
        """Return the seconds of each kind over the day."""
        found: Counter[str] = Counter()
        for hour in self.hours:
            found.update(hour.seconds)
        return dict(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One scene's time on the glass."""

    starts_ms: int
    ends_ms: int
    kind: str
    contents: tuple[str, ...]


def on_the_day(content: EditionContent, programme: Programme, day: date, screen: str = "") -> OnAir:
    """Return an edition as a screen would hold it on a day, as if it had been published the day before."""
    midnight = datetime.combine(day, time(), SHANGHAI)
    return OnAir(order=0, number=0, built_at=midnight - timedelta(days=1), content=content,
                 programme=for_screen(programme, screen))  # fmt: skip


def play_day(on_air: OnAir, day: date, shape: Shape, zone: str = "") -> DayMix:
    """Play a day through from midnight to midnight."""
    midnight = datetime.combine(day, time(), SHANGHAI)
    timeline = draw_up(on_air, midnight, shape, zone)
    start = milliseconds(midnight)
    turns = turns_of(timeline, start, start + 24 * HOUR_S * 1000)
    gaps = _gaps(turns, {job.id: milliseconds(job_ends(job)) for job in on_air.content.jobs})
    return DayMix(hours=_hours(turns, start), scenes=len(turns), longest_gap_s=max(gaps.values(), default=0) // 1000,
                  late=tuple(sorted(job for job, gap in gaps.items() if gap > HOUR_S * 1000)))  # fmt: skip


def turns_of(timeline: Timeline, start: int, end: int) -> list[Turn]:
    """Return what comes on one after the other, as `item_at` has it; asking that for each scene takes seconds."""
    found, at = [], start
    while at < end:
        segment = next((one for one in timeline.segments if one.starts_ms <= at < one.ends_ms), None)
        if segment is None:
            shown = item_at(timeline, at)
            found.append(_turn(shown.item, at, min(shown.ends_ms, end)))
        else:
            found += _repeated(segment, min(segment.ends_ms, end))
        at = found[-1].ends_ms
    return found


def _turn(item: Item, start: int, end: int) -> Turn:
    return Turn(starts_ms=start, ends_ms=end, kind=item.scene.kind, contents=item.scene.content_ids)


def _repeated(segment: Segment, end: int) -> list[Turn]:
    found, at = [], segment.starts_ms
    for item in cycle(segment.items):
        until = at + item.scene.seconds * 1000
        if end - until < SHORTEST_TAIL_MS:  # the rest goes to the scene already on
            until = end
        found.append(_turn(item, at, until))
        at = until
        if at >= end:
            break
    return found


def _hours(turns: Iterable[Turn], start: int) -> tuple[HourMix, ...]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for turn in turns:
        at = turn.starts_ms
        while at < turn.ends_ms:
            hour = (at - start) // (HOUR_S * 1000)
            until = min(turn.ends_ms, start + (hour + 1) * HOUR_S * 1000)
            found[hour][turn.kind] += until - at
            at = until
    return tuple(HourMix(hour=hour, seconds={kind: round(ms / 1000) for kind, ms in found[hour].items()})
                 for hour in range(24))  # fmt: skip


def _stretches(turns: Sequence[Turn]) -> list[tuple[int, int]]:
    """Return from when to when boards are on, lulls left out."""
    found: list[tuple[int, int]] = []
    for turn in turns:
        if turn.kind not in _BOARDS:
            continue
        if found and turn.starts_ms - found[-1][1] <= _LULL_MS:
            found[-1] = (found[-1][0], turn.ends_ms)
        else:
            found.append((turn.starts_ms, turn.ends_ms))
    return found


def _gaps(turns: Sequence[Turn], ends: Mapping[str, int]) -> dict[str, int]:
    """Return the longest time each job is away within a stretch, until it ends."""
    shown: dict[str, list[int]] = defaultdict(list)
    for turn in turns:
        for content in turn.contents:
            shown[content].append(turn.starts_ms)
    found: dict[str, int] = {}
    stretches = _stretches(turns)
    for job, over in ends.items():
        for first, last in stretches:
            until = min(last, over)
            if until <= first:
                continue
            points = [first, *(at for at in shown[job] if first <= at < until), until]
            longest = max(after - before for before, after in pairwise(points))
            found[job] = max(found.get(job, 0), longest)
    return found

