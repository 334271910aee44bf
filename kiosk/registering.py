"""What a walk-in chose while registering, and the filing it becomes; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from content.model.abilities import Certificate, Education, PhoneOf, SeekerGroup, Skill
from content.model.codes import PayWish, StartWish
from content.model.filings import RegistrationBody
from content.model.findings import Finding
from content.model.places import TOWNSHIPS
from content.model.trades import Trade, trades
from kiosk.consent import CONSENT_VERSION
from kiosk.visit import Person, Standing

T = TypeVar("T")

_PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}", re.ASCII)
MOST_TRADES = 6
LONGEST_NAME = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The choices so far; `key` makes filing it twice the same filing, `code` is the one printed on its slip."""

    key: str
    code: str
    consented_at: datetime
    trades: tuple[str, ...] = ()
    pays: tuple[PayWish, ...] = (PayWish.DAY,)
    start: StartWish = StartWish.TODAY
    places: tuple[str, ...] = ()
    phone_of: PhoneOf = PhoneOf.OWN
    phone_kept: bool = False  # correcting only: the phone the market has stays
    helped: bool = False  # a child registers a parent
    unsure: bool = False  # 意向不确定: trades may stay empty, a 职业指导员 talks with them
    education: Education | None = None
    skills: tuple[Skill, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    groups: tuple[SeekerGroup, ...] = ()

    @property
    def abilities(self) -> int:
        """Return how many things were ticked of what may be told and need not."""
        return len(self.skills) + len(self.certificates) + len(self.groups) + (self.education is not None)


def with_trade(draft: Draft, code: str) -> Draft:
    """Return the draft with a trade taken up or put down; unknown codes and a seventh trade change nothing."""
    if code not in trades() or (code not in draft.trades and len(draft.trades) >= MOST_TRADES):
        return draft
    return replace(draft, trades=_toggled(draft.trades, code))


def with_pay(draft: Draft, value: str) -> Draft:
    """Return the draft with a way of being paid taken up or put down."""
    return replace(draft, pays=_toggled(draft.pays, PayWish(value))) if value in set(PayWish) else draft


def with_start(draft: Draft, value: str) -> Draft:
    """Return the draft with another start."""
    return replace(draft, start=StartWish(value)) if value in set(StartWish) else draft


def with_place(draft: Draft, code: str) -> Draft:
    """Return the draft with a township taken up or put down; none means anywhere in the county."""
    return replace(draft, places=_toggled(draft.places, code)) if code in TOWNSHIPS else draft


def with_phone_of(draft: Draft, value: str) -> Draft:
    """Return the draft with another answer to whose phone it is; "kept" leaves the one the market has."""
    if value == "kept":
        return replace(draft, phone_kept=True)
    return replace(draft, phone_of=PhoneOf(value), phone_kept=False) if value in set(PhoneOf) else draft


def with_unsure(draft: Draft) -> Draft:
    """Return the draft with 意向不确定 taken up or put down."""
    return replace(draft, unsure=not draft.unsure)


def with_helper(draft: Draft) -> Draft:
    """Return the draft with 替父母登记 taken up or put down; the phone asked for is the family's then."""
    helped = not draft.helped
    return replace(draft, helped=helped, phone_of=PhoneOf.RELATIVE if helped else PhoneOf.OWN)


def with_ability(draft: Draft, name: str, value: str) -> Draft:
    """Return the draft with one ticked thing taken up or put down: "education", "skill", "certificate" or "group"."""
    if name == "education" and value in set(Education):
        chosen = Education(value)
        return replace(draft, education=None if draft.education is chosen else chosen)
    if name == "skill" and value in set(Skill):
        return replace(draft, skills=_toggled(draft.skills, Skill(value)))
    if name == "certificate" and value in set(Certificate):
        return replace(draft, certificates=_toggled(draft.certificates, Certificate(value)))
    if name == "group" and value in set(SeekerGroup):
        return replace(draft, groups=_toggled(draft.groups, SeekerGroup(value)))
    return draft


def _toggled(chosen: tuple[T, ...], one: T) -> tuple[T, ...]:
    return tuple(other for other in chosen if other != one) if one in chosen else (*chosen, one)


def open_trades(group: str, who: Standing) -> tuple[Trade, ...]:
    """Return the trades of a group a person may choose: 16–17 none that is barred to them (B9 †)."""
    return tuple(t for t in trades().values() if t.group == group and (t.minors or who is not Standing.MINOR))


def wishes_finding(draft: Draft) -> Finding | None:
    """Say what is missing on the page of wishes."""
    if not draft.trades and not draft.unsure:
        return Finding(field="trades", sentence="请至少点一样想干的活。拿不准就点“拿不准干什么”。")
    if not draft.pays:
        return Finding(field="pays", sentence="请点一种结钱的办法。")
    return None


def phone_finding(phone: str, phone_of: PhoneOf = PhoneOf.OWN) -> Finding | None:
    """Say what is wrong with a phone number: 11 digits of a mobile, or a landline with area code; NONE needs none."""
    if phone_of is PhoneOf.NONE:
        return None
    if _PHONE.fullmatch(phone):
        return None
    if not phone:
        return Finding(field="phone", sentence="请填手机号，有活好给您打电话。没有手机就填家里人的。")
    return Finding(field="phone", sentence=f"手机号是 11 位，现在是 {len(phone)} 位，请您对一对。"
                   if len(phone) != 11 else "这个号码不像手机号，请您对一对。")  # fmt: skip


def name_finding(name: str) -> Finding | None:
    """Say what is wrong with a typed name: at least two Chinese characters, 间隔号 allowed."""
    if len(name) >= 2 and all("㐀" <= c <= "鿿" or c == "·" or ord(c) > 0xFFFF for c in name):
        return None
    return Finding(field="name", sentence="请填身份证上的姓名，至少两个字。写不出来的字，请到窗口办理。")


def body(draft: Draft, person: Person, phone: str, number: str) -> RegistrationBody:
    """Return the body to be filed under a receipt number."""
    return RegistrationBody(
        number=number, code=draft.code, name=person.name, id_number=person.id_number, id_entry=person.id_entry,
        sex=person.sex, nation_code=person.nation_code, township_code=person.township_code,
        phone="" if draft.phone_of is PhoneOf.NONE else phone,
        trades=draft.trades, pay_wishes=draft.pays, start_wish=draft.start, township_codes=draft.places,
        consent_version=CONSENT_VERSION, consented_at=draft.consented_at, phone_of=draft.phone_of,
        helped=draft.helped, unsure=draft.unsure, education=draft.education, skills=draft.skills,
        certificates=draft.certificates, seeker_groups=draft.groups,
    )  # fmt: skip
