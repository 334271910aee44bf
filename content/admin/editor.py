"""The life of one open form: check, save as a draft, submit, and meet another person's save without losing a word."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from nicegui import background_tasks, ui

from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.drafts import Draft, drop_draft, keep_draft, kept_draft
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
PAUSE_S = 1.5  # after the last key
AfterSave = Callable[[Tables, Staff, R, tuple[Finding, ...]], R]


@dataclass(frozen=True, slots=True, kw_only=True)
class Craft(Generic[R]):
    """What is particular to one kind of record."""

    sort: str  # names its drafts
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
        self._resumed()
        self.form = Form(craft.groups, self._values, self._edited)
        self._live = False  # what the page fills in while it is built is no edit
        self._later: asyncio.Task[None] | None = None

    def _resumed(self) -> None:
        with ui.element("div").classes("news").mark("resumed") as self._bar:
            ui.label("上次填了没有保存的内容，已经放回来了。").classes("said")
            action("不要了", self._discard, "discard")
        self._bar.set_visibility(False)

    @property
    def _record(self) -> str:
        return str(self.base.id) if self.stored else "new"

    async def resume(self) -> None:
        """Put back what this person typed into this form and never saved."""
        parts, sort, record, known = self._desk.parts, self._craft.sort, self._record, self._values
        draft = await self._desk.ask(
            lambda tables: kept_draft(tables, parts.keys, sort, self._desk.staff, record, known)
        )
        if draft is not None:
            self.form.fill(draft.changed)
            self._bar.set_visibility(True)
        self._live = True

    async def _discard(self) -> None:
        self.form.fill(self._values)
        self._bar.set_visibility(False)
        await self._keep()

    def _edited(self) -> None:
        if self._later is not None:
            self._later.cancel()
        if self._live:
            self._later = background_tasks.create(self._keep_after_pause(), name="keep draft")

    async def _keep_after_pause(self) -> None:
        await asyncio.sleep(PAUSE_S)
        await self._keep()

    async def _keep(self) -> None:
        changed = {name: value for name, value in self.form.typed().items() if value != self._values[name]}
        draft, keys, sort = Draft(record=self._record, changed=changed), self._desk.parts.keys, self._craft.sort

        def put(tables: Tables, staff: Staff) -> None:
            if changed:
                keep_draft(tables, keys, sort, staff, draft)
            else:
                drop_draft(tables, sort, staff)

        # a draft is a second net: the save itself will say what is wrong
        with suppress(ContentError):
            await self._desk.change(put, EDITING)

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
        if self._later is not None:
            self._later.cancel()
        self._bar.set_visibility(False)
        self.clashes.set_content("")
        self.form.show(saved.findings)
        return saved.record

    def _store(self, tables: Tables, staff: Staff, values: Mapping[str, Any],
               after: AfterSave[R] | None) -> _Saved[R]:  # fmt: skip
        record = self._craft.assemble(self.base, values, staff, self._desk.now())
        if not self.stored:
            record = self._craft.first_save(record, tables)
        kept = self._craft.table(tables).save(record, self.base.version if self.stored else None, staff.id)
        findings = self._craft.check(kept, tables, self._desk.now())
        if after is not None:
            kept = after(tables, staff, kept, findings)
        drop_draft(tables, self._craft.sort, staff)
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
