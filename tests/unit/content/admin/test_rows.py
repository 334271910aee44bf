"""Rows typed as text: what a spreadsheet's clipboard brings, and what does not fit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.admin.rows import MOST_ROWS, Column, cells_of, checked, fen, instant, text_of, whole

_COLUMNS = (Column(label="单位"), Column(label="答复", kind="choice", options={"yes": "来", "no": "不来"}))


@settings(suppress_health_check=[HealthCheck.too_slow])  # the table of characters is made at the first draw
@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="｜|"), min_size=1),
                          st.sampled_from(["yes", "no", ""]))))  # fmt: skip
def test_rows_written_are_read_back(rows: list[tuple[str, str]]) -> None:
    assert cells_of(text_of(rows), _COLUMNS) == tuple(rows)


def test_a_pasted_label_becomes_its_code_and_blank_lines_are_passed_over() -> None:
    assert cells_of("甲公司｜来\n\n\t\n乙公司", _COLUMNS) == (("甲公司", "yes"), ("乙公司", ""))


def test_what_is_not_in_the_list_is_named_by_row() -> None:
    with pytest.raises(ValueError, match="第 2 行“答复”没有“也许”"):
        checked("甲\t来\n乙\t也许", _COLUMNS)


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(ValueError, match=f"最多 {MOST_ROWS} 行"):
        checked("甲\n" * (MOST_ROWS + 1), _COLUMNS)


def test_cells_become_numbers_and_instants() -> None:
    assert (whole("１２", 1, "人数"), whole("", 1, "人数")) == (12, 0)
    assert (fen("4,500.5", 1, "中位"), fen("", 1, "中位")) == (450050, 0)
    for text in ("2026-12-01T09:00", "2026/12/1 09:00", "2026年12月1日 9:00"):
        assert instant(text, 1, "时间") == datetime(2026, 12, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["三", "-1", "1.5", "12345678"])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="第 3 行"):
        whole(text, 3, "人数")


@pytest.mark.parametrize("text", ["2026-13-01", "下周", "12月1日", "2026-12-01 25:00"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="第 3 行"):
        instant(text, 3, "时间")
