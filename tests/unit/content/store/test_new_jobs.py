"""本月新增岗位 on the desk leaves out what the score leaves out: the same job again within 30 days (R111, A3-8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from content.kpi.ledgers import columns
from content.kpi.measures import Column, Measure
from content.kpi.periods import full_year
from content.kpi.rulebook_file import county_rulebook
from content.model.codes import Stage
from content.store.database import Market
from content.store.score_ledgers import read_ledgers
from tests.unit.content.store.samples import DAY, NOW, job

FIRST = datetime(2026, 11, 1, 16, tzinfo=UTC)  # 2 November 00:00 in the hall


def _shown(market: Market, days: Mapping[str, int], **changes: object) -> None:
    """Let each job first stand in an edition so many days after FIRST, at noon of the hall."""
    for name, day in days.items():
        at = FIRST + (day + 0.5) * DAY
        number = market.write(lambda tables: tables.jobs.next_number())
        one = job(id=name, number=number, stage=Stage.APPROVED, reviewed_by="staff-2", reviewed_at=NOW, **changes)
        market.write(lambda tables, one=one: tables.jobs.save(one, None))
        market.write(lambda tables, one=one, at=at: tables.jobs.mark_published([one.id], at))


def _new(market: Market, first: int, last: int) -> set[str]:
    with market.reading() as tables:
        return set(tables.jobs.added_between(FIRST + first * DAY, FIRST + (last + 1) * DAY))


@pytest.mark.parametrize(("gap", "is_new"), [(1, False), (30, False), (31, True)])
def test_the_same_job_is_new_again_on_the_thirty_first_day(staffed: Market, gap: int, is_new: bool) -> None:
    _shown(staffed, {"once": -gap, "again": 0})
    assert _new(staffed, 0, 6) == ({"again"} if is_new else set())


def test_what_was_a_repost_itself_costs_nothing(staffed: Market) -> None:
    # 20 days after the first is a repost; 40 days after the first is new, though 20 after the repost
    _shown(staffed, {"first": -40, "repost": -20, "new": 0, "repost of it": 15})
    assert _new(staffed, 0, 27) == {"new"}


def test_a_chain_is_followed_as_far_back_as_it_reaches(staffed: Market) -> None:
    # every 25 days: new, repost, new (50 after), repost, …; of nine the last, at an even place, is new
    _shown(staffed, {f"job-{place}": 25 * (place - 8) for place in range(9)})
    assert _new(staffed, 0, 6) == {"job-8"}
    assert _new(staffed, -25, -19) == set()


def test_another_place_or_pay_is_another_job(staffed: Market) -> None:
    _shown(staffed, {"here": 0})
    _shown(staffed, {"there": 1}, address="尧渡镇建设路 2 号")
    assert _new(staffed, 0, 6) == {"here", "there"}


def test_the_desk_counts_what_the_score_counts(staffed: Market) -> None:
    _shown(staffed, {"first": -40, "repost": -20, "new": 0, "again": 15})
    with staffed.reading() as tables:
        facts = read_ledgers(tables._db, 2026, {})
        desk = tables.jobs.added_between(datetime(2025, 12, 31, 16, tzinfo=UTC), FIRST + 20 * DAY)
    period = full_year(2026)
    assert period is not None
    scored = columns(county_rulebook(), facts, period, date(2026, 12, 31))[Column.OPERATOR][Measure.POSTED].rows
    assert {row.partition("/")[2] for row in scored} == desk == {"first", "new"}
