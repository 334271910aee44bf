"""Names in statements: what is a name passes in quotes, what could be anything else does not."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from content.errors import StoreError
from content.store.identifiers import identifier


@pytest.mark.parametrize("name", ["", "Topic", "a b", 'a"b', "a;--", "a)", "1a", "_a", "表", "a" * 64, "topic\n"])
def test_what_is_no_name_stops_the_statement(name: str) -> None:
    with pytest.raises(StoreError, match="开发方"):
        identifier(name)


def test_a_name_is_that_column_and_nothing_more() -> None:
    db = Database(memory=True)
    db.execute('CREATE TABLE one (topic TEXT, "order" TEXT)')
    db.execute("INSERT INTO one VALUES ('a', 'b')")
    for name, value in (("topic", "a"), ("order", "b")):  # a word of SQL too
        assert db.execute(f"SELECT {identifier(name)} FROM one").fetchone() == (value,)
    db.close()
