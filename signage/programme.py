"""What a round holds at an instant: a pure function of edition, instant, shape and zone.

A round is whole passes of the job pages, with another scene after every few of them, until every other scene has been
on. An emergency takes the whole round. All other slots share it, evergreen ones too: the notice of free service is a
legal display (条例 §32), not a filler.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from content.clock import calendar_day, local
from content.model.programme import Priority, Programme, Slot
from content.model.published import PublicJob, PublicPolicy
from content.model.trades import trade_groups
from signage.on_air import OnAir as OnAir
from signage.on_air import job_ends as job_ends
from signage.on_air import live_jobs as live_jobs
from signage.on_air import live_policies as live_policies
from signage.painting import BOARDS, KNOWN, Moment, label, scenes_of_slot
from signage.scenes import jobs, notices
from signage.scenes.scene import Scene, Shape

HOUR_S = 3600  # every job is on at least once in so many seconds, where the glass has room for all
PASS_S = 3300  # a pass of all jobs: within the hour also where edges, news and an emergency's first minutes cut in
HURRIED_S = 10  # a board's stay where room is short; without the policy beside it, whose code asks for 12 s
_RUN = 3  # job pages between two other scenes, more where the hour asks for it
_NEWS_LIMIT = 3  # more new policies than this are a first edition, not news
_NEWS_SLACK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One scene's turn in a round; the label stands in the foot (岗位 3 / 42)."""

    scene: Scene
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The items that repeat; `at_once` makes the player cut to them without waiting for a boundary."""

    items: tuple[Item, ...]
    at_once: bool = False
    in_time: bool = True  # every job is on within the hour


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """One page of a board before it is painted."""

    heading: str
    number: int  # jobs under the heading, on all its pages
    jobs: tuple[PublicJob, ...]
    kind: str


def slot_is_on(slot: Slot, at: datetime, zone: str) -> bool:
    """Say whether the slot's zone, dates, weekdays and hours of the day all hold at the instant."""
    if slot.zones and zone not in slot.zones:
        return False
    if (slot.shown_from and at < slot.shown_from) or (slot.shown_until and at >= slot.shown_until):
        return False
    wall = local(at)
    if wall.isoweekday() not in slot.weekdays:
        return False
    moment, start, end = wall.time(), slot.start, slot.end
    if start and end and start > end:
        return moment >= start or moment < end
    return (start is None or moment >= start) and (end is None or moment < end)


def unknown_scenes(programme: Programme) -> tuple[str, ...]:
    """Return the scene kinds of the programme that this version cannot paint."""
    return tuple(sorted({slot.scene for slot in programme.slots} - KNOWN))


def news(on_air: OnAir, shape: Shape) -> tuple[Item, ...]:
    """Return the scenes of the policies that this very edition brings for the first time, if they are few."""
    first = on_air.built_at - _NEWS_SLACK
    new = [policy for policy in on_air.content.policies if policy.published_at >= first]
    if len(new) > _NEWS_LIMIT:
        return ()
    return tuple(
        Item(scene=scene, label="新政策")
        for policy in new
        for scene in notices.of_policy(policy, on_air.content.market, shape)
    )


def _under(heading: str, found: Sequence[PublicJob], shape: Shape, kind: str) -> list[_Draft]:
    return [_Draft(heading=heading, number=len(found), jobs=page, kind=kind) for page in jobs.pages(found, shape)]


def _by_trade(found: Sequence[PublicJob], shape: Shape) -> list[_Draft]:
    groups = ((name, [job for job in found if job.trade_group == letter]) for letter, name in trade_groups().items())
    return [draft for name, group in groups for draft in _under(name, group, shape, "jobs")]


def _by_township(found: Sequence[PublicJob], shape: Shape) -> list[_Draft]:
    return [draft for name, group in jobs.by_township(found)
            for draft in _under(f"{name}的岗位", group, shape, "jobs_township")]  # fmt: skip


def _board_pages(
    on_air: OnAir, at: datetime, shape: Shape, kinds: dict[str, int], apart: bool = False, hurried: bool = False
) -> tuple[Item, ...]:
    """Paint the job pages: a pass by trade, then one by township, each with today's day work first.

    Today's board comes as often in a pass as its weight says. With `apart`, the other boards leave out what it shows;
    `hurried` ones are jobs alone.
    """
    found = live_jobs(on_air, at)
    today = jobs.for_today(found, calendar_day(at)) if "jobs_today" in kinds else ()
    named = {job.id for job in today} if apart else set()
    rest = [job for job in found if job.id not in named]
    first = _under("日结 · 今天上工", today, shape, "jobs_today")
    passes = [cut(rest, shape) for kind, cut in (("jobs", _by_trade), ("jobs_township", _by_township)) if kind in kinds]
    aside = shape is Shape.LANDSCAPE and not hurried
    beside: Sequence[PublicPolicy | None] = live_policies(on_air, at) if aside else ()
    painted: list[Item] = []
    for drafts in passes or [[]]:
        items = _painted(on_air, shape, [*first, *drafts], beside, len(painted), calendar_day(at))
        if hurried:
            items = [replace(item, scene=replace(item.scene, seconds=HURRIED_S)) for item in items]
        painted += _repeat_first(items[: len(first)], items[len(first) :], kinds.get("jobs_today", 1))
    return tuple(painted)


