"""Job boards: today's day work, urgent ones, by trade and by township, in pages whose text never shrinks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from content.model.codes import PayUnit
from content.model.places import MARKET_TOWNSHIP, TOWNSHIPS, rings_of
from content.model.published import MarketCard, PublicJob, PublicPolicy
from content.rules.freshness import is_stale
from content.theme import words
from signage.scenes import qr
from signage.scenes.paging import evenly
from signage.scenes.scene import Scene, Shape, breadth, earliest, paint, trim

ROWS = {Shape.LANDSCAPE: 7, Shape.PORTRAIT: 4}
_UPRIGHT_U = 93.0  # a line upright, in u
_BESIDE_NAME, _BESIDE_SOURCE = 26.0, 19.5  # em of the policy's name in three lines, of its issuer in two
_FACT_GAP = {Shape.LANDSCAPE: 1.5, Shape.PORTRAIT: 0.4}  # em between two facts: " · ", upright only space


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One job as a line of a board; `tagged` where 急招 has room of its own, else it is the first of the facts."""

    number: int
    title: str
    long: bool
    tagged: bool
    pay: words.Pay
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One page of a board before it is painted; `beside` is the policy in the side panel.

    Of a job that nobody asked after for long by `day` the day of its check is told (R110).
    """

    heading: str
    remark: str
    jobs: tuple[PublicJob, ...]
    shape: Shape
    beside: PublicPolicy | None
    market: MarketCard
    kind: str = "jobs"
    day: date | None = None


def remark(number: int, shape: Shape) -> str:
    """Return what stands beside the heading of a board: how many there are, and what the numbers are for."""
    if shape is Shape.PORTRAIT:
        return f"{number} 个岗位 · 记编号到自助机查"
    return f"共 {number} 个岗位 · 记下编号，到自助机上查"


def pages(jobs: Sequence[PublicJob], shape: Shape) -> tuple[tuple[PublicJob, ...], ...]:
    """Split jobs into as few pages as fit, evenly filled, in order."""
    return evenly(jobs, ROWS[shape])


def for_today(jobs: Sequence[PublicJob], today: date) -> tuple[PublicJob, ...]:
    """Return the day work one can begin today, urgent first, else in display order."""
    found = [job for job in jobs if words.can_start_on(job, today)]
    return tuple(sorted(found, key=lambda job: not job.urgent))


def urgent(jobs: Sequence[PublicJob]) -> tuple[PublicJob, ...]:
    """Return the jobs marked 急招, in display order."""
    return tuple(job for job in jobs if job.urgent)


def by_township(jobs: Sequence[PublicJob]) -> tuple[tuple[str, tuple[PublicJob, ...]], ...]:
    """Return each township's jobs under its name: the market's own, those beside it, then as the county lists them."""
    near = [code for ring in rings_of(MARKET_TOWNSHIP) for code in ring]
    order = {code: place for place, code in enumerate(dict.fromkeys((*near, *TOWNSHIPS)))}
    found: dict[str, list[PublicJob]] = {}
    for job in sorted(jobs, key=lambda one: order.get(one.township_code, len(order))):
        found.setdefault(job.township_name, []).append(job)
    return tuple((name or "地点见岗位单", tuple(group)) for name, group in found.items())


def featured(jobs: Sequence[PublicJob], today: date, most: int) -> tuple[PublicJob, ...]:
    """Return the jobs that get the whole glass: urgent ones, then the first in display order, others every day."""
    wanted = urgent(jobs) or tuple(jobs)
    first = today.toordinal() * most % len(wanted) if len(wanted) > most else 0
    turned = (*wanted[first:], *wanted[:first])
    return tuple(dict.fromkeys((*turned, *jobs)))[:most]


def facts(job: PublicJob, limit: float, shape: Shape = Shape.LANDSCAPE, first: str = "",
          checked: str = "") -> tuple[str, ...]:  # fmt: skip
    """Return what stands under the title: place and end, and between them people and what else has room.

    Upright even the end gives way, where `first` and a long place fill the line; `checked` goes before comforts.
    """
    hours = f"{job.daily_hours_tenths / 10:g}小时" if job.daily_hours_tenths else job.hours
    people, last, gap = f"招{job.headcount}人", f"{words.deadline(job)}截止", _FACT_GAP[shape]
    found = [first] if first else []
    found.append(job.township_name)
    optional = (checked, people, hours, *(words.soft_tags(job) if shape is Shape.LANDSCAPE else ()))
    for fact in optional:
        if fact and sum(map(breadth, (*found, fact, last))) + gap * (len(found) + 1) <= limit:
            found.append(fact)
    if shape is Shape.PORTRAIT and sum(map(breadth, (*found, last))) + gap * len(found) > limit:
        return tuple(found)
    return (*found, last)


def _long_unchecked(job: PublicJob, day: date | None) -> str:
    """Return 11月3日核实 for a check that is long ago; a day of the calendar stays true while the page hangs."""
    return f"{words.day_of(job.verified_at)}核实" if day is not None and is_stale(job.verified_at, day) else ""


def _across(job: PublicJob, checked: str) -> Row:
    """Lay a row out beside the policy: number, title over facts, pay at the end (player/scenes.css)."""
    pay = words.pay(job)
    pay_u = breadth(pay.figure) * 5.4 + (breadth(pay.unit) + 0.25) * 3.5 + 1.6
    room = 112.0 - pay_u
    beside = room - (10.5 if job.urgent else 0.0)
    long = breadth(job.title) * 4.5 > beside
    return Row(number=job.number, title=trim(job.title, beside / 3.6), long=long, tagged=job.urgent, pay=pay,
               facts=facts(job, room / 3.5, checked=checked))  # fmt: skip


def _upright(job: PublicJob, checked: str) -> Row:
    """Lay a row out in three lines: title; number and pay; facts (player/scenes.css)."""
    pay = words.pay(job)
    taken = breadth(str(job.number)) * 6.4 + 5.0 + breadth(pay.figure) * 7.4 + (breadth(pay.unit) + 0.25) * 6.25
    first = ""
    if taken > _UPRIGHT_U and job.pay_unit is PayUnit.JOB:
        pay, first = words.Pay(figure=pay.figure, unit="元"), PayUnit.JOB.label
    tagged = job.urgent and not first and taken + 16.0 <= _UPRIGHT_U
    if job.urgent and not tagged:
        first = " ".join(part for part in ("急招", first) if part)
    return Row(number=job.number, title=trim(job.title, _UPRIGHT_U / 6.25), long=breadth(job.title) * 7.0 > _UPRIGHT_U,
               tagged=tagged, pay=pay, facts=facts(job, _UPRIGHT_U / 6.25, Shape.PORTRAIT, first, checked))  # fmt: skip


@lru_cache(maxsize=1024)
def paint_board(board: Board) -> Scene:
    """Paint one page; it ends with the first of what it shows."""
    beside = board.beside
    return paint(
        "urgent" if board.kind == "urgent" else "jobs",
        {
            "heading": board.heading,
            "remark": board.remark,
            "rows": [(_across if board.shape is Shape.LANDSCAPE else _upright)(job, _long_unchecked(job, board.day))
                     for job in board.jobs],
            "kind": board.kind,
            "policy": beside,
            "code": qr.of_policy(beside, board.market) if beside else None,
            "name": trim(beside.title, _BESIDE_NAME) if beside else "",
            "issuer": trim(beside.issuer, _BESIDE_SOURCE) if beside else "",
            "upright": board.shape is Shape.PORTRAIT,
        },
        content_ids=tuple(job.id for job in board.jobs) + ((beside.id,) if beside else ()),
        valid_until=earliest(*(job.valid_until for job in board.jobs), beside.valid_until if beside else None),
        scanned=True,
        template="jobs",
    )
