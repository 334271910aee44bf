"""What is on over a whole year, against reckoning by integers and days counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from content.clock import milliseconds
from signage.scenes.scene import Shape
from signage.schedule import draw_up, item_at
from tests.unit.signage.year import DAYS, PUBLICITY, days, on_at, publicity


def test_every_daypart_begins_and_ends_to_the_second_on_every_day_of_the_year() -> None:
    asked = 0
    for timeline, instants in days():
        for at in instants:
            assert item_at(timeline, at).item.scene.kind == on_at(at), datetime.fromtimestamp(at / 1000, UTC)
            asked += 1
    assert asked >= DAYS * 60


@pytest.mark.parametrize(("posted", "last"), PUBLICITY)
def test_a_publicity_notice_is_on_for_exactly_seven_working_days_with_working_weekends_counted(
    posted: date, last: date
) -> None:
    on = publicity(posted)
    end = datetime.combine(last + timedelta(days=1), time(), UTC) - timedelta(hours=8)  # midnight in the market

    def names(at: datetime) -> set[str]:
        timeline = draw_up(on, at, Shape.LANDSCAPE)
        begin, found = milliseconds(at), set()
        for step in range(0, 120_000, 5000):
            shown = item_at(timeline, begin + step)
            if shown.starts_ms <= begin + step < milliseconds(end):
                found.update(shown.item.scene.content_ids)
        return found

    assert "notice-1" not in names(datetime.combine(posted, time(1, 55), UTC))
    assert "notice-1" in names(datetime.combine(posted, time(2), UTC))
    assert "notice-1" in names(end - timedelta(minutes=2))
    timeline = draw_up(on, end - timedelta(minutes=1), Shape.LANDSCAPE)
    after = [item_at(timeline, milliseconds(end) + step) for step in range(0, 600_000, 1000)]
    assert all("notice-1" not in shown.item.scene.content_ids for shown in after)
