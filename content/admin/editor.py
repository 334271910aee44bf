"""The life of one open form: check, save as a draft, submit, and meet another person's save without losing a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from nicegui import ui

from content.admin.clashes import Clashes
from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.editing import merge
from content.admin.fields import Group, Typed, typed_of, values_of
from content.admin.form import Form
from content.admin.judging import Judge
from content.admin.login import EDITING
from content.admin.pauses import Pause
from content.errors import ContentError, StaleRecord
from content.model.audit import Action
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
    after_save: Callable[[R, Tables], None] = lambda record, tables: None  # what is stored beside it, in the same write
    judged: bool = False  # `check` is asked while somebody types, too


@dataclass(slots=True)
class _Saved(Generic[R]):
    record: R
    findings: tuple[Finding, ...]


class Editor(Generic[R]):
    """One form with its record; `stored` says whether the record is in the database yet.

    What is typed is kept as a draft of the record; of one never stored, under `fresh`.
    """

    def __init__(self, desk: Desk, craft: Craft[R], base: R, stored: bool, fresh: str = "new") -> None:
        self._desk = desk
        self._fresh = fresh
        self._craft = craft
        self._values = typed_of(craft.groups, base)
        self.base = base
        self.stored = stored
        self._clashes = Clashes()
        self._resumed()
        self.judge = Judge(desk, self.typed_record, craft.check) if craft.judged else None
        self.form = Form(craft.groups, self._values, self._edited, self.judge.pressed if self.judge else None,
                         desk.may(EDITING))  # fmt: skip
        if self.judge is not None:
            self.judge.form = self.form
        self.found: tuple[Finding, ...] = ()  # by the last save
        self._live = False  # what the page fills in while it is built is no edit
        self._later = Pause(PAUSE_S, self._keep, "keep draft")
        desk.parts.live.keeping(ui.context.client, self._keep)

    def _resumed(self) -> None:
        with ui.element("div").classes("news").mark("resumed") as self._bar:
            ui.label("上次填了没有保存的内容，已经放回来了。").classes("said")
            action("不要了", self._discard, "discard")
        self._bar.set_visibility(False)

    @property
    def sort(self) -> str:
        """Return what kind of record the form is for."""
        return self._craft.sort

    @property
    def _record(self) -> str:
        return str(self.base.id) if self.stored else self._fresh

    async def open(self) -> None:
        """Show what the rules say of a stored record, and put back what this person typed and never saved."""
        if self.judge is None and self.stored:
            base, check = self.base, self._craft.check
            self.form.show(await self._desk.ask(lambda tables: check(base, tables, self._desk.now())))
        await self._resume()
        self._live = True
        if self.judge is not None:
            await self.judge.look(everything=self.stored)

    async def _resume(self) -> None:
        sort, record = self._craft.sort, self._record
        typed = await self._desk.ask(lambda tables: tables.drafts.get(self._desk.staff.id, sort, record)) or {}
        # the form may have changed since, and the record too
        changed = {name: value for name, value in typed.items() if value != self._values.get(name, value)}
        if changed:
            self.form.fill(changed)
            self._bar.set_visibility(True)

    async def _discard(self) -> None:
        self.form.fill(self._values)
        self._bar.set_visibility(False)
        await self._keep()

    def _edited(self, name: str) -> None:
        if self._live:
            self._later.begin()
            if self.judge is not None:
                self.judge.typed(name)

    def typed_record(self) -> tuple[R, tuple[Finding, ...]]:
        """Return the record as it would be with what is typed now, and what of it does not fit and is left out."""
        values, wrong = values_of(self._craft.groups, self.form.typed())
        return self._craft.assemble(self.base, values, self._desk.staff, self._desk.now()), wrong

    async def _keep(self) -> None:
        changed = {name: value for name, value in self.form.typed().items() if value != self._values[name]}
        sort, record = self._craft.sort, self._record

        def put(tables: Tables, staff: Staff) -> None:
            if changed:
                tables.drafts.keep(staff.id, sort, record, changed, self._desk.now())
            else:
                tables.drafts.drop(staff.id, sort, record)

        # a draft is a second net: the save itself will say what is wrong
        with suppress(ContentError):
            await self._desk.change(put, EDITING, always=True)

    async def save(self, after: AfterSave[R] | None = None) -> R | None:
        """Store what is typed, then `after` in the same write; None when something is to be mended first."""
        typed = self.form.typed()
        values, wrong = values_of(self._craft.groups, typed)
        if wrong:
            if self.judge is not None:
                await self.judge.look(everything=True)
            else:
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
        self.base, self.stored, self.found = saved.record, True, saved.findings
        self._values = typed
        self._later.end()
        self._bar.set_visibility(False)
        self._clashes.clear()
        if self.judge is not None:
            self.judge.saved()
        self.form.show(saved.findings)
        return saved.record

    async def recheck(self) -> None:
        """Show again what the rules say of the record as it is stored, after something beside it changed."""
        if self.stored:
            self.form.show(await self._desk.ask(lambda tables: self._craft.check(self.base, tables, self._desk.now())))

    def _store(self, tables: Tables, staff: Staff, values: Mapping[str, Any],
               after: AfterSave[R] | None) -> _Saved[R]:  # fmt: skip
        record = self._craft.assemble(self.base, values, staff, self._desk.now())
        if not self.stored:
            record = self._craft.first_save(record, tables)
        table = self._craft.table(tables)
        kept = table.save(record, self.base.version if self.stored else None, staff.id)
        self._craft.after_save(kept, tables)
        if not self.stored or kept.version != self.base.version:
            tables.audit.note(staff, self._desk.now(), Action.SAVED, subject=table.table, subject_id=kept.id,
                              words=table.word if self.stored else f"新{table.word}")  # fmt: skip
        findings = self._craft.check(kept, tables, self._desk.now())
        if after is not None:
            kept = after(tables, staff, kept, findings)
        tables.drafts.drop(staff.id, self._craft.sort, self._record)
        return _Saved(kept, findings)

    async def _meet(self, stale: StaleRecord, mine: dict[str, Typed]) -> None:
        def look(tables: Tables) -> tuple[R | None, str]:
            found = self._craft.table(tables).get(self.base.id)
            saver = str(getattr(found, "updated_by", ""))
            return found, next((one.name for one in tables.staff.all() if one.id == saver), "别人")

        theirs, by = await self._desk.ask(look)
        if theirs is None:
            self._desk.refuse(stale)
            return
        other = typed_of(self._craft.groups, theirs)
        both = merge(self._craft.groups, self._values, mine, other)
        self.form.fill(both.filled)
        self.base, self._values = theirs, other
        self._clashes.show(self.form, both, by)
        self._desk.warn("别人刚改过这一条，还没有保存，请看页面上方的对照。")
