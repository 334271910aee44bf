"""Every boundary of A2-5 and every worked example of A2-6, on both sides, each by its clause of 附件2."""

from __future__ import annotations

from fractions import Fraction

import pytest

from content.kpi.facts import SubsidyFacts
from content.kpi.measures import Indicator
from content.kpi.subsidy import half_round, year_round
from tests.fixtures.score_facts import facts, read_as, scored

RULES = read_as()
BUDGET = 300_000_00


def _cases(clause: str, *cases: tuple[dict[str, int], str]) -> list[object]:
    return [pytest.param(counts, points, id=f"annex2 {clause} {'/'.join(map(str, counts.values()))} -> {points}")
            for counts, points in cases]  # fmt: skip


def _one(name: str, *pairs: tuple[int, str]) -> tuple[tuple[dict[str, int], str], ...]:
    return tuple(({name: value}, points) for value, points in pairs)


def _two(*pairs: tuple[int, int, str]) -> tuple[tuple[dict[str, int], str], ...]:
    return tuple(({"referred": value, "workshop": workshop}, points) for value, workshop, points in pairs)


def _satisfaction(part: str, whole: str) -> tuple[tuple[dict[str, int], str], ...]:
    shares = ((0, "0.00"), (7999, "0.00"), (8000, "3.00"), (8499, "3.00"), (8500, "4.00"), (8999, "4.00"),
              (9000, "5.00"), (9500, "5.00"), (10_000, "5.00"))  # fmt: skip
    return tuple(({part: value, whole: 10_000}, points) for value, points in shares)


# the share is of 100,000 newly employed and of a task of 10,000
HALF = [
    (Indicator.NEW_EMPLOYMENT, _cases("3(1)1", *_one(
        "newly_employed", (0, "0.00"), (14_999, "0.00"), (15_000, "8.00"), (19_999, "8.00"), (20_000, "12.00"),
        (24_999, "12.00"), (25_000, "20.00"), (100_000, "20.00"), (120_000, "20.00")))),
    (Indicator.HARDSHIP_AID, _cases("3(1)2", *_one(
        "aided", (999, "0.00"), (1000, "4.00"), (1999, "4.00"), (2000, "7.00"), (2999, "7.00"), (3000, "10.00")))),
    (Indicator.REFERRALS, _cases("3(1)3", *_two(
        (500, 5, "4.00"), (500, 4, "0.00"), (499, 5, "0.00"), (599, 99, "4.00"), (600, 9, "4.00"), (600, 10, "7.00"),
        (749, 15, "7.00"), (750, 14, "7.00"), (750, 15, "10.00"), (2000, 4, "0.00")))),
    (Indicator.EMPLOYERS, _cases("3(2)1", *_one(
        "employers_served", (29, "0.00"), (30, "4.00"), (39, "4.00"), (40, "7.00"), (49, "7.00"), (50, "10.00")))),
    (Indicator.POSTINGS, _cases("3(2)2", *_one(
        "posted", (599, "0.00"), (600, "4.00"), (799, "4.00"), (800, "7.00"), (999, "7.00"), (1000, "10.00")))),
    (Indicator.SERVICES, _cases("3(3)1", *_one(
        "served", (1499, "0.00"), (1500, "4.00"), (1999, "4.00"), (2000, "7.00"), (2499, "7.00"), (2500, "10.00")))),
    (Indicator.TRAININGS, _cases("3(3)2", *_one(
        "trainings_held", (2, "0.00"), (3, "4.00"), (4, "7.00"), (5, "10.00"), (6, "10.00")))),
    (Indicator.FAIRS, _cases("3(3)3", *_one(
        "fairs_held", (2, "0.00"), (3, "4.00"), (4, "7.00"), (5, "10.00"), (6, "10.00")))),
    (Indicator.SEEKER_SATISFACTION, _cases("3(4)1", *_satisfaction("seekers_satisfied", "seeker_answers"))),
    (Indicator.EMPLOYER_SATISFACTION, _cases("3(4)2", *_satisfaction("employers_satisfied", "employer_answers"))),
]  # fmt: skip

