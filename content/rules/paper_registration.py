"""What may be wrong with a 求职登记 typed from the paper form, or with a correction of a line; pure (R122, R123)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from content.model.abilities import PhoneOf
from content.model.filings import RegistrationBody
from content.model.findings import Finding
from content.model.trades import trades
from content.rules.ages import ADULT_AGE, WORKING_AGE
from content.rules.id_numbers import number_facts

OLDEST_PAPER = timedelta(days=366)  # own: an older paper is asked about, not typed
LONGEST_REASON = 60
_FEWEST = 4  # characters of a reason
_PERSONAL = re.compile(r"\d{7}")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}")


def full_years(born: date, day: date) -> int:
    """Return full years on a day (domain B2)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def check_registration(body: RegistrationBody, signed_on: date | None, agreed: bool,
                       today: date) -> tuple[Finding, ...]:  # fmt: skip
    """Return what has to be mended before a paper form can stand in the ledger."""
    found = [*_check_person(body, signed_on or today), *check_wishes(body.trades, body.unsure)]
    if (finding := check_phone(body.phone, body.phone_of)) is not None:
        found.append(finding)
    if not body.township_code:
        found.append(Finding(field="township_code", sentence="请选现在住哪个乡镇。"))
    if signed_on is None or not today - OLDEST_PAPER <= signed_on <= today:
        found.append(Finding(field="signed_on", sentence="请填纸表上签字的日期，不晚于今天；一年以前的请本人重填。"))
    if not agreed:
        found.append(Finding(field="agreed", sentence="本人在纸表告知书上签了字才能录入；没签字请先让本人看告知书。"))
    return tuple(found)


def _check_person(body: RegistrationBody, day: date) -> Iterable[Finding]:
    if not (len(body.name) >= 2 and all("㐀" <= c <= "鿿" or c == "·" or ord(c) > 0xFFFF for c in body.name)):
        yield Finding(field="name", sentence="请填身份证上的姓名，至少两个汉字。")
    facts, sentence = number_facts(body.id_number, day)
    if facts is None:
        yield Finding(field="id_number", sentence=sentence)
        return
    age = full_years(facts.birth, day)
    if age < WORKING_AGE:
        yield Finding(field="id_number", sentence="未满 16 周岁不能求职登记，请不要录入，把纸表还给本人。")
    barred = [trades()[code].name for code in body.trades if code in trades() and not trades()[code].minors]
    if WORKING_AGE <= age < ADULT_AGE and barred:
        yield Finding(field="trade_1", sentence=f"16—17 岁不能做{'、'.join(barred)}，请改选别的工种。")


def check_wishes(wanted: tuple[str, ...], unsure: bool) -> tuple[Finding, ...]:
    """Return what is wrong with the trades somebody wants."""
    if not wanted and not unsure:
        return (Finding(field="trade_1", sentence="请至少选一样想干的活；拿不准的勾“意向不明确”。"),)
    return ()


def check_phone(phone: str, phone_of: PhoneOf) -> Finding | None:
    """Say what is wrong with a phone number; none is asked for where there is none."""
    if phone_of is PhoneOf.NONE:
        return Finding(field="phone", sentence="选了“没有手机”，就不要填号码。") if phone else None
    if _PHONE.fullmatch(phone):
        return None
    sentence = f"手机号是 11 位，现在是 {len(phone)} 位，请对着纸表再看一遍；没有手机的选“没有手机”。"
    return Finding(field="phone", sentence=sentence)


def check_reason(reason: str) -> Finding | None:
    """Say what is wrong with the reason of a correction or a merge, which stays for good."""
    if not _FEWEST <= len(reason) <= LONGEST_REASON:
        return Finding(field="reason", sentence=f"请写明原因，{_FEWEST}—{LONGEST_REASON} 个字。")
    if _PERSONAL.search(reason):
        return Finding(field="reason", sentence="原因里不要写电话和证件号码，它会一直留着。")
    return None
