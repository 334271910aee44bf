"""What a walk-in chose becomes one filing; what is missing becomes a sentence."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import content.theme.templates
from content.model.abilities import Certificate, Education, PhoneOf, SeekerGroup, Skill
from content.model.codes import IdEntry, PayWish, StartWish
from content.model.filings import RegistrationBody
from kiosk import registering
from kiosk.registering import Draft
from kiosk.visit import Person, Standing

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
DRAFT = Draft(key="k", code="0417", consented_at=NOW)


def test_touching_a_trade_twice_takes_it_away_again() -> None:
    once = registering.with_trade(DRAFT, "A11")
    assert once.trades == ("A11",)
    assert registering.with_trade(once, "A11").trades == ()


def test_a_seventh_trade_and_an_unknown_one_change_nothing() -> None:
    draft = DRAFT
    for code in ("A01", "A02", "A03", "A04", "A05", "A06"):
        draft = registering.with_trade(draft, code)
    assert registering.with_trade(draft, "A07") == draft
    assert registering.with_trade(draft, "A06").trades == ("A01", "A02", "A03", "A04", "A05")
    assert registering.with_trade(DRAFT, "Z99") == DRAFT


def test_strange_values_from_the_page_change_nothing() -> None:
    assert registering.with_pay(DRAFT, "gold") == DRAFT
    assert registering.with_start(DRAFT, "never") == DRAFT
    assert registering.with_place(DRAFT, "110101001") == DRAFT


def test_a_minor_is_offered_only_trades_without_the_dagger_of_b9() -> None:
    minors = [trade.code for trade in registering.open_trades("B", Standing.MINOR)]
    assert minors == ["B03", "B04", "B07", "B08", "B10", "B11"]
    assert len(registering.open_trades("B", Standing.ADULT)) == 12


@pytest.mark.parametrize("phone", ["13805660000", "19912345678", "05667000000"])
def test_mobile_and_landline_with_area_code_are_taken(phone: str) -> None:
    assert registering.phone_finding(phone) is None


@pytest.mark.parametrize(("phone", "says"), [
    ("", "没有手机就填家里人的"), ("1380566", "现在是 7 位"), ("12805660000", "不像手机号"),
    ("１３８０５６６００００", "不像手机号"),
])  # fmt: skip
def test_a_wrong_phone_number_says_what_is_wrong(phone: str, says: str) -> None:
    finding = registering.phone_finding(phone)
    assert finding is not None
    assert says in finding.sentence


@pytest.mark.parametrize("name", ["李芳", "欧阳春兰", "王𬎆", "阿依古丽·买买提"])
def test_names_with_rare_characters_and_the_middle_dot_are_taken(name: str) -> None:
    assert registering.name_finding(name) is None


@pytest.mark.parametrize("name", ["", "李", "li fang", "李1"])
def test_a_name_that_is_no_name_is_asked_again(name: str) -> None:
    assert registering.name_finding(name) is not None


def test_the_body_carries_everything_the_ledger_needs() -> None:
    person = Person(name="李芳", id_number="341721197105080023", id_entry=IdEntry.HAND, sex="2", nation_code="",
                    birth=date(1971, 5, 8), township_code="341721101")  # fmt: skip
    draft = registering.with_place(registering.with_trade(DRAFT, "J01"), "341721102")
    body = registering.body(draft, person, "13805660000", "12-000417")
    assert (body.number, body.code, body.name, body.id_number) == ("12-000417", "0417", "李芳", "341721197105080023")
    assert (body.trades, body.pay_wishes, body.start_wish) == (("J01",), (PayWish.DAY,), StartWish.TODAY)
    assert (body.township_code, body.township_codes, body.consented_at) == ("341721101", ("341721102",), NOW)
    assert body.consent_version


def test_the_wishes_page_asks_for_a_trade_then_for_pay() -> None:
    assert registering.wishes_finding(DRAFT) is not None
    chosen = registering.with_trade(DRAFT, "J01")
    assert registering.wishes_finding(chosen) is None
    unpaid = registering.with_pay(chosen, "day")
    finding = registering.wishes_finding(unpaid)
    assert finding is not None
    assert finding.field == "pays"


def test_choices_are_taken_up_and_put_down_and_unknown_ones_change_nothing() -> None:
    draft = registering.with_ability(DRAFT, "certificate", "health")
    draft = registering.with_ability(registering.with_ability(draft, "skill", "cooking"), "group", "fisher")
    draft = registering.with_ability(draft, "education", "70")
    assert draft.abilities == 4
    assert registering.with_ability(draft, "education", "80").education is Education.PRIMARY
    for name, value in (("certificate", "health"), ("skill", "cooking"), ("group", "fisher"), ("education", "70")):
        draft = registering.with_ability(draft, name, value)
    assert draft == DRAFT
    for name, value in (("marriage", "1"), ("group", "disabled"), ("skill", "x"), ("education", "0")):
        assert registering.with_ability(DRAFT, name, value) == DRAFT


def test_nobody_needs_a_phone_or_a_plan() -> None:
    unsure = registering.with_unsure(DRAFT)
    assert registering.wishes_finding(unsure) is None
    assert registering.phone_finding("", PhoneOf.NONE) is None
    assert registering.phone_finding("", PhoneOf.RELATIVE) is not None


def test_without_a_phone_none_is_filed_even_if_one_was_typed_before() -> None:
    person = Person(name="李芳", id_number="341721197105080027", id_entry=IdEntry.ELECTRONIC, sex="2", nation_code="",
                    birth=date(1971, 5, 8))  # fmt: skip
    draft = registering.with_phone_of(registering.with_trade(DRAFT, "J01"), "none")
    filed = registering.body(draft, person, "13805660000", "12-000417")
    assert (filed.phone, filed.phone_of, filed.id_entry) == ("", PhoneOf.NONE, IdEntry.ELECTRONIC)


def test_a_helped_parent_is_reached_through_the_family_and_nothing_of_the_helper_is_in_the_body() -> None:
    draft = registering.with_helper(DRAFT)
    assert (draft.helped, draft.phone_of) == (True, PhoneOf.RELATIVE)
    assert registering.with_helper(draft) == DRAFT
    assert not [field.name for field in fields(RegistrationBody) if "help" in field.name and field.type != "bool"]


# AAC017, AAC024, AAC009 and what PIPL §28 and 就业促进法 §27–31 shield (domain B4, B7)
SHIELDED = ("婚", "育龄", "怀孕", "子女数", "政治面貌", "党员", "身高", "体重", "宗教", "户口", "户籍", "血型", "疾病",
            "乙肝", "残疾", "低保", "戒毒", "刑", "前科", "银行卡号", "照片", "指纹", "人脸")  # fmt: skip
SHIELDED_FIELDS = ("marri", "politic", "party", "height", "weight", "religi", "hukou", "health_state", "disab",
                   "poverty", "crim", "bank", "photo", "finger", "face", "helper_name", "helper_phone",
                   "helper_id")  # fmt: skip


def test_nothing_is_asked_that_the_law_says_not_to_ask() -> None:
    templates = Path(content.theme.templates.__file__).parent
    asked = "".join((templates / f"kiosk_{name}.html").read_text("utf8")
                    for name in ("card", "hand", "wishes", "abilities", "when"))  # fmt: skip
    asked += "".join(one.label for kind in (Education, Skill, Certificate, SeekerGroup, PhoneOf) for one in kind)
    assert [word for word in SHIELDED if word in asked] == []
    names = " ".join(field.name for field in fields(RegistrationBody))
    assert [name for name in SHIELDED_FIELDS if name in names] == []
    assert [word for word in SHIELDED if word in "您的婚姻状况"] == ["婚"]
