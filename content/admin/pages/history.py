"""修改记录 of one record: who, when, what, field by field; look at a version, and go back to it."""

from __future__ import annotations

from nicegui import ui

from content.admin.controls import Sure, action, head, not_there
from content.admin.desk import Desk
from content.admin.histories import HistoryKind, RecordHistory, beside_now, go_back, history_kind, history_of
from content.admin.listing import listing
from content.admin.login import AUDITING, EDITING, REVIEWING
from content.admin.parts import DeskPage
from content.admin.written import written
from content.errors import ContentError
from content.model.codes import Stage


class _Page:
    """The open page of one record."""

    def __init__(self, desk: Desk, kind: HistoryKind, record_id: str) -> None:
        self._desk, self._kind, self._id = desk, kind, record_id
        self._here = f"/history/{kind.sort}/{record_id}"
        self._seen = 0
        self._sure = Sure("现在的内容也留在修改记录里，不会丢。大厅里看得到的改回去以后，要重新审核。", "回到这一版")

    async def show(self) -> None:
        """Place the versions, or one of them beside the record of now."""
        found = await self._desk.ask(lambda tables: history_of(self._kind, self._id, tables))
        if found is None:
            not_there(f"这条{self._kind.word}", self._kind.word)
            return
        self._seen = found.version
        named = self._desk.named("version")
        if named.isdigit():
            await self._show_one(found, int(named))
        else:
            self._show_all(found)

    def _show_all(self, found: RecordHistory) -> None:
        head(f"修改记录：{found.name or '（没有名称）'}", "谁在什么时候改了什么；从哪一版都能回去，回去也留下记录。")
        place = listing("versions", self._restore)
        place.set_content(written("history.html", versions=found.versions, restores=self._desk.may(EDITING),
                                  here=self._desk.href(self._here)))  # fmt: skip
        with ui.element("div").classes("foot"):
            self._back_to_form()

    async def _show_one(self, found: RecordHistory, version: int) -> None:
        rows = await self._desk.ask(lambda tables: beside_now(self._kind, self._id, version, tables))
        line = next((one for one in found.versions if one.own and one.version == version), None)
        if rows is None or line is None:
            not_there("这一版", "修改记录")
            return
        head(f"第 {version} 版：{found.name}", f"{line.at} {line.who} {line.deed}。和现在不一样的栏标了底色。")
        table = written("beside.html", rows=rows, left=f"第 {version} 版", right="现在")
        ui.html(table).classes("w-full").mark("beside-now")
        with ui.element("div").classes("bar"):
            if self._desk.may(EDITING) and version != found.version:
                action("回到这一版", lambda: self._restore("restore", str(version)), "restore", "first")
            ui.link("全部修改记录", self._here).classes("act quiet")
            self._back_to_form()

    def _back_to_form(self) -> None:
        ui.link(f"打开这条{self._kind.word}", f"{self._kind.path}/{self._id}").classes("act quiet")

    async def _restore(self, _deed: str, version: str) -> None:
        if not await self._sure.ask(f"回到第 {version} 版？"):
            return
        step = go_back(self._kind, self._id, int(version), self._seen, self._desk.now())
        try:
            record = await self._desk.change(step, EDITING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        waits = getattr(record, "stage", None) is Stage.SUBMITTED
        self._desk.say(f"已回到第 {version} 版" + ("，等审核员审核。" if waits else "。"))
        self._desk.go(self._here)


async def _body(desk: Desk) -> None:
    kind = history_kind(desk.named("sort"))
    if not desk.may(kind.readers):
        head("修改记录", "您的账号不能看这一类记录，需要的话请找系统管理员。")
        return
    await _Page(desk, kind, desk.named("id")).show()


PAGE = DeskPage(path="/history/{sort}/{id}", title="修改记录", roles=EDITING | REVIEWING | AUDITING, body=_body)
