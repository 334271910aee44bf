"""附件 on a record's form: the papers it should have, taken in, got again, removed with a reason; never published."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from nicegui import ui

from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.editor import Editor
from content.admin.listing import listing
from content.admin.login import EDITING
from content.admin.media_records import size_words
from content.admin.media_serving import PAPER_READERS, attachment_path
from content.admin.paper_keeping import About, keep_paper
from content.admin.uploads import FileDrop
from content.admin.wording import day_words
from content.admin.written import written
from content.errors import ContentError, StoreError
from content.feeds.intake import Taken
from content.feeds.recognise import PAPERS, FileSort
from content.model.attachments import Attachment, AttachmentRole
from content.model.audit import Action
from content.model.people import Staff
from content.store.database import Tables

ROLES: dict[str, tuple[AttachmentRole, ...]] = {
    "employer": (AttachmentRole.LICENCE, AttachmentRole.AUTHORISATION, AttachmentRole.AGENCY_LICENCE),
    "fair": (AttachmentRole.PLAN, AttachmentRole.EMERGENCY_PLAN, AttachmentRole.SECURITY_PLAN),
    "policy": (AttachmentRole.DOCUMENT,),
    "wage_guide": (AttachmentRole.DOCUMENT,),
}
_NOTES = {"employer": "经办人身份证只看原件、勾“已查验”，不要传照片或扫描件（条例第二十六条）。",
          "fair": "三份方案可以写在上面，也可以在这里传文件（条例第二十八条）。"}  # fmt: skip
_SAVE_FIRST = "这一条还没有保存过。请先按“保存”，再传附件；填好的内容都还在。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper as drawn."""

    id: str
    href: str
    words: str
    gone: str  # who removed it, when and why; "" while it is there


def drawn(one: Attachment, names: Mapping[str, str]) -> Paper:
    """Return how a paper is told on the page."""
    gone = ""
    if one.removed_at is not None:
        who = names.get(one.removed_by, one.removed_by)
        gone = f"{day_words(one.removed_at)} {who}删除：{one.removed_why}"
    words = f"{day_words(one.added_at)} {names.get(one.added_by, one.added_by)}传，{size_words(one.size)}"
    return Paper(id=one.id, href=attachment_path(one.id), gone=gone, words=words)


def bytes_of(taken: Taken) -> bytes:
    """Return the bytes of a paper that was taken in."""
    # of a picture the workshop's copy: decoded once, so it opens, and without what the camera noted
    if taken.sort is FileSort.IMAGE:
        return (taken.folder / str(taken.result["pictures"][0]["name"])).read_bytes()
    return taken.source.read_bytes()


class _Papers:
    """The section of one open form."""

    def __init__(self, desk: Desk, kind: str, editor: Editor[Any]) -> None:
        self._desk, self._kind, self._editor = desk, kind, editor
        self._lists: dict[AttachmentRole, ui.html] = {}
        with ui.element("section").classes("group papers").mark("attachments"):
            ui.label("附件（只有工作人员看得到，不会发布）").classes("group-name")
            if kind in _NOTES:
                ui.label(_NOTES[kind]).classes("sub")
            with ui.element("div").classes("paper-grid"):
                for role in ROLES[kind]:
                    with ui.element("div").classes("paper"):
                        self._place(role)
        self._removal()

    def _place(self, role: AttachmentRole) -> None:
        edits = self._desk.may(EDITING)
        ui.label(role.label).classes("paper-role")
        self._lists[role] = listing(f"papers-{role.value}", self._ask_removal if edits else None)
        if edits:
            FileDrop(self._desk.parts.tray, self._desk.staff.id, f"传{role.label}", PAPERS, partial(self._took, role),
                     marker=f"drop-{role.value}")  # fmt: skip

    def _removal(self) -> None:
        self._wanted = ""
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label("删除这份附件？").classes("title")
            ui.label("文件删了就找不回来；谁删的、为什么删，会一直记着。").classes("sub")
            self._why = ui.textarea(placeholder="为什么删：传错了、换了新的……").mark("why-removed")
            self._why.props("outlined autogrow autofocus")
            with ui.element("div").classes("foot"):
                action("删除", self._remove, "remove-paper", "first")
                action("取消", self._dialog.close)

    async def show(self) -> None:
        """Ask again and redraw the papers."""
        record, reads = str(self._editor.base.id), self._desk.may(PAPER_READERS)

        def look(tables: Tables) -> tuple[tuple[Attachment, ...], dict[str, str]]:
            return tables.attachments.of(self._kind, record), {one.id: one.name for one in tables.staff.all()}

        papers, names = await self._desk.ask(look)
        for role, place in self._lists.items():
            lines = tuple(drawn(one, names) for one in papers if one.role is role)
            place.set_content(written("papers.html", papers=lines, reads=reads, edits=self._desk.may(EDITING)))

    async def _took(self, role: AttachmentRole, taken: Taken) -> None:
        try:
            if not self._editor.stored:
                raise StoreError(_SAVE_FIRST)
            about = About(subject=self._kind, subject_id=str(self._editor.base.id), role=role)
            await keep_paper(self._desk, await asyncio.to_thread(bytes_of, taken), about, EDITING)
        finally:
            taken.drop()
        self._desk.say(f"{role.label}已存好，只有工作人员能看。")
        await self._changed()

    async def _ask_removal(self, name: str, attachment_id: str) -> None:
        self._wanted = attachment_id
        self._why.set_value("")
        self._dialog.open()

    async def _remove(self) -> None:
        now, why, wanted = self._desk.now(), str(self._why.value or ""), self._wanted

        def step(tables: Tables, staff: Staff) -> Attachment:
            gone = tables.attachments.remove(wanted, staff.id, now, why)
            tables.audit.note(staff, now, Action.UPLOADED, subject=gone.subject, subject_id=gone.subject_id,
                              words=f"删除附件：{gone.role.label}（{gone.removed_why}）")  # fmt: skip
            return gone

        try:
            gone = await self._desk.change(step, EDITING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        # after the write: a line that points at nothing is better than a paper nobody knows of
        await asyncio.to_thread(self._desk.parts.market.attachment_files.drop, gone.sha256)
        self._dialog.close()
        self._desk.say("附件已删除。")
        await self._changed()

    async def _changed(self) -> None:
        await self.show()
        await self._editor.recheck()


async def attachments(desk: Desk, kind: str, editor: Editor[Any]) -> None:
    """Place the papers of a record under its form; `kind` is one of `ROLES`."""
    await _Papers(desk, kind, editor).show()
