"""What a round holds at an instant: a pure function of edition, instant, shape and zone.

A round is whole passes of the job pages, with another scene after every few of them, until every other scene has been
on. An emergency takes the whole round. All other slots share it, evergreen ones too: the notice of free service is a
legal display (条例 §32), not a filler.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.clock import calendar_day, local
from content.model.programme import Priority, Programme, Slot
from content.model.published import EditionContent, PublicJob, PublicPolicy
from content.model.trades import trade_groups
from signage.scenes import evergreen, jobs, notices
from signage.scenes.scene import Scene, Shape

HOUR_S = 3600  # every job is on at least once in so many seconds, where the glass has room for all
_RUN = 3  # job pages between two other scenes, more where the hour asks for it
_EXPIRY_GRID = timedelta(minutes=5)
_NEWS_LIMIT = 3  # more new policies than this are a first edition, not news
_NEWS_SLACK = timedelta(minutes=1)

LABELS = {"policy": "政策", "course": "培训", "fair": "招聘会", "rights": "维权知识", "notice": "通知"}
KNOWN = frozenset((*LABELS, "jobs_today", "jobs", "service", "safety", "hotlines", "emergency"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAir:
    """One edition as the screen reads it: everything it holds, expired or not."""

    order: int
    number: int
    built_at: datetime
    content: EditionContent
    programme: Programme


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


_Draft = tuple[str, int, tuple[PublicJob, ...]]  # heading, jobs under it, jobs of the page


def job_ends(job: PublicJob) -> datetime:
    """Return when a job leaves the boards: on the five-minute grid at or before its end.

    A thousand separate ends would otherwise re-page the boards every few seconds.
    """
    past = job.valid_until.timestamp() % _EXPIRY_GRID.total_seconds()
    return job.valid_until - timedelta(seconds=past)


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


def live_jobs(on_air: OnAir, at: datetime) -> tuple[PublicJob, ...]:
    """Return the jobs that may be shown at the instant, in display order."""
    return tuple(job for job in on_air.content.jobs if job_ends(job) > at)


def live_policies(on_air: OnAir, at: datetime) -> tuple[PublicPolicy, ...]:
    """Return the policies in force at the instant, in the edition's order."""
    return tuple(p for p in on_air.content.policies if p.valid_until is None or p.valid_until > at)


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


def _drafts(jobs_today: Sequence[PublicJob], by_group: Sequence[PublicJob], shape: Shape
            ) -> tuple[list[_Draft], list[_Draft]]:  # fmt: skip
    today = [("日结 · 今天上工", len(jobs_today), page) for page in jobs.pages(jobs_today, shape)]
    groups = []
    for letter, name in trade_groups().items():
        group = [job for job in by_group if job.trade_group == letter]
        groups += [(name, len(group), page) for page in jobs.pages(group, shape)]
    return today, groups


def _board_pages(
    on_air: OnAir, at: datetime, shape: Shape, kinds: dict[str, int], apart: bool = False
) -> tuple[Item, ...]:
    """Paint the job pages of one pass: today's day work first, as often as its weight says, then by trade group.

    With `apart`, the group boards leave out what the board of today shows.
    """
    found = live_jobs(on_air, at)
    today = jobs.for_today(found, calendar_day(at)) if "jobs_today" in kinds else ()
    named = {job.id for job in today} if apart else set()
    rest = [job for job in found if job.id not in named] if "jobs" in kinds else []
    first, drafts = _drafts(today, rest, shape)
    total = len(first) + len(drafts)
    beside: Sequence[PublicPolicy | None] = live_policies(on_air, at) if shape is Shape.LANDSCAPE else ()
    items = [
        Item(
            scene=jobs.paint_board(jobs.Board(
                heading=heading, remark=f"共 {number} 个岗位 · 到自助机刷身份证登记", jobs=page, shape=shape,
                beside=beside[index % len(beside)] if beside else None, market=on_air.content.market)),
            label=f"岗位 {index + 1} / {total}",
        )
        for index, (heading, number, page) in enumerate((*first, *drafts))
    ]  # fmt: skip
    return tuple(_repeat_first(items[: len(first)], items[len(first) :], kinds.get("jobs_today", 1)))


