"""The term of a 公示: seven working days, the day after posting being the first (R210; domain A3.19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from content.model.codes import NoticeKind, Stage
from content.model.market import HolidayYear
from content.model.notices import Notice
from content.rules.hall_completeness import check_notice
from content.rules.publicity import (
    Term,
    publicity_days,
    publicity_end,
    refusal,
    standing_words,
    term_of,
    working_days_left,
    years_missing,
)

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


# of the State Council's notice for 2026 (国办发明电〔2025〕7号): Spring Festival with its two worked Saturdays
_2026 = HolidayYear(
    year=2026, days_off=(*(date(2026, 1, day) for day in (1, 2, 3)), *(date(2026, 2, day) for day in range(15, 24))),
    working_weekends=(date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28)), source="国办发明电〔2025〕7号",
)  # fmt: skip
# the yearly result posted on Monday 9 February: 10, 11, 12, 13, Saturday 14th is worked, 15–23 off, 24, 25
_POSTED = datetime(2026, 2, 9, tzinfo=UTC)  # 08:00 in the hall
_ENDS = datetime(2026, 2, 25, 16, tzinfo=UTC)  # 26 February 00:00 in the hall


def _notice(kind: NoticeKind = NoticeKind.PUBLICITY, until: datetime = _ENDS) -> Notice:
    return Notice(id="notice-1", title="考核结果公示", body="正文", kind=kind, shown_from=_POSTED, shown_until=until,
                  stage=Stage.APPROVED, created_at=_POSTED, created_by="甲", updated_at=_POSTED)  # fmt: skip


def _term() -> Term:
    term = term_of(_notice(), (_2026,))
    assert term is not None
    return term


def test_the_window_over_the_spring_festival_is_that_of_the_state_councils_table() -> None:
    assert (_term().first, _term().last, _term().ends) == (date(2026, 2, 10), date(2026, 2, 25), _ENDS)
    assert _term().words == "2月9日08:00—2月25日24:00"
    # the control: weekends alone would end it on Wednesday 18 February, in the middle of the festival
    assert publicity_end(_POSTED, ()) == datetime(2026, 2, 18, 16, tzinfo=UTC)
    assert term_of(_notice(NoticeKind.NOTICE), (_2026,)) is None


def test_a_kiosk_that_was_told_a_later_end_took_no_appeal_in_vain() -> None:
    told = datetime(2026, 2, 26, 16, tzinfo=UTC)
    term = term_of(_notice(until=told), (_2026,))
    assert term is not None
    assert (term.ends, term.last) == (told, date(2026, 2, 26))


def test_the_last_second_counts_and_the_next_one_is_told_what_to_do() -> None:
    term, second = _term(), timedelta(seconds=1)
    assert refusal(term.starts, term.ends, term.starts, "") == ""
    assert refusal(term.starts, term.ends, term.ends - second, "") == ""
    assert term.holds(term.ends - second)
    late = refusal(term.starts, term.ends, term.ends, "0566-7012345")
    assert late == ("公示期到2月25日24:00已经结束，2月26日00:00交的不能按申诉办。"
                    "有意见可以到综合服务窗口说，或者打0566-7012345向县人社局反映。")  # fmt: skip
    early = refusal(term.starts, term.ends, term.starts - second, "")
    assert "这份公示2月9日08:00才开始，现在还不能申诉。" in early
    assert "“我要申诉”" in early
    assert not term.holds(term.ends)
    assert not term.holds(term.starts - second)


def test_how_it_stands_is_told_before_within_and_after() -> None:
    term, years = _term(), (_2026,)
    assert "还没有开始" in standing_words(term, 0, 0, term.starts - timedelta(seconds=1), years)
    # Saturday 14 February is the fifth of the seven: it, 24 and 25 are left
    saturday = datetime(2026, 2, 14, 4, tzinfo=UTC)
    assert working_days_left(term, date(2026, 2, 14), years) == 3
    assert standing_words(term, 1, 0, saturday, years) == (
        "正在公示：2月9日08:00—2月25日24:00，还有 3 个工作日，有 1 件申诉（已答复 0 件）。")  # fmt: skip
    assert standing_words(term, 0, 0, term.ends, years) == "公示期满（2月9日08:00—2月25日24:00），无申诉。"
    assert standing_words(term, 2, 2, term.ends, years).endswith("有 2 件申诉（已答复 2 件）。")
