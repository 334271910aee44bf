"""设备: the kiosks and service windows that are paired."""

from __future__ import annotations

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.parts import DeskPage
from content.admin.terminals import TerminalList
from content.model.codes import TerminalKind


async def _body(desk: Desk) -> None:
    head("设备", "自助机和服务窗口。断网时它们照常查岗位、登记，联上后自己补送。")
    none = "还没有自助机。按“配对新的自助机”取一个配对码，在机器上输入。"
    await TerminalList(desk, (TerminalKind.KIOSK, TerminalKind.WINDOW), none).show()


PAGE = DeskPage(path="/devices", title="设备", menu="设备", place=90, body=_body)
