"""A form on the page: fields by group, findings beside the field they are about, typed text kept whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.validation_element import ValidationElement
from nicegui.elements.mixins.value_element import ValueElement

from content.admin.fields import Field, Group, Kind, Typed
from content.model.findings import Finding, Severity

_TYPES = {Kind.DAY: "type=date stack-label", Kind.UNTIL: "type=date stack-label",
          Kind.INSTANT: "type=datetime-local stack-label", Kind.WHOLE: "inputmode=numeric",
          Kind.YUAN: "inputmode=decimal", Kind.TENTHS: "inputmode=decimal"}  # fmt: skip
_LONG_LIST = 8  # from here on a list is narrowed by typing


class Form:
    """The fields of one record on the page; the page keeps them, so an error never clears what was typed."""

    def __init__(self, groups: tuple[Group, ...], values: Mapping[str, Typed],
                 on_edit: Callable[[], None] | None = None) -> None:  # fmt: skip
        self._inputs: dict[str, ValueElement[Any]] = {}
        self._notes: dict[str, ui.label] = {}  # beside ticks, which have no place for an error of their own
        self._on_edit = on_edit
        self._other = ui.label("").classes("news wrong").mark("other-findings")
        self._other.set_visibility(False)
        with ui.element("div").classes("form"):
            for group in groups:
                with ui.element("section").classes("group"):
                    ui.label(group.title).classes("group-name")
                    with ui.element("div").classes("grid"):
                        for spec in group.fields:
                            self._inputs[spec.name] = self._place(spec, values.get(spec.name, ""))

    def _place(self, spec: Field, value: Typed) -> ValueElement[Any]:
        label = spec.label + (" *" if spec.needed else "")
        made: ValueElement[Any]
        if spec.kind is Kind.FLAG:
            with ui.element("div").classes(f"w{spec.width}"):
                made = ui.checkbox(label, value=bool(value))
                self._notes[spec.name] = ui.label("").classes("note")
        elif spec.kind is Kind.CHOICE:
            options = dict(spec.choices())
            chosen = value if value in options else None
            made = ui.select(options, label=label, value=chosen, with_input=len(options) > _LONG_LIST)
            made.props("outlined dense options-dense")
        elif spec.kind in (Kind.AREA, Kind.LINES):
            made = ui.textarea(label, value=str(value)).props("outlined dense autogrow")
        else:
            made = ui.input(label, value=str(value)).props(f"outlined dense {_TYPES.get(spec.kind, '')}")
        if spec.hint:
            made._props["hint"] = spec.hint  # by the dictionary: `props()` would parse quotes out of the text
        made.classes(f"w{spec.width}").mark(f"field-{spec.name}")
        made.on_value_change(lambda: self._edited(spec.name))
        return made

    def _edited(self, name: str) -> None:
        part = self._inputs.get(name)
        if isinstance(part, ValidationElement) and part.error:
            part.error = None
        elif name in self._notes:
            self._notes[name].set_text("")
        if self._on_edit is not None:
            self._on_edit()

    def part(self, name: str) -> ValueElement[Any]:
        """Return one field's element, for a page that adds to it."""
        return self._inputs[name]

    def only_read(self) -> None:
        """Let the fields be read and not changed."""
        for part in self._inputs.values():
            part.props("readonly" if isinstance(part, ValidationElement) else "disable")

    def typed(self) -> dict[str, Typed]:
        """Return what stands in the fields now."""
        return {name: part.value if isinstance(part.value, bool) else str(part.value or "")
                for name, part in self._inputs.items()}  # fmt: skip

    def fill(self, values: Mapping[str, Typed]) -> None:
        """Put other values into the fields."""
        for name, value in values.items():
            self._inputs[name].set_value(value)

    def show(self, findings: tuple[Finding, ...]) -> None:
        """Write each finding beside its field; one that has none here goes on top."""
        for part in self._inputs.values():
            if isinstance(part, ValidationElement):
                part.error = None
        for note in self._notes.values():
            note.set_text("")
        others = []
        for finding in findings:
            place = self._inputs.get(finding.field)
            if finding.field in self._notes:
                self._notes[finding.field].set_text(finding.sentence)
            elif not isinstance(place, ValidationElement):
                others.append(finding.sentence)
            elif not place.error or finding.severity is Severity.BLOCK:
                place.error = finding.sentence
        self._other.set_text("　".join(others))
        self._other.set_visibility(bool(others))
