"""Whom a receipt names: one person, however the number is typed, and nobody where two hold it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from content.admin.persons import GONE, of_receipt, person_of
from content.clock import SetClock
from content.errors import StoreError
from content.link.numbers import write_number
from content.model.seekers import ConsentWithdrawal
from content.store.database import Market
from tests.unit.content.store.samples import DAY, KEYS, NOW, registration, seeker

NUMBER = write_number("01", 17)


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    """A market with one person and one receipt."""
    opened = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))
    opened.write(lambda tables: tables.seekers.put(seeker(NOW)))
    opened.write(lambda tables: tables.seekers.add_registration(registration(number=NUMBER)))
    yield opened
    opened.close()


@pytest.mark.parametrize("typed", [NUMBER, NUMBER.replace("-", ""), f" {NUMBER[:5]} {NUMBER[5:]}"])
def test_a_receipt_names_one_person_for_every_page_alike(market: Market, typed: str) -> None:
    with market.reading() as tables:
        found = of_receipt(tables, typed, KEYS)
        assert (found.name, found.mask, found.index) == ("张三丰", "张*丰", person_of(tables, KEYS, typed).index)
        assert "张三丰" not in repr(found)


def test_a_number_two_persons_hold_names_neither(market: Market) -> None:
    other = seeker(NOW, seeker_id="person-2", id_number="341721196001010011")
    market.write(lambda tables: tables.seekers.put(other))
    again = registration(id="filing-2", seeker_id="person-2", number=NUMBER)
    market.write(lambda tables: tables.seekers.add_registration(again))
    with market.reading() as tables:
        assert "一位登记的人" in person_of(tables, KEYS, NUMBER).wrong
        with pytest.raises(StoreError, match="没有这个回执号"):
            of_receipt(tables, NUMBER, KEYS)


def test_who_took_their_consent_back_is_not_named(market: Market) -> None:
    gone = ConsentWithdrawal(id="w-1", person_index=seeker(NOW).id_number.index or b"", withdrawn_at=NOW + DAY)
    market.write(lambda tables: tables.own_records.withdraw(gone))
    with market.reading() as tables, pytest.raises(StoreError, match=GONE):
        of_receipt(tables, NUMBER, KEYS)
