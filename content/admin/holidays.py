"""放假和调休 of a year as people write them, and as the State Council's notice does: pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from content.admin.fields import Codec
from content.admin.rows import Column, checked, text_of, whole
from content.model.market import HolidayYear

COLUMNS = (
    Column(label="年份", kind="number", width=1),
    Column(label="放假", width=5, hint="1月1日-3日、2月15日-23日"),
    Column(label="调休上班", width=3, hint="1月4日、2月14日"),
    Column(label="来源（文号）", width=3),
)
_WEEKDAYS = "一二三四五六日"
_ONE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日?(?:\(([^)]*)\))?"
_SPAN = re.compile(rf"{_ONE}(?:\s*[-—–~至到]+\s*{_ONE})?")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COUNTED = re.compile(r"(?:共|放假)(\d{1,2})天")
_LONGEST = timedelta(days=31)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"没有 {month} 月 {day} 日这一天，请核对。") from None


def _held_to(day: date, words: str | None) -> date:
    """Return the day if the weekday written beside it is its own: that is how a wrong year shows."""
    named = re.search(f"(?:周|星期)([{_WEEKDAYS}天])", words or "")
    own = _WEEKDAYS[day.weekday()]
    if named is not None and named[1].replace("天", "日") != own:
        raise ValueError(f"{day.year} 年 {day.month} 月 {day.day} 日是周{own}，文字里写的是周{named[1]}，请核对年份。")
    return day


def days_in(text: str, year: int) -> tuple[date, ...]:
    """Return the days a text names, spans filled; a month not repeated is that of the day before it."""
    plain = _ISO.sub(r"\1年\2月\3日", unicodedata.normalize("NFKC", text))
    found: set[date] = set()
    month = 0
    for match in _SPAN.finditer(plain):
        first_year, first_month = int(match[1] or year), int(match[2] or month)
        if not first_month:
            raise ValueError(f"“{match[0].strip()}”没有写几月，请写成“1月1日”。")
        first = _held_to(_day(first_year, first_month, int(match[3])), match[4])
        last = first
        month = first_month
        if match[7]:
            month = int(match[6] or first_month)
            last = _held_to(_day(int(match[5] or first_year), month, int(match[7])), match[8])
        if last < first or last - first > _LONGEST:
            raise ValueError(f"“{match[0].strip()}”的前后两天不对，请核对。")
        found |= {first + timedelta(days=step) for step in range((last - first).days + 1)}
    return tuple(sorted(found))


def days_text(days: Iterable[date], year: int) -> str:
    """Return days as people write them: 1月1日-3日、2月14日."""
    return "、".join(_span_text(first, last, year) for first, last in _spans(sorted(days)))


def _spans(days: list[date]) -> Iterator[tuple[date, date]]:
    first = last = None
    for day in days:
        if first is None or last is None or day - last > timedelta(days=1):
            if first is not None and last is not None:
                yield first, last
            first = day
        last = day
    if first is not None and last is not None:
        yield first, last


def _span_text(first: date, last: date, year: int) -> str:
    start = ("" if first.year == year else f"{first.year}年") + f"{first.month}月{first.day}日"
    if first == last:
        return start
    same = (first.year, first.month) == (last.year, last.month)
    return f"{start}-" + ("" if same else ("" if last.year == first.year else f"{last.year}年") + f"{last.month}月") + (
        f"{last.day}日"
    )


def announced(text: str, year: int, source: str) -> HolidayYear:
    """Return what the State Council's notice of a year says; ValueError where it does not add up."""
    off: set[date] = set()
    working: set[date] = set()
    for sentence in re.split(r"[。;；\n]", unicodedata.normalize("NFKC", text)):
        if "放假" in sentence:
            days = days_in(sentence.split("放假")[0], year)
            counted = _COUNTED.search(sentence)
            if counted is not None and int(counted[1]) != len(days):
                raise ValueError(f"“{sentence.strip()}”写的是 {counted[1]} 天，数出来 {len(days)} 天，请核对。")
            off.update(days)
        elif "上班" in sentence:
            working.update(days_in(sentence.split("上班")[0], year))
    if not off:
        raise ValueError("没有找到放假的日期，请把通知里从“一、元旦”开始的几段都粘贴进来。")
    return HolidayYear(year=year, days_off=tuple(sorted(off)), working_weekends=tuple(sorted(working)), source=source)


def holiday_row(one: HolidayYear) -> tuple[str, ...]:
    """Return a year as the cells of its row."""
    return (str(one.year), days_text(one.days_off, one.year), days_text(one.working_weekends, one.year), one.source)


def _read(text: str) -> object:
    found: dict[int, HolidayYear] = {}
    for place, (year, off, working, source) in enumerate(checked(text, COLUMNS), start=1):
        number = whole(year, place, "年份")
        if not 2000 <= number <= 2100:
            raise ValueError(f"第 {place} 行请填年份，例如 2026。")
        if number in found:
            raise ValueError(f"第 {place} 行 {number} 年前面已经有了，请删掉一行。")
        if not off:
            raise ValueError(f"第 {place} 行请填 {number} 年放假的日子。")
        found[number] = HolidayYear(year=number, days_off=days_in(off, number),
                                    working_weekends=days_in(working, number), source=source)  # fmt: skip
    return tuple(found[year] for year in sorted(found))


HOLIDAYS = Codec(write=lambda years: text_of(holiday_row(one) for one in years), read=_read)
