"""The address of a list: what it says comes back whole, what means nothing is left out, nothing personal gets in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.admin.list_choices import JOB_CHOICES
from content.admin.list_state import ListState, address_of, page_of, sorted_anew, state_of, words_of_address
from content.model.codes import Stage
from content.model.editorial import Standing

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
SORTS = frozenset(("number", "pay"))


def _read(address: str) -> ListState:
    return state_of(words_of_address(address), SORTS, JOB_CHOICES)


@given(
    text=st.text(st.characters(exclude_categories=("Cs", "Cc", "Nd", "Zs", "Zl", "Zp")), max_size=20),
    stage=st.sampled_from([None, *Stage]), trade=st.sampled_from(["", "A", "A11"]), sort=st.sampled_from(["", "pay"]),
    page=st.integers(1, 2000), down=st.booleans(),
)  # fmt: skip
def test_a_question_and_its_address_are_the_same_thing(text: str, stage: Stage | None, trade: str, sort: str, page: int,
                                                       down: bool) -> None:  # fmt: skip
    asked = ListState(text=text, stage=stage, chosen=(("trade", trade),) if trade else (), sort=sort,
                      descending=down and bool(sort), page=page)  # fmt: skip
    assert _read(address_of(asked)) == asked


@pytest.mark.parametrize("address", [
    "?sort=password", "?stage=burnt", "?trade=Z99", "?page=0", "?page=-3", "?page=%00", "?nonsense=1", "?owner=", "?",
])  # fmt: skip
def test_an_old_or_broken_address_opens_the_list_as_it_is(address: str) -> None:
    assert _read(address) == ListState()


@pytest.mark.parametrize("typed", ["13900000001", "139 0000 0001", "34172119900101001X", "张 34172119900101001X"])
def test_the_number_of_a_person_never_gets_into_an_address(typed: str) -> None:
    assert address_of(ListState(text=typed, page=2)) == "?page=2"
    # control: a job's number does
    assert address_of(ListState(text="1001")) == "?text=1001"


def test_a_choice_of_the_page_asks_the_filters_of_the_table() -> None:
    page = page_of(_read("?trade=A&ends=3&standing=published&urgent=1&page=2"), JOB_CHOICES, NOW, 50)
    assert page.filters == (
        ("group", "A"), ("over", "0"), ("until", "2026-11-26T01:30:00.000Z"), ("urgent", "1"),
    )  # fmt: skip
    assert (page.standing, page.offset, page.limit) == (Standing.PUBLISHED, 50, 50)
    assert page_of(_read("?trade=A11&ends=over"), JOB_CHOICES, NOW, 50).filters == (("trade", "A11"), ("over", "1"))


def test_a_head_sorts_upwards_then_downwards_then_upwards() -> None:
    state = ListState()
    seen = []
    for _ in range(3):
        sort, descending = sorted_anew(state, "pay")
        state = ListState(sort=sort, descending=descending)
        seen.append(descending)
    assert seen == [False, True, False]
