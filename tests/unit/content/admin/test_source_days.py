"""The month of 信息源登记 as a calendar: November 2026, which begins on a Sunday."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from content.admin.source_days import DayCell, is_late, month_of_days, standing_of
from content.model.codes import JobSource
from content.model.outreach import SourceWatch
from content.rules.workdays import Workdays

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
NOVEMBER = date(2026, 11, 1)
MONDAY = SourceWatch(id="a", day=date(2026, 11, 2), kind=JobSource.AGENCY, source="样例中介", url="", seen=5, taken=1,
                     note="", at=NOON, by="staff-1")  # fmt: skip
THURSDAY = replace(MONDAY, id="b", day=date(2026, 11, 5), at=NOON + timedelta(days=4))  # noted on Friday


def _days(entries: tuple[SourceWatch, ...], today: date, month: date = NOVEMBER) -> dict[int, DayCell]:
    weeks = month_of_days(month, entries, min(one.day for one in entries), today, Workdays())
    return {day.number: day for week in weeks for day in week if day is not None}


def test_each_day_says_how_it_stands() -> None:
    days = _days((THURSDAY, MONDAY), date(2026, 11, 6))
    looks = {number: days[number].look for number in (1, 2, 3, 4, 5, 6, 7, 9)}
    assert looks == {1: "off", 2: "done", 3: "missed", 4: "missed", 5: "late", 6: "today", 7: "off", 9: "ahead"}
    assert (days[9].shut, days[3].shut) == (True, False)


def test_weeks_begin_on_monday() -> None:
    weeks = month_of_days(NOVEMBER, (MONDAY,), MONDAY.day, date(2026, 11, 6), Workdays())
    assert [day.number if day else None for day in weeks[0]] == [None] * 6 + [1]
    assert {len(week) for week in weeks} == {7}


def test_a_month_gone_by_shows_its_last_day_missed_too() -> None:
    days = _days((MONDAY,), date(2026, 12, 10))
    assert days[30].look == "missed"
    assert sum(day.look == "missed" for day in days.values()) == 20  # 21 working days less the 2nd


def test_a_correction_of_an_entry_in_time_is_not_late() -> None:
    correction = replace(MONDAY, id="c", corrects="a", reason="数错了", at=NOON + timedelta(days=3))
    entries = (correction, MONDAY)
    assert standing_of(entries) == (correction,)
    assert not is_late(correction, entries)
    assert is_late(THURSDAY, (THURSDAY,))