YEAR = [
    (Indicator.NEW_EMPLOYMENT, _cases("3(1)1", *_one(
        "newly_employed", (50_000, "20.00"), (49_999, "20.00"), (41_000, "16.40"), (25_000, "10.00"), (0, "0.00"),
        (60_000, "20.00")))),  # 49.999% gives 19.9996, printed 20.00
    (Indicator.HARDSHIP_AID, _cases("3(1)2", *_one("aided", (5500, "9.17"), (6000, "10.00"), (5800, "9.67")))),
    (Indicator.REFERRALS, _cases("3(1)3", *_two(
        (1500, 30, "10.00"), (1500, 24, "8.00"), (1200, 30, "8.00"), (1400, 27, "9.00"), (1800, 15, "5.00"),
        (1420, 27, "9.00"), (1500, 28, "9.33"), (1500, 0, "0.00")))),
    (Indicator.EMPLOYERS, _cases("3(2)1", *_one("employers_served", (96, "9.60"), (100, "10.00"), (99, "9.90")))),
    (Indicator.POSTINGS, _cases("3(2)2", *_one("posted", (2040, "10.00"), (2000, "10.00"), (1999, "10.00")))),
    (Indicator.SERVICES, _cases("3(3)1", *_one("served", (4820, "9.64"), (5000, "10.00"), (5040, "10.00")))),
    (Indicator.TRAININGS, _cases("3(3)2", *_one("trainings_held", (9, "9.00"), (10, "10.00"), (12, "10.00")))),
    (Indicator.FAIRS, _cases("3(3)3", *_one("fairs_held", (9, "9.00"), (10, "10.00"), (12, "10.00")))),
    (Indicator.SEEKER_SATISFACTION, _cases("3(4)1", *_satisfaction("seekers_satisfied", "seeker_answers"))),
    (Indicator.EMPLOYER_SATISFACTION, _cases("3(4)2", *_satisfaction("employers_satisfied", "employer_answers"))),
]  # fmt: skip


def _flat(table: list[tuple[Indicator, list[object]]]) -> list[object]:
    return [pytest.param(code, *case.values, id=case.id) for code, cases in table for case in cases]  # type: ignore


@pytest.mark.parametrize(("code", "counts", "points"), _flat(HALF))
def test_the_half_year_gives_its_tiers(code: Indicator, counts: dict[str, int], points: str) -> None:
    given = facts(employed_of=100_000, aid_task=10_000, **counts)
    assert scored("half", given).line(code).decisive.printed == points


@pytest.mark.parametrize(("code", "counts", "points"), _flat(YEAR))
def test_the_year_gives_its_proportion(code: Indicator, counts: dict[str, int], points: str) -> None:
    given = facts(employed_of=100_000, aid_task=10_000, **counts)
    assert scored("year", given).line(code).decisive.printed == points


def test_a_share_just_below_its_target_is_full_as_printed_and_not_in_truth() -> None:
    line = scored("year", facts(employed_of=100_000, newly_employed=49_999)).line(Indicator.NEW_EMPLOYMENT)
    assert line.decisive.standing.points == Fraction(49_999, 2_500) < 20


HALF_EXAMPLE = facts(employed_of=100, aid_task=100, newly_employed=22, aided=28, referred=640, workshop=9,
                     employers_served=50, posted=1012, served=2466, trainings_held=5, fairs_held=4,
                     seekers_satisfied=87, seeker_answers=100, employers_satisfied=90,
                     employer_answers=100)  # fmt: skip
YEAR_EXAMPLE = facts(employed_of=100, aid_task=100, newly_employed=41, aided=55, referred=1420, workshop=27,
                     employers_served=96, posted=2040, served=5040, trainings_held=10, fairs_held=9,
                     seekers_satisfied=84, seeker_answers=100, employers_satisfied=92,
                     employer_answers=100)  # fmt: skip
