"""A month by the score's rules: twelve of them are the year, the year is the score's, and nothing is counted twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import chain

import pytest

from content.kpi.facts import Adjustment, Check, EmployerService, Facts, ServedBy, Service, ServiceKind
from content.kpi.measures import Measure
from content.kpi.monthly import MonthCounts, month_counts, rows_of_month
from content.kpi.periods import PeriodKind, month_end
from content.kpi.rulebook_file import county_rulebook
from content.kpi.score import score
from content.model.codec import from_json, to_json
from content.model.codes import EmployerKind
from tests.fixtures.market_year import market_year
from tests.fixtures.score_facts import facts, period

AFTER = date(2027, 1, 5)
MONTHS = tuple(date(2026, month, 1) for month in range(1, 13))
_YEAR_OF = {  # of one measure per indicator, where the score shows it
    "newly_employed": 0, "aided": 1, "referred": 2, "employers_served": 3, "posted": 4, "served": 5,
    "trainings_held": 6, "fairs_held": 7, "seekers_satisfied": 8, "employers_satisfied": 9,
}  # fmt: skip


@cache
def _year() -> Facts:
    return market_year()


@cache
def _month(month: date) -> MonthCounts:
    return month_counts(county_rulebook(), _year(), period("year"), month, AFTER)


def _service(key: str, day: date, person: str = "p", **more: object) -> Service:
    entered = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    return Service(**({"id": key, "on": day, "entered_at": entered, "person": person,
                       "kind": ServiceKind.POLICY} | more))  # type: ignore[arg-type]  # fmt: skip


def test_what_twelve_months_bring_to_the_year_is_the_year() -> None:
    for measure in Measure:
        brought = sum(_month(month).of(measure).adds for month in MONTHS)
        assert brought == _month(MONTHS[-1]).of(measure).year, measure


@pytest.mark.parametrize("month", (MONTHS[2], MONTHS[8]))
def test_the_year_up_to_a_month_is_what_the_score_says_at_its_end(month: date) -> None:
    found = score(county_rulebook(), replace(_year(), adjustments=()), period("year"), month_end(month))
    for name, place in _YEAR_OF.items():
        told = _month(month).of(Measure(name))
        assert told.year == found.indicators[place].operator.standing.counted[0], name


def test_a_month_never_counts_more_than_it_has_rows_and_the_year_never_takes_more_than_the_month() -> None:
    """Counted by hand: posts of distinct fingerprints, services by person, kind and day."""
    found = _month(MONTHS[4])
    days = {one.id: one.on for one in chain(_year().services, _year().postings)}
    assert set(rows_of_month(_year(), MONTHS[4])) >= {key for key, day in days.items() if f"{day:%Y-%m}" == "2026-05"}
    for measure in (Measure.SERVED, Measure.EMPLOYERS_SERVED, Measure.NEWLY_EMPLOYED):
        assert found.of(measure).adds <= found.of(measure).month
    kinds = frozenset(county_rulebook().counting.services)
    # entered after the year's cut-off and one day of grace (2 January 2027, 00:00 in the county) counts when confirmed
    cut_off = datetime(2027, 1, 1, 16, tzinfo=UTC)
    once = {(one.person, one.kind, one.on) if one.person else (one.id,) for one in _year().services
            if one.on.month == 5 and one.done and one.kind in kinds
            and (one.entered_at < cut_off or one.check is Check.CONFIRMED)}  # fmt: skip
    assert found.of(Measure.SERVED).month == len(once)
    assert sum(number for _, number in found.services) == len(once)


def test_the_same_service_twice_on_a_day_is_one_and_a_print_is_none() -> None:
    day = date(2026, 3, 4)
    given = Facts(services=(_service("a", day), _service("b", day), _service("c", date(2026, 3, 5)),
                            _service("d", day, kind=ServiceKind.PRINTING), _service("e", day, done=False)))  # fmt: skip
    found = month_counts(county_rulebook(), given, period("year"), date(2026, 3, 1), AFTER)
    assert found.of(Measure.SERVED).month == 2
    assert dict(found.services)[ServiceKind.POLICY] == 2


def test_a_firm_of_march_and_may_is_in_both_months_and_once_in_the_year() -> None:
    rows = tuple(
        EmployerService(id=f"e{month}", on=date(2026, month, 3), entered_at=datetime(2026, month, 3, 4, tzinfo=UTC),
                        employer="9134", kind=EmployerKind.PRIVATE, by=ServedBy.VISIT) for month in (3, 5))  # fmt: skip
    march, may = (month_counts(county_rulebook(), Facts(employer_services=rows), period("year"), date(2026, month, 1),
                               AFTER).of(Measure.EMPLOYERS_SERVED) for month in (3, 5))  # fmt: skip
    assert [(one.month, one.adds, one.year) for one in (march, may)] == [(1, 1, 1), (1, 0, 1)]


def test_a_running_month_ends_today_and_what_was_found_untrue_is_told_beside() -> None:
    days = (date(2026, 3, 4), date(2026, 3, 9))
    given = Facts(services=(_service("a", days[0], check=Check.REJECTED), _service("b", days[1])))
    early = month_counts(county_rulebook(), given, period("year"), date(2026, 3, 1), date(2026, 3, 5))
    assert (early.as_of, early.of(Measure.SERVED).month, early.of(Measure.SERVED).verified) == (date(2026, 3, 5), 1, 0)
    whole = month_counts(county_rulebook(), given, period("year"), date(2026, 3, 1), AFTER)
    assert (whole.as_of, whole.of(Measure.SERVED).month, whole.of(Measure.SERVED).verified) == (date(2026, 3, 31), 2, 1)


def test_a_correction_of_an_assessment_is_in_no_month() -> None:
    change = Adjustment(id="x", measure=Measure.SERVED, of=PeriodKind.YEAR, change=50, reason="核查", by="a",
                        at=datetime(2026, 12, 1, tzinfo=UTC))  # fmt: skip
    given = Facts(services=(_service("a", date(2026, 3, 4)),), adjustments=(change,))
    found = month_counts(county_rulebook(), given, period("year"), date(2026, 3, 1), AFTER).of(Measure.SERVED)
    assert (found.month, found.verified, found.year) == (1, 1, 1)


def test_the_years_targets_are_those_of_the_regulation_and_a_share_needs_its_figure() -> None:
    """附件2 二（二）2: 1500 with 30, 100 firms, 2000 posts, 5000 services, 10 and 10; 50 % and 60 % of the county's."""
    asked = (Measure.NEWLY_EMPLOYED, Measure.AIDED, Measure.REFERRED, Measure.WORKSHOP, Measure.EMPLOYERS_SERVED,
             Measure.POSTED, Measure.SERVED, Measure.TRAININGS_HELD, Measure.FAIRS_HELD)  # fmt: skip
    known = month_counts(county_rulebook(), facts(employed_of=3001, aid_task=900), period("year"), MONTHS[0], AFTER)
    assert [known.target(one) for one in asked] == [1501, 540, 1500, 30, 100, 2000, 5000, 10, 10]
    unknown = month_counts(county_rulebook(), facts(employed_of=None), period("year"), MONTHS[0], AFTER)
    assert unknown.target(Measure.NEWLY_EMPLOYED) is None
    assert "请县人社局填报" in unknown.employment.asks


def test_counts_travel_from_the_child_as_json() -> None:
    found = _month(MONTHS[0])
    assert from_json(MonthCounts, to_json(found)) == found
