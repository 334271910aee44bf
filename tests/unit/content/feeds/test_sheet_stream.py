"""Long tables: what a spreadsheet program reads back, whatever was typed, and that they never stand whole in memory."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator

import pytest
from openpyxl import load_workbook

from content.feeds.sheet_stream import write_csv, write_xlsx

ROWS = (("1001", "搬运 & <装卸>"), ("=1+1", "@SUM(A1)"), ('"引号",逗号', " 前后空格 "), ("第一行\n第二行", "\x00\x0b"))
READ = (("1001", "搬运 & <装卸>"), ("'=1+1", "'@SUM(A1)"), ('"引号",逗号', " 前后空格 "), ("第一行\n第二行", ""))


def test_a_workbook_reads_back_as_text_and_never_as_a_formula() -> None:
    out = io.BytesIO()
    assert write_xlsx(out, "岗位", ("编号", "名称"), ROWS) == 4
    sheet = load_workbook(out)["岗位"]
    told = [tuple(str(cell.value or "") for cell in row) for row in sheet.iter_rows()]
    assert told == [("编号", "名称"), *READ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"


def test_csv_opens_in_excel_and_reads_back() -> None:
    out = io.BytesIO()
    assert write_csv(out, ("编号", "名称"), ROWS) == 4
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    assert tuple(map(tuple, csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))) == (
        ("编号", "名称"), *READ)  # fmt: skip


@pytest.mark.parametrize("write", [
    lambda out, rows: write_csv(out, ("编号",), rows), lambda out, rows: write_xlsx(out, "表", ("编号",), rows),
])  # fmt: skip
def test_a_long_table_is_on_the_disk_before_its_last_row_is_asked_for(write: Callable[[object, object], int]) -> None:
    out, dice, lying = io.BytesIO(), random.Random(7), []

    def rows() -> Iterator[tuple[str]]:
        for _ in range(6_000):
            lying.append(out.getbuffer().nbytes)
            yield (str(dice.getrandbits(400)),)

    assert write(out, rows()) == 6_000
    # only the last few hundred rows are ever held
    assert lying[-1] > 0.8 * out.getbuffer().nbytes
    assert lying[3_000] > 0.4 * out.getbuffer().nbytes
