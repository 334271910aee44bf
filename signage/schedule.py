"""The timeline of the next 36 hours, and which scene of it is on at an instant.

Between two edges (a slot's hour, an end, a new edition) a round repeats, counted from the edge; so the timeline stays
small, and the same instant gives the same scene whenever the timeline was drawn up. Behind an edge the round goes on
with what was to come, or jobs at its end would wait for ever where edges are frequent; at midnight it begins anew.
`item_at` has a twin in `player/schedule.js`; a browser test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import takewhile
from math import ceil

from content.clock import SHANGHAI, calendar_day, milliseconds
from content.model.codes import FairTheme
from content.model.published import LicenceDisplay, MarketCard
from content.theme import words
from signage.on_air import OnAir, job_ends
from signage.programme import Item, news, round_at, seconds
from signage.scenes import evergreen
from signage.scenes.scene import Scene, Shape, breadth

HORIZON = timedelta(hours=36)
SHORTEST_TAIL_MS = 5000  # a rest shorter than this before an edge goes to the scene already on
ENOUGH = 0.5  # a scene cut by an edge after more than this share of its stay has been on
CLOCK_SLACK = timedelta(minutes=2)
# em of a line of the foot, its label not counted: beside 免费服务 across, in two rows of its own upright
_TICKER_LINE = {Shape.LANDSCAPE: 27.0, Shape.PORTRAIT: 25.0}
_LABEL_GAP = 0.6
_FREE = "免费服务 不收任何费用"  # stands in the foot at all times


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch in which one round repeats from its start; instants in ms since 1970 UTC."""

    starts_ms: int
    ends_ms: int
    items: tuple[Item, ...]
    at_once: bool = False
    in_time: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One line of the foot, and when it stops being true."""

    label: str
    text: str
    until_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What the player needs for 36 hours without asking again."""

    order: int
    heading: str  # the market's name
    remark: str  # 第 94 期 · 11月23日 08:30 发布
    segments: tuple[Segment, ...]
    evergreen: tuple[Item, ...]
    ticker: tuple[Tick, ...]
    in_time: bool = True  # every job is on at least once an hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The scene on at an instant, from when to when."""

    item: Item
    starts_ms: int
    ends_ms: int
    at_once: bool


def clock_is_lost(on_air: OnAir, now: datetime) -> bool:
    """Say whether the box's clock stands before the edition was built, so that no date can be trusted."""
    return now < on_air.built_at - CLOCK_SLACK


def edges(on_air: OnAir, low: datetime, high: datetime, shape: Shape) -> tuple[datetime, ...]:
    """Return, in order, `low` and every instant up to `high` at which the round may change."""
    content = on_air.content
    found = {low, on_air.built_at, on_air.built_at + timedelta(seconds=seconds(news(on_air, shape)))}
    found.update(job_ends(job) for job in content.jobs)
    for part in (content.policies, content.courses, content.fairs, content.articles, content.notices, content.media):
        found.update(record.valid_until for record in part if record.valid_until is not None)
    found.update(notice.shown_from for notice in content.notices)
    found.update(one.shown_from for one in content.media if one.shown_from is not None)
    found.update(fair.starts_at for fair in content.fairs)
    clock_times = {time()}
    for slot in on_air.programme.slots:
        found.update(instant for instant in (slot.shown_from, slot.shown_until) if instant is not None)
        clock_times.update(moment for moment in (slot.start, slot.end) if moment is not None)
    day = calendar_day(low)
    while day <= calendar_day(high):
        found.update(datetime.combine(day, moment, SHANGHAI) for moment in clock_times)
        day += timedelta(days=1)
    return tuple(sorted(edge for edge in found if low <= edge < high))


def _midnight_before(now: datetime) -> datetime:
    return datetime.combine(calendar_day(now), time(), SHANGHAI)


def _holds(scene: Scene, at: datetime) -> bool:
    return scene.valid_until is None or scene.valid_until > at


