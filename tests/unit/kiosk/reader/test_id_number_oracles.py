"""Mainland numbers against two libraries that know them; for the others these are no judges (hardware B)."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from id_validator import validator
from stdnum.cn import ric
from stdnum.exceptions import InvalidChecksum, ValidationError

from kiosk.reader.numbers import NumberProblem, check_character, check_id_number, date_of

# counties that kept their codes through all years drawn: one of the two judges a county by the year of birth
COUNTIES = st.sampled_from(("110105", "120101", "310115", "320583", "420106", "440305", "530102", "610113", "650102"))
SLOW_JUDGES = settings(max_examples=25, deadline=None)  # they load their tables on first use
BIRTHS = st.dates(date(1994, 1, 1), date(2020, 12, 31)).map(lambda day: f"{day:%Y%m%d}")
DAYS = st.one_of(BIRTHS, st.from_regex("(19|20)[0-9]{2}[01][0-9][0-3][0-9]", fullmatch=True))
SEQUENCES = st.integers(0, 999).map(lambda number: f"{number:03d}")


def both_accept(number: str) -> bool:
    """Tell what the two libraries say; they must agree for a test to go on."""
    return bool(ric.is_valid(number)) and bool(validator.is_valid(number))


@SLOW_JUDGES
@given(COUNTIES, BIRTHS, SEQUENCES)
def test_a_number_made_here_is_one_to_both(county: str, birth: str, sequence: str) -> None:
    first_17 = county + birth + sequence
    number = first_17 + check_character(first_17)
    assert both_accept(number)
    accepted = check_id_number(number).number
    assert accepted is not None
    assert (accepted.kind, accepted.birth) == ("resident", date_of(birth))
    assert accepted.birth == ric.get_birth_date(number)
    assert accepted.sex == {1: "1", 0: "2"}[validator.get_info(number)["sex"]]


@SLOW_JUDGES
@given(COUNTIES, BIRTHS, SEQUENCES, st.sampled_from("0123456789X"))
def test_the_last_character_is_judged_as_both_do(county: str, birth: str, sequence: str, last: str) -> None:
    number = county + birth + sequence + last
    findings = check_id_number(number)
    assert (findings.number is not None) == both_accept(number)
    try:
        ric.validate(number)
    except InvalidChecksum:
        assert findings.problem is NumberProblem.CHECKSUM


@SLOW_JUDGES
@given(COUNTIES, DAYS, SEQUENCES)
def test_a_day_that_does_not_exist_is_none_to_all_three(county: str, day: str, sequence: str) -> None:
    first_17 = county + day + sequence
    number = first_17 + check_character(first_17)
    if date_of(day) is None:
        assert check_id_number(number).problem is NumberProblem.BIRTH_DATE
        assert not ric.is_valid(number)
        assert not validator.is_valid(number)


def test_what_the_oracles_do_not_know_is_known_here() -> None:
    """The first rejects the residence permits of the three regions, and both the cards of foreigners."""
    for number in ("810000199408230021", "932682198501010017"):
        assert check_id_number(number).number is not None
        try:
            ric.validate(number)
        except ValidationError:
            continue
        raise AssertionError("the oracle has learned this number: use it for more")
    assert validator.is_valid("810000199408230021")
    assert not validator.is_valid("932682198501010017")
