"""证明 kept with a 就业 or a 帮扶档案: taken in, stored encrypted, and named by the entry that counts by it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from content.admin.attachments import bytes_of
from content.admin.desk import Desk
from content.admin.paper_keeping import About, UseCase, keep_paper
from content.admin.uploads import FileDrop
from content.feeds.intake import Taken
from content.feeds.recognise import PAPERS
from content.model.attachments import AttachmentRole
from content.model.codes import Role

Named = Callable[[str], UseCase]


def evidence_drop(desk: Desk, subject: str, root: str, named: Named, roles: frozenset[Role],
                  after: Callable[[], Awaitable[None]]) -> None:  # fmt: skip
    """Place the field by which a paper of a file is sent; `named(id)` notes it in the same write."""

    async def took(taken: Taken) -> None:
        try:
            plain = await asyncio.to_thread(bytes_of, taken)
        finally:
            taken.drop()
        about = About(subject=subject, subject_id=root, role=AttachmentRole.EVIDENCE)
        await keep_paper(desk, plain, about, roles, named)
        desk.say("证明已存好，只有工作人员能看。")
        await after()

    FileDrop(desk.parts.tray, desk.staff.id, "传证明", PAPERS, took, marker="drop-evidence")