def _segments(on_air: OnAir, now: datetime, shape: Shape, zone: str) -> tuple[Segment, ...]:
    until = now + HORIZON
    starts = edges(on_air, _midnight_before(now), until, shape)
    new = news(on_air, shape)
    new_until = on_air.built_at + timedelta(seconds=seconds(new))
    found: list[Segment] = []
    before: Segment | None = None  # the last stretch of this day's round
    for start, end in zip(starts, (*starts[1:], until), strict=True):
        current = round_at(on_air, start, shape, zone)
        items, at_once = current.items, current.at_once
        if not at_once and on_air.built_at <= start < new_until:
            items, at_once = tuple(item for item in new if _holds(item.scene, start)), True
        if not at_once:
            items = items if before is None or start == _midnight_before(start) else _going_on(before, items)
        if not items:
            continue
        segment = Segment(starts_ms=milliseconds(start), ends_ms=milliseconds(end), items=items,
                          at_once=at_once, in_time=current.in_time)  # fmt: skip
        before = before if at_once else segment
        if end > now:
            found.append(segment)
    return tuple(found)


def _going_on(before: Segment, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Turn the round so that it begins with the job page that would have come next in the segment before."""
    index, start, end = _turn(before.items, before.starts_ms, before.ends_ms - 1)
    done = before.ends_ms - start > (end - start) * ENOUGH  # else it is begun again
    place = (index + done) % len(before.items)
    ahead = _pages(before.items[place:] + before.items[:place])
    for scene in ahead:
        if hits := _where(scene, items):
            break
        ahead = ahead[1:]
    else:
        return items
    old_share = place / len(before.items)

    def fits(at: int) -> tuple[int, float]:
        """Rate one of several turns of a page: by how long the same pages follow, then by the old place."""
        pairs = zip(ahead, _pages(items[at:] + items[:at]), strict=False)
        alike = takewhile(lambda pair: not set(pair[0].content_ids).isdisjoint(pair[1].content_ids), pairs)
        return sum(1 for _ in alike), -abs(at / len(items) - old_share)

    first = max(hits, key=fits)
    return items[first:] + items[:first]


def _pages(items: tuple[Item, ...]) -> tuple[Scene, ...]:
    """Return the job pages in their order; of a round without any, all its scenes."""
    scenes = tuple(item.scene for item in items)
    return tuple(scene for scene in scenes if scene.kind.startswith("jobs")) or scenes


def _where(scene: Scene, items: tuple[Item, ...]) -> list[int]:
    """Return the places of the scene in a round, or of the first of its contents that is still there."""
    for name in (scene.id, *scene.content_ids):
        hits = [at for at, item in enumerate(items)
                if item.scene.kind == scene.kind and name in (item.scene.id, *item.scene.content_ids)]  # fmt: skip
        if hits:
            return hits
    return []


def _pieces(text: str, limit: float) -> list[str]:
    """Cut a text that is too long by itself into equal pieces."""
    parts = ceil(breadth(text) / limit)
    size = -(-len(text) // parts)
    return [text[start : start + size] for start in range(0, len(text), size)]


def split_line(words_of_line: str, limit: float) -> list[str]:
    """Split a line for the foot between its words, as few lines as fit; only a word that is too long is cut."""
    found: list[str] = []
    for word in words_of_line.split(" "):
        if found and breadth(f"{found[-1]} {word}") <= limit:
            found[-1] = f"{found[-1]} {word}"
        elif word:
            found += _pieces(word, limit)
    return [line.strip(" ·") for line in found if line.strip(" ·")]


def _ticks(label: str, text: str, limit: float, until: datetime | None = None) -> list[Tick]:
    until_ms = None if until is None else milliseconds(until)
    room = limit - breadth(label) - _LABEL_GAP
    return [Tick(label=label, text=part, until_ms=until_ms) for part in split_line(text, room)]


def _ticker(on_air: OnAir, shape: Shape) -> tuple[Tick, ...]:
    """Return the lines of the foot: the desk's own, fairs and streams to come, when the market is open."""
    limit, market = _TICKER_LINE[shape], on_air.content.market
    found = [tick for line in on_air.programme.ticker if line != _FREE for tick in _ticks("", line, limit)]
    for fair in on_air.content.fairs:
        label = fair.theme.label if fair.theme is FairTheme.LIVE else "招聘会"
        line = f"{words.day_and_minute(fair.starts_at)} {fair.name}"
        placed = f"{line} · {fair.place}"
        whole = breadth(placed) <= limit - breadth(label) - _LABEL_GAP
        found += _ticks(label, placed if whole else line, limit, fair.valid_until)
    for label, text in (("开门", market.hours), ("电话", market.phone)):
        found += _ticks(label, text, limit) if text else []
    return tuple(found)


def evergreen_items(market: MarketCard, licences: LicenceDisplay, shape: Shape) -> tuple[Item, ...]:
    """Return the scenes that are true on any day."""
    scenes = (*evergreen.service(market, licences, shape), evergreen.safety(), evergreen.evacuation(),
              evergreen.hotlines())  # fmt: skip
    return tuple(Item(scene=scene) for scene in scenes)


def draw_up(on_air: OnAir, now: datetime, shape: Shape, zone: str = "") -> Timeline:
    """Draw up the timeline from `now`; with a lost clock it holds evergreen scenes only."""
    lost = clock_is_lost(on_air, now)
    segments = () if lost else _segments(on_air, now, shape, zone)
    return Timeline(
        order=on_air.order,
        heading=on_air.content.market.name,
        remark=f"第 {on_air.number} 期 · {words.day_and_minute(on_air.built_at)} 发布",
        segments=segments,
        in_time=all(segment.in_time for segment in segments),
        evergreen=evergreen_items(on_air.content.market, on_air.content.licences, shape),
        ticker=tuple(tick for tick in _ticker(on_air, shape) if not (lost and tick.until_ms)),
    )


def before_all(market_name: str) -> Timeline:
    """Return the timeline of a screen that has never had an edition."""
    return Timeline(order=0, heading=market_name, remark="", segments=(), ticker=(),
                    evergreen=(Item(scene=evergreen.preparing(market_name)),))  # fmt: skip


def _turn(items: tuple[Item, ...], origin_ms: int, at_ms: int) -> tuple[int, int, int]:
    """Return index, start and end of the item on at the instant when the items repeat from the origin."""
    lengths = [item.scene.seconds * 1000 for item in items]
    start = origin_ms + (at_ms - origin_ms) // sum(lengths) * sum(lengths)
    index = 0
    while start + lengths[index] <= at_ms:
        start += lengths[index]
        index += 1
    return index, start, start + lengths[index]


def item_at(timeline: Timeline, at_ms: int) -> Shown:
    """Return what is on at the instant; a scene never runs past the end of its segment."""
    for segment in timeline.segments:
        if not segment.starts_ms <= at_ms < segment.ends_ms:
            continue
        index, start, end = _turn(segment.items, segment.starts_ms, at_ms)
        if start > segment.starts_ms and segment.ends_ms - start < SHORTEST_TAIL_MS:
            index, start, _ = _turn(segment.items, segment.starts_ms, start - 1)
            end = segment.ends_ms
        elif segment.ends_ms - end < SHORTEST_TAIL_MS:
            end = segment.ends_ms
        return Shown(item=segment.items[index], starts_ms=start, ends_ms=end, at_once=segment.at_once)
    index, start, end = _turn(timeline.evergreen, 0, at_ms)
    later = [segment.starts_ms for segment in timeline.segments if segment.starts_ms > at_ms]
    return Shown(item=timeline.evergreen[index], starts_ms=start, ends_ms=min([end, *later]), at_once=False)


def scenes_of(timeline: Timeline) -> dict[str, Scene]:
    """Return every scene of the timeline once, by id."""
    items = [item for segment in timeline.segments for item in segment.items]
    return {item.scene.id: item.scene for item in (*items, *timeline.evergreen)}


def to_wire(timeline: Timeline) -> dict[str, object]:
    """Return the timeline as JSON values for the player: scenes once, then the order by their ids."""

    def turns(items: tuple[Item, ...]) -> list[list[object]]:
        return [[item.scene.id, item.scene.seconds, item.label] for item in items]

    return {
        "order": timeline.order,
        "heading": timeline.heading,
        "remark": timeline.remark,
        "scenes": {
            key: {"kind": scene.kind, "markup": scene.markup, "contents": scene.content_ids,
                  "until": milliseconds(scene.valid_until) if scene.valid_until else None}
            for key, scene in scenes_of(timeline).items()
        },
        "segments": [{"from": part.starts_ms, "to": part.ends_ms, "once": part.at_once, "items": turns(part.items)}
                     for part in timeline.segments],
        "evergreen": turns(timeline.evergreen),
        "ticker": [[tick.label, tick.text, tick.until_ms] for tick in timeline.ticker],
    }  # fmt: skip
