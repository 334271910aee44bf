"""One form for each kind of hall record, on the desk's editor: open, copy, rows, save and hand in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from content.admin.attachments import attachments
from content.admin.controls import head, not_there
from content.admin.desk import Desk
from content.admin.editor import Craft, Editor
from content.admin.form_bar import form_bar, hand_in
from content.admin.hall_kinds import HallKind
from content.admin.hall_records import copy_of
from content.admin.login import EDITING
from content.admin.picture_field import PictureField, picture_options
from content.admin.row_field import RowField
from content.admin.rows import Column
from content.model.people import Staff

R = TypeVar("R", bound=Any)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsOf:
    """Which field of the form is typed in rows."""

    name: str
    columns: tuple[Column, ...]
    word: str  # on the button for one more


@dataclass(frozen=True, slots=True, kw_only=True)
class HallForm(Generic[R]):
    """What is particular to one form."""

    kind: HallKind[R]
    title: str
    words: str
    blank: Callable[[Staff, datetime], R]
    rows: tuple[RowsOf, ...] = ()


async def wanted(desk: Desk, form: HallForm[R]) -> tuple[R, bool] | None:
    """Return the record the page is about and whether it is stored; a new one may copy another (`?from=`)."""
    named, table = desk.named("id"), form.kind.table
    if named != "new":
        stored = await desk.ask(lambda tables: table(tables).get(named))
        return None if stored is None else (stored, True)
    blank, source = form.blank(desk.staff, desk.now()), desk.named("from")
    earlier = await desk.ask(lambda tables: table(tables).get(source)) if source else None
    return (blank if earlier is None else copy_of(earlier, blank)), False


async def show_form(desk: Desk, form: HallForm[R], craft: Callable[[R], Craft[R]],
                    more: Callable[[Editor[R], dict[str, RowField]], None] | None = None,
                    papers: bool = False) -> None:  # fmt: skip
    """Place the form; `more` adds to it once its fields stand, `papers` are its 附件."""
    found = await wanted(desk, form)
    if found is None:
        not_there(f"这条{form.kind.word}", form.title)
        return
    base, stored = found
    made = craft(base)
    head(form.title if stored else f"新{form.title}", form.words)
    source = desk.named("from")
    editor = Editor(desk, made, base, stored, f"copy of {source}" if source else "new")
    rows = {one.name: RowField(editor.form.part(one.name), one.columns, one.word, desk.may(EDITING))
            for one in form.rows}  # fmt: skip
    if any(spec.name == "media" for group in made.groups for spec in group.fields):
        PictureField(editor.form.part("media"), await desk.ask(picture_options), desk.may(EDITING))
    if more is not None:
        more(editor, rows)
    await editor.open()
    if papers:
        await attachments(desk, form.kind.sort, editor)
    form_bar(desk, editor, form.kind.path, lambda record: f"“{form.kind.named(record)}”",
             hand_in(desk, form.kind.table))  # fmt: skip
