"""The documents behind figures, payments, 整改 and violations: sent, kept encrypted, and linked beside each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

from nicegui import ui

from content.admin.attachments import bytes_of
from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.listing import Cell
from content.admin.media_serving import attachment_path
from content.admin.paper_keeping import About, keep_paper
from content.admin.uploads import FileDrop
from content.feeds.intake import Taken
from content.feeds.recognise import PAPERS
from content.model.attachments import AttachmentRole
from content.model.codes import Role
from content.store.database import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The papers of one row: the newest, and how many there are."""

    newest: str
    count: int


def papers_of(tables: Tables, subject: str, ids: Iterable[str]) -> dict[str, Papers]:
    """Return the papers of rows by their id; a row without one is left out."""
    found = {}
    for key in ids:
        standing = [one for one in tables.attachments.of(subject, key) if one.removed_at is None]
        if standing:
            found[key] = Papers(newest=standing[-1].id, count=len(standing))
    return found


def document_cell(words: str, key: str, papers: Mapping[str, Papers]) -> Cell:
    """Return the cell of a document: its words lead to the paper, or say that it is still to be sent."""
    known = papers.get(key)
    if known is None:
        return Cell(text=words, small="还没有传文件")
    more = f"共 {known.count} 份，看的是最新的" if known.count > 1 else "点开看文件"
    return Cell(text=words, href=attachment_path(known.newest), small=more)


class ScorePapers:
    """The question for one row's document."""

    def __init__(self, desk: Desk, show: Callable[[], Awaitable[object]]) -> None:
        self._desk, self._show = desk, show
        self._wanted: tuple[str, str, frozenset[Role]] = ("", "", frozenset())
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label("传依据文件").classes("title")
            ui.label("照片或 PDF，加密存着，不发布。只有负责人、考核组、审计和系统管理员看得到。").classes("sub")
            FileDrop(desk.parts.tray, desk.staff.id, "传文件", PAPERS, self._took, marker="drop-document")
            action("关闭", self._dialog.close)

    def open(self, subject: str, row_id: str, roles: frozenset[Role]) -> None:
        """Ask for the document of a row; `roles` may send it."""
        self._wanted = (subject, row_id, roles)
        self._dialog.open()

    async def _took(self, taken: Taken) -> None:
        try:
            plain = await asyncio.to_thread(bytes_of, taken)
        finally:
            taken.drop()
        subject, row_id, roles = self._wanted
        if not row_id:
            return
        about = About(subject=subject, subject_id=row_id, role=AttachmentRole.DOCUMENT)
        await keep_paper(self._desk, plain, about, roles)
        self._dialog.close()
        self._desk.say("文件已存好。")
        await self._show()
