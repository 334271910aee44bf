"""素材: the list of pictures, PDF, films and recordings, and where each one is used."""

from __future__ import annotations

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.hall_kinds import MEDIA
from content.admin.login import EDITING
from content.admin.media_list import MediaList
from content.admin.parts import DeskPage
from content.model.codes import Stage


async def _body(desk: Desk) -> None:
    edits = desk.may(EDITING)
    head("素材", "图片、PDF、视频先传到这里，审核通过后，通知、招聘会、课程才能用作配图。",
         ("上传素材", f"{MEDIA.path}/new") if edits else None)  # fmt: skip
    await MediaList(desk).show()


PAGE = DeskPage(path=MEDIA.path, title="素材", menu="素材", place=57, body=_body,
                count=lambda tables, now: tables.media.counts()[Stage.APPROVED])  # fmt: skip
