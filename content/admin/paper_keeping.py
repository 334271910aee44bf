"""How the desk keeps a paper somebody sent: its encrypted bytes and the row that names them, both or neither."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from content.admin.desk import Desk
from content.feeds.recognise import mime_of
from content.model.attachments import Attachment, AttachmentRole
from content.model.audit import Action
from content.model.codes import Role
from content.model.ids import new_id
from content.model.people import Staff
from content.store.database import Tables

_HEAD = 4096  # bytes that tell what a file is
UseCase = Callable[[Tables, Staff], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which record a paper belongs to, and what it is to it."""

    subject: str
    subject_id: str
    role: AttachmentRole


def _alone(paper_id: str) -> UseCase:
    return lambda tables, staff: None


async def keep_paper(desk: Desk, plain: bytes, about: About, roles: frozenset[Role],
                     beside: Callable[[str], UseCase] = _alone) -> None:  # fmt: skip
    """Keep the bytes of a paper and note who sent it; `beside(id)` is done in the same write.

    ContentError when it may not be or cannot be written; no bytes are left then.
    """
    files, now, key = desk.parts.market.attachment_files, desk.now(), new_id(desk.now())

    def keep() -> None:
        sha256 = files.put(key, plain)

        def step(tables: Tables, staff: Staff) -> None:
            tables.attachments.add(Attachment(
                id=key, subject=about.subject, subject_id=about.subject_id, role=about.role,
                mime=mime_of(plain[:_HEAD]), size=len(plain), sha256=sha256, added_at=now, added_by=staff.id,
            ))  # fmt: skip
            beside(key)(tables, staff)
            tables.audit.note(staff, now, Action.UPLOADED, subject=about.subject, subject_id=about.subject_id,
                              words=f"附件：{about.role.label}")  # fmt: skip

        try:
            desk.write(step, roles)
        except BaseException:
            files.drop(sha256)
            raise

    # all of it in one thread: a page that is ended meanwhile ends the waiting, and never the file of a row that stands
    await asyncio.to_thread(keep)
