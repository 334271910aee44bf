"""The three questions of 对外发布: a text to copy, what was told where, and which poster."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from nicegui import ui

from content.admin.controls import action
from content.admin.outward import Scope
from content.feeds.outward_texts import sms_parts
from content.model.channels import PostChannel
from content.model.places import TOWNSHIPS
from content.model.published import PublicJob
from content.model.trades import trade_groups
from content.reports.posters import SHEETS, PaperSize, jobs_a_sheet, sheets_of

DEEDS = {
    PostChannel.BULLETIN: "我已更新公告栏", PostChannel.WEBSITE: "我已发到官网", PostChannel.PLATFORM: "我已发到平台",
    PostChannel.WECHAT: "我已推送", PostChannel.SMS: "我已群发", PostChannel.POSTER: "我已张贴",
}  # fmt: skip
_WHERE = {PostChannel.SMS: "发给了多少人、哪些人（可以不填）", PostChannel.POSTER: "贴在哪些乡镇、社区（可以不填）"}


class TextDialog:
    """A text to copy, how long it is, and what to do once it is out."""

    def __init__(self, on_told: Callable[[PostChannel], Awaitable[None]]) -> None:
        self._on_told = on_told
        with ui.dialog() as self._dialog, ui.card().classes("ask wide"):
            self._title = ui.label("").classes("title")
            self._tabs = ui.element("div").classes("foot")
            self._text = ui.textarea().props("outlined readonly").classes("paste").mark("text")
            self._length = ui.label("").classes("sub").mark("length")
            self._foot = ui.element("div").classes("foot")

    def open(self, title: str, texts: Mapping[str, str], told: tuple[PostChannel, ...]) -> None:
        """Show the first of some texts by name; `told` are the channels that may be noted from here."""
        self._title.set_text(title)
        self._tabs.clear()
        with self._tabs:
            for name, text in texts.items() if len(texts) > 1 else ():
                action(name, partial(self._show, name, text), f"tab-{name}")
        self._show(*next(iter(texts.items())))
        self._foot.clear()
        with self._foot:
            action("复制", self._copy, "copy", "brand")
            for channel in told:
                action(DEEDS[channel], partial(self._tell, channel), f"told-{channel.value}")
            action("关闭", self._dialog.close, "shut")
        self._dialog.open()

    def _show(self, name: str, text: str) -> None:
        self._text.set_value(text)
        parts = f"，按 {sms_parts(text)} 条短信计费" if "短信" in name else ""
        self._length.set_text(f"{name}：共 {len(text)} 个字{parts}。复制后可以再改。")

    def _copy(self) -> None:
        ui.clipboard.write(str(self._text.value))
        ui.notify("已复制，到对方页面里粘贴。", type="positive", position="top")

    async def _tell(self, channel: PostChannel) -> None:
        self._dialog.close()
        await self._on_told(channel)


class ToldDialog:
    """Asks what stands on a channel now, and where; answers None when it was closed."""

    def __init__(self) -> None:
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            self._title = ui.label("").classes("title")
            self._what = ui.select({}, label="发了什么").props("outlined dense options-dense").mark("told-what")
            self._note = ui.input("").props("outlined dense maxlength=200").mark("told-note")
            ui.label("时间和您的名字会自动记下；记下以后不能改。").classes("sub")
            with ui.element("div").classes("foot"):
                action("记下", lambda: self._dialog.submit(True), "told", "first")
                action("取消", lambda: self._dialog.submit(False))

    async def ask(self, channel: PostChannel, choices: Mapping[str, str], chosen: str) -> tuple[str, str] | None:
        """Return which of the choices was told, and the note typed."""
        self._title.set_text(f"{DEEDS[channel]}，记一笔")
        self._what.set_options(dict(choices), value=chosen)
        self._what.set_visibility(len(choices) > 1)
        self._note.props(f'label="{_WHERE.get(channel, "网址或说明（可以不填）")}"')
        self._note.set_value("")
        if not await self._dialog:
            return None
        return str(self._what.value), str(self._note.value or "")


class PosterDialog:
    """Which jobs, which paper, how many sheets; says what will come out before it is drawn."""

    def __init__(self, on_draw: Callable[[Scope, PaperSize, int], Awaitable[None]]) -> None:
        self._on_draw = on_draw
        self._jobs: tuple[PublicJob, ...] = ()
        self._now: datetime | None = None
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label("社区乡镇海报").classes("title")
            self._scope = self._choice({"": "全县"}, "", "哪里的、什么工种", "scope")
            self._fresh = ui.checkbox("只印最近 7 天新增的", on_change=self._tell).mark("fresh")
            self._size = self._choice({one.value: one.label for one in PaperSize}, PaperSize.A4.value, "纸张", "size")
            sheets = {1: "1 张", SHEETS: f"最多 {SHEETS} 张", 4: "最多 4 张"}
            self._most = self._choice(sheets, SHEETS, "印几张", "most")
            self._says = ui.label("").classes("sub").mark("poster-says")
            with ui.element("div").classes("foot"):
                self._draw = action("做海报（PDF）", self._drawn, "draw", "first")
                action("关闭", self._dialog.close)

    def _choice(self, options: Mapping[Any, str], value: str | int, label: str, marker: str) -> ui.select:
        choice = ui.select(dict(options), value=value, label=label, on_change=self._tell)
        return choice.props("outlined dense options-dense").mark(f"poster-{marker}")

    def open(self, jobs: tuple[PublicJob, ...], now: datetime) -> None:
        """Ask about the jobs of the edition in force."""
        self._jobs, self._now = jobs, now
        townships = {f"t{code}": name for code, name in TOWNSHIPS.items()}
        groups = {f"g{code}": name for code, name in trade_groups().items()}
        counted = {f"t{code}": 0 for code in TOWNSHIPS} | {f"g{code}": 0 for code in trade_groups()}
        for job in jobs:
            for key in (f"t{job.township_code}", f"g{job.trade_group}"):
                counted[key] = counted.get(key, 0) + 1
        named = {key: f"{name}（{counted[key]} 个）" for key, name in (townships | groups).items() if counted[key]}
        chosen = self._scope.value if self._scope.value in named else ""
        self._scope.set_options({"": f"全县（{len(jobs)} 个）", **named}, value=chosen)
        self._tell()
        self._dialog.open()

    def _asked(self) -> tuple[Scope, PaperSize, int]:
        key = str(self._scope.value or "")
        word = TOWNSHIPS.get(key[1:], "") if key.startswith("t") else trade_groups().get(key[1:], "")
        scope = Scope(word=word, township=key[1:] if key.startswith("t") else "", fresh=bool(self._fresh.value),
                      group=key[1:] if key.startswith("g") else "")  # fmt: skip
        return scope, PaperSize(str(self._size.value)), int(self._most.value or 1)

    def _tell(self) -> None:
        if self._now is None:
            return
        scope, size, most = self._asked()
        jobs = scope.of(self._jobs, self._now)
        sheets = sheets_of(jobs, size, most)
        left = len(jobs) - sum(map(len, sheets))
        more = f"，还有 {left} 个写明“打电话问”" if left else ""
        says = f"{len(jobs)} 个岗位，{size.value} 每张 {jobs_a_sheet(size)} 个，印 {len(sheets)} 张{more}。"
        self._says.set_text(says if jobs else "这个范围里现在没有岗位，换一个再印。")
        self._draw.set_enabled(bool(jobs))

    async def _drawn(self) -> None:
        self._says.set_text("正在画，要几秒钟……")
        await self._on_draw(*self._asked())
        self._tell()
