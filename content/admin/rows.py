"""Fields that hold rows, typed as a text of one line a row and a tab between the cells: pure.

That is what a spreadsheet puts on the clipboard, so a list of firms can be pasted as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation

from content.clock import SHANGHAI, local

MOST_ROWS = 300
_LONGEST = 200
_APART = re.compile(r"\t|｜|\|")
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2}):(\d{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; `kind` is "text", "number", "instant" or "choice" (of `options`, stored value to label)."""

    label: str
    kind: str = "text"
    width: int = 2
    hint: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    known: tuple[str, ...] = ()  # words offered while typing


def text_of(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as one text; tabs and line breaks within a cell become blanks."""
    return "\n".join("\t".join(re.sub(r"[\t\r\n]", " ", cell) for cell in row) for row in rows)


def cells_of(text: str, columns: tuple[Column, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the cells of every line that is not blank, filled up to the number of columns."""
    found = []
    for line in text.splitlines():
        cells = [_clean(cell) for cell in _APART.split(line)]
        if any(cells):
            cells += [""] * (len(columns) - len(cells))
            found.append(tuple(_coded(cell, column) for cell, column in zip(cells, columns, strict=False)))
    return tuple(found)


def _clean(cell: str) -> str:
    return "".join(char for char in cell if unicodedata.category(char)[0] != "C").strip()


def _coded(cell: str, column: Column) -> str:
    """Return the stored value of a choice that was pasted as its label."""
    return next((value for value, label in column.options.items() if cell == label), cell)


def checked(text: str, columns: tuple[Column, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the cells; ValueError names the first row that does not fit."""
    rows = cells_of(text, columns)
    if len(rows) > MOST_ROWS:
        raise ValueError(f"最多 {MOST_ROWS} 行，现在有 {len(rows)} 行，请分开填。")
    for place, row in enumerate(rows, start=1):
        for cell, column in zip(row, columns, strict=True):
            if len(cell) > _LONGEST:
                raise ValueError(f"第 {place} 行“{column.label}”最多 {_LONGEST} 个字，请缩短。")
            if column.options and cell and cell not in column.options:
                raise ValueError(f"第 {place} 行“{column.label}”没有“{cell}”，请从列表里选。")
    return rows


def whole(cell: str, place: int, label: str) -> int:
    """Return a count, 0 for a blank cell; ValueError names the row."""
    text = unicodedata.normalize("NFKC", cell)
    if text and not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise ValueError(f"第 {place} 行“{label}”请只填数字。")
    return int(text or 0)


def fen(cell: str, place: int, label: str) -> int:
    """Return an amount typed in yuan, 0 for a blank cell; ValueError names the row."""
    text = unicodedata.normalize("NFKC", cell).replace(",", "")
    try:
        value = Decimal(text or 0) * 100
    except InvalidOperation:
        raise ValueError(f"第 {place} 行“{label}”请只填数字，例如 220。") from None
    if not value.is_finite() or value != value.to_integral_value() or not 0 <= value <= 10**9:
        raise ValueError(f"第 {place} 行“{label}”的数字不对，请检查小数位和大小。")
    return int(value)


def instant(cell: str, place: int, label: str) -> datetime:
    """Return an instant typed as 2026-11-30T09:00, or as a day alone for its beginning; ValueError names the row."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", cell))
    try:
        if found is None or found[1] is None:
            raise ValueError
        day = date(int(found[1]), int(found[2]), int(found[3]))
        at = time(int(found[4] or 0), int(found[5] or 0))
    except ValueError:
        raise ValueError(f"第 {place} 行“{label}”请填日期和时间，例如 2026-12-01 09:00。") from None
    return datetime.combine(day, at, SHANGHAI).astimezone(UTC)


def instant_cell(at: datetime) -> str:
    """Return an instant as its cell holds it, by the market's clock: 2026-11-23T09:30."""
    return f"{local(at):%Y-%m-%dT%H:%M}"
