"""Every workbook the market hands out: parts that fit together, cells of the kind they look, and never a formula."""

from __future__ import annotations

import io
import re
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from content.feeds.workbook import BookSheet, as_book, sheet_name
from tests.fixtures.report_books import NAMES, TYPED, book, month_of_reports


def _formulas(made: bytes) -> list[str]:
    return [str(cell.value) for sheet in load_workbook(io.BytesIO(made)) for row in sheet.iter_rows() for cell in row
            if cell.data_type == "f"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_part_is_named_in_the_package_and_is_well_formed(name: str) -> None:
    """ECMA-376 part 2: [Content_Types].xml names every part, by its name or its ending."""
    with ZipFile(io.BytesIO(book(name))) as archive:
        assert archive.testzip() is None
        types = archive.read("[Content_Types].xml").decode()
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                fromstring(archive.read(part))
            known = f'PartName="/{part}"' in types or f'Extension="{part.rpartition(".")[2]}"' in types
            assert known or part == "[Content_Types].xml", part


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_is_a_formula_and_the_sheets_have_names_a_spreadsheet_takes(name: str) -> None:
    assert _formulas(book(name)) == []
    for sheet in load_workbook(io.BytesIO(book(name))):
        assert not re.search(r"[\\/*?:\[\]]", sheet.title)
        assert 0 < len(sheet.title) <= 31


def test_a_book_that_takes_texts_as_they_are_would_be_found_out() -> None:
    careless = Workbook()
    careless.active.append([TYPED])  # type: ignore[union-attr]
    out = io.BytesIO()
    careless.save(out)
    assert _formulas(out.getvalue()) == [TYPED]


def test_the_monthly_report_reads_back_as_it_was_number_by_number() -> None:
    report, read = month_of_reports(), load_workbook(io.BytesIO(book("monthly")))
    for part in report.parts:
        sheet = read[part.title]
        rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2 if part.heading else 1)]
        for wanted, found in zip(part.rows, rows, strict=False):
            assert tuple(found[: len(wanted)]) == tuple(f"'{TYPED}" if cell == TYPED else cell or (
                0 if cell == 0 else None) for cell in wanted)  # fmt: skip
            assert [type(cell) for cell in found[: len(wanted)] if cell is not None] == [
                type(cell) for cell in wanted if cell != ""]  # fmt: skip


def test_the_analysis_of_questions_has_its_numbers_as_numbers_and_what_was_done_on_a_second_sheet() -> None:
    asked, done = load_workbook(io.BytesIO(book("consult")))
    assert [cell.value for cell in asked[2]] == ["补贴、创业政策", 7, "70.0%", 7, 1]
    assert [cell.value for cell in asked[3]] == ["找活、岗位", 3, "30.0%", -1, 0]
    assert next(cell.value for cell in done[2]) == f"'{TYPED}"


def test_names_of_sheets_are_shortened_and_kept_apart() -> None:
    assert sheet_name("一/二：三") == "一 二：三"
    assert sheet_name("x" * 40) == "x" * 31
    assert sheet_name("x" * 40, ["X" * 31]) == f"{'x' * 28} 2"
    made = load_workbook(io.BytesIO(as_book([BookSheet(title="同名", heading=(), rows=())] * 3)))
    assert len(set(made.sheetnames)) == 3
