"""Identity numbers: published specimens, each way of being wrong, and ages (hardware B, domain B2)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.rules.ages import age_on
from kiosk.reader.numbers import NumberProblem, check_character, check_id_number


@pytest.mark.parametrize(
    ("number", "kind", "birth", "sex"),
    [
        ("11010519491231002X", "resident", date(1949, 12, 31), "2"),
        ("810000199408230021", "hmt", date(1994, 8, 23), "2"),
        ("830000199201300022", "hmt", date(1992, 1, 30), "2"),
        ("932682198501010017", "foreign2023", date(1985, 1, 1), "1"),
        ("911124198108030024", "foreign2023", date(1981, 8, 3), "2"),
        ("931586198001010028", "foreign2023", date(1980, 1, 1), "2"),
    ],
)
def test_published_specimens_are_accepted(number: str, kind: str, birth: date, sex: str) -> None:
    accepted = check_id_number(number).number
    assert accepted is not None
    assert (accepted.kind, accepted.birth, accepted.sex) == (kind, birth, sex)
    assert accepted.region == number[:6]


def test_a_number_of_2017_is_checked_by_its_form_only() -> None:
    accepted = check_id_number("can110081080310").number
    assert accepted is not None
    assert (accepted.kind, accepted.birth, accepted.sex, accepted.region) == ("foreign2017", None, "9", "CAN")


@pytest.mark.parametrize("typed", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５19491231002Ｘ"])
def test_small_x_blanks_and_full_width_digits_are_tidied(typed: str) -> None:
    accepted = check_id_number(typed).number
    assert accepted is not None
    assert accepted.text == "11010519491231002X"


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("", NumberProblem.EMPTY),
        ("  ", NumberProblem.EMPTY),
        ("110105491231002", NumberProblem.OLD_15_DIGIT),
        ("1101051949123100", NumberProblem.LENGTH),
        ("11010519491231002X0", NumberProblem.LENGTH),
        ("1101051949123100东X", NumberProblem.CHARACTERS),
        ("1101051949123X002X", NumberProblem.CHARACTERS),
        ("990105194912310020", NumberProblem.REGION),
        ("810001199408230021", NumberProblem.REGION),
        ("999124198108030024", NumberProblem.REGION),
        ("110105194902300020", NumberProblem.BIRTH_DATE),
        ("110105000012310020", NumberProblem.BIRTH_DATE),
        ("110105194912310021", NumberProblem.CHECKSUM),
        ("911124198108030028", NumberProblem.CHECKSUM),
    ],
)
def test_what_is_wrong_is_named_and_said_in_a_sentence(number: str, problem: NumberProblem) -> None:
    findings = check_id_number(number)
    assert (findings.number, findings.problem) == (None, problem)
    assert "请" in findings.sentence


def test_someone_not_yet_born_is_refused() -> None:
    assert check_id_number("11010519491231002X", date(1949, 12, 30)).problem is NumberProblem.BIRTH_DATE
    assert check_id_number("11010519491231002X", date(1949, 12, 31)).problem is None


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(at: int, by: int) -> None:
    good = "11010519491231002X"
    wrong = good[:at] + str((int(good[at]) + by) % 10) + good[at + 1 :]
    assert check_id_number(wrong).number is None


@given(st.text(max_size=24))
def test_any_text_gives_an_answer(typed: str) -> None:
    findings = check_id_number(typed)
    assert (findings.number is None) != (findings.problem is None)


def test_a_number_does_not_show_in_its_repr() -> None:
    assert "1949" not in repr(check_id_number("11010519491231002X"))


def test_the_check_character_is_that_of_the_standard() -> None:
    assert check_character("11010519491231002") == "X"


@pytest.mark.parametrize(
    ("birth", "today", "age"),
    [
        (date(2010, 11, 24), date(2026, 11, 23), 15),
        (date(2010, 11, 24), date(2026, 11, 24), 16),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_age_is_in_full_years(birth: date, today: date, age: int) -> None:
    assert age_on(birth, today) == age
