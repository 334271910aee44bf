"""周台账梳理单: one ISO week of the sweep of the ledger, whom it found and which files were opened (R131, R132)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.clock import calendar_day, local
from content.rules.aid import proposals
from content.rules.cadence import thresholds
from content.rules.workdays import day_of, week_of
from content.store.database import Tables

OPENED = ("姓名", "属于哪类", "办到哪一步", "谁负责", "建档")
PROPOSED = ("姓名", "回执号", "登记", "为什么问")
_MOST = 200  # persons on one sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepWeek:
    """The sheet; names are masked as in every list."""

    week: str
    first: str
    last: str
    market: str
    done: str  # who went through the ledger and when, "" while nobody did
    note: str
    proposed: int
    opened: tuple[tuple[str, ...], ...]
    waiting: tuple[tuple[str, ...], ...]  # whom to ask still, of the week at hand only
    left: int  # more of them than the sheet holds


def sweep_week(tables: Tables, week: str, now: datetime, proposed: tuple[str, ...]) -> SweepWeek:
    """Return a week's sheet; ValueError for what is no week. `proposed` is what `to_ask` found, of the week at hand."""
    first, last = day_of(week, 1), day_of(week, 7)
    names = {one.id: one.name for one in tables.staff.all()}
    sweep, this = tables.sweeps.of_week(week), week == week_of(calendar_day(now))
    found = proposed if this else ()
    listed = proposals(tables.sweeps.lines_of(found[:_MOST]), calendar_day(now))
    opened = tuple((one.name.mask, one.group.label, one.state.label, names.get(one.owner, one.owner),
                    f"{local(one.entered_at):%m-%d}") for one in tables.aid_files.opened(first, last))  # fmt: skip
    waiting = tuple((one.line.name_mask, one.line.number, one.line.registered_on.isoformat(), "；".join(one.reasons))
                    for one in listed)  # fmt: skip
    done = "" if sweep is None else f"{names.get(sweep.by, sweep.by)} {local(sweep.at):%Y-%m-%d %H:%M}"
    return SweepWeek(
        week=week, first=first.isoformat(), last=last.isoformat(), market=tables.market.get().card.name, done=done,
        note=sweep.note if sweep else "", proposed=sweep.proposed if sweep else len(found), opened=opened,
        waiting=waiting, left=max(len(found) - _MOST, 0))  # fmt: skip


def paper_values(one: SweepWeek, printed_at: datetime) -> dict[str, object]:
    """Return what the template of the paper is filled with."""
    return {"title": f"台账梳理单 {one.week}", "sweep": one, "opened": OPENED, "proposed": PROPOSED,
            "clause": thresholds()["ledger_sweep"]["clause"], "printed": f"{local(printed_at):%Y-%m-%d %H:%M}",
            "footer": f"{one.market} · 台账梳理单 {one.week}"}  # fmt: skip


def book_rows(one: SweepWeek) -> tuple[tuple[str, ...], ...]:
    """Return the sheet as rows of a table with the heading of `PROPOSED` and what was opened before it."""
    return (("梳理", one.done or "还没有梳理", f"筛出 {one.proposed} 人", f"建档 {len(one.opened)} 份"),
            *(("建档", *cells[:2], f"{cells[3]} {cells[4]}") for cells in one.opened), *one.waiting)  # fmt: skip