def _repeat_first(first: Sequence[Item], rest: Sequence[Item], times: int) -> Iterable[Item]:
    """Put `first` before each of `times` equal parts of `rest`."""
    times = max(1, min(times, len(rest) or 1))
    for part in range(times):
        yield from first
        yield from rest[part * len(rest) // times : (part + 1) * len(rest) // times]


def _others_of(on_air: OnAir, at: datetime, shape: Shape, slot: Slot) -> tuple[Scene, ...]:
    content = on_air.content
    if slot.title or slot.text:
        return notices.of_words(slot.scene, "通知", slot.title, slot.text, shape)
    match slot.scene:
        case "policy":
            parts = [notices.of_policy(policy, content.market, shape) for policy in live_policies(on_air, at)]
        case "course":
            parts = [notices.of_course(course, shape) for course in content.courses if course.valid_until > at]
        case "fair":
            parts = [notices.of_fair(fair, shape) for fair in content.fairs if fair.valid_until > at]
        case "rights":
            parts = [notices.of_article(article, shape) for article in content.articles
                     if article.valid_until is None or article.valid_until > at]  # fmt: skip
        case "notice":
            parts = [notices.of_notice(notice, shape) for notice in content.notices
                     if notice.shown_from <= at < notice.valid_until]  # fmt: skip
        case "service":
            parts = [(evergreen.service(content.market),)]
        case "safety":
            parts = [(evergreen.safety(),)]
        case "hotlines":
            parts = [(evergreen.hotlines(),)]
        case _:
            parts = []
    return tuple(scene for part in parts for scene in part)


def _others(on_air: OnAir, at: datetime, shape: Shape, slots: Sequence[Slot]) -> tuple[Item, ...]:
    """Spread the scenes of all slots evenly over one list, each slot's as often as its weight says."""
    placed: list[tuple[float, int, Item]] = []
    for rank, slot in enumerate(slots):
        scenes = _others_of(on_air, at, shape, slot)
        name = LABELS.get(slot.scene, "")
        length = len(scenes) * max(1, slot.weight)
        placed += [
            ((turn + 0.5) / length, rank, Item(
                scene=scenes[turn % len(scenes)],
                label=f"{name} {turn % len(scenes) + 1} / {len(scenes)}" if name and len(scenes) > 1 else name))
            for turn in range(length)
        ]  # fmt: skip
    return tuple(item for _, _, item in sorted(placed, key=lambda entry: entry[:2]))


def seconds(items: Iterable[Item]) -> int:
    """Return how long the items last together."""
    return sum(item.scene.seconds for item in items)


def pass_seconds(pages: Sequence[Item], others: Sequence[Item], run: int) -> int:
    """Return the longest time in which all pages are on once, `run` of them between two other scenes."""
    pause = max((item.scene.seconds for item in others), default=0)
    return seconds(pages) + -(-len(pages) // run) * pause


def run_length(pages: Sequence[Item], others: Sequence[Item]) -> int:
    """Return how many job pages go between two other scenes so that all pages are on within the hour."""
    for run in range(_RUN, len(pages)):
        if pass_seconds(pages, others, run) <= HOUR_S:
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
    """Return the job pages of one pass, and whether all are on within the hour.

    Where room is short, first today's board comes once a pass, then the group boards leave out what it shows.
    """
    pages: tuple[Item, ...] = ()
    for wanted, apart in ((kinds, False), (dict.fromkeys(kinds, 1), False), (dict.fromkeys(kinds, 1), True)):
        pages = _board_pages(on_air, at, shape, wanted, apart)
        if not pages or pass_seconds(pages, others, run_length(pages, others)) <= HOUR_S:
            return pages, True
    return pages, False


def round_at(on_air: OnAir, at: datetime, shape: Shape, zone: str = "") -> Round:
    """Return the round that runs at the instant; empty items mean nothing but evergreen scenes is left."""
    slots = [slot for slot in on_air.programme.slots if slot_is_on(slot, at, zone)]
    alarms = [slot for slot in slots if slot.priority is Priority.EMERGENCY]
    if alarms:
        scenes = (notices.of_emergency(slot.title, slot.text, slot.shown_until, shape) for slot in alarms)
        return Round(items=tuple(Item(scene=scene) for part in scenes for scene in part), at_once=True)
    kinds = {slot.scene: max(1, slot.weight) for slot in slots if slot.scene in ("jobs_today", "jobs")}
    others = _others(on_air, at, shape, [slot for slot in slots if slot.scene not in kinds])
    pages, in_time = _pages_within_the_hour(on_air, at, shape, kinds, others) if kinds else ((), True)
    return Round(items=interleave(pages, others), in_time=in_time)
