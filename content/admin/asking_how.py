"""The question how a job was checked once more (R110)."""

from __future__ import annotations

from nicegui import ui

from content.admin.controls import action
from content.model.codes import VerifyMethod


class AskingHow:
    """Asked before a new check is noted; closing it notes nothing."""

    def __init__(self) -> None:
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            self._title = ui.label("").classes("title")
            ui.label("问过单位还招不招、工钱变没变，才点“记下”；变了的请打开岗位改，再提交审核。").classes("sub")
            methods = {one.value: one.label for one in VerifyMethod}
            self._how = ui.select(methods, value=VerifyMethod.PHONE.value, label="怎么核实的").mark("checked-how")
            self._how.props("outlined dense")
            with ui.element("div").classes("foot"):
                action("记下", lambda: self._dialog.submit(self._how.value), "checked-again", "first")
                action("取消", lambda: self._dialog.submit(None))

    async def ask(self, about: str) -> VerifyMethod | None:
        """Ask and wait for the answer."""
        self._title.set_text(f"{about}，再核实过了？")
        answer = await self._dialog
        return VerifyMethod(answer) if answer else None
