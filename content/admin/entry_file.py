"""One file of entries on a page: what stands, its form, and every entry it went through."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from typing import Any

from nicegui import ui

from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.fields import Group, Typed, typed_of, values_of
from content.admin.form import Form
from content.admin.listing import Cell, Flag, Row, table
from content.admin.written import written
from content.clock import local
from content.errors import ContentError
from content.model.chains import ChainEntry
from content.model.codes import Role
from content.model.findings import Finding
from content.model.people import Staff
from content.store.database import Tables

Fact = tuple[str, str]
Work = Callable[[dict[str, Any]], Callable[[Tables, Staff], tuple[Finding, ...]]]
_COLUMNS = ("时间", "谁", "记了什么", "为什么")


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A way to keep what stands in the form: its word, its marker, what it does, and what is said after."""

    word: str
    marker: str
    work: Work
    said: str
    look: str = ""


def _words(value: object) -> str:
    if value in (None, "", False):
        return "没有"
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "是" if value is True else str(value)


def history(chain: tuple[ChainEntry, ...], labels: Mapping[str, str], names: Mapping[str, str]) -> tuple[Row, ...]:
    """Return the entries of a file as lines, newest first: what each one said otherwise than the one before."""
    rows, before = [], None
    for entry in chain:
        if before is None:
            told = "建立"
        else:
            known = {one.name for one in fields(entry)} & labels.keys()
            changed = [name for name in labels if name in known and getattr(before, name) != getattr(entry, name)]
            told = "；".join(f"{labels[name]}：{_words(getattr(before, name))} → {_words(getattr(entry, name))}"
                            for name in changed) or "没有变"  # fmt: skip
        flags = (Flag(word="作废", tone="warn"),) if entry.void else ()
        rows.append(Row(id=entry.id, cells=(
            Cell(text=f"{local(entry.written_at):%Y-%m-%d %H:%M}", look="num"),
            Cell(text=names.get(entry.written_by, entry.written_by)),
            Cell(text=told, look="main", flags=flags), Cell(text=entry.reason or "—"),
        )))  # fmt: skip
        before = entry
    return tuple(reversed(rows))


def history_table(rows: tuple[Row, ...]) -> str:
    """Return those lines as a table."""
    return table(_COLUMNS, rows, "还没有记录。")


def typed_entry(groups: tuple[Group, ...], entry: ChainEntry, **own: Typed) -> dict[str, Typed]:
    """Return an entry as it stands in its form: the reason is asked anew each time, `own` are fields it has not."""
    fixed: dict[str, Typed] = {"reason": "", **own}
    plain = tuple(Group(title=group.title, fields=tuple(spec for spec in group.fields if spec.name not in fixed))
                  for group in groups)  # fmt: skip
    return {**typed_of(plain, entry), **fixed}


class FileForm:
    """The form of one file; what was typed stays whatever the answer is, findings stand beside their fields."""

    def __init__(self, desk: Desk, groups: tuple[Group, ...], values: Mapping[str, Typed], roles: frozenset[Role],
                 buttons: tuple[Button, ...], after: Callable[[], Awaitable[None]],
                 title: str = "") -> None:  # fmt: skip
        self._desk, self._groups, self._roles, self._after = desk, groups, roles, after
        if title:
            ui.label(title).classes("section")
        self.form = Form(groups, values)
        self.places: dict[str, ui.button] = {}
        with ui.element("div").classes("foot") as self._bar:
            for one in buttons:
                self.places[one.marker] = action(one.word, self._pressed(one), one.marker, one.look)

    def _pressed(self, button: Button) -> Callable[[], Awaitable[None]]:
        async def press() -> None:
            values, wrong = values_of(self._groups, self.form.typed())
            self.form.show(wrong)
            if wrong:
                self._desk.warn(f"还有 {len(wrong)} 处要改，改好再保存。填好的内容都还在。")
                return
            try:
                found = await self._desk.change(button.work(values), self._roles)
            except ContentError as error:
                self._desk.refuse(error)
                return
            if not self._bar.is_deleted:  # another form of the page was saved meanwhile, and all are drawn anew
                self.form.show(found)
            if found:
                self._desk.warn(f"还有 {len(found)} 处要改，改好再保存。填好的内容都还在。")
                return
            self._desk.say(button.said)
            await self._after()

        return press


def facts_card(facts: tuple[Fact, ...]) -> str:
    """Return what stands of a file as HTML."""
    return written("entry.html", facts=facts)


def teller(desk: Desk, told: Callable[[], Callable[[Tables, Staff], str]], roles: frozenset[Role]) -> None:
    """Place the button that shows name and phone; who looked is on the record."""
    with ui.element("div").classes("news").mark("news") as bar:
        said = ui.label("").classes("said")
    bar.set_visibility(False)

    async def look() -> None:
        try:
            words = await desk.change(told(), roles)
        except ContentError as error:
            desk.refuse(error)
            return
        said.set_text(f"{words}。谁看过已记在操作记录里。")
        bar.set_visibility(True)

    with ui.element("div").classes("foot"):
        action("看姓名和电话", look, "phone")
