"""What work pays, each figure with its ground, and which trades ask for most hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from content.model.codes import PayUnit
from content.model.published import PublicJob, PublicWage
from content.theme import words
from signage.scenes.scene import Scene, Shape, earliest
from signage.scenes.tables import ROWS, Figure, Table, TableRow, pages_of

_MOST_TRADES = 2  # pages of the trades that lack hands


def _unit(unit: PayUnit) -> str:
    return "元（包工）" if unit is PayUnit.JOB else f"元/{unit.label}"


def _span(low_fen: int, high_fen: int) -> str:
    return words.yuan(low_fen) if high_fen <= low_fen else f"{words.yuan(low_fen)}—{words.yuan(high_fen)}"


def _row(wage: PublicWage) -> TableRow:
    """Return a trade's row: the middle large, lowest and highest beside; a document may name only some of them."""
    named = [fen for fen in (wage.median_fen, wage.low_fen, wage.high_fen) if fen]
    low, high = wage.low_fen or wage.median_fen, wage.high_fen or wage.median_fen
    middle = words.yuan(wage.median_fen) if wage.median_fen else _span(low, high)
    facts = [f"从 {words.yuan(low)} 到 {words.yuan(high)} 元"] if wage.median_fen and high > low else []
    if wage.own_jobs:
        facts.append(f"{wage.own_jobs} 个岗位")
    figure = Figure(text=middle, unit=_unit(wage.unit)) if named else None
    return TableRow(lead="", title=wage.trade_name, facts=tuple(facts), figure=figure)


def guide(wages: Sequence[PublicWage], shape: Shape) -> tuple[Scene, ...]:
    """Paint the figures of each document, then the medians of our own jobs, each table under its ground and day."""
    found: list[Scene] = []
    documents = [one for one in wages if not one.own_jobs]
    for (ground, as_of), lines in groupby(documents, key=lambda one: (one.ground, one.as_of)):
        found += _guide("工资指导价位", f"{ground} · {_day(as_of)}", list(lines), shape)
    own = [one for one in wages if one.own_jobs]
    if own:
        found += _guide("本市场工钱行情", f"在招岗位的中间价 · {_day(own[0].as_of)}", own, shape)
    return tuple(found)


def _day(value: date) -> str:
    return f"{value.year}年{words.day(value)}"


def _guide(heading: str, remark: str, wages: Sequence[PublicWage], shape: Shape) -> tuple[Scene, ...]:
    rows = tuple(_row(one) for one in wages)
    return pages_of(Table(kind="wages", heading=heading, remark=remark, rows=rows), shape)


def shortage(jobs: Iterable[PublicJob], shape: Shape) -> tuple[Scene, ...]:
    """Paint the trades whose open jobs ask for most people, at most two pages of them."""
    by_trade: dict[str, list[PublicJob]] = {}
    for job in jobs:
        by_trade.setdefault(job.trade_code, []).append(job)
    ranked = sorted(by_trade.items(), key=lambda item: (-sum(job.headcount for job in item[1]), item[0]))
    shown = ranked[: ROWS[shape] * _MOST_TRADES]
    rows = tuple(
        TableRow(lead=str(rank), title=found[0].trade_name, facts=_paid(found),
                 figure=Figure(text=str(sum(job.headcount for job in found)), unit="人", before="缺"))
        for rank, (_, found) in enumerate(shown, start=1)
    )  # fmt: skip
    ends = earliest(*(job.valid_until for _, found in shown for job in found))
    return pages_of(Table(kind="shortage", heading="紧缺工种", remark="按本市场在招人数排", rows=rows,
                          valid_until=ends), shape)  # fmt: skip


def _paid(jobs: Sequence[PublicJob]) -> tuple[str, ...]:
    """Return how many jobs, and what those of the commonest pay unit pay."""
    units = [job.pay_unit for job in jobs]
    unit = max(dict.fromkeys(units), key=units.count)
    same = [job for job in jobs if job.pay_unit is unit]
    span = _span(min(job.pay_min_fen for job in same), max(job.pay_max_fen for job in same))
    return (f"{len(jobs)} 个岗位", f"{span} {_unit(unit)}")
