"""A paper form is checked field by field; the number of GB 11643's own example is right, its neighbours are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from content.model.abilities import PhoneOf
from content.model.codes import IdEntry, PayWish, StartWish
from content.model.filings import RegistrationBody
from content.rules.id_numbers import number_facts
from content.rules.paper_registration import check_reason, check_registration

TODAY = date(2026, 11, 23)
EXAMPLE = "11010519491231002X"  # GB 11643-1999, appendix
BODY = RegistrationBody(
    number="", code="", name="李样例", id_number=EXAMPLE, id_entry=IdEntry.HAND, sex="2", nation_code="",
    township_code="341721100", phone="13900001234", trades=("A11",), pay_wishes=(PayWish.DAY,),
    start_wish=StartWish.TODAY, township_codes=(), consent_version="登记告知-2",
    consented_at=datetime(2026, 11, 23, 1, tzinfo=UTC),
)  # fmt: skip


def _fields(body: RegistrationBody, signed_on: date | None = TODAY, agreed: bool = True) -> set[str]:
    return {one.field for one in check_registration(body, signed_on, agreed, TODAY)}


def test_the_example_of_the_standard_says_birth_and_sex() -> None:
    facts, sentence = number_facts(" 11010519491231002x ", TODAY)
    assert facts is not None
    assert (facts.birth, facts.sex, sentence) == (date(1949, 12, 31), "2", "")


@pytest.mark.parametrize("typed", [
    "110105194912310020", "110105194912310002X", "11010519491331002X", "", "11010519491231003X", "1101051949123100",
])  # fmt: skip
def test_a_wrong_number_gets_a_sentence(typed: str) -> None:
    facts, sentence = number_facts(typed, TODAY)
    assert facts is None
    assert "请" in sentence


def test_a_right_form_has_nothing_to_mend() -> None:
    assert _fields(BODY) == set()


@pytest.mark.parametrize(("changes", "field"), [
    ({"name": "L"}, "name"), ({"phone": "1390000123"}, "phone"), ({"trades": ()}, "trade_1"),
    ({"township_code": ""}, "township_code"), ({"phone_of": PhoneOf.NONE}, "phone"),
])  # fmt: skip
def test_each_fault_stands_beside_its_field(changes: dict[str, object], field: str) -> None:
    assert _fields(replace(BODY, **changes)) == {field}  # type: ignore[arg-type]


def test_without_signature_or_day_nothing_is_entered() -> None:
    assert _fields(BODY, agreed=False) == {"agreed"}
    assert _fields(BODY, date(2026, 11, 24)) == {"signed_on"}
    assert _fields(BODY, date(2025, 11, 1)) == {"signed_on"}


def test_who_is_unsure_or_has_no_phone_may_register() -> None:
    assert _fields(replace(BODY, trades=(), unsure=True, phone="", phone_of=PhoneOf.NONE)) == set()


def test_age_is_counted_on_the_day_of_the_signature() -> None:
    young = replace(BODY, id_number="440524188001010014")  # the standard's other example: born 1880-01-01
    assert {one.field for one in check_registration(young, date(1895, 6, 1), True, date(1895, 6, 1))} == {"id_number"}
    (minor,) = check_registration(young, date(1896, 6, 1), True, date(1896, 6, 1))
    assert minor.field == "id_number"  # nobody alive was born before 1900


@pytest.mark.parametrize(("reason", "stands"), [("抄错", False), ("工种抄错了", True), ("电话是13900001234", False)])
def test_a_reason_is_words_and_holds_no_number(reason: str, stands: bool) -> None:
    assert (check_reason(reason) is None) is stands
