"""What people type for the score is refused with a sentence where it cannot stand (R207)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from content.kpi.facts import Adjustment, Count, Figure
from content.kpi.measures import Measure
from content.kpi.periods import PeriodKind
from content.kpi.typed import check_adjustment, check_count, check_figure

TODAY = date(2026, 5, 4)
AT = datetime(2026, 5, 4, 2, tzinfo=UTC)
FIGURE = Figure(value=3000, document="县人社局函〔2026〕1号", entered_by="甲", entered_on=TODAY)
COUNT = Count(id="c", on=TODAY, entered_at=AT, measure=Measure.SERVED, value=3, source="纸质台账第 7 页")
CHANGE = Adjustment(id="a", measure=Measure.SERVED, of=PeriodKind.HALF, change=-2, reason="走访核实", by="乙", at=AT)


def test_what_is_complete_stands() -> None:
    assert (check_figure(FIGURE, TODAY), check_count(COUNT, TODAY), check_adjustment(CHANGE, TODAY)) == ((), (), ())


@pytest.mark.parametrize("wrong", [
    {"value": 0}, {"value": -1}, {"document": " "}, {"entered_by": ""}, {"entered_on": date(2026, 5, 5)}])  # fmt: skip
def test_a_figure_has_its_paper_and_its_person(wrong: dict[str, Any]) -> None:
    assert [one.field for one in check_figure(replace(FIGURE, **wrong), TODAY)] == list(wrong)


@pytest.mark.parametrize("wrong", [{"value": 0}, {"value": -4}, {"source": ""}, {"on": date(2026, 5, 5)}])
def test_a_number_from_elsewhere_has_its_source(wrong: dict[str, Any]) -> None:
    assert [one.field for one in check_count(replace(COUNT, **wrong), TODAY)] == list(wrong)


@pytest.mark.parametrize("wrong", [
    {"change": 0}, {"reason": "  "}, {"by": ""}, {"at": datetime(2026, 5, 4, 16, tzinfo=UTC)}])  # fmt: skip
def test_a_correction_has_its_reason_and_its_person(wrong: dict[str, Any]) -> None:
    found = check_adjustment(replace(CHANGE, **wrong), TODAY)
    assert [one.field for one in found] == list(wrong) and found[0].sentence.startswith(("请", "核定", "还没到"))
