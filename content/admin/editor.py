"""The life of one open form: check, save as a draft, submit, and meet another person's save without losing a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from nicegui import ui

from content.admin.desk import Desk
from content.admin.editing import merge
from content.admin.fields import Group, Typed, typed_of, values_of
from content.admin.form import Form
from content.admin.login import EDITING
from content.admin.written import written
from content.errors import ContentError, StaleRecord
from content.model.findings import Finding
from content.model.people import Staff
from content.store.database import Tables
from content.store.records import RecordTable

R = TypeVar("R", bound=Any)
AfterSave = Callable[[Tables, Staff, R, tuple[Finding, ...]], R]


@dataclass(frozen=True, slots=True, kw_only=True)
class Craft(Generic[R]):
    """What is particular to one kind of record."""

    groups: tuple[Group, ...]
    table: Callable[[Tables], RecordTable[R]]
    assemble: Callable[[R, Mapping[str, Any], Staff, datetime], R]
    check: Callable[[R, Tables, datetime], tuple[Finding, ...]]
    first_save: Callable[[R, Tables], R] = lambda record, tables: record


@dataclass(slots=True)
class _Saved(Generic[R]):
    record: R
    findings: tuple[Finding, ...]


class Editor(Generic[R]):
    """One form with its record; `stored` says whether the record is in the database yet."""

    def __init__(self, desk: Desk, craft: Craft[R], base: R, stored: bool) -> None:
        self._desk = desk
        self._craft = craft
        self._values = typed_of(craft.groups, base)
        self.base = base
        self.stored = stored
        self.clashes = ui.html("").classes("w-full").mark("clashes")
        self.form = Form(craft.groups, self._values)

    async def save(self, after: AfterSave[R] | None = None) -> R | None:
        """Store what is typed, then `after` in the same write; None when something is to be mended first."""
        typed = self.form.typed()
        values, wrong = values_of(self._craft.groups, typed)
        if wrong:
            self.form.show(wrong)
            self._desk.warn(f"还有 {len(wrong)} 处要改，改好再保存。填好的内容都还在。")
            return None
        try:
            saved = await self._desk.change(lambda tables, staff: self._store(tables, staff, values, after), EDITING)
        except StaleRecord as stale:
            await self._meet(stale, typed)
            return None
        except ContentError as error:
            self._desk.refuse(error)
            return None
        self.base, self.stored = saved.record, True
        self._values = typed
        self.clashes.set_content("")
        self.form.show(saved.findings)
        return saved.record

    def _store(self, tables: Tables, staff: Staff, values: Mapping[str, Any],
               after: AfterSave[R] | None) -> _Saved[R]:  # fmt: skip
        record = self._craft.assemble(self.base, values, staff, self._desk.now())
        if not self.stored:
            record = self._craft.first_save(record, tables)
        kept = self._craft.table(tables).save(record, self.base.version if self.stored else None)
        findings = self._craft.check(kept, tables, self._desk.now())
        if after is not None:
            kept = after(tables, staff, kept, findings)
        return _Saved(kept, findings)

    async def _meet(self, stale: StaleRecord, mine: dict[str, Typed]) -> None:
        theirs = await self._desk.ask(lambda tables: self._craft.table(tables).get(self.base.id))
        if theirs is None:
            self._desk.refuse(stale)
            return
        other = typed_of(self._craft.groups, theirs)
        both = merge(self._craft.groups, self._values, mine, other)
        self.form.fill(both.filled)
        self.base, self._values = theirs, other
        self.clashes.set_content(written("clashes.html", clashes=both.clashes))
        self._desk.warn("别人刚改过这一条，还没有保存，请看页面上方的对照。")
