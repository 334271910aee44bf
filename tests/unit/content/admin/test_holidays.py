"""放假和调休 as people write them and as the State Council's notice does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.admin.holidays import HOLIDAYS, announced, days_in, days_text
from content.model.market import HolidayYear

_NOTICE_2025 = """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。"""


def test_the_notice_for_2025_is_read_as_it_stands() -> None:
    year = announced(_NOTICE_2025, 2025, "国办发明电〔2024〕12号")
    assert len(year.days_off) == 1 + 8 + 3 + 5 + 3 + 8
    assert {date(2025, 1, 31), date(2025, 2, 4), date(2025, 6, 1), date(2025, 10, 8)} <= set(year.days_off)
    assert year.working_weekends == (date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28),
                                     date(2025, 10, 11))  # fmt: skip
    assert year.source == "国办发明电〔2024〕12号"


@pytest.mark.parametrize(("text", "said"), [
    ("一、元旦：1月1日（周四）放假1天。", "请核对年份"), ("劳动节：5月1日至4日放假，共5天。", "数出来 4 天"),
    ("各地区要妥善安排值班。", "没有找到放假的日期"), ("元旦：13月1日放假。", "没有 13 月 1 日"),
])  # fmt: skip
def test_what_does_not_add_up_is_said(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        announced(text, 2025, "")


@pytest.mark.parametrize(("text", "days"), [
    ("1月1日-3日、2月14日", [(1, 1), (1, 2), (1, 3), (2, 14)]), ("1月31日至2月1日", [(1, 31), (2, 1)]),
    ("2026-05-01 2026-05-02", [(5, 1), (5, 2)]), ("1月1日、3日", [(1, 1), (1, 3)]), ("", []),
])  # fmt: skip
def test_days_are_read_as_people_write_them(text: str, days: list[tuple[int, int]]) -> None:
    assert days_in(text, 2026) == tuple(date(2026, month, day) for month, day in days)


def test_new_year_may_begin_in_the_year_before() -> None:
    assert days_in("2022年12月31日至2023年1月2日", 2023) == (date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2))


@given(st.sets(st.integers(0, 364), max_size=30))
def test_days_written_out_are_read_back(steps: set[int]) -> None:
    days = tuple(sorted(date(2026, 1, 1) + timedelta(days=step) for step in steps))
    assert days_in(days_text(days, 2026), 2026) == days


def test_a_year_in_its_row_is_read_back() -> None:
    years = (HolidayYear(year=2026, days_off=(date(2026, 1, 1), date(2026, 1, 2)),
                         working_weekends=(date(2026, 1, 4),), source="样例"),)  # fmt: skip
    assert HOLIDAYS.write(years) == "2026\t1月1日-2日\t1月4日\t样例"
    assert HOLIDAYS.read(HOLIDAYS.write(years)) == years
