"""The score of a year with more than 100,000 events: both columns, all ten indicators, every number with its rows."""

from __future__ import annotations

from dataclasses import fields
from os import getloadavg
from statistics import median
from time import perf_counter, thread_time

from content.kpi.facts import Facts, SubsidyFacts
from content.kpi.measures import Measure
from content.kpi.outlook import what_if, with_more
from content.kpi.rulebook_file import county_rulebook
from content.kpi.score import score
from tests.bench.figures import Figure
from tests.fixtures.market_year import market_year
from tests.fixtures.score_facts import period

SCALE = 7
ROUNDS = 5
SCORED_S = 1.0


def run() -> list[Figure]:
    """Measure the score of a year and one what-if on it."""
    rules, facts, year = county_rulebook(), market_year(scale=SCALE), period("year")
    money = SubsidyFacts(budget_fen=300_000_00)
    walls, works = [], []
    for _ in range(ROUNDS):
        wall, work = perf_counter(), thread_time()
        found = score(rules, facts, year, year.last)
        walls.append(perf_counter() - wall)
        works.append(thread_time() - work)
    more = with_more(facts, found, {Measure.FAIRS_HELD: 1})
    wall = perf_counter()
    what_if(rules, facts, more, found, money)
    worked = f"processor time {min(works):.2f} to {max(works):.2f}, median {median(works):.2f} s"
    events = f"{_rows(facts):,} events; median of {ROUNDS}, worst {max(walls):.2f} s"
    note = f"{events}; {worked}; load {getloadavg()[0]:.0f}"
    return [
        Figure(name="score of a year", value=median(walls), unit="s", target=SCORED_S, note=note),
        Figure(name="one what-if on it", value=perf_counter() - wall, unit="s", target=SCORED_S, note="one run"),
    ]


def _rows(facts: Facts) -> int:
    return sum(len(rows) for part in fields(facts) if isinstance(rows := getattr(facts, part.name), tuple))
