"""附件2 五 and A2-4: bands, the two rounds, what a missed half-year leaves open, 整改 and the end of the contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from content.kpi.facts import SubsidyFacts, Violation
from content.kpi.readings import BandScore, MissedHalf, Proportion, Rectification
from content.kpi.rulebook import Rulebook
from content.kpi.subsidy import ConstructionState, check_subsidy, half_round, sanctions, year_round
from tests.fixtures.score_facts import read_as

RULES = read_as()
WAN = 10_000_00
MONEY = SubsidyFacts(budget_fen=30 * WAN, accepted=True)
FRAUD = Violation(id="v1", on=date(2026, 3, 1), what="数据造假", document="县人社局认定书", by="考核员甲")


def _entitled(points: str, rules: Rulebook = RULES, budget_fen: int = 30 * WAN) -> int:
    return year_round(rules, Fraction(points), replace(MONEY, budget_fen=budget_fen)).entitled_fen


# between 94 and 95 the text says nothing (A3.11)
@pytest.mark.parametrize(("reading", "points", "yuan"), [
    (BandScore.TWO_DECIMALS, "94.994", 284_970), (BandScore.TWO_DECIMALS, "94.995", 300_000),
    (BandScore.TWO_DECIMALS, "59.994", 0), (BandScore.TWO_DECIMALS, "59.995", 180_000),
    (BandScore.EXACT, "94.995", 284_985), (BandScore.EXACT, "59.995", 0),
    (BandScore.WHOLE_POINTS, "94.49", 282_000), (BandScore.WHOLE_POINTS, "94.5", 300_000),
    (BandScore.WHOLE_POINTS, "59.49", 0), (BandScore.WHOLE_POINTS, "59.5", 180_000),
], ids=lambda value: f"A3.11 {value}")  # fmt: skip
def test_the_gap_between_the_bands_is_read_by_a_switch(reading: BandScore, points: str, yuan: int) -> None:
    assert _entitled(points, read_as(band_score=reading)) == yuan * 100


def test_in_proportion_is_of_a_hundred_points() -> None:
    assert _entitled("76") == 228_000_00
    assert _entitled("76", read_as(proportion=Proportion.OF_FULL_BAND)) == 240_000_00


def test_money_is_whole_fen() -> None:
    assert _entitled("66.67", budget_fen=100_01) == 6668  # 6667.6667


def test_a_budget_above_the_cap_pays_as_the_cap_and_is_refused_in_words() -> None:
    assert _entitled("100", budget_fen=50 * WAN) == 30 * WAN
    assert half_round(RULES, Fraction(100), 50 * WAN).due_fen == 15 * WAN
    assert [one.field for one in check_subsidy(RULES, replace(MONEY, budget_fen=30 * WAN + 1), 2026)] == ["budget_fen"]
    assert check_subsidy(RULES, MONEY, 2026) == ()


@pytest.mark.parametrize(("wrong", "year", "field"), [
    ({"budget_fen": 0}, 2026, "budget_fen"), ({"paid_half_fen": -1}, 2026, "paid_half_fen"),
    ({"paid_half_fen": 31 * WAN}, 2026, "paid_half_fen"), ({}, 2028, "year"), ({}, 2024, "year"),
    ({"construction_paid_years": 4}, 2026, "construction_paid_years"),
])  # fmt: skip
def test_what_cannot_be_right_about_the_money_is_said(wrong: dict[str, int], year: int, field: str) -> None:
    found = check_subsidy(RULES, replace(MONEY, **wrong), year)
    assert [one.field for one in found] == [field] and "请县人社局" in found[0].sentence


def test_the_end_of_the_year_pays_what_the_half_year_did_not() -> None:
    paid = year_round(RULES, Fraction(80), replace(MONEY, paid_half_fen=15 * WAN, half_points=Fraction(76)))
    assert (paid.entitled_fen, paid.due_fen, paid.due_if_half_lost_fen) == (24 * WAN, 9 * WAN, 9 * WAN)


# A3.13: S_H < 60 and a good year; the literal reading pays all, the prudent one loses the half-year's half
@pytest.mark.parametrize(("points", "payable", "lost"), [("96", 30, 15), ("80", 24, 9), ("60", 18, 3), ("59", 0, 0)])
def test_a_missed_half_year_is_payable_or_lost(points: str, payable: int, lost: int) -> None:
    missed = replace(MONEY, half_points=Fraction(59))
    paid = year_round(RULES, Fraction(points), missed)
    assert (paid.due_fen, paid.due_if_half_lost_fen) == (payable * WAN, lost * WAN)
    assert bool(paid.note) is (payable != lost)
    assert year_round(read_as(missed_half=MissedHalf.LOST), Fraction(points), missed).due_fen == lost * WAN


def test_a_half_year_that_was_never_assessed_is_not_missed() -> None:
    assert year_round(read_as(missed_half=MissedHalf.LOST), Fraction(96), MONEY).due_fen == 30 * WAN


def test_what_was_paid_before_a_year_below_sixty_is_left_to_the_assessors() -> None:
    paid = year_round(RULES, Fraction("59.99"), replace(MONEY, paid_half_fen=15 * WAN))
    assert paid.due_fen == 0 and "考核小组" in paid.note


def test_below_sixty_asks_for_rectification_before_the_next_construction_subsidy() -> None:
    low = sanctions(RULES, Fraction("59.99"), MONEY)
    assert (low.rectify, low.end_contract, low.construction) == (True, False, ConstructionState.WAITING)
    assert low.construction_fen == 0
    good = sanctions(RULES, Fraction(60), MONEY)
    assert (good.rectify, good.construction, good.construction_fen) == (False, ConstructionState.PAYABLE, 10 * WAN)
    still = sanctions(RULES, Fraction(90), replace(MONEY, rectification_open=True))
    assert (still.rectify, still.construction) == (False, ConstructionState.WAITING)


def test_a_low_half_year_asks_for_rectification_unless_read_otherwise() -> None:
    assert sanctions(RULES, Fraction(50), MONEY, for_half=True).rectify
    assert not sanctions(read_as(rectification=Rectification.YEAR_ONLY), Fraction(50), MONEY, for_half=True).rectify


@pytest.mark.parametrize(("now", "before", "ends"), [
    ("59", (Fraction(59),), True), ("59", (Fraction(60),), False), ("60", (Fraction(59),), False), ("59", (), False),
    ("59", (None,), False), ("59", (Fraction(80), Fraction(50)), False),
], ids=lambda value: f"annex2 5 two years {value}")  # fmt: skip
def test_two_low_years_in_a_row_end_the_contract(now: str, before: tuple[Fraction | None, ...], ends: bool) -> None:
    money = replace(MONEY, points_before=before, construction_paid_fen=20 * WAN, construction_paid_years=2)
    found = sanctions(RULES, Fraction(now), money)
    assert (found.end_contract, found.clawback_fen) == (ends, 20 * WAN if ends else 0)
    assert (found.construction is ConstructionState.CLAWED_BACK) is ends


def test_a_low_half_year_is_no_low_year() -> None:
    assert not sanctions(RULES, Fraction(50), replace(MONEY, points_before=(Fraction(50),)), for_half=True).end_contract


def test_fraud_ends_the_contract_whatever_the_score() -> None:
    found = sanctions(RULES, Fraction(100), replace(MONEY, violations=(FRAUD,), construction_paid_fen=10 * WAN))
    assert (found.end_contract, found.clawback_fen, found.rectify) == (True, 10 * WAN, False)
    assert any("县人社局认定书" in told for told in found.sentences)


def test_construction_is_paid_for_three_years_after_acceptance() -> None:
    facts = (replace(MONEY, accepted=accepted, construction_paid_years=years)
             for accepted, years in ((False, 0), (True, 2), (True, 3)))  # fmt: skip
    states = [sanctions(RULES, Fraction(90), one).construction for one in facts]
    assert states == [ConstructionState.NOT_ACCEPTED, ConstructionState.PAYABLE, ConstructionState.ALL_PAID]
