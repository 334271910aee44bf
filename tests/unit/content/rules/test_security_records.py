"""What a training and an incident must say, and until when an incident is reported (R188, R189)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from content.model.security import IncidentGrade
from content.rules.security_records import check_incident, check_training, duty_to_report, untrained
from tests.unit.content.security.test_pack import INCIDENT
from tests.unit.content.store.samples import NOW
from tests.unit.content.store.test_security_book import TRAINING

HOUR = timedelta(hours=1)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({}, ""), ({"day": date(2026, 11, 24)}, "day"), ({"attended": ()}, "attended"), ({"minutes": 0}, "minutes"),
     ({"words": "13900001234 来过"}, "words")],
)  # fmt: skip
def test_a_training_was_held_by_somebody_for_somebody(changes: dict[str, Any], field: str) -> None:
    assert [one.field for one in check_training(replace(TRAINING, **changes), TODAY)] == ([field] if field else [])


def test_who_came_to_none_in_half_a_year_is_named() -> None:
    old = replace(TRAINING, day=date(2026, 5, 1), attended=("李工",))
    assert untrained(("王工", "李工", "赵工"), (TRAINING, old), TODAY) == ("李工", "赵工")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({}, ""), ({"found_at": NOW + HOUR}, "found_at"), ({"began_at": NOW}, "began_at"), ({"what": " "}, "what"),
     ({"reported_to": "县局"}, "reported_to"), ({"reported_at": NOW}, "reported_to"),
     ({"reported_to": "县局", "reported_at": NOW - 2 * HOUR}, "reported_at"),
     ({"closed": True, "grade": IncidentGrade.MINOR}, "measures"),
     ({"closed": True, "measures": "改了口令"}, "reported_to"),
     ({"closed": True, "measures": "改了口令", "grade": IncidentGrade.MINOR}, "")],
)  # fmt: skip
def test_an_incident_is_in_order(changes: dict[str, Any], field: str) -> None:
    assert [one.field for one in check_incident(replace(INCIDENT, **changes), NOW)] == ([field] if field else [])


def test_the_hours_left_are_told_until_it_is_reported() -> None:
    """Found 08:30, so 4 hours end at 12:30; it is 09:30."""
    assert "还剩 3 小时 0 分" in duty_to_report(INCIDENT, NOW)
    assert "已经超过" in duty_to_report(INCIDENT, NOW + 3 * HOUR)
    assert duty_to_report(replace(INCIDENT, reported_to="省网信办", reported_at=NOW), NOW + 9 * HOUR) == ""
    assert duty_to_report(replace(INCIDENT, grade=IncidentGrade.MINOR), NOW) == ""
