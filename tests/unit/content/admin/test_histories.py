"""Long texts in a history are cut down to where they differ; going back does not lift a suspension."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from content.admin.histories import around
from content.clock import SetClock
from content.store.database import Market
from tests.unit.content.store.samples import EMPLOYER, KEYS, NOW


def test_a_long_text_is_shown_around_what_changed() -> None:
    before, after = "甲" * 300 + "旧" + "乙" * 300, "甲" * 300 + "新的" + "乙" * 300
    one, other = around(before, after)
    assert "旧" in one
    assert "新的" in other
    assert max(len(one), len(other)) < 60


def test_a_text_that_only_grew_shows_what_was_added() -> None:
    one, other = around("甲" * 300, "甲" * 300 + "乙乙")
    assert other.endswith("乙乙")
    assert len(one) < 30


def test_going_back_to_the_days_before_a_suspension_does_not_end_it(tmp_path: Path) -> None:
    market = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))
    first = market.write(lambda tables: tables.employers.save(EMPLOYER, None, "staff-1"))
    held = market.write(lambda tables: tables.employers.save(
        replace(first, suspended="被举报", introduction="改过"), first.version, "staff-1"))  # fmt: skip
    back = market.write(lambda tables: tables.employers.restore(held.id, first.version, "staff-1", NOW))
    market.close()
    assert (back.introduction, back.suspended) == (EMPLOYER.introduction, "被举报")
