"""The score of a year with more than 100,000 events: both columns, all ten indicators, every number with its rows.

Once from facts in memory, and once from a market.db with all ledgers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from os import getloadavg
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time

from content.kpi.facts import Facts, SubsidyFacts
from content.kpi.measures import Measure
from content.kpi.outlook import what_if, with_more
from content.kpi.rulebook_file import county_rulebook
from content.kpi.score import score
from content.reports.score_sheet import rows_digest
from tests.bench.figures import Figure
from tests.fixtures.market_year import market_year
from tests.fixtures.score_facts import period
from tests.fixtures.year.making import YEAR
from tests.fixtures.year.planting import planted

SCALE = 7
STORED_SCALE = 8
ROUNDS = 5
SCORED_S = 1.0


def run() -> list[Figure]:
    """Measure the score of a year and one what-if on it; then reading it from market.db and scoring it."""
    rules, facts, year = county_rulebook(), market_year(scale=SCALE), period("year")
    money = SubsidyFacts(budget_fen=300_000_00)
    found = score(rules, facts, year, year.last)
    more = with_more(facts, found, {Measure.FAIRS_HELD: 1})
    wall = perf_counter()
    what_if(rules, more, found, money)
    tried = perf_counter() - wall
    scored = _measured("score of a year", lambda: score(rules, facts, year, year.last), facts)
    return [scored, Figure(name="one what-if on it", value=tried, unit="s", target=SCORED_S, note="one run"),
            *_stored()]  # fmt: skip


def _stored() -> list[Figure]:
    rules, year = county_rulebook(), period("year")
    with TemporaryDirectory() as folder:
        market = planted(Path(folder) / "market.db", scale=STORED_SCALE)

        def read() -> Facts:
            with market.reading() as tables:
                return tables.score.facts(YEAR)

        wall = perf_counter()
        facts = read()
        figures = [
            Figure(name="a year's facts, first time", value=perf_counter() - wall, unit="s", note="one run"),
            _measured("a year's facts from market.db", read, facts),
            _measured("facts from market.db and score", lambda: score(rules, read(), year, year.last), facts),
            # once a signature or a print, so it has no target
            replace(_measured("digest of a year's rows", lambda: rows_digest(facts, year.last), facts), target=None),
        ]
        market.close()
    return figures


def _measured(name: str, work: Callable[[], object], facts: Facts) -> Figure:
    walls, works = [], []
    for _ in range(ROUNDS):
        wall, processor = perf_counter(), thread_time()
        work()
        walls.append(perf_counter() - wall)
        works.append(thread_time() - processor)
    worked = f"processor time {min(works):.2f} to {max(works):.2f}, median {median(works):.2f} s"
    events = f"{_rows(facts):,} events; median of {ROUNDS}, worst {max(walls):.2f} s"
    return Figure(name=name, value=median(walls), unit="s", target=SCORED_S,
                  note=f"{events}; {worked}; load {getloadavg()[0]:.0f}")  # fmt: skip


def _rows(facts: Facts) -> int:
    return sum(len(rows) for part in fields(facts) if isinstance(rows := getattr(facts, part.name), tuple))
