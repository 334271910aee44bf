"""How written text is said: numbers, dates, times, money, phone numbers, in hanzi a voice only has to pronounce."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_ON_THE_PHONE = "零幺二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_TWO_OF = "个天名位人家次种份张台间户年岁元块小周点套件单斤亩"  # 两个, not 二个; 2月 and 2号 stay 二

_RANGE = r"\s*[-–—~～至]+\s*"
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_PER = {"天": "一天", "日": "一天", "月": "一个月", "年": "一年", "小时": "一小时", "时": "一小时", "平": "一平方米",
        "平米": "一平方米"}  # fmt: skip
_SIGNS = dict.fromkeys("·/|（）()【】 ", "，") | dict.fromkeys("“”《》", "") | dict.fromkeys("…\n", "。") | {
    "㎡": "平方米", "℃": "度", "+": "加"}


def spoken(text: str) -> str:
    """Return a text as it is read aloud: `8:30–17:30，120元/天` → 八点三十分到十七点三十分，一百二十元一天."""
    for pattern, said in _RULES:
        text = pattern.sub(said, text)
    for sign, said_as in _SIGNS.items():
        text = text.replace(sign, said_as)
    return re.sub(r"[，。]*。[，。]*", "。", re.sub(r"，+", "，", text)).strip("，")


def number(value: str) -> str:
    """Return a number in words: 3500 → 三千五百, 1017 → 一千零一十七, 12.5 → 十二点五, 20000 → 两万."""
    whole, _, part = value.replace(",", "").partition(".")
    said = _whole(int(whole))
    return said + (f"点{digits(part)}" if part else "")


def digits(value: str, names: str = _DIGITS) -> str:
    """Return digits one by one."""
    return "".join(names[int(one)] for one in value if one.isdigit())


def call(ticket: str, window: int) -> str:
    """Return how a number is called: A012 to window 2 → 请，A，零幺二，号，到，二号窗口."""
    letters = "，".join(one for one in ticket if not one.isdigit())
    return f"请，{letters}，{digits(ticket, _ON_THE_PHONE)}，号，到，{number(str(window))}号窗口"


def phone(value: str) -> str:
    """Return a phone or identity number in groups of three and four, 1 as yāo."""
    found = [one for one in value if one.isdigit() or one in "Xx"]
    said = [_ON_THE_PHONE[int(one)] if one.isdigit() else "叉" for one in found]
    sizes = (3, 4, 4) if len(said) == 11 and value[0] == "1" else (4,) * (len(said) // 4 + 1)
    groups, at = [], 0
    for size in sizes:
        groups.append("".join(said[at:at + size]))
        at += size
    return "，".join(group for group in groups if group)


def _whole(value: int) -> str:
    if value == 0:
        return _DIGITS[0]
    parts: list[str] = []
    group, rest, gap = 0, value, False
    while rest:
        rest, four = divmod(rest, 10_000)
        if four:
            said = _four(four)
            if group and said == "二":
                said = "两"
            parts.insert(0, said + _GROUPS[group] + ("零" if gap and parts else ""))
        gap = four < 1000 and bool(four or parts)
        group += 1
    said = "".join(parts)
    return said[1:] if said.startswith("一十") else said


def _four(value: int) -> str:
    said, zero = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            name = "两" if digit == 2 and place == 3 else _DIGITS[digit]
            said += ("零" if zero and said else "") + name + _PLACES[place]
            zero = False
        else:
            zero = True
    return said


def _date(found: re.Match[str]) -> str:
    year, month, day = found["year"], found["month"], found["day"]
    return (f"{digits(year)}年" if year else "") + f"{number(month)}月{number(day)}日"


def _time(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2])
    said = "两点" if hour == 2 else f"{_whole(hour)}点"
    return said + ("" if minute == 0 else f"{'零' if minute < 10 else ''}{_whole(minute)}分")


def _per(found: re.Match[str]) -> str:
    return found[1] + _PER.get(found[2], f"一{found[2]}")


def _counted(found: re.Match[str]) -> str:
    value, of = found[1], found[2]
    if len(value) > 1 and value[0] == "0" and "." not in value:
        return digits(value, _ON_THE_PHONE) + of
    return ("两" if value == "2" and of and of in _TWO_OF else number(value)) + of


_RULES = tuple((re.compile(pattern), said) for pattern, said in (
    (r"(?<!\d)(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]", _date),
    (r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)", _date),
    (r"(?P<year>)(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]", _date),
    (r"(?<!\d)(\d{4})年", lambda found: digits(found[1]) + "年"),
    (r"(?<!\d)(\d{1,2})[:：](\d{2})(?!\d)", _time),
    (r"(?<=[分点])" + _RANGE + r"(?=[一二三四五六七八九十两零])", "到"),
    (r"(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)|(?<!\d)\d{7,}[Xx]?(?![\d.])", lambda found: phone(found[0])),
    (r"([A-Z]+)(\d*)-(\d+)(?!\d)", lambda found: (
        f"{found[1]}{digits(found[2], _ON_THE_PHONE)}，{digits(found[3], _ON_THE_PHONE)}")),
    (r"((?:号|码|电话)[:：]?\s*)([A-Z]*)-?(\d{3,6})(?!\d)",
     lambda found: found[1] + found[2] + digits(found[3], _ON_THE_PHONE)),
    (rf"(?<![\d.])({_NUMBER}){_RANGE}(?={_NUMBER})", lambda found: number(found[1]) + "到"),
    (r"(元|块)[/／](小时|平米|千字|[\u4e00-\u9fff])", _per),
    (rf"({_NUMBER})%", lambda found: "百分之" + number(found[1])),
    (rf"({_NUMBER})(\w?)", _counted),
))  # fmt: skip
