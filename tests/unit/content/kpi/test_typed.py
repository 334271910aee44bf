"""What people type for the score is refused with a sentence where it cannot stand (R207)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from content.kpi.facts import Adjustment
from content.kpi.measures import Measure
from content.kpi.periods import PeriodKind
from content.kpi.typed import check_adjustment

TODAY = date(2026, 5, 4)
AT = datetime(2026, 5, 4, 2, tzinfo=UTC)
CHANGE = Adjustment(id="a", measure=Measure.SERVED, of=PeriodKind.HALF, change=-2, reason="走访核实", by="乙", at=AT)


def test_what_is_complete_stands() -> None:
    assert check_adjustment(CHANGE, TODAY) == ()


@pytest.mark.parametrize("wrong", [
    {"change": 0}, {"reason": "  "}, {"by": ""}, {"at": datetime(2026, 5, 4, 16, tzinfo=UTC)}])  # fmt: skip
def test_a_correction_has_its_reason_and_its_person(wrong: dict[str, Any]) -> None:
    found = check_adjustment(replace(CHANGE, **wrong), TODAY)
    assert [one.field for one in found] == list(wrong) and found[0].sentence.startswith(("请", "核定", "还没到"))
