"""What two people changed at once, field by field: each side's words, and whose stand in the form."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import ui
from nicegui.events import GenericEventArguments

from content.admin.editing import Clash, Merge
from content.admin.fields import Kind, Typed
from content.admin.form import Form
from content.admin.written import written

_PICK = (
    "(e) => { const b = e.target.closest('[data-side]'); if (b) emit([b.dataset.side, b.dataset.field]); }"
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One clash as it is drawn; `side` is whose words stand in the form, "mine" or "theirs"."""

    name: str
    label: str
    before: str
    mine: str
    theirs: str
    side: str


def _said(clash: Clash, typed: Typed) -> str:
    if isinstance(typed, bool):
        return "是" if typed else "否"
    return (clash.field.choices().get(typed, typed) if clash.field.kind is Kind.CHOICE else typed) or "（空）"


class Clashes:
    """The comparison above a form; mine stand in it until somebody decides otherwise, and both can be had back."""

    def __init__(self) -> None:
        self._form: Form | None = None
        self._by = ""
        self._merge = Merge(filled={}, taken=(), clashes=())
        self._sides: dict[str, str] = {}
        self._place = ui.html("").classes("w-full").mark("clashes")
        self._place.on("click", self._picked, js_handler=_PICK)

    def show(self, form: Form, found: Merge, by: str) -> None:
        """Draw the comparison; `by` names who saved in between."""
        self._form, self._merge, self._by = form, found, by
        self._sides = dict.fromkeys((one.field.name for one in found.clashes), "mine")
        self._draw()

    def clear(self) -> None:
        """Take it off the page."""
        self._place.set_content("")

    def _draw(self) -> None:
        rows = [
            Row(name=one.field.name, label=one.field.label, before=_said(one, one.before), mine=_said(one, one.mine),
                theirs=_said(one, one.theirs), side=self._sides[one.field.name])
            for one in self._merge.clashes
        ]  # fmt: skip
        self._place.set_content(written("clashes.html", rows=rows, taken=self._merge.taken, by=self._by))

    def _picked(self, event: GenericEventArguments) -> None:
        side, name = (str(part) for part in event.args)
        for one in self._merge.clashes:
            if one.field.name == name and self._form is not None:
                self._sides[name] = side
                self._form.fill({name: one.theirs if side == "theirs" else one.mine})
        self._draw()
