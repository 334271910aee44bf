"""证明 kept with a 就业 or a 帮扶档案: taken in, stored encrypted, and named by the entry that counts by it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from content.admin.attachments import bytes_of
from content.admin.desk import Desk
from content.admin.uploads import FileDrop
from content.feeds.intake import Taken
from content.feeds.recognise import PAPERS, mime_of
from content.model.attachments import Attachment, AttachmentRole
from content.model.audit import Action
from content.model.codes import Role
from content.model.ids import new_id
from content.model.people import Staff
from content.store.database import Tables

Named = Callable[[str], Callable[[Tables, Staff], None]]


def evidence_drop(desk: Desk, subject: str, root: str, named: Named, roles: frozenset[Role],
                  after: Callable[[], Awaitable[None]]) -> None:  # fmt: skip
    """Place the field by which a paper of a file is sent; `named(id)` notes it in the same write."""
    files = desk.parts.market.attachment_files

    async def took(taken: Taken) -> None:
        try:
            plain = await asyncio.to_thread(bytes_of, taken)
        finally:
            taken.drop()
        now = desk.now()
        key = new_id(now)
        sha256 = await asyncio.to_thread(files.put, key, plain)
        paper = Attachment(id=key, subject=subject, subject_id=root, role=AttachmentRole.EVIDENCE,
                           mime=mime_of(plain[:4096]), size=len(plain), sha256=sha256, added_at=now,
                           added_by=desk.staff.id)  # fmt: skip

        def step(tables: Tables, staff: Staff) -> None:
            tables.attachments.add(paper)
            named(key)(tables, staff)
            tables.audit.note(staff, now, Action.UPLOADED, subject=subject, subject_id=root,
                              words=f"附件：{paper.role.label}")  # fmt: skip

        try:
            await desk.change(step, roles)
        except BaseException:
            files.drop(sha256)
            raise
        desk.say("证明已存好，只有工作人员能看。")
        await after()

    FileDrop(desk.parts.tray, desk.staff.id, "传证明", PAPERS, took, marker="drop-evidence")
