"""The list of 素材: small pictures, kinds and stages as tabs, where each one is used, and 撤下."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from nicegui import ui
from nicegui.events import GenericEventArguments

from content.admin.controls import Sure
from content.admin.desk import Desk
from content.admin.hall_kinds import ARTICLES, COURSES, FAIRS, MEDIA, NOTICES, withdraw
from content.admin.listing import PICK, ROWS, Pager, listing
from content.admin.media_records import facts
from content.admin.media_serving import media_path
from content.admin.parts import MOUNT
from content.admin.releases import CLOSING
from content.admin.review_kinds import JOBS, POLICIES
from content.admin.wording import last_day_words
from content.admin.written import written
from content.errors import ContentError
from content.model.codes import MediaKind, Stage
from content.model.editorial import Standing, standing
from content.model.media import MediaItem
from content.store.database import Tables
from content.store.media import Use
from content.store.records import Page

KINDS = {"": "全部种类", **{kind.value: kind.label for kind in
                        (MediaKind.IMAGE, MediaKind.PDF, MediaKind.VIDEO, MediaKind.AUDIO)}}  # fmt: skip
_PATHS = {"licences": "/market", **{one.sort: one.path for one in (JOBS, POLICIES, COURSES, FAIRS, ARTICLES, NOTICES)}}
_TONES = {Standing.SUBMITTED: "warn", Standing.RETURNED: "", Standing.APPROVED: "warn", Standing.PUBLISHED: "good"}
_USES = 3  # named in a row; the form names all
_NONE = "没有找到素材。换个词或种类试试，或者点右上角“上传素材”。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place that shows a 素材, as a link."""

    title: str
    href: str


def place_of(use: Use) -> Place:
    """Return the page of the desk where a use is changed."""
    path = MOUNT + _PATHS[use.table]
    return Place(title=use.title or "（没有名称）", href=f"{path}/{use.id}" if use.id else path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    id: str
    title: str
    href: str
    picture: str
    kind: str
    facts: str
    where: tuple[str, ...]
    uses: tuple[Place, ...]
    more: int
    until: str
    state: str
    tone: str
    note: str
    withdraws: bool


def _line(item: MediaItem, uses: tuple[Use, ...], pages: tuple[MediaItem, ...], now: datetime, closes: bool) -> _Line:
    where = standing(item, item.shown_until, now)
    small = pages[0].sha256 if pages else item.sha256 if item.kind is MediaKind.IMAGE else ""
    return _Line(
        id=item.id, title=item.title, href=f"{MOUNT}{MEDIA.path}/{item.id}",
        picture=media_path(small, True) if small else "",
        kind=item.kind.label, facts=facts(item, len(pages)) if item.sha256 else "还没有文件",
        where=("信息屏轮播",) * item.on_screens + ("语音提示",) * bool(item.prompt),
        uses=tuple(place_of(use) for use in uses[:_USES]), more=max(len(uses) - _USES, 0),
        until=last_day_words(item.shown_until) if item.shown_until else "长期", state=where.label,
        tone=_TONES.get(where, "calm"), note=item.review_note if item.stage is Stage.RETURNED else "",
        withdraws=closes and item.stage is not Stage.WITHDRAWN,
    )  # fmt: skip


class MediaList:
    """One open list; what is looked for stands in the address."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._closes = desk, desk.may(CLOSING)
        stage, kind = desk.named("stage"), desk.named("kind")
        self._stage = Stage(stage) if stage in {one.value for one in Stage} else None
        self._kind = kind if kind in KINDS else ""
        with ui.element("div").classes("tools"):
            self._text = ui.input(placeholder="名称、文件名", value=desk.named("text"), on_change=self._again)
            self._text.props("outlined dense clearable debounce=250").classes("search").mark("search")
            self._kinds = ui.html("").mark("kinds")
            self._kinds.on("click", self._pick_kind, js_handler=PICK)
            self._tabs = ui.html("").classes("apart").mark("stages")
            self._tabs.on("click", self._pick_stage, js_handler=PICK)
        self._table = listing("list", self._withdraw if self._closes else None)
        self._pager = Pager(self.show)
        self._sure = Sure("撤下后不能恢复，用到它的地方不再显示它；要再用，重新上传送审。", "撤下")

    async def show(self) -> None:
        """Ask again and redraw the rows."""
        now, text = self._desk.now(), str(self._text.value or "")
        filters = (("kind", self._kind),) if self._kind else ()
        if not (self._kind or text or self._stage):
            filters = (("spoken", "0"),)  # recordings of prompts have a page of their own
        page = Page(text=text, stage=self._stage, filters=filters, limit=ROWS, offset=self._pager.offset)

        def look(tables: Tables) -> tuple[tuple[_Line, ...], int, dict[Stage, int]]:
            items, total = tables.media.page(page)
            uses = tables.media.used_in(one.id for one in items)
            pages = {one.id: tables.media.pages_of(one.id) for one in items if one.kind is MediaKind.PDF}
            lines = tuple(_line(one, uses[one.id], pages.get(one.id, ()), now, self._closes) for one in items)
            return lines, total, tables.media.counts()

        try:
            rows, total, counts = await self._desk.ask(look)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._table.set_content(written("media_rows.html", rows=rows, nothing=_NONE))
        self._kinds.set_content(written("kinds.html", kinds=KINDS, chosen=self._kind))
        self._tabs.set_content(written("stages.html", counts=counts, chosen=self._stage))
        self._pager.show(len(rows), total)

    async def _again(self) -> None:
        self._pager.offset = 0
        words = {"text": str(self._text.value or ""), "kind": self._kind,
                 "stage": self._stage.value if self._stage else ""}  # fmt: skip
        query = urlencode({key: value for key, value in words.items() if value})
        ui.navigate.history.replace(self._desk.href(MEDIA.path) + (f"?{query}" if query else ""))
        await self.show()

    async def _pick_kind(self, event: GenericEventArguments) -> None:
        self._kind = str(event.args) if event.args in KINDS else ""
        await self._again()

    async def _pick_stage(self, event: GenericEventArguments) -> None:
        self._stage = Stage(event.args) if event.args else None
        await self._again()

    async def _withdraw(self, name: str, media_id: str) -> None:
        uses = (await self._desk.ask(lambda tables: tables.media.used_in([media_id])))[media_id]
        shown = f"现在有 {len(uses)} 处在用它，" if uses else ""
        if not await self._sure.ask(f"{shown}撤下这个素材？"):
            return
        try:
            item, reached = await withdraw(self._desk, MEDIA, media_id)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say(f"“{item.title}”已撤下" + ("，自助机和信息屏正在更新。" if reached else "。"))
        await self.show()
