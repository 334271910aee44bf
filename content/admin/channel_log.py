"""The list of what was told outside: by channel and kind, to read and to hand to an audit."""

from __future__ import annotations

import asyncio

from nicegui import ui

from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.listing import ROWS, Cell, Pager, Row, listing, table
from content.admin.parts import MOUNT
from content.clock import local
from content.errors import ContentError
from content.feeds.spreadsheet import as_csv
from content.model.channels import ChannelPost, PostChannel, Posted
from content.store.channel_posts import PostPage
from content.store.database import Tables

_COLUMNS = ("时间", "渠道", "发了什么", "谁", "网址、地点或说明")


def told_words(post: ChannelPost) -> str:
    """Return what a line is about: 第 12 期岗位, or the title of a fair or article."""
    return f"{post.what.label}：{post.title}" if post.title else f"第 {post.edition_number} 期{post.what.label}"


def _row(post: ChannelPost, names: dict[str, str]) -> Row:
    fair = post.what is Posted.FAIR
    return Row(id=post.id, cells=(
        Cell(text=f"{local(post.at):%Y-%m-%d %H:%M}", look="num"),
        Cell(text=post.channel.label, look="main"),
        Cell(text=told_words(post), href=f"{MOUNT}/fairs/{post.subject_id}" if fair else ""),
        Cell(text=names.get(post.by, "—")),
        Cell(text=post.note or "—"),
    ))  # fmt: skip


def log_sheet(posts: tuple[ChannelPost, ...], names: dict[str, str]) -> bytes:
    """Return the lines as CSV."""
    return as_csv(_COLUMNS, ((f"{local(post.at):%Y-%m-%d %H:%M:%S}", post.channel.label, told_words(post),
                              names.get(post.by, ""), post.note) for post in posts))  # fmt: skip


class ChannelLog:
    """The open list."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with ui.element("div").classes("tools"):
            self._channel = self._chosen("channel", {"": "全部渠道"} | {one.value: one.label for one in PostChannel})
            self._what = self._chosen("what", {"": "全部内容"} | {one.value: one.label for one in Posted})
            action("导出记录", self._export, "export-log")
        self._table = listing("log")
        self._pager = Pager(self.show)

    def _chosen(self, name: str, choices: dict[str, str]) -> ui.select:
        named = self._desk.named(name)
        choice = ui.select(choices, value=named if named in choices else "", on_change=self._again)
        return choice.props("outlined dense options-dense").mark(f"log-{name}")

    def _asked(self, offset: int = 0) -> PostPage:
        channel, what = str(self._channel.value or ""), str(self._what.value or "")
        return PostPage(channel=PostChannel(channel) if channel else None, what=Posted(what) if what else None,
                        limit=ROWS, offset=offset)  # fmt: skip

    async def show(self) -> None:
        """Ask again and redraw."""
        page = self._asked(self._pager.offset)

        def look(tables: Tables) -> tuple[tuple[Row, ...], int]:
            names = {one.id: one.name for one in tables.staff.all()}
            posts, total = tables.channel_posts.page(page)
            return tuple(_row(post, names) for post in posts), total

        try:
            rows, total = await self._desk.ask(look)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._table.set_content(table(_COLUMNS, rows, "还没有记录。发到一个渠道后，在上面点一下“我已……”就记在这里。"))
        self._pager.show(len(rows), total)

    async def _again(self) -> None:
        self._pager.offset = 0
        await self.show()

    async def _export(self) -> None:
        page = self._asked()
        try:
            posts, names = await self._desk.ask(lambda tables: (
                tuple(tables.channel_posts.every(page)), {one.id: one.name for one in tables.staff.all()}))
        except ContentError as error:
            self._desk.refuse(error)
            return
        ui.download(await asyncio.to_thread(log_sheet, posts, names), "渠道记录.csv", "text/csv")
