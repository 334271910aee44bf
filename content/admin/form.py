"""A form on the page: fields by group, findings beside the field they are about, typed text kept whatever happens.

A form that is judged while somebody types keeps its remarks in elements of their own below the fields: a field itself
is never sent to the browser again for a finding, as that would put back what stood in it a moment ago.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.validation_element import ValidationElement
from nicegui.elements.mixins.value_element import ValueElement
from nicegui.events import GenericEventArguments

from content.admin.fields import Field, Group, Kind, Typed
from content.admin.remarks import remarks_html
from content.model.findings import Finding, Severity

_TYPES = {Kind.DAY: "type=date stack-label", Kind.UNTIL: "type=date stack-label",
          Kind.INSTANT: "type=datetime-local stack-label", Kind.WHOLE: "inputmode=numeric",
          Kind.YUAN: "inputmode=decimal", Kind.TENTHS: "inputmode=decimal"}  # fmt: skip
_LONG_LIST = 8  # from here on a list is narrowed by typing
# one listener below each field: what the button does, and with which finding
_PRESSED = (
    "(e) => { const b = e.target.closest('[data-offer],[data-beside],[data-apart]'); if (!b) return;"
    " e.preventDefault(); const [deed, place] = Object.entries(b.dataset)[0]; emit([deed, Number(place)]); }"
)
OnRemark = Callable[[str, Finding], Awaitable[None]]  # "offer", "beside" or "apart", and the finding


class Form:
    """The fields of one record on the page; the page keeps them, so an error never clears what was typed."""

    def __init__(self, groups: tuple[Group, ...], values: Mapping[str, Typed],
                 on_edit: Callable[[str], None] | None = None, on_remark: OnRemark | None = None,
                 edits: bool = True) -> None:  # fmt: skip
        """Place the fields; with `on_remark` the form is judged, and that is called by the buttons of a remark."""
        self._inputs: dict[str, ValueElement[Any]] = {}
        self._remarks: dict[str, ui.html] = {}  # below each field of a judged form
        self._found: tuple[Finding, ...] = ()
        self._on_remark, self._edits = on_remark, edits
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
                            self._inputs[spec.name] = self._cell(spec, values.get(spec.name, ""))

    def _cell(self, spec: Field, value: Typed) -> ValueElement[Any]:
        if self._on_remark is None:
            return self._place(spec, value)
        with ui.element("div").classes(f"cell w{spec.width}"):
            made = self._place(spec, value)
            below = ui.html("").classes("remarks").props('aria-live="polite"').mark(f"remarks-{spec.name}")
            below.on("click", self._pressed, js_handler=_PRESSED)
        self._remarks[spec.name] = below
        return made

    async def _pressed(self, event: GenericEventArguments) -> None:
        deed, place = event.args
        if self._on_remark is not None and place < len(self._found):
            await self._on_remark(str(deed), self._found[place])

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
            # every prop of a select sends all its options anew, so they come last
            made = ui.select({}, label=label, with_input=len(options) > _LONG_LIST)
            made.props("outlined dense options-dense")
            made.set_options(options, value=chosen)
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
            self._on_edit(name)

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
        if self._on_remark is not None:
            self._remark(findings)
            return
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
        self._elsewhere(others)

    def _elsewhere(self, sentences: list[str]) -> None:
        self._other.set_text("　".join(sentences))
        self._other.set_visibility(bool(sentences))

    def _remark(self, findings: tuple[Finding, ...]) -> None:
        self._found = findings
        for name, below in self._remarks.items():
            own = [(place, one) for place, one in enumerate(findings) if one.field == name]
            below.set_content(remarks_html(own, str(self._inputs[name].value or "").strip(), self._edits))
        self._elsewhere([one.sentence for one in findings if one.field not in self._remarks])
