"""A check holds for two weeks, counted in days of the county (R110)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from content.rules.freshness import days_since, is_stale


def test_a_check_holds_for_fourteen_days_of_the_county() -> None:
    checked = datetime(2026, 11, 8, 16, 30, tzinfo=UTC)  # 9 November, half past midnight in the hall
    assert days_since(checked, date(2026, 11, 23)) == 14
    assert not is_stale(checked, date(2026, 11, 23))
    assert is_stale(checked, date(2026, 11, 24))
