"""Reports as workbooks of several sheets: numbers stay numbers, texts are never formulas, columns as wide as needed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from content.feeds.spreadsheet import safe

_NARROW, _WIDE = 8, 60  # characters
_NOT_IN_A_NAME = re.compile(r"[\\/*?:\[\]]")
_LONGEST_NAME = 31
Cell = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSheet:
    """One sheet; without a heading its rows begin at once."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheet_name(title: str, taken: Iterable[str] = ()) -> str:
    """Return a name a spreadsheet takes: none of `\\/*?:[]`, 31 characters at most, no other sheet's."""
    plain = _NOT_IN_A_NAME.sub(" ", title).strip("' ")[:_LONGEST_NAME] or "表"
    known, number, name = {one.lower() for one in taken}, 2, plain
    while name.lower() in known:
        name = f"{plain[: _LONGEST_NAME - 3]} {number}"
        number += 1
    return name


def as_book(sheets: Iterable[BookSheet]) -> bytes:
    """Return a workbook of these sheets, set to print on A4 across."""
    book = Workbook(write_only=True)
    for one in sheets:
        sheet = book.create_sheet(sheet_name(one.title, book.sheetnames))
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for column, width in enumerate(_widths(one), 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        if one.heading:
            sheet.freeze_panes = "A2"
            sheet.append([_cell(sheet, word, bold=True) for word in one.heading])
        for row in one.rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Cell, bold: bool = False) -> Any:
    if isinstance(value, int):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, safe(value))
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def _widths(sheet: BookSheet) -> list[int]:
    columns: Sequence[Sequence[Cell]] = (sheet.heading, *sheet.rows)
    most = max((len(row) for row in columns), default=0)
    return [min(_WIDE, max(_NARROW, 2 + max(_length(row[place]) for row in columns if place < len(row))))
            for place in range(most)]  # fmt: skip


def _length(value: Cell) -> int:
    """Return how wide a cell is in half-width characters; a hanzi takes two."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in str(value))
