"""配图 of a record: chosen from 素材 by title, over the text field of the form that keeps their ids a line each."""

from __future__ import annotations

from typing import Any

from nicegui import ui
from nicegui.elements.mixins.value_element import ValueElement

from content.admin.fields import Field, Group, Kind
from content.model.codes import MediaKind, Stage
from content.store.database import Tables
from content.store.records import Page

PICTURES = Group(title="配图", fields=(Field(name="media", label="配图", kind=Kind.LINES, width=12),))
_MOST = 300
SHOWN = (MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.PDF)


def picture_options(tables: Tables, kinds: tuple[MediaKind, ...] = SHOWN) -> dict[str, str]:
    """Return what a record can be shown with, id to title, kind by kind and newest first."""
    found: dict[str, str] = {}
    for kind in kinds:
        items, _ = tables.media.page(Page(filters=(("kind", kind.value),), limit=_MOST))
        for one in items:
            # pages come with their PDF
            if one.stage is not Stage.WITHDRAWN and not one.page_of:
                waits = "" if one.stage is Stage.APPROVED else f" · {one.stage.label}"
                found[one.id] = f"{one.title}（{kind.label}{waits}）"
    return found


class PictureField:
    """The chosen pictures; `text` is the form's own element and stays the one place where they are kept."""

    def __init__(self, text: ValueElement[Any], options: dict[str, str], edits: bool = True) -> None:
        self._text, self._options = text, dict(options)
        text.classes("rows-text")
        slot = text.parent_slot
        if slot is None:
            raise TypeError("the field stands on no page")
        with slot:
            self._choice = ui.select(self._known(), multiple=True, value=self._chosen(), with_input=True,
                                     label="从素材里选，按选的先后显示").classes("w12").mark("pictures")  # fmt: skip
        self._choice.props("outlined dense options-dense use-chips")
        self._choice._props["hint"] = "没有合适的先到“素材”里上传；审核通过的素材才会上屏"
        if not edits:
            self._choice.props("readonly")
        self._choice.on_value_change(self._collect)
        text.on_value_change(self._changed)

    def _chosen(self) -> list[str]:
        return [line for line in str(self._text.value or "").split("\n") if line]

    def _known(self) -> dict[str, str]:
        return self._options | {one: "（素材已经不在）" for one in self._chosen() if one not in self._options}

    def _collect(self) -> None:
        self._text.set_value("\n".join(self._choice.value or ()))

    def _changed(self) -> None:
        if self._chosen() != list(self._choice.value or ()):
            self._choice.set_options(self._known(), value=self._chosen())
