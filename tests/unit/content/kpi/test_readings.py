"""Every switch of A3 changes what it says, and the sheet prints the answer taken."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

import pytest

from content.kpi.facts import CountyFigures, Facts
from content.kpi.measures import Column, Indicator
from content.kpi.readings import (
    OF_INDICATOR,
    AidDenominator,
    FirstYear,
    HalfBelowFirstTier,
    HalfDenominator,
    Official,
    Readings,
    ReferralYear,
    SatisfactionSteps,
    YearDenominator,
    readings_used,
)
from content.kpi.rulebook import Rulebook
from content.kpi.rulebook_file import county_rulebook
from content.kpi.score import score
from tests.fixtures.score_facts import facts, figure, period, read_as, scored

RULES = county_rulebook()


def _points(kind: str, given: Facts, code: Indicator, rules: Rulebook = RULES) -> str:
    return scored(kind, given, rules).line(code).decisive.printed


# A3.3 gives all three for (1500, 24)
@pytest.mark.parametrize(("reading", "points"), [
    (ReferralYear.BOTH_TARGETS, "8.00"), (ReferralYear.PERSONS_ONLY, "10.00"), (ReferralYear.MEAN, "9.00"),
], ids=lambda value: f"A3.3 {value}")  # fmt: skip
def test_two_targets_can_be_read_in_three_ways(reading: ReferralYear, points: str) -> None:
    given = facts(referred=1500, workshop=24)
    assert _points("year", given, Indicator.REFERRALS, read_as(referral_year=reading)) == points


def test_more_than_one_target_does_not_make_up_for_the_other_in_the_mean() -> None:
    given = facts(referred=3000, workshop=15)
    assert _points("year", given, Indicator.REFERRALS, read_as(referral_year=ReferralYear.MEAN)) == "7.50"


COUNTY = CountyFigures(new_employment_target=figure(1000), new_employment_actual=figure(1250),
                       new_employment_half=figure(500), aid_task=figure(100))  # fmt: skip


@pytest.mark.parametrize(("kind", "rules", "points", "other"), [
    ("half", RULES, "12.00", 8),  # 200 of 1000; of 1250 it is 16%
    ("half", read_as(half_denominator=HalfDenominator.ANNUAL_ACTUAL), "8.00", 12),
    ("half", read_as(half_denominator=HalfDenominator.HALF_ACTUAL), "20.00", 12),
    ("year", RULES, "6.40", 8),
    ("year", read_as(year_denominator=YearDenominator.TARGET), "8.00", Fraction("6.4")),
], ids=["A3.1 half target", "A3.1 half actual", "A3.1 half of half", "A3.1 year actual",
        "A3.1 year target"])  # fmt: skip
def test_new_employment_is_a_share_of_the_figure_read(kind: str, rules: Rulebook, points: str, other: Fraction) -> None:
    line = scored(kind, replace(facts(newly_employed=200), county=COUNTY), rules).line(Indicator.NEW_EMPLOYMENT)
    assert line.decisive.printed == points
    assert line.other is not None and line.other.points == other  # both are shown where both are known


def test_the_target_stands_in_until_the_actual_figure_is_known() -> None:
    given = replace(facts(newly_employed=200), county=replace(COUNTY, new_employment_actual=None))
    line = scored("year", given).line(Indicator.NEW_EMPLOYMENT)
    assert (line.decisive.printed, line.other) == ("8.00", None)


def test_help_is_a_share_of_the_task_or_of_those_in_the_ledger() -> None:
    given = facts(aid_task=1000, aided=240, hardship_persons=400)
    assert _points("year", given, Indicator.HARDSHIP_AID) == "4.00"
    by_ledger = read_as(aid_denominator=AidDenominator.PERSONS_IN_LEDGER)
    assert _points("year", given, Indicator.HARDSHIP_AID, by_ledger) == "10.00"


def test_a_figure_the_bureau_has_not_told_is_asked_for_and_gives_nothing() -> None:
    found = scored("year", facts(employed_of=None, aid_task=0, newly_employed=50, aided=50))
    assert [found.line(code).decisive.printed for code in list(Indicator)[:2]] == ["0.00", "0.00"]
    assert all("请县人社局" in told for told in found.missing[:2])
    assert "还没有有效答卷" in found.missing[2] and len(found.missing) == 4
    ledger = read_as(aid_denominator=AidDenominator.PERSONS_IN_LEDGER)
    assert "请就业指导员先建帮扶档案" in scored("year", facts(aided=3), ledger).missing[0]


@pytest.mark.parametrize(("reading", "points"), [
    (SatisfactionSteps.WHOLE, "4.00"), (SatisfactionSteps.PROPORTIONAL, "4.40"),
], ids=lambda value: f"A3.10 {value}")  # fmt: skip
def test_satisfaction_rises_by_whole_steps(reading: SatisfactionSteps, points: str) -> None:
    given = facts(seekers_satisfied=87, seeker_answers=100)
    assert _points("year", given, Indicator.SEEKER_SATISFACTION, read_as(satisfaction_steps=reading)) == points


def test_below_the_first_tier_is_nothing_or_a_share_of_it() -> None:
    share = read_as(half_below_first_tier=HalfBelowFirstTier.PROPORTIONAL)
    assert _points("half", facts(posted=300), Indicator.POSTINGS) == "0.00"
    assert _points("half", facts(posted=300), Indicator.POSTINGS, share) == "2.00"
    assert _points("half", facts(posted=600), Indicator.POSTINGS, share) == "4.00"


def test_a_year_that_began_in_july_has_whole_targets_or_half_of_them() -> None:
    opened = period("year", 2025, start=date(2025, 7, 2))  # 183 of 365 days
    given = replace(facts(), counts=tuple(replace(one, on=date(2025, 8, 1)) for one in facts(posted=915).counts))
    points = [score(rules, given, opened, opened.last).line(Indicator.POSTINGS).decisive.standing.points
              for rules in (RULES, read_as(first_year=FirstYear.PRORATED))]  # fmt: skip
    assert points == [Fraction(915, 200), Fraction(10 * 915 * 365, 2000 * 183)]


@pytest.mark.parametrize(("answers", "remarks"), [(29, 1), (30, 0)], ids=["A3.10 29", "A3.10 30"])
def test_few_answers_are_computed_and_flagged(answers: int, remarks: int) -> None:
    line = scored("year", facts(seekers_satisfied=answers, seeker_answers=answers)).line(Indicator.SEEKER_SATISFACTION)
    assert line.decisive.printed == "5.00"
    assert ["样本不足" in one.sentence for one in line.remarks] == [True] * remarks


def test_the_official_column_is_the_verified_one_unless_read_otherwise() -> None:
    found = scored("year", facts())
    assert {line.official for line in found.indicators} == {Column.VERIFIED}
    assert scored("year", facts(), read_as(official=Official.OPERATOR)).indicators[0].official is Column.OPERATOR


def test_the_result_carries_every_answer_taken_and_the_ones_not_taken() -> None:
    used = scored("year", facts(), read_as(referral_year=ReferralYear.MEAN)).readings
    assert [one.switch for one in used] == [part.name for part in fields(Readings)]
    mean = next(one for one in used if one.switch == "referral_year")
    assert (mean.place, mean.sentence, len(mean.others)) == ("A3.3", ReferralYear.MEAN.label, 2)
    assert all(one.sentence and one.others for one in used)


def test_every_switch_of_counting_stands_on_a_line_of_the_sheet() -> None:
    of_money = {"band_score", "proportion", "missed_half", "rectification"}
    on_lines = {switch for switches in OF_INDICATOR.values() for switch in switches}
    assert on_lines | of_money == {one.switch for one in readings_used(RULES.readings)}
