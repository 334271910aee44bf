"""The term of a 公示: seven working days, the day after posting being the first (R210; domain A3.19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from content.model.codes import NoticeKind, Stage
from content.model.market import HolidayYear
from content.model.notices import Notice
from content.rules.hall_completeness import check_notice
from content.rules.publicity import publicity_days, publicity_end, years_missing

# of the State Council's notice for 2025: National Day with its 调休, and New Year
_2025 = HolidayYear(
    year=2025, days_off=(date(2025, 1, 1), *(date(2025, 10, day) for day in range(1, 9))),
    working_weekends=(date(2025, 9, 28), date(2025, 10, 11)), source="国办发明电〔2024〕12号",
)  # fmt: skip


@pytest.mark.parametrize(("posted", "first", "last"), [
    # Monday in a plain week: Tue … Fri, Mon, Tue, Wed
    (datetime(2025, 6, 9, 2, tzinfo=UTC), date(2025, 6, 10), date(2025, 6, 18)),
    # Friday: the first day that can count is Monday
    (datetime(2025, 6, 13, 2, tzinfo=UTC), date(2025, 6, 16), date(2025, 6, 24)),
    # Friday 26 September: Sunday 28th is worked, 29, 30; 1–8 October off; 9, 10, Saturday 11th is worked, Monday 13th
    (datetime(2025, 9, 26, 2, tzinfo=UTC), date(2025, 9, 28), date(2025, 10, 13)),
])  # fmt: skip
def test_seven_working_days_are_counted_with_the_holiday_table(posted: datetime, first: date, last: date) -> None:
    assert publicity_days(posted, (_2025,)) == (first, last)


def test_the_day_of_posting_is_that_of_the_hall() -> None:
    # 23:30 UTC on Sunday is Monday morning in the hall, so Tuesday is day 1
    assert publicity_days(datetime(2025, 6, 8, 23, 30, tzinfo=UTC), (_2025,))[0] == date(2025, 6, 10)


def test_it_ends_with_its_last_day_in_the_hall() -> None:
    assert publicity_end(datetime(2025, 6, 9, 2, tzinfo=UTC), (_2025,)) == datetime(2025, 6, 18, 16, tzinfo=UTC)


def test_a_term_into_a_year_without_its_table_says_so() -> None:
    assert years_missing(datetime(2025, 12, 29, 2, tzinfo=UTC), (_2025,)) == (2026,)
    assert years_missing(datetime(2025, 6, 9, 2, tzinfo=UTC), (_2025,)) == ()


def test_a_term_that_began_before_it_was_published_is_too_short() -> None:
    posted = datetime(2025, 6, 9, 2, tzinfo=UTC)
    notice = Notice(
        id="notice-1", title="考核结果公示", body="有意见请提出", kind=NoticeKind.PUBLICITY, shown_from=posted,
        shown_until=publicity_end(posted, (_2025,)), stage=Stage.SUBMITTED, created_at=posted, created_by="甲",
        updated_at=posted,
    )  # fmt: skip
    same_day, next_day = datetime(2025, 6, 9, 9, tzinfo=UTC), datetime(2025, 6, 10, 1, tzinfo=UTC)
    assert check_notice(notice, same_day) == ()
    assert [one.field for one in check_notice(notice, next_day)] == ["shown_from"]
    assert check_notice(replace(notice, published_at=posted), next_day) == ()
    assert check_notice(replace(notice, kind=NoticeKind.NOTICE), next_day) == ()
