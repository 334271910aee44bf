"""Tables that leave the market: xlsx and CSV in which no cell is ever a formula, whatever somebody typed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_IN_XML = {code: None for code in range(32) if code not in (9, 10, 13)}
_LONGEST_CELL = 32_000  # Excel's limit is 32,767


def safe(text: str) -> str:
    """Return text that a spreadsheet program shows and never calculates (CSV injection)."""
    clean = text.translate(_NOT_IN_XML)[:_LONGEST_CELL]
    # a figure such as -3 or +86 loses its sign's meaning in no list of ours
    return "'" + clean if clean.startswith(_STARTS_A_FORMULA) else clean


def as_csv(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Return CSV as Excel and WPS open it here: UTF-8 with a mark, lines end in CR LF."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heading)
    for row in rows:
        writer.writerow(safe(cell) for cell in row)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, heading: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Return a workbook with one sheet; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    head = []
    for word in heading:
        cell = WriteOnlyCell(sheet, word)
        cell.font = Font(bold=True)
        head.append(cell)
    sheet.freeze_panes = "A2"
    sheet.append(head)
    for row in rows:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, safe(text))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
