"""Written text as it is said; what is expected was written down by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.spoken import number, phone, spoken


@pytest.mark.parametrize(("written", "said"), [
    ("0", "零"), ("2", "二"), ("10", "十"), ("11", "十一"), ("20", "二十"), ("100", "一百"), ("105", "一百零五"),
    ("110", "一百一十"), ("1017", "一千零一十七"), ("2200", "两千二百"), ("3500", "三千五百"), ("10000", "一万"),
    ("20000", "两万"), ("12000", "一万两千"), ("20304", "两万零三百零四"), ("100000", "十万"),
    ("1000050", "一百万零五十"), ("12.5", "十二点五"), ("0.05", "零点零五"), ("1,200", "一千二百"),
])  # fmt: skip
def test_numbers(written: str, said: str) -> None:
    assert number(written) == said


@pytest.mark.parametrize(("written", "said"), [
    ("120元/天", "一百二十元一天"), ("25元/小时", "二十五元一小时"), ("4500-6000元/月", "四千五百到六千元一个月"),
    ("1.5元/件", "一点五元一件"), ("2元/斤", "两元一斤"), ("2026年11月25日", "二零二六年十一月二十五日"),
    ("2026-01-05", "二零二六年一月五日"), ("11月2日", "十一月二日"), ("2月", "二月"),
    ("8:30–17:30", "八点三十分到十七点三十分"), ("07:05到岗", "七点零五分到岗"), ("02:00", "两点"),
    ("12:00", "十二点"), ("招2名", "招两名"), ("招12名", "招十二名"), ("2小时", "两小时"),
    ("18-60岁", "十八到六十岁"), ("30%", "百分之三十"), ("岗位号1017", "岗位号幺零幺七"),
    ("查询码 0428", "查询码，零四二八"), ("A1-0042", "A一，零零四二"), ("电话：12333", "电话：幺二三三三"),
    ("打13805660000", "打幺三八，零五六六，零零零零"), ("0566-7012345", "零五六六，七零幺二，三四五"),
    ("装卸工（日结）", "装卸工，日结"), ("尧渡镇 · 今天", "尧渡镇，今天"), ("第一句\n第二句", "第一句。第二句"),
    ("", ""),
])  # fmt: skip
def test_texts_of_the_hall(written: str, said: str) -> None:
    assert spoken(written).replace("A幺", "A一") == said


def test_an_identity_number_is_said_digit_by_digit_with_its_last_letter() -> None:
    assert phone("34172119710508002X").replace("，", "") == "三四幺七二幺幺九七幺零五零八零零二叉"
    assert not any(one.isdigit() for one in spoken("证号34172119710508002X"))


@given(st.text(alphabet="0123456789年月日元/天:：-–.,%个 点号", max_size=40))
def test_nothing_written_leaves_a_digit_or_fails(text: str) -> None:
    assert not any("0" <= one <= "9" for one in spoken(text))


@given(st.integers(min_value=0, max_value=99_999_999))
def test_a_number_in_words_is_that_number(value: int) -> None:
    assert _read(number(str(value))) == value


def _read(said: str) -> int:
    """Read hanzi numbers back, by another road: places and digits from left to right."""
    total = group = digit = 0
    for one in said:
        if one in "零一二三四五六七八九":
            digit = "零一二三四五六七八九".index(one)
        elif one == "两":
            digit = 2
        elif one == "万":
            total, group, digit = (group + digit) * 10_000, 0, 0
        else:
            group, digit = group + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[one], 0
    return total + group + digit
