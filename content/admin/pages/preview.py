"""预览草稿: what publishing now would bring, on the real player and phone pages, before anybody else sees it."""

from __future__ import annotations

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.login import EDITING, REVIEWING
from content.admin.parts import DeskPage
from content.admin.previews import PHONE, SCREEN
from content.admin.releases import publish_now
from content.admin.written import written
from content.errors import ContentError


class _Room:
    """The open page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        head("预览草稿", "草稿只有登录的人看得到，不会上自助机和信息屏，也不算播放记录。")
        self._state = ui.label("正在生成草稿……").classes("sub").mark("state")
        with ui.element("div").classes("foot"):
            action("重新生成预览", self.show, "draft")
            self._publish = action("就这样发布", self._published, "publish", "first")
            self._publish.set_visibility(desk.may(REVIEWING))
            self._publish.set_enabled(False)  # nobody publishes what they have not seen yet
        self._changes = ui.html("").classes("w-full").mark("difference")
        ui.label("信息屏").classes("section")
        with ui.element("div").classes("looks"):
            self._screen = ui.element("iframe").classes("look-screen").mark("screen")
        with ui.element("div").classes("foot"):
            ui.link("整屏打开横屏", f"{SCREEN}/", new_tab=True).classes("act quiet")
        ui.label("岗位页、政策页（手机和自助机扫码看到的）").classes("section")
        self._phone = ui.element("iframe").classes("look-phone").mark("phone")

    async def show(self) -> None:
        """Build the draft anew and show it."""
        publisher, now = self._desk.parts.publisher, self._desk.now()
        try:
            found = await self._desk.work(lambda staff: (publisher.draft(), publisher.difference(now)),
                                          EDITING | REVIEWING)  # fmt: skip
        except ContentError as error:
            self._state.set_text("没有生成草稿。")
            self._desk.refuse(error)
            return
        held, difference = found
        manifest = held.manifest
        self._state.set_text(f"第 {manifest.number} 期草稿，刚刚生成。")
        self._changes.set_content(written("difference.html", lines=difference.words(), held_back=difference.held_back))
        self._publish.set_enabled(True)
        # the order makes it another address, so that both frames load again
        self._screen.props(f'src="{SCREEN}/?draft={manifest.order}" title="信息屏预览"')
        self._phone.props(f'src="{PHONE}/?draft={manifest.order}" title="手机页预览"')

    async def _published(self) -> None:
        try:
            number = await publish_now(self._desk)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._desk.say(f"第 {number} 期已发布，自助机和信息屏正在更新。")
        await self.show()


async def _body(desk: Desk) -> None:
    room = _Room(desk)
    await desk.drawn()
    await room.show()


PAGE = DeskPage(path="/preview", title="预览草稿", body=_body, roles=EDITING | REVIEWING)
