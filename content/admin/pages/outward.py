"""对外发布: what the edition in force has for each channel outside, and the note that it went (R109, R113, R172)."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import ui

from content.admin.channel_log import ChannelLog
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import EDITING, REVIEWING
from content.admin.outward import (
    InForce,
    Scope,
    announce,
    fairs_ahead,
    fairs_to_tell,
    in_force,
    made_fair_poster,
    made_file,
    made_job_poster,
    months_article,
    note_post,
    scopes,
)
from content.admin.outward_dialogs import DEEDS, PosterDialog, TextDialog, ToldDialog
from content.admin.outward_fairs import COLUMNS as FAIR_COLUMNS
from content.admin.outward_fairs import fair_row
from content.admin.parts import DeskPage
from content.clock import calendar_day, local
from content.errors import ContentError
from content.feeds.outward_files import OUTWARD_FILES
from content.feeds.outward_texts import article_text, fair_sms, fair_text
from content.model.channels import ChannelPost, PostChannel, Posted
from content.model.codes import NoticeChannel
from content.model.notices import JobFair
from content.model.published import PublicArticle, PublicFair
from content.reports.posters import PaperSize
from content.rules.outward_due import DueArticle
from content.store.database import Tables

TELLING = EDITING | REVIEWING
_COLUMNS = ("渠道", "这一期的岗位", "上次")
_FILES = {PostChannel.WEBSITE: ("site", "policies"), PostChannel.PLATFORM: ("csv", "json", "exchange")}
_WEEKLY = (PostChannel.BULLETIN, PostChannel.WEBSITE, PostChannel.PLATFORM)  # R109
_SMALL = {PostChannel.BULLETIN: "自助机和信息屏随发布自动更新", PostChannel.WEBSITE: "解压到网站任意目录",
          PostChannel.POSTER: "A4、A3，按乡镇或工种"}  # fmt: skip


_MANY = 1000  # jobs from which packing the site takes longer than a click
_NO_FAIRS = "近期没有招聘会。在“招聘会”里新建后，这里提醒提前一周发通知。"


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    latest: dict[tuple[PostChannel, Posted], ChannelPost]
    told: dict[PostChannel, ChannelPost]  # where the jobs of the edition in force stand
    fairs: tuple[JobFair, ...]
    due: DueArticle | None
    names: dict[str, str]


def _moment(post: ChannelPost, names: dict[str, str]) -> str:
    return f"{local(post.at):%m-%d %H:%M} {names.get(post.by, '')}".rstrip()


def _state_words(edition: InForce | None) -> str:
    if edition is None:
        return "还没有发布过一期，请先到“各期”发布。"
    fresh = f"（最近 7 天新增 {edition.fresh} 个）"
    return (f"第 {edition.number} 期，{local(edition.built_at):%Y-%m-%d %H:%M} 发布："
            f"岗位 {edition.jobs} 个{fresh}，政策 {edition.policies} 条。")  # fmt: skip


def _channel_row(channel: PostChannel, view: _View) -> Row:
    told, last = view.told.get(channel), view.latest.get((channel, Posted.JOBS))
    flag = Flag(word=f"已发 {_moment(told, view.names)}", tone="good") if told is not None else \
        Flag(word="还没发", tone="warn" if channel in _WEEKLY else "calm")  # fmt: skip
    deeds = [Do(word=OUTWARD_FILES[key].word, deed=key) for key in _FILES.get(channel, ())]
    if channel in (PostChannel.WECHAT, PostChannel.SMS):
        deeds.append(Do(word="看文字", deed="text"))
    if channel is PostChannel.POSTER:
        deeds.append(Do(word="做海报", deed="poster"))
    deeds.append(Do(word=DEEDS[channel], deed="told", hot=told is None and channel in _WEEKLY))
    before = f"第 {last.edition_number} 期 {_moment(last, view.names)}" if last is not None else "—"
    return Row(id=channel.value, deeds=tuple(deeds), cells=(
        Cell(text=channel.label, look="main", small=_SMALL.get(channel, "")),
        Cell(flags=(flag,)), Cell(text=before, look="num", small=last.note if last is not None else ""),
    ))  # fmt: skip


class _Room:
    """The open page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._edition: InForce | None = None
        self._fairs: dict[str, PublicFair] = {}
        self._about: tuple[str, PublicArticle | None] = ("", None)  # fair or article of the open text
        head("对外发布", "内容都取自正在使用的一期，没有发布的岗位不会带出去。发到哪里，点一下记下时间和人。")
        self._state = ui.label("正在读取这一期……").classes("sub asked").mark("state")
        self._channels = listing("channels", self._deed)
        ui.label("本月维权文章").classes("section")
        with ui.element("div").classes("tools"):
            self._article = ui.select({}, label="哪一篇").props("outlined dense options-dense").classes("wide-choice")
            self._article.mark("article")
            action("看文字", self._article_shown, "article-text")
        self._due = ui.label("").classes("sub").mark("due")
        ui.label("招聘会通知").classes("section")
        self._fair_rows = listing("fairs", self._fair_deed)
        ui.label("渠道记录").classes("section")
        self._log = ChannelLog(desk)
        self._text, self._told, self._poster = TextDialog(self._noted), ToldDialog(), PosterDialog(self._drawn)

    def _look(self, tables: Tables) -> _View:
        now, edition = self._desk.now(), self._edition
        month = f"{calendar_day(now):%Y-%m}"
        return _View(latest=tables.channel_posts.latest(), fairs=fairs_ahead(tables, now),
                     told=tables.channel_posts.first_since(edition.number) if edition else {},
                     due=months_article(tables, edition.articles, month, now) if edition else None,
                     names={one.id: one.name for one in tables.staff.all()})  # fmt: skip

    async def show(self) -> None:
        """Ask again and redraw."""
        now = self._desk.now()
        try:
            publisher = self._desk.parts.publisher
            self._edition = edition = await self._desk.work(lambda staff: in_force(publisher, now), TELLING)
            view = await self._desk.ask(self._look)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._fairs = {one.id: one for one in edition.fairs} if edition else {}
        self._state.set_text(_state_words(edition))
        rows = tuple(_channel_row(channel, view) for channel in PostChannel) if edition else ()
        self._channels.set_content(table(_COLUMNS, rows, "发布第一期以后，这里有每个渠道要的文件和文字。"))
        self._draw_article(view.due)
        fairs = tuple(fair_row(fair, fair.id in self._fairs, now) for fair in view.fairs)
        self._fair_rows.set_content(table(FAIR_COLUMNS, fairs, _NO_FAIRS))
        await self._log.show()

    def _draw_article(self, due: DueArticle | None) -> None:
        articles = self._edition.articles if self._edition else ()
        titles = {one.id: f"{one.title}（{one.topic.label}）" for one in articles}
        kept = self._article.value if self._article.value in titles else None
        self._article.set_options(titles, value=kept or (due.article.id if due else None))
        if due is None:
            self._due.set_text("这一期里没有维权文章，请先在“维权知识”里写一篇并发布。")
        elif due.told_at is not None:
            self._due.set_text(f"本月已发：《{due.article.title}》，{local(due.told_at):%m-%d %H:%M}。")
        else:
            why = "在“维权知识”里选定的" if due.picked else "最久没有发过的"
            self._due.set_text(f"本月还没有发。该发《{due.article.title}》（{why}）。")

    async def _deed(self, name: str, row_id: str) -> None:
        channel, edition, now = PostChannel(row_id), self._edition, self._desk.now()
        if edition is None:
            return
        self._about = ("", None)
        publisher = self._desk.parts.publisher
        try:
            if name in OUTWARD_FILES:
                if name == "site" and edition.jobs > _MANY:
                    self._desk.say("岗位多，打包要几秒钟，好了会自动下载。")
                made = await self._desk.work(lambda staff: made_file(publisher, name, now), TELLING)
                ui.download(*made)
            elif name == "text":
                wechat = channel is PostChannel.WECHAT
                words = {"公众号文章": edition.wechat} if wechat else {"短信": edition.sms}
                self._text.open(f"{channel.label}：第 {edition.number} 期岗位", words, (channel,))
            elif name == "poster":
                jobs, _, _ = await self._desk.work(lambda staff: scopes(publisher, now), TELLING)
                self._poster.open(jobs, now)
            elif name == "told":
                await self._noted(channel)
        except ContentError as error:
            self._desk.refuse(error)

    async def _drawn(self, scope: Scope, size: PaperSize, most: int) -> None:
        publisher, now = self._desk.parts.publisher, self._desk.now()
        try:
            pdf, name = await self._desk.work(
                lambda staff: made_job_poster(publisher, scope, size, most, now), TELLING)  # fmt: skip
        except ContentError as error:
            self._desk.refuse(error)
            return
        ui.download(pdf, name, "application/pdf")

    def _article_shown(self) -> None:
        edition = self._edition
        article = next((one for one in edition.articles if one.id == self._article.value), None) if edition else None
        if edition is None or article is None:
            self._desk.warn("请先选一篇文章。")
            return
        self._about = ("", article)
        self._text.open(f"维权文章：{article.title}", {"文章": article_text(article, edition.market)},
                        (PostChannel.WECHAT, PostChannel.WEBSITE))  # fmt: skip

    async def _fair_deed(self, name: str, fair_id: str) -> None:
        fair, edition = self._fairs.get(fair_id), self._edition
        if fair is None or edition is None:
            return
        try:
            if name == "text":
                stored = await self._desk.ask(lambda tables: tables.fairs.get(fair_id))
                told = {one.channel for one in stored.announcements} if stored is not None else set()
                self._about = (fair_id, None)
                self._text.open(fair.name, {"公众号和官网": fair_text(fair, edition.market),
                                            "短信": fair_sms(fair, edition.market)},
                                tuple(PostChannel(one.value) for one in NoticeChannel if one not in told))  # fmt: skip
            else:
                pdf, title = await self._desk.work(
                    lambda staff: made_fair_poster(fair, edition.market, PaperSize(name)), TELLING)  # fmt: skip
                ui.download(pdf, title, "application/pdf")
        except ContentError as error:
            self._desk.refuse(error)

    async def _noted(self, channel: PostChannel) -> None:
        edition, (fair_id, article), now = self._edition, self._about, self._desk.now()
        if edition is None:
            return
        about = next(((one.value, f"{one.label}：{title}") for one, title in (
            (Posted.FAIR, self._fairs[fair_id].name if fair_id else ""),
            (Posted.ARTICLE, article.title if article else "")) if title), None)  # fmt: skip
        kinds = (Posted.JOBS, Posted.POLICIES)
        choices = dict((about,)) if about else {one.value: f"第 {edition.number} 期{one.label}" for one in kinds}
        answer = await self._told.ask(channel, choices, next(iter(choices)))
        if answer is None:
            return
        what, note = answer
        deed = announce(fair_id, NoticeChannel(channel.value), now, note) if fair_id else note_post(
            channel, Posted(what), edition.number, now, note=note, article=article)  # fmt: skip
        try:
            await self._desk.change(deed, TELLING)
        except ContentError as error:
            self._desk.refuse(error)
            await self.show()
            return
        await self.show()
        self._desk.say(f"记下了：{channel.label}，{local(now):%H:%M}。")


async def _body(desk: Desk) -> None:
    room = _Room(desk)
    await desk.drawn()
    await room.show()


PAGE = DeskPage(path="/outward", title="对外发布", menu="对外发布", place=48, body=_body, roles=TELLING,
                count=fairs_to_tell, urgent=True)  # fmt: skip
