"""Rows of a spreadsheet as text, from a file nobody vouches for: bounded in bytes, rows, columns and cell length."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from content.feeds.recognise import FileRefused, FileSort

MOST_ROWS = 5_000  # below the heading
MOST_COLUMNS = 80
LONGEST_CELL = 4_000
_MOST_UNPACKED = 80_000_000
_MOST_PARTS = 2_000
_BROKEN = "这个表格打不开，可能没传完或已损坏。请用 Excel 或 WPS 打开另存为 .xlsx，再传一次。"

Rows = list[list[str]]


def read_sheet(path: Path, sort: FileSort) -> Rows:
    """Return the rows of the first sheet that has any, heading included, empty rows left out."""
    rows = _bounded(_csv_rows(path) if sort is FileSort.CSV else _xlsx_rows(path))
    if len(rows) < 2:
        raise FileRefused("这个表格里没有数据：第一行要是列名，从第二行起一行一个岗位。")
    return rows


def _bounded(found: Iterable[list[str]]) -> Rows:
    rows: Rows = []
    for row in found:
        while row and not row[-1]:
            row.pop()
        if not row:
            continue
        if len(row) > MOST_COLUMNS:
            raise FileRefused(f"这个表格有 {len(row)} 列，最多 {MOST_COLUMNS} 列。请用模板填写。")
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise FileRefused(f"第 {len(rows) + 1} 行有一格超过 {LONGEST_CELL} 个字，请改短后再传。")
        rows.append(row)
        if len(rows) > MOST_ROWS + 1:
            raise FileRefused(f"一次最多导入 {MOST_ROWS} 行，请分成几个表。")
    return rows


def cell_text(value: object) -> str:
    """Return a cell as somebody would have typed it: dates as 2026-12-01, whole numbers without a point."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case float() | Decimal():
            return str(int(value)) if value == value.__trunc__() else f"{Decimal(str(value)):f}"
    return str(value).strip()


def _check_archive(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    # what the directory says; openpyxl reads no more than that of each part
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise FileRefused("这个表格解开后大得不正常，没有打开。请只留要导入的一张表，另存后再传。")


def _xlsx_rows(path: Path) -> Iterator[list[str]]:
    try:
        _check_archive(path)
        with path.open("rb") as file:
            yield from _first_filled(load_workbook(file, read_only=True, data_only=True, keep_links=False))
    except (zipfile.BadZipFile, InvalidFileException, DefusedXmlException, ParseError, KeyError, ValueError, OSError,
            TypeError, AttributeError, IndexError, NotImplementedError, EOFError) as error:  # fmt: skip
        # openpyxl answers a damaged part with whatever its parsing met
        raise FileRefused(_BROKEN) from error


def _first_filled(book: Workbook) -> Iterator[list[str]]:
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # a file may claim a million columns
        filled = False
        for values in sheet.iter_rows(values_only=True):
            row = [cell_text(value) for value in values]
            filled = filled or any(row)
            yield row
        if filled:
            return


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("这个 CSV 的文字编码认不出来，请用 Excel 或 WPS 另存为 .xlsx 再传。")


def _csv_rows(path: Path) -> Iterator[list[str]]:
    text = _decoded(path.read_bytes())
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;，", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise FileRefused("这个 CSV 的引号或换行不对，请用 Excel 或 WPS 另存为 .xlsx 再传。") from error
