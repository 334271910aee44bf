"""Fairs and live streams with the days to go, and the table of a fair's booths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from content.clock import SHANGHAI, calendar_day
from content.model.codes import FairTheme
from content.model.published import MarketCard, PublicFair, PublicJob
from content.theme import words
from signage.scenes import qr
from signage.scenes.notices import Count, Sheet, moment, paint_sheet
from signage.scenes.prose import Line
from signage.scenes.scene import Scene, Shape, breadth, earliest
from signage.scenes.tables import Figure, Table, TableRow, facts_room, pages_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a firm looks for in this edition."""

    trades: tuple[str, ...]
    headcount: int


def countdown(starts_at: datetime, at: datetime) -> tuple[Count, datetime | None]:
    """Return the days to go as said on the instant's day, and when that stops being true; None while it goes on."""
    today = calendar_day(at)
    if at >= starts_at:
        return Count(before="现在", what="进行中", after="快来看看"), None
    days = (calendar_day(starts_at) - today).days
    midnight = datetime.combine(today + timedelta(days=1), time(), SHANGHAI)
    clock = words.minute_of(starts_at)
    if days == 0:
        return Count(before="就在", what="今天", after=f"{clock} 开始"), starts_at
    if days == 1:
        return Count(before="就在", what="明天", after=f"{clock} 开始"), midnight
    return Count(before="还有", what=str(days), after="天"), midnight


def _of_fair(fair: PublicFair, market: MarketCard, shape: Shape, count: Count,
             until: datetime | None) -> tuple[Scene, ...]:  # fmt: skip
    live = fair.theme is FairTheme.LIVE
    lines = (Line(label="什么时候", text=moment(fair.starts_at)),
             Line(label="在哪里", text=fair.place),
             Line(label="有多少", text=f"{fair.invited} 家单位招人" if fair.invited else ""),
             Line(label="说明", text=fair.summary))  # fmt: skip
    code = qr.of_stream(fair, market) if live else qr.of_page("fairs", fair.id, "扫码看参会单位", market)
    return paint_sheet(Sheet(
        kind="live" if live else "fair", tag=(fair.theme.label if live else f"{fair.theme.label}招聘会",),
        title=fair.name, lines=lines, content_id=fair.id, valid_until=earliest(fair.valid_until, until), code=code,
        count=count,
    ), shape)  # fmt: skip


_painted = lru_cache(maxsize=256)(_of_fair)


def of_fair(fair: PublicFair, market: MarketCard, shape: Shape, at: datetime) -> tuple[Scene, ...]:
    """Paint a fair or a live stream with the days to go on the instant's day; it is repainted every midnight."""
    count, until = countdown(fair.starts_at, at)
    return _painted(fair, market, shape, count, until)


def offers_of(jobs: Iterable[PublicJob]) -> dict[str, Offer]:
    """Return what each firm looks for, by its name."""
    trades: dict[str, dict[str, None]] = {}
    people: dict[str, int] = {}
    for job in jobs:
        trades.setdefault(job.employer_name, {})[job.trade_name] = None
        people[job.employer_name] = people.get(job.employer_name, 0) + job.headcount
    return {firm: Offer(trades=tuple(names), headcount=people[firm]) for firm, names in trades.items()}


def _row(line: str, offers: Mapping[str, Offer], shape: Shape) -> TableRow:
    """Return the row of a booth as the desk wrote it: 3 号 · 某单位; without the point the words name the firm."""
    number, point, firm = (part.strip() for part in line.partition("·"))
    if not point:
        number, firm = "", number
    offer = offers.get(firm, Offer(trades=(), headcount=0))
    figure = Figure(text=str(offer.headcount), unit="人", before="招") if offer.headcount else None
    named, room = "", facts_room(figure, shape)
    for trade in offer.trades:
        longer = f"{named}、{trade}" if named else trade
        if breadth(longer) + 1 > room:
            named += "等"
            break
        named = longer
    return TableRow(lead=number, title=firm, facts=(named,) if named else (), figure=figure)


def booths(fair: PublicFair, offers: Mapping[str, Offer], shape: Shape) -> tuple[Scene, ...]:
    """Paint the table of a fair's booths: number, firm, what it looks for."""
    rows = tuple(_row(line, offers, shape) for line in fair.booths)
    place = f"{words.day_and_minute(fair.starts_at)} · {fair.place}"
    return pages_of(Table(kind="booths", heading="展位表", tag=fair.name, remark=place, rows=rows,
                          content_ids=(fair.id,), valid_until=fair.valid_until), shape)  # fmt: skip