def _painted(
    on_air: OnAir, shape: Shape, drafts: Sequence[_Draft], beside: Sequence[PublicPolicy | None], turn: int, day: date
) -> list[Item]:
    """Paint the pages of one pass, a policy beside each in turn."""
    return [
        Item(
            scene=jobs.paint_board(jobs.Board(
                heading=draft.heading, remark=jobs.remark(draft.number, shape), jobs=draft.jobs, shape=shape,
                kind=draft.kind,
                beside=beside[(turn + index) % len(beside)] if beside else None, market=on_air.content.market,
                day=day)),
            label=label(draft.kind, shape, index + 1, len(drafts)),
        )
        for index, draft in enumerate(drafts)
    ]  # fmt: skip


def _repeat_first(first: Sequence[Item], rest: Sequence[Item], times: int) -> Iterable[Item]:
    """Put `first` before each of `times` equal parts of `rest`."""
    times = max(1, min(times, len(rest) or 1))
    for part in range(times):
        yield from first
        yield from rest[part * len(rest) // times : (part + 1) * len(rest) // times]


def _others(on_air: OnAir, at: datetime, shape: Shape, slots: Sequence[Slot]) -> tuple[Item, ...]:
    """Spread the scenes of all slots evenly over one list, each slot's as often as its weight says."""
    moment = Moment(on_air=on_air, at=at, shape=shape, kinds=frozenset(slot.scene for slot in slots))
    placed: list[tuple[float, int, Item]] = []
    for rank, slot in enumerate(slots):
        scenes = scenes_of_slot(moment, slot)
        length = len(scenes) * max(1, slot.weight)
        placed += [
            ((turn + 0.5) / length, rank, Item(
                scene=scenes[turn % len(scenes)],
                label=label(slot.scene, shape, turn % len(scenes) + 1, len(scenes))))
            for turn in range(length)
        ]  # fmt: skip
    return tuple(item for _, _, item in sorted(placed, key=lambda entry: entry[:2]))


def seconds(items: Iterable[Item]) -> int:
    """Return how long the items last together."""
    return sum(item.scene.seconds for item in items)


def pass_seconds(pages: Sequence[Item], others: Sequence[Item], run: int) -> int:
    """Return the longest time in which all pages are on once, `run` of them between two other scenes."""
    return seconds(pages) + _longest_breaks(others, -(-len(pages) // run))


def _longest_breaks(others: Sequence[Item], breaks: int) -> int:
    """Return what so many breaks in a row last at most.

    Each other scene is among them once for every time through the list, and once more where a round begins anew.
    """
    left, total = breaks, 0
    times = -(-breaks // len(others)) + 1 if others else 0
    for stay in sorted((item.scene.seconds for item in others), reverse=True):
        taken = min(times, left)
        total, left = total + stay * taken, left - taken
    return total


def run_length(pages: Sequence[Item], others: Sequence[Item]) -> int:
    """Return how many job pages go between two other scenes so that all pages are on within the hour."""
    if pages and pass_seconds(pages, others, len(pages)) > PASS_S:
        return max(_RUN, len(pages))  # with the fewest breaks there are it is too long
    for run in range(_RUN, len(pages)):
        if pass_seconds(pages, others, run) <= PASS_S:
            return run
    return max(_RUN, len(pages))


def interleave(pages: Sequence[Item], others: Sequence[Item]) -> tuple[Item, ...]:
    """Build the round: whole passes of job pages with another scene after each run, until every other has been on."""
    if not pages or not others:
        return (*pages, *others)
    run = run_length(pages, others)
    passes = max(1, -(-len(others) * run // len(pages)))
    found: list[Item] = []
    breaks = 0
    for place in range(passes * len(pages)):
        found.append(pages[place % len(pages)])
        if (place + 1) % run == 0 or place + 1 == passes * len(pages):
            found.append(others[breaks % len(others)])
            breaks += 1
    return tuple(found)


def _pages_within_the_hour(
    on_air: OnAir, at: datetime, shape: Shape, kinds: dict[str, int], others: Sequence[Item]
) -> tuple[tuple[Item, ...], bool]:
    """Return the job pages that repeat, and whether every job is among them within the hour.

    Where room is short, first the pass by township goes (it says nothing new), then today's board comes once a pass,
    then the other boards leave out what it shows, then every board is shorter.
    """
    pages: tuple[Item, ...] = ()
    once = {kind: weight for kind, weight in kinds.items() if kind != "jobs_township" or "jobs" not in kinds}
    single = dict.fromkeys(once, 1)
    ways = ((kinds, False, False), (once, False, False), (single, False, False), (single, True, False),
            (single, True, True))  # fmt: skip
    for wanted, apart, hurried in ways:
        pages = _board_pages(on_air, at, shape, wanted, apart, hurried)
        if not pages or pass_seconds(pages, others, run_length(pages, others)) <= PASS_S:
            return pages, True
    return pages, False


def round_at(on_air: OnAir, at: datetime, shape: Shape, zone: str = "") -> Round:
    """Return the round that runs at the instant; empty items mean nothing but evergreen scenes is left."""
    slots = [slot for slot in on_air.programme.slots if slot_is_on(slot, at, zone)]
    alarms = [slot for slot in slots if slot.priority is Priority.EMERGENCY]
    if alarms:
        scenes = (notices.of_emergency(slot.title, slot.text, slot.shown_until, shape) for slot in alarms)
        return Round(items=tuple(Item(scene=scene) for part in scenes for scene in part), at_once=True)
    kinds = {slot.scene: max(1, slot.weight) for slot in slots if slot.scene in BOARDS}
    others = _others(on_air, at, shape, [slot for slot in slots if slot.scene not in kinds])
    pages, in_time = _pages_within_the_hour(on_air, at, shape, kinds, others) if kinds else ((), True)
    return Round(items=interleave(pages, others), in_time=in_time)
