"""信息屏: the screens that are paired."""

from __future__ import annotations

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.parts import DeskPage
from content.admin.terminals import TerminalList
from content.model.codes import TerminalKind


async def _body(desk: Desk) -> None:
    head("信息屏", "大厅里的信息发布屏。断网时照常播放最近的一期。")
    none = "还没有信息屏。按“配对新的信息屏”取一个配对码，在屏上输入。"
    await TerminalList(desk, (TerminalKind.SCREEN,), none).show()


PAGE = DeskPage(path="/screens", title="信息屏", menu="信息屏", place=60, body=_body)
