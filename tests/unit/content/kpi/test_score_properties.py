"""What holds for every score: between 0 and 100, never less for more, and the parts add up."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.kpi.facts import SubsidyFacts
from content.kpi.indicators import Denominator, standing
from content.kpi.measures import MEASURES, SATISFACTIONS, SHARES, Indicator
from content.kpi.readings import BandScore, HalfBelowFirstTier, Readings, ReferralYear, SatisfactionSteps
from content.kpi.rulebook import Rulebook
from content.kpi.rulebook_file import county_rulebook
from content.kpi.score import printed, rounded
from content.kpi.subsidy import half_round, year_round
from tests.fixtures.score_facts import period, read_as

KINDS = {kind: period(kind) for kind in ("half", "year")}
READINGS = tuple(read_as(referral_year=one, half_below_first_tier=two, satisfaction_steps=three)
                 for one in ReferralYear for two in HalfBelowFirstTier for three in SatisfactionSteps)  # fmt: skip
COUNTS = st.integers(0, 12_000)


def _points(rules: Rulebook, kind: str, code: Indicator, counts: tuple[int, ...], whole: int) -> Fraction:
    share_of = Denominator(label="", value=whole) if code in SHARES else None
    found = standing(rules, code, KINDS[kind], dict(zip(MEASURES[code], counts, strict=False)), share_of)
    return found.points


@settings(max_examples=150, deadline=None)
@given(rules=st.sampled_from(READINGS), kind=st.sampled_from(tuple(KINDS)), code=st.sampled_from(Indicator),
       counts=st.tuples(COUNTS, COUNTS), more=st.tuples(COUNTS, COUNTS), whole=st.integers(1, 30_000))  # fmt: skip
def test_more_never_gives_less_and_nothing_gives_more_than_its_most(
        rules: Rulebook, kind: str, code: Indicator, counts: tuple[int, int], more: tuple[int, int],
        whole: int) -> None:  # fmt: skip
    # of answers the satisfied ones grow, not the whole
    raised = (counts[0] + more[0], counts[1] + (0 if code in SATISFACTIONS else more[1]))
    least, most = _points(rules, kind, code, counts, whole), _points(rules, kind, code, raised, whole)
    assert 0 <= least <= most <= rules.rule(code).points


@settings(max_examples=60, deadline=None)
@given(code=st.sampled_from(SHARES), count=COUNTS, whole=st.integers(1, 30_000), more=st.integers(0, 30_000),
       kind=st.sampled_from(tuple(KINDS)))  # fmt: skip
def test_a_larger_county_never_gives_more(code: Indicator, count: int, whole: int, more: int, kind: str) -> None:
    rules = county_rulebook()
    assert _points(rules, kind, code, (count,), whole + more) <= _points(rules, kind, code, (count,), whole)


POINTS = st.fractions(0, 100, max_denominator=100_000)


@settings(max_examples=150, deadline=None)
@given(points=POINTS, more=POINTS, reading=st.sampled_from(BandScore), budget=st.integers(1, 30_000_000),
       paid=st.integers(0, 15_000_000))  # fmt: skip
def test_a_better_score_never_pays_less_and_never_more_than_the_budget(
        points: Fraction, more: Fraction, reading: BandScore, budget: int, paid: int) -> None:  # fmt: skip
    rules, better = read_as(band_score=reading), min(Fraction(100), points + more)
    money = SubsidyFacts(budget_fen=budget, paid_half_fen=min(paid, budget))
    low, high = year_round(rules, points, money), year_round(rules, better, money)
    assert 0 <= low.entitled_fen <= high.entitled_fen <= budget
    assert low.paid_fen + low.due_fen == max(low.entitled_fen, low.paid_fen)
    assert 0 <= half_round(rules, points, budget).due_fen <= half_round(rules, better, budget).due_fen <= budget


@settings(max_examples=100, deadline=None)
@given(value=st.fractions(0, 1000, max_denominator=10_000), decimals=st.integers(0, 4))
def test_rounding_is_half_up_and_what_is_printed_is_what_was_rounded(value: Fraction, decimals: int) -> None:
    step = Fraction(1, 10**decimals)
    near = rounded(value, decimals)
    assert near - step / 2 <= value < near + step / 2
    assert Fraction(printed(value, decimals)) == near


@pytest.mark.parametrize(("value", "text"), [
    (Fraction(0), "0.00"), (Fraction("9.165"), "9.17"), (Fraction("9.1649999"), "9.16"), (Fraction(55, 6), "9.17"),
    (Fraction("0.005"), "0.01"), (Fraction(100), "100.00"), (Fraction("99.995"), "100.00"),
])  # fmt: skip
def test_two_places_half_up(value: Fraction, text: str) -> None:
    assert printed(value, 2) == text


def test_the_weights_of_all_readings_are_a_hundred() -> None:
    assert all(sum(one.points for one in rules.indicator) == 100 for rules in READINGS)
    assert isinstance(READINGS[0].readings, Readings)