SECOND_YEAR = facts(employed_of=100, aid_task=100, newly_employed=50, aided=58, referred=1500, workshop=28,
                    employers_served=100, posted=2000, served=4820, trainings_held=10, fairs_held=10,
                    seekers_satisfied=90, seeker_answers=100, employers_satisfied=89, employer_answers=100)  # fmt: skip
LEAST = facts(employed_of=10_000, aid_task=10_000, newly_employed=1499, aided=999, referred=499, workshop=4,
              employers_served=29, posted=599, served=1499, trainings_held=2, fairs_held=2, seekers_satisfied=79,
              seeker_answers=100, employers_satisfied=79, employer_answers=100)  # fmt: skip


def test_the_half_year_of_the_worked_example() -> None:
    found = scored("half", HALF_EXAMPLE)
    printed = [line.decisive.printed for line in found.indicators]
    assert printed == ["12.00", "7.00", "4.00", "10.00", "10.00", "7.00", "10.00", "7.00", "4.00", "5.00"]
    assert found.printed == "76.00"
    assert half_round(RULES, found.points, BUDGET).due_fen == 150_000_00


def test_the_year_of_the_worked_example() -> None:
    found = scored("year", YEAR_EXAMPLE)
    printed = [line.decisive.printed for line in found.indicators]
    assert printed == ["16.40", "9.17", "9.00", "9.60", "10.00", "10.00", "10.00", "9.00", "3.00", "5.00"]
    assert found.printed == "91.17"
    paid = year_round(RULES, found.points, SubsidyFacts(budget_fen=BUDGET, paid_half_fen=150_000_00))
    assert (paid.entitled_fen, paid.due_fen) == (273_510_00, 123_510_00)


def test_the_second_year_of_the_worked_examples() -> None:
    found = scored("year", SECOND_YEAR)
    printed = [line.decisive.printed for line in found.indicators]
    assert printed == ["20.00", "9.67", "9.33", "10.00", "10.00", "9.64", "10.00", "10.00", "5.00", "4.00"]
    assert found.printed == "97.64"
    assert year_round(RULES, found.points, SubsidyFacts(budget_fen=BUDGET)).entitled_fen == 300_000_00


def test_one_below_every_first_tier_is_nothing() -> None:
    assert scored("half", LEAST).printed == "0.00"


@pytest.mark.parametrize(("points", "yuan"), [
    ("0", 0), ("59.99", 0), ("60", 180_000), ("80", 240_000), ("94", 282_000), ("94.50", 283_500), ("94.99", 284_970),
    ("95", 300_000), ("100", 300_000),
], ids=lambda value: f"annex2 5 {value}")  # fmt: skip
def test_the_year_pays_by_its_bands(points: str, yuan: int) -> None:
    assert year_round(RULES, Fraction(points), SubsidyFacts(budget_fen=BUDGET)).entitled_fen == yuan * 100


@pytest.mark.parametrize(("points", "yuan"), [
    ("0", 0), ("59.99", 0), ("60", 150_000), ("76", 150_000), ("94.99", 150_000), ("100", 150_000),
], ids=lambda value: f"annex2 5 half-year {value}")  # fmt: skip
def test_the_half_year_pays_half_or_nothing(points: str, yuan: int) -> None:
    assert half_round(RULES, Fraction(points), BUDGET).due_fen == yuan * 100


def test_the_minima_of_annex_1_kept_every_month_give_full_points_in_both_periods() -> None:
    quality = {"seekers_satisfied": 90, "seeker_answers": 100, "employers_satisfied": 90, "employer_answers": 100}
    for kind, months, firms in (("half", 6, 50), ("year", 12, 100)):
        given = facts(employed_of=1000, aid_task=1000, newly_employed=50 * months, aided=50 * months,
                      referred=125 * months, workshop=3 * months, employers_served=firms, posted=170 * months,
                      served=420 * months, trainings_held=months, fairs_held=months, **quality)  # fmt: skip
        assert scored(kind, given).printed == "100.00"
