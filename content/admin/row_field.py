"""Rows on the page, over a text field of the form that keeps them: type cell by cell, or paste all at once."""

from __future__ import annotations

from typing import Any

from nicegui import ui
from nicegui.elements.mixins.value_element import ValueElement

from content.admin.controls import action
from content.admin.rows import Column, cells_of, text_of

_TYPES = {"instant": "type=datetime-local", "number": "inputmode=decimal", "text": ""}


class RowField:
    """The rows of one field; `text` is the form's own element and stays the one place where they are kept."""

    def __init__(self, text: ValueElement[Any], columns: tuple[Column, ...], word: str, edits: bool = True) -> None:
        self._text, self._columns, self._edits = text, columns, edits
        self._inputs: list[tuple[ValueElement[Any], ...]] = []
        self._own: str | None = None
        text.classes("rows-text")
        slot = text.parent_slot
        if slot is None:
            raise TypeError("the field stands on no page")
        with slot, ui.element("div").classes("w12 rows") as box:
            self._body = ui.element("div").classes("rows-body")
            with ui.element("div").classes("rows-foot") as self.foot:
                if edits:
                    action(word, self._add, f"add-{text._markers[0] if text._markers else 'row'}")
                    action("整段粘贴", self._paste)
        box.move(target_index=slot.children.index(text) + 1)
        text.on_value_change(self._changed)
        self._draw()

    def _changed(self) -> None:
        if self._text.value != self._own:
            self._draw()

    def _draw(self) -> None:
        self._own = str(self._text.value or "")
        self._inputs = []
        self._body.clear()
        rows = cells_of(self._own, self._columns)
        with self._body:
            if rows or self._edits:
                self._head()
            # one blank row invites to type
            for row in rows or (("",) * len(self._columns),) * self._edits:
                self._line(row)

    def _head(self) -> None:
        with ui.element("div").classes("rows-line rows-head"):
            for column in self._columns:
                ui.label(column.label).classes(f"c{column.width}")

    def _line(self, cells: tuple[str, ...]) -> None:
        with ui.element("div").classes("rows-line") as line:
            made = tuple(self._cell(cell, column) for cell, column in zip(cells, self._columns, strict=True))
            self._inputs.append(made)
            if self._edits:
                def drop() -> None:
                    self._inputs.remove(made)
                    line.delete()
                    self._collect()

                ui.button("删", color=None, on_click=drop).props("flat dense no-caps tabindex=-1").classes("rows-drop")

    def _cell(self, cell: str, column: Column) -> ValueElement[Any]:
        made: ValueElement[Any]
        if column.options:
            made = ui.select(dict(column.options), value=cell if cell in column.options else None)
            made.props("outlined dense options-dense")
        else:
            made = ui.input(value=cell, placeholder=column.hint or None, autocomplete=list(column.known) or None)
            made.props(f"outlined dense {_TYPES.get(column.kind, '')}")
        made.props(f'aria-label="{column.label}"').classes(f"c{column.width}")
        if not self._edits:
            made.props("readonly")
        made.on_value_change(self._collect)
        return made

    def _collect(self) -> None:
        rows = ([str(part.value or "") for part in row] for row in self._inputs)
        self._own = text_of(row for row in rows if any(row))
        self._text.set_value(self._own)

    def add(self, cells: tuple[str, ...]) -> None:
        """Put a row under the others."""
        with self._body:
            self._line(cells)
        self._collect()

    def put(self, column: int, cells: tuple[str, ...]) -> None:
        """Put a row in place of the one with the same cell in that column, else under the others."""
        rows = [tuple(str(part.value or "") for part in row) for row in self._inputs]
        kept = [row for row in rows if any(row) and row[column] != cells[column]]
        self._text.set_value(text_of([*kept, cells]))

    def _add(self) -> None:
        # blank, so there is no text to keep yet
        with self._body:
            self._line(("",) * len(self._columns))

    def _paste(self) -> None:
        self._text.classes(toggle="rows-text")
