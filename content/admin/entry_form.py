"""A form whose every saving adds an entry: typed, checked beside its fields, kept, and empty for the next one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import ui

from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.fields import Field, Group, Kind, Typed, values_of
from content.admin.form import Form
from content.errors import ContentError
from content.model.findings import Finding

# takes the values, keeps the entry, and returns what is wrong instead where something is
Keep = Callable[[Mapping[str, Any]], Awaitable[tuple[Finding, ...]]]


def _needed(groups: tuple[Group, ...], typed: Mapping[str, Typed]) -> tuple[Finding, ...]:
    def word(spec: Field) -> str:
        return "请从列表里选" if spec.kind is Kind.CHOICE else "请填"

    return tuple(Finding(field=spec.name, sentence=f"{word(spec)}“{spec.label}”。") for group in groups
                 for spec in group.fields if spec.needed and not str(typed.get(spec.name, "")).strip())  # fmt: skip


class EntryForm:
    """The form with its button; `marker` names the button."""

    def __init__(self, desk: Desk, groups: tuple[Group, ...], keep: Keep, word: str, marker: str) -> None:
        self._desk, self._groups, self._keep = desk, groups, keep
        self._empty: dict[str, Typed] = {spec.name: "" for group in groups for spec in group.fields}
        with ui.element("div").classes("new-entry"):
            self.form = Form(groups, self._empty)
            with ui.element("div").classes("foot"):
                action(word, self._save, marker, "brand")

    async def _save(self) -> None:
        typed = self.form.typed()
        values, wrong = values_of(self._groups, typed)
        found = _needed(self._groups, typed) or wrong
        if not found:
            try:
                found = await self._keep(values)
            except ContentError as error:
                self._desk.refuse(error)
                return
        self.form.show(found)
        if found:
            self._desk.warn(f"还有 {len(found)} 处要改，填好的内容都还在。")
            return
        self.form.fill(self._empty)
        self._desk.say("已记下。")
