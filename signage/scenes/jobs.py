"""Job boards: today's day work and the trade groups, in pages whose text never shrinks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from content.model.published import MarketCard, PublicJob, PublicPolicy
from content.theme import words
from signage.scenes import qr
from signage.scenes.scene import Scene, Shape, breadth, earliest, paint

ROWS = {Shape.LANDSCAPE: 7, Shape.PORTRAIT: 8}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One job as a line of a board."""

    number: int
    title: str
    urgent: bool
    pay: words.Pay
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One page of a board before it is painted; `beside` is the policy in the side panel."""

    heading: str
    remark: str
    jobs: tuple[PublicJob, ...]
    shape: Shape
    beside: PublicPolicy | None
    market: MarketCard


def pages(jobs: Sequence[PublicJob], shape: Shape) -> tuple[tuple[PublicJob, ...], ...]:
    """Split jobs into as few pages as fit, evenly filled, in order."""
    if not jobs:
        return ()
    number = -(-len(jobs) // ROWS[shape])
    size, longer = divmod(len(jobs), number)
    split, start = [], 0
    for index in range(number):
        end = start + size + (index < longer)
        split.append(tuple(jobs[start:end]))
        start = end
    return tuple(split)


def for_today(jobs: Sequence[PublicJob], today: date) -> tuple[PublicJob, ...]:
    """Return the day work one can begin today, urgent first, else in display order."""
    found = [job for job in jobs if words.can_start_on(job, today)]
    return tuple(sorted(found, key=lambda job: not job.urgent))


def facts(job: PublicJob, limit: float) -> tuple[str, ...]:
    """Return what stands under the title: place, people, end, and between them what else has room."""
    hours = f"{job.daily_hours_tenths / 10:g}小时" if job.daily_hours_tenths else job.hours
    found, last = [job.township_name, f"招{job.headcount}人"], f"{words.deadline(job)}截止"
    for fact in (hours, *words.soft_tags(job)):
        if fact and breadth(" · ".join([*found, fact, last])) <= limit:
            found.append(fact)
    return (*found, last)


def _room(pay: words.Pay, shape: Shape) -> float:
    """Return the em left for the facts: beside the pay, or upright the whole line under it (player/scenes.css)."""
    if shape is Shape.PORTRAIT:
        return 22.5
    pay_u = breadth(pay.figure) * 5.4 + (breadth(pay.unit) + 0.25) * 3.5 + 1.6
    return (113.0 - pay_u) / 3.5


def _row(job: PublicJob, shape: Shape) -> Row:
    pay = words.pay(job)
    return Row(number=job.number, title=job.title, urgent=job.urgent, pay=pay, facts=facts(job, _room(pay, shape)))


@lru_cache(maxsize=1024)
def paint_board(board: Board) -> Scene:
    """Paint one page; it ends with the first of what it shows."""
    beside = board.beside
    return paint(
        "jobs",
        {
            "heading": board.heading,
            "remark": board.remark,
            "rows": [_row(job, board.shape) for job in board.jobs],
            "policy": beside,
            "code": qr.of_policy(beside, board.market) if beside else None,
        },
        content_ids=tuple(job.id for job in board.jobs) + ((beside.id,) if beside else ()),
        valid_until=earliest(*(job.valid_until for job in board.jobs), beside.valid_until if beside else None),
        scanned=True,
    )
