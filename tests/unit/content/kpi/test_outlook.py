"""Pace, projection, the next step and what-if, each computed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from content.kpi.facts import Facts, SubsidyFacts
from content.kpi.measures import Indicator, Measure
from content.kpi.outlook import Outlook, outlook, steps, what_if, with_more
from content.kpi.score import Score, score
from tests.fixtures.score_facts import facts, period, read_as

RULES = read_as()
MONEY = SubsidyFacts(budget_fen=300_000_00)
# the worked year of A2-6
WORKED = facts(employed_of=10_000, aid_task=1000, newly_employed=4100, aided=550, referred=1420, workshop=27,
               employers_served=96, posted=2040, served=5040, trainings_held=10, fairs_held=9, seekers_satisfied=84,
               seeker_answers=100, employers_satisfied=92, employer_answers=100)  # fmt: skip


def _at(day: date, given: Facts = WORKED, kind: str = "year") -> tuple[Score, Outlook]:
    found = score(RULES, given, period(kind), day)
    return found, outlook(RULES, found, MONEY)


def _pace(found: Outlook, code: Indicator) -> Fraction | None:
    return next(one.pace for one in found.paces if one.code is code)


def test_pace_is_value_by_target_and_the_days_gone() -> None:
    _, found = _at(date(2026, 3, 14), facts(posted=500, referred=400, workshop=3))  # 73 of 365 days: one fifth
    assert found.gone == Fraction(1, 5)
    assert _pace(found, Indicator.POSTINGS) == Fraction(500, 400)
    assert _pace(found, Indicator.REFERRALS) == Fraction(3, 6)  # the weaker of 400 of 300 and 3 of 6
    assert _pace(found, Indicator.SEEKER_SATISFACTION) is None
    expected = next(one.expected for one in found.paces if one.code is Indicator.REFERRALS)
    assert expected == (300, 6)


def test_at_the_end_of_the_year_the_projection_is_the_score() -> None:
    found, ahead = _at(date(2026, 12, 31))
    assert ahead.points == found.points and ahead.printed == "91.17"
    assert ahead.subsidy_fen == 273_510_00


def test_what_is_projected_is_whole() -> None:
    _, found = _at(date(2026, 3, 14), facts(fairs_held=1, employers_served=19, posted=399))
    projected = {one.code: one.projected.counted for one in found.paces}
    assert projected[Indicator.FAIRS] == (5,)
    assert projected[Indicator.EMPLOYERS] == (95,)
    assert projected[Indicator.POSTINGS] == (1995,)
    _, later = _at(date(2026, 3, 15), facts(fairs_held=1))  # 74 days: 4.93
    assert next(one.projected.counted for one in later.paces if one.code is Indicator.FAIRS) == (4,)


def test_before_the_first_day_nothing_is_foretold() -> None:
    found, ahead = _at(date(2025, 12, 31))
    assert (ahead.gone, ahead.points) == (0, found.points)


def test_the_half_year_is_projected_into_its_tiers_and_pays_half() -> None:
    given = facts(employed_of=100, aid_task=100, newly_employed=13, aided=15, referred=380, workshop=8,
                  employers_served=25, posted=500, served=1250, trainings_held=3, fairs_held=3, seekers_satisfied=9,
                  seeker_answers=10, employers_satisfied=9, employer_answers=10)  # fmt: skip
    found, ahead = _at(date(2026, 4, 1), given, "half")  # 91 of 181 days
    assert found.printed == "22.00"  # 15% helped, 3 + 3 sessions, two satisfactions: 4 + 4 + 4 + 5 + 5
    # 25%, 29%, (755, 15), 49, 994, 2486, 5, 5: 20 + 7 + 10 + 7 + 7 + 7 + 10 + 10, and 5 + 5
    assert (ahead.printed, ahead.subsidy_fen) == ("88.00", 150_000_00)


def test_the_next_step_of_each_indicator_that_is_not_full() -> None:
    found, _ = _at(date(2026, 12, 31))
    near = {one.code: (one.more, one.gain) for one in steps(RULES, found)}
    assert near == {
        Indicator.NEW_EMPLOYMENT: ((900,), Fraction("3.6")),
        Indicator.HARDSHIP_AID: ((50,), Fraction(10, 12)),
        Indicator.REFERRALS: ((80, 3), 1),
        Indicator.EMPLOYERS: ((4,), Fraction("0.4")),
        Indicator.FAIRS: ((1,), 1),
        Indicator.SEEKER_SATISFACTION: ((7, 7), 1),  # 91 of 107 is 85.05%, 90 of 106 is 84.9%
    }


def test_the_next_step_of_the_half_year_is_its_next_tier() -> None:
    found, _ = _at(date(2026, 6, 30), facts(referred=620, workshop=9, posted=100), "half")
    near = {one.code: (one.more, one.gain) for one in steps(RULES, found)}
    assert near[Indicator.REFERRALS] == ((0, 1), 3)
    assert near[Indicator.POSTINGS] == ((500,), 4)


def test_what_if_is_the_difference_of_two_scores() -> None:
    found, _ = _at(date(2026, 12, 31))
    more = with_more(WORKED, found, {Measure.FAIRS_HELD: 1, Measure.SEEKERS_SATISFIED: 7, Measure.SEEKER_ANSWERS: 7})
    change = what_if(RULES, more, found, MONEY)
    assert change.gains == ((Indicator.FAIRS, Fraction(1)), (Indicator.SEEKER_SATISFACTION, Fraction(1)))
    assert (change.points, change.after.printed, change.subsidy_fen) == (2, "93.17", 6_000_00)


def test_what_if_tells_a_loss_and_that_nothing_changes() -> None:
    found, _ = _at(date(2026, 12, 31))
    fewer = replace(WORKED, counts=tuple(replace(one, value=min(one.value, 90)) for one in WORKED.counts))
    assert what_if(RULES, fewer, found, MONEY).points < 0
    same = what_if(RULES, with_more(WORKED, found, {Measure.POSTED: 100}), found, MONEY)
    assert (same.gains, same.points, same.subsidy_fen) == ((), 0, 0)


@pytest.mark.parametrize("kind", ["half", "year"])
def test_every_step_brings_what_it_says(kind: str) -> None:
    given = facts(employed_of=997, aid_task=331, newly_employed=173, aided=41, referred=611, workshop=11,
                  employers_served=37, posted=777, served=1777, trainings_held=3, fairs_held=4, seekers_satisfied=71,
                  seeker_answers=86, employers_satisfied=33, employer_answers=47)  # fmt: skip
    measures = {one.measure: one for one in given.counts}
    found = score(RULES, given, period(kind), period(kind).last)
    near = steps(RULES, found)
    assert len(near) == 10
    for one in near:
        tallies = found.line(one.code).decisive.tallies
        more = {tally.measure: extra for tally, extra in zip(tallies, one.more, strict=True)}
        assert set(more) <= set(measures)
        assert what_if(RULES, with_more(given, found, more), found, MONEY).points == one.gain > 0
        short = {measure: extra - 1 for measure, extra in more.items() if extra}
        less = what_if(RULES, with_more(given, found, short), found, MONEY).points
        assert less < one.gain, one.code
