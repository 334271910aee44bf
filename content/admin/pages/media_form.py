"""素材, one: its file, what it is called, where and how long it is shown, and where it is used."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from nicegui import ui

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.editor import Craft, Editor
from content.admin.form_bar import form_bar, hand_in
from content.admin.hall_form import HallForm, wanted
from content.admin.hall_kinds import MEDIA
from content.admin.login import EDITING, REVIEWING
from content.admin.media_list import place_of
from content.admin.media_records import blank_media, facts, media_from, media_groups, with_file
from content.admin.parts import DeskPage
from content.admin.uploads import FileDrop
from content.admin.written import written
from content.errors import StoreError
from content.feeds.intake import Taken
from content.feeds.recognise import LONGEST_SIDE, LONGEST_SOUND_S, LONGEST_VIDEO_S, MOST_PAGES, SHOWN, SOUND
from content.model.codes import MediaKind, Stage
from content.model.media import MediaItem
from content.rules.hall_completeness import check_media
from content.store.database import Tables

_FORM: HallForm[MediaItem] = HallForm(kind=MEDIA, title="素材", blank=blank_media,
                                      words="先选文件，再写名称。改了文件或名称，就要重新审核。")  # fmt: skip

_OF_THE_FILE = ("kind", "mime", "sha256", "size", "width", "height", "length_ms", "file_name")
_LIMITS = (f"图片过大会缩到 {LONGEST_SIDE} 像素；PDF 最多 {MOST_PAGES} 页，每页变成一张图片；"
           f"视频用 MP4（H.264），最长 {LONGEST_VIDEO_S // 60} 分钟。")  # fmt: skip


class _File:
    """The file of the form: what is shown of it, and the field that takes another one.

    A file that was chosen is kept here till it is saved, so that another person's save does not take it away.
    """

    def __init__(self, desk: Desk, stored: MediaItem, pages: tuple[MediaItem, ...]) -> None:
        self._desk, self._item, self._pages = desk, stored, pages
        self._chosen = False
        self._editor: Editor[MediaItem] | None = None
        with ui.element("section").classes("group file-group"):
            ui.label("文件").classes("group-name")
            with ui.element("div").classes("file-ways"):
                with ui.element("div"):
                    if desk.may(EDITING):
                        self._offer(stored)
                    self._again = ui.label("").classes("sub").mark("same-file")
                self._shown = ui.html("").mark("file")
        self._draw()

    def _offer(self, stored: MediaItem) -> None:
        sound = stored.kind is MediaKind.AUDIO
        word = "换一个文件" if stored.sha256 else "选一张图片、一份 PDF 或一段视频"
        FileDrop(self._desk.parts.tray, self._desk.staff.id, word, SOUND if sound else SHOWN, self._took)
        ui.label(f"一段录音最长 {LONGEST_SOUND_S} 秒。" if sound else _LIMITS).classes("sub")

    def open(self, editor: Editor[MediaItem]) -> None:
        """Take the form the file belongs to."""
        self._editor = editor

    def onto(self, record: MediaItem) -> MediaItem:
        """Return the record with the file that was chosen, if one was."""
        if not self._chosen:
            return record
        return replace(record, **{name: getattr(self._item, name) for name in _OF_THE_FILE})

    def store_pages(self, record: MediaItem, tables: Tables) -> None:
        """Store the pages of a PDF that was chosen."""
        if self._chosen and record.kind is MediaKind.PDF:
            tables.media.put_pages(record.id, self._pages)

    def _draw(self) -> None:
        item = self._item
        words = facts(item, len(self._pages)) if item.sha256 else ""
        self._shown.set_content(written("media_file.html", item=item, pages=self._pages, facts=words))

    async def _took(self, taken: Taken) -> None:
        editor = self._editor
        if editor is None:
            raise StoreError("页面还没有打开好，请刷新后再选一次文件。")
        files, now = self._desk.parts.market.media_files, self._desk.now()
        try:
            self._item, self._pages = await asyncio.to_thread(with_file, editor.base, taken, files, now)
        finally:
            taken.drop()
        self._chosen = True
        title = editor.form.part("title")
        if not str(title.value or "").strip():
            title.set_value(self._item.title)
        await self._tell_twins()
        self._draw()

    async def _tell_twins(self) -> None:
        own, sha256 = self._item.id, self._item.sha256
        same = await self._desk.ask(lambda tables: tables.media.by_sha256(sha256))
        titles = [f"“{one.title}”" for one in same
                  if one.id != own and not one.page_of and one.stage is not Stage.WITHDRAWN]  # fmt: skip
        self._again.set_text(f"这个文件已经在素材里：{'、'.join(titles)}，可以直接用那一个。" if titles else "")


async def _used(desk: Desk, media_id: str) -> None:
    uses = (await desk.ask(lambda tables: tables.media.used_in([media_id])))[media_id]
    with ui.element("section").classes("group").mark("uses"):
        ui.label("用在哪里").classes("group-name")
        if not uses:
            ui.label("还没有用到。在通知公示、招聘会、培训课程、维权知识里选作配图。").classes("sub")
        for use in map(place_of, uses):
            ui.link(use.title, use.href.removeprefix(desk.href(""))).classes("use")


async def _body(desk: Desk) -> None:
    found = await wanted(desk, _FORM)
    if found is None:
        head("没有这个素材", "可能链接不对，请回到“素材”再找。")
        return
    base, stored = found
    pages = await desk.ask(lambda tables: tables.media.pages_of(base.id))
    head(_FORM.title if stored else "上传素材", _FORM.words)
    file = _File(desk, base, pages)
    craft: Craft[MediaItem] = Craft(
        sort=MEDIA.sort, groups=media_groups(base.kind), table=MEDIA.table,
        assemble=lambda record, values, staff, now: file.onto(media_from(record, values, staff, now)),
        check=lambda one, tables, now: check_media(one, now), after_save=file.store_pages)  # fmt: skip
    editor = Editor(desk, craft, base, stored)
    file.open(editor)
    if stored:
        await _used(desk, base.id)
    await editor.open()
    form_bar(desk, editor, MEDIA.path, lambda record: f"“{record.title}”", hand_in(desk, MEDIA.table))


PAGE = DeskPage(path=f"{MEDIA.path}/{{id}}", title="素材", roles=EDITING | REVIEWING, body=_body)
