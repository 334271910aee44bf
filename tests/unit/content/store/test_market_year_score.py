"""A whole made year in market.db: the score beside a recount in SQL, points and money by the arithmetic of 附件2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import chain
from math import floor

import pytest

from content.admin.app import own_pages
from content.kpi.counting import Tally, Why
from content.kpi.facts import Check, Facts
from content.kpi.filed import RowCheck, subsidy_facts
from content.kpi.measures import Column, Measure
from content.kpi.rulebook_file import county_rulebook
from content.kpi.score import Score, score
from content.kpi.subsidy import half_round, year_round
from content.store.database import Market
from tests.fixtures.score_facts import period
from tests.fixtures.year.making import YEAR
from tests.fixtures.year.planting import planted
from tests.fixtures.year.recount import BY_ASSESSORS, GUARDS, SPANS, recount, told
from tests.unit.content.store.samples import NOW

# 附件2 三, half-year: what is reached and the points for it, the highest first
TIERS = {
    "newly_employed": ((Fraction(25, 100), 20), (Fraction(20, 100), 12), (Fraction(15, 100), 8)),
    "aided": ((Fraction(30, 100), 10), (Fraction(20, 100), 7), (Fraction(10, 100), 4)),
    "employers_served": ((50, 10), (40, 7), (30, 4)), "posted": ((1000, 10), (800, 7), (600, 4)),
    "served": ((2500, 10), (2000, 7), (1500, 4)), "trainings_held": ((5, 10), (4, 7), (3, 4)),
    "fairs_held": ((5, 10), (4, 7), (3, 4)),
}  # fmt: skip
REFERRAL_TIERS = ((750, 15, 10), (600, 10, 7), (500, 5, 4))
# 附件2 三, the year: the target and the points for reaching it
TARGETS = {
    "newly_employed": (Fraction(50, 100), 20), "aided": (Fraction(60, 100), 10), "employers_served": (100, 10),
    "posted": (2000, 10), "served": (5000, 10), "trainings_held": (10, 10), "fairs_held": (10, 10),
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    market = planted(tmp_path_factory.mktemp("year") / "market.db")
    yield market
    market.close()


@pytest.fixture(scope="module")
def facts(made: Market) -> Facts:
    return _facts(made)


def _facts(market: Market) -> Facts:
    with market.reading() as tables:
        return tables.score.facts(YEAR)


def _score(facts: Facts, kind: str = "year") -> Score:
    found = period(kind)
    return score(county_rulebook(), facts, found, found.last)


def _tally(found: Score, measure: Measure, column: Column = Column.VERIFIED) -> Tally:
    lines = (one.verified if column is Column.VERIFIED else one.operator for one in found.indicators)
    return next(tally for tally in chain.from_iterable(line.tallies for line in lines) if tally.measure is measure)


def _numbers(found: Score, column: Column = Column.VERIFIED) -> dict[str, int]:
    lines = (one.verified if column is Column.VERIFIED else one.operator for one in found.indicators)
    return {tally.measure.value: tally.value for line in lines for tally in line.tallies}


def _points(kind: str, counts: Mapping[str, int], county: Mapping[str, int]) -> Fraction:
    """Return the points 附件2 三 gives; shares are of the target at the half-year, of the actual figure at the end."""
    of = "new_employment_target" if kind == "half" else "new_employment_actual"
    value = {name: Fraction(number) for name, number in counts.items()}
    value["newly_employed"] /= county[of]
    value["aided"] /= county["unemployed_task"] + county["hardship_task"]
    if kind == "half":
        points = [next((Fraction(gives) for least, gives in tiers if value[name] >= least), Fraction())
                  for name, tiers in TIERS.items()]  # fmt: skip
        points.append(next((Fraction(gives) for least, persons, gives in REFERRAL_TIERS
                            if value["referred"] >= least and value["workshop"] >= persons), Fraction()))  # fmt: skip
    else:
        points = [gives * min(Fraction(1), value[name] / target) for name, (target, gives) in TARGETS.items()]
        points.append(10 * min(Fraction(1), value["referred"] / 1500, value["workshop"] / 30))
    for side in ("seeker", "employer"):
        share = value[f"{side}s_satisfied"] / value[f"{side}_answers"]
        points.append(min(Fraction(5), 3 + floor((share - Fraction(4, 5)) * 20)) if share >= Fraction(4, 5)
                      else Fraction())  # fmt: skip
    return sum(points, Fraction())


def _rounded(points: Fraction) -> Fraction:
    return Fraction(floor(points * 100 + Fraction(1, 2)), 100)


@pytest.fixture(scope="module")
def county(made: Market) -> dict[str, int]:
    names = ("new_employment_target", "new_employment_actual", "unemployed_task", "hardship_task", "budget")
    with made.reading() as tables:
        return {name: told(tables._db, name) for name in names}


@pytest.mark.parametrize("kind", SPANS)
def test_every_number_is_that_of_a_recount_over_the_tables(made: Market, facts: Facts, kind: str) -> None:
    found = _score(facts, kind)
    with made.reading() as tables:
        assert _numbers(found) == recount(tables._db, kind)
        assert _numbers(found, Column.OPERATOR) == recount(tables._db, kind, BY_ASSESSORS)


@pytest.mark.parametrize("kind", SPANS)
def test_the_points_are_those_of_annex_2_for_the_recount(made: Market, facts: Facts, county: dict[str, int],
                                                         kind: str) -> None:  # fmt: skip
    with made.reading() as tables:
        counts = recount(tables._db, kind)
    points, found = _points(kind, counts, county), _score(facts, kind)
    assert found.points == points
    assert found.printed == f"{float(_rounded(points)):.2f}"
    # neither nothing nor everything, or no wrong count would show in the points
    assert 60 < points < 100


def test_the_money_is_half_the_budget_and_then_the_rest_of_the_years_share(made: Market, facts: Facts,
                                                                           county: dict[str, int]) -> None:  # fmt: skip
    rules = county_rulebook()
    with made.reading() as tables:
        half, year = (_points(kind, recount(tables._db, kind), county) for kind in SPANS)
        filed = tables.score.money(YEAR)
    budget, paid = Fraction(county["budget"]), county["budget"] // 2
    assert half_round(rules, _score(facts, "half").points, int(budget)).due_fen == (paid if half >= 60 else 0)
    share = Fraction(1) if _rounded(year) >= 95 else _rounded(year) / 100 if year >= 60 else Fraction()
    found = year_round(rules, _score(facts).points, subsidy_facts(YEAR, filed))
    assert found.entitled_fen == floor(budget * share + Fraction(1, 2))
    assert (found.paid_fen, found.due_fen) == (paid, found.entitled_fen - paid)


@pytest.fixture(scope="module")
def numbers(facts: Facts) -> dict[str, dict[str, int]]:
    return {kind: _numbers(_score(facts, kind)) for kind in SPANS}


@pytest.mark.parametrize("guard", GUARDS)
def test_a_recount_without_one_guard_comes_to_other_numbers(made: Market, numbers: dict[str, dict[str, int]],
                                                            guard: str) -> None:  # fmt: skip
    """The year holds what each guard is there for, or the recount would prove nothing about it."""
    unseen = set(GUARDS[guard].seen_in)
    with made.reading() as tables:
        for kind in reversed(SPANS):
            if unseen:
                wrong = recount(tables._db, kind, [guard])
                unseen -= {name for name, number in wrong.items() if number != numbers[kind][name]}
    assert not unseen


def test_the_made_year_is_as_large_as_annex_1_asks_for(made: Market, facts: Facts) -> None:
    assert sum(row.on.year == YEAR for row in facts.postings) > 1900
    assert len(facts.services) > 5040
    assert len(facts.referrals) > 1500
    assert len(facts.answers) > 400
    assert {row.id.partition("/")[0] for row in facts.services} == {
        "registration", "consultation", "guidance", "hall_case"}  # fmt: skip
    with made.reading() as tables:
        firms = tables._db.execute("SELECT count(*) FROM employer WHERE kind IN ('private', 'self_employed')")
        assert 100 <= firms.fetchone()[0] < 130
    held = _numbers(_score(facts))
    assert (held["fairs_held"], held["trainings_held"]) == (10, 11)


_LEDGERS = ("postings", "employer_services", "services", "sessions", "answers", "placements", "referrals", "aids")


def test_every_row_has_words_and_no_id_comes_twice_in_a_ledger(made: Market, facts: Facts) -> None:
    for ledger in _LEDGERS:
        ids = [row.id for row in getattr(facts, ledger)]
        assert len(ids) == len(set(ids))
        with made.reading() as tables:
            assert set(tables.score.told(tuple(ids[:200]))) == set(ids[:200])


def test_the_pages_rows_lead_to_are_pages_of_the_desk(made: Market, facts: Facts) -> None:
    every = (getattr(facts, ledger) for ledger in _LEDGERS)
    firsts = {table: row.id for rows in every for row in reversed(rows) for table in (row.id.partition("/")[0],)}
    with made.reading() as tables:
        paths = {words.path.split("/")[1] for words in tables.score.told(tuple(firsts.values())).values()}
    assert len(paths) >= 9
    assert paths <= {page.path.split("/")[1] for page in own_pages()}


def test_the_last_check_of_a_row_decides_in_the_verified_column_only(made: Market, facts: Facts) -> None:
    before = _score(facts)
    checked = {(one["table"], one["row_id"]) for one in _checks(made)}
    row = next(one for one in _tally(before, Measure.POSTED).rows if ("job", one.partition("/")[2]) not in checked)
    check = RowCheck(table="job", row_id=row.partition("/")[2], check=Check.REJECTED, reason="单位说没有发过",
                     by="staff-assessor", at=NOW)  # fmt: skip
    made.write(lambda tables: tables.score.add_check(check))
    struck = _score(_facts(made))
    for column, lost in ((Column.OPERATOR, 0), (Column.VERIFIED, 1)):
        assert _tally(before, Measure.POSTED, column).value - _tally(struck, Measure.POSTED, column).value == lost
    assert row in next(one.rows for one in _tally(struck, Measure.POSTED).left_out if one.why is Why.REJECTED)
    made.write(lambda tables: tables.score.add_check(replace(check, check=Check.OPEN, reason="更正：查错了一条")))
    assert _score(_facts(made)) == before


def _checks(market: Market) -> list[dict[str, object]]:
    with market.reading() as tables:
        return list(tables._db.query('SELECT "table", row_id FROM row_check'))
