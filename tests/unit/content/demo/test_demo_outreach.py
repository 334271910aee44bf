"""The demonstration has looked at sources and visited firms, with something left to do."""

from __future__ import annotations

from datetime import UTC, date, datetime

from content.demo.outreach import demo_visits, demo_watches
from content.demo.seed import demo_records
from content.model.outreach import NAMED_INDUSTRIES
from content.rules.outreach import check_source, check_visit
from content.rules.workdays import Workdays

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def test_all_working_days_but_one_have_an_entry() -> None:
    entries = demo_watches(date(2026, 11, 1), date(2026, 11, 22), "staff-1")
    assert len({one.day for one in entries}) == Workdays().between(date(2026, 11, 1), date(2026, 11, 22)) - 1
    assert all(check_source(one, one.day) == () for one in entries)


def test_visits_lack_two_firms_and_one_industry_of_the_month() -> None:
    visits = demo_visits(demo_records(NOW).employers, TODAY, "staff-1")
    month = [one for one in visits if one.day >= date(2026, 11, 1)]
    assert len({one.employer_id for one in month}) == 8
    assert len({one.industry for one in month} & set(NAMED_INDUSTRIES)) == 6
    assert all(check_visit(one, TODAY) == () for one in visits)


def test_on_the_first_of_a_month_no_visit_lies_ahead() -> None:
    first = date(2026, 12, 1)
    assert all(one.day <= first for one in demo_visits(demo_records(NOW).employers, first, "staff-1"))
