"""How a list of records is asked for in SQL: search words, stage, standing, filters, order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from content.clock import calendar_day, to_text
from content.errors import StoreError
from content.model.editorial import Standing

if TYPE_CHECKING:
    from content.store.records import Page, RecordTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The clauses of one list and their values."""

    where: str
    order: str
    values: dict[str, Any]


def _standing(table: RecordTable[Any], wanted: Standing) -> str:
    name, over = table.table, table.over
    if wanted not in (Standing.APPROVED, Standing.PUBLISHED, Standing.EXPIRED):
        return f"{name}.stage = '{wanted.value}'"
    if wanted is Standing.EXPIRED:
        return f"{name}.stage = 'approved' AND {over}" if over else "0"
    carried = "IS NULL" if wanted is Standing.APPROVED else "IS NOT NULL"
    living = f" AND NOT ({over})" if over else ""
    return f"{name}.stage = 'approved' AND {name}.carried_at {carried}{living}"


def _order(table: RecordTable[Any], page: Page) -> str:
    if not page.sort:
        return table.newest_first
    if page.sort not in table.sorts:
        raise StoreError(f"{table.word}列表不能按“{page.sort}”排序，请点表头上的一列。")
    return f"{table.sorts[page.sort]} {'DESC' if page.descending else 'ASC'}, {table.newest_first}"


def listed(table: RecordTable[Any], page: Page, now: datetime) -> Listed:
    """Return the clauses for a page; StoreError for an unknown sort or filter."""
    parts: list[str] = []
    values: dict[str, Any] = {"now": to_text(now), "today": calendar_day(now).isoformat()}
    if page.text.strip():
        condition, words = table.found_by(page.text)
        parts += [condition] if condition else []
        values |= words
    if page.stage is not None and table.staged:
        parts.append(f"{table.table}.stage = :stage")
        values["stage"] = page.stage.value
    if page.standing is not None:
        parts.append(_standing(table, page.standing))
    for place, (name, value) in enumerate(page.filters):
        if name not in table.filters:
            raise StoreError(f"{table.word}列表没有“{name}”这个筛选，请用页面上的筛选条件。")
        parts.append(table.filters[name].replace(":value", f":filter_{place}"))
        values[f"filter_{place}"] = value
    return Listed(where="WHERE " + " AND ".join(parts) if parts else "", order=_order(table, page), values=values)
