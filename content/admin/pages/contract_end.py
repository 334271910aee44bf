"""合同到期移交: what will happen, the archive made beside the hub at work, its key, its paper; nothing is deleted here.

Why not: who deletes needs the key on paper, which the bureau has by then, and two names; no login of one person, stolen
or not, is to be able to end a market, and a hub cannot delete the file it works on.
"""

from __future__ import annotations

import asyncio
from typing import Any

from nicegui import ui

from content.admin.controls import Sure, action, head
from content.admin.desk import Desk
from content.admin.hand_over_use_cases import Ending, begin, call_off, note
from content.admin.listing import Cell, Row, listing, table
from content.admin.login import ADMINISTRATING
from content.admin.papers_out import hand_out_paper
from content.admin.parts import DeskPage
from content.admin.written import written
from content.clock import local
from content.errors import ContentError
from content.rules.disk_room import MB
from content.security.handing_over_job import ARCHIVE, Job, Made
from content.security.pack import TABLE_WORDS

_LOOK_EVERY_S = 1.0
_LETTERS_A_LINE = 25  # five groups of four and their dashes
_WORDS = "运营合同到期，把全部数据交给接收单位，再从这里删掉。平时用不着；可以先试一份，看看多大、要多久。"
_STEPS = (
    ("1. 试一份", "中心照常办事。归档里是那一刻的全部数据，只用来看看多大、打不打得开，不能用来交割。"),
    ("2. 正式移交", "选大厅关门以后，负责人和接收单位的人在场。点了以后中心只能看、不能存：窗口办不了事，自助机上"
     "新登记的留在机器里。所有的表、素材、附件写成一个加密的归档，用密钥打开逐个核对。没做成的，中心自动恢复办事。"),
    ("3. 交出去", "下载归档，存到接收单位的移动盘；密钥抄两遍封好，和移交接收单一起当面交。"),
    ("4. 核对", "接收单位在自己的电脑上运行 linggong hand-over check，行数和文件都对，签字盖章。"),
    ("5. 删除", "不在这里做。两个人到中心主机上，用接收单位手里的密钥运行 linggong hand-over delete（运行手册"
     "“合同到期”），出删除证明。归档以后又有了新记录的，它不肯删。"),
)  # fmt: skip
_FINAL = ("中心从现在起只能看、不能存，直到移交完或者您点“取消移交”。窗口的叫号、登记、审核、发布都停；"
          "自助机上的登记先存在机器里。请确认大厅已经关门，接收单位的人在场。")  # fmt: skip


def progress_words(job: Job) -> str:
    """Return how far an archive is."""
    counted = f"，{job.done} / {job.total}" if job.total else ""
    what = "正式移交" if job.final else "试做"
    return f"正在为{job.to}{what}：{job.step or '开始'}{counted}。可以离开这一页，做完再来看。"


def made_rows(made: Made) -> tuple[Row, ...]:
    """Return what is told of an archive that is ready."""
    what = "正式移交的归档" if made.final else "试做的归档，不能用来交割"
    when = f"{local(made.at):%Y-%m-%d %H:%M}，{made.by}经手"
    told = (("是什么", what), ("移交给", made.to), ("什么时候的数据", when),
            ("文件", f"{ARCHIVE}，{made.size / MB:.1f} MB"),
            ("里面有", f"{len(made.rows)} 张表 {sum(made.rows.values())} 行，{made.files} 个文件；用密钥打开核对过"),
            ("sha256", made.sha256))  # fmt: skip
    return tuple(Row(id=name, cells=(Cell(text=name, look="main"), Cell(text=words))) for name, words in told)


def paper_values(made: Made, market: str) -> dict[str, Any]:
    """Return what the template of 移交接收单 is filled with."""
    time = f"{local(made.at):%Y-%m-%d %H:%M}"
    return {
        "title": "数据移交接收单", "market": market, "final": made.final, "to": made.to, "archive": ARCHIVE,
        "size": f"{made.size / MB:.1f}", "bytes": made.size, "sha256": made.sha256, "tables": len(made.rows),
        "rows": sum(made.rows.values()), "files": made.files, "time": time, "by": made.by,
        "counted": tuple((TABLE_WORDS.get(name, name), rows) for name, rows in made.rows.items() if rows),
        "footer": f"{market} · 数据移交接收单 · {time}",
    }  # fmt: skip


class _View:
    """The open page."""

    def __init__(self, desk: Desk, ending: Ending) -> None:
        self._desk, self._ending = desk, ending
        self._shown: tuple[Job, Made | None, bool] | None = None
        self._call_off_bar = self._bar("这台中心正在移交，只能看、不能存。", "取消移交", self._call_off, "call-off")
        rows = tuple(Row(id=name, cells=(Cell(text=name, look="main"), Cell(text=words))) for name, words in _STEPS)
        listing("steps").set_content(table(("步骤", "会发生什么"), rows, ""))
        ui.label("导出归档").classes("section")
        with ui.element("div").classes("tools") as self._form:
            self._to = ui.input("移交给哪个单位").props("outlined dense maxlength=40").classes("search").mark("to")
            action("先试一份", lambda: self._begin(False), "rehearse", "first")
            action("正式移交", lambda: self._begin(True), "hand-over-now")
        self._told = ui.label("").classes("news").mark("progress")
        self._meter = ui.linear_progress(0, show_value=False).mark("meter")
        self._facts = listing("made")
        self._key = ui.html("").classes("w-full").mark("key")
        with ui.element("div").classes("foot turn") as self._key_deeds:
            action("打印密钥单", lambda: ui.run_javascript("window.print()"), "print-key", "first")
            action("已抄好、封好，不再显示", self._key_is_kept, "key-kept")
        with ui.element("div").classes("foot turn") as self._deeds:
            # a plain route beside the desk's own pages, so no link of theirs
            ui.html('<a class="act first" href="/hand-over/archive" download>下载归档</a>').mark("download")
            action("打印移交接收单", self._print, "print-hand-over")
            action("删掉这份归档", self._discard, "discard")
        self._sure = Sure(_FINAL, "正式移交")
        self.timer = ui.timer(_LOOK_EVERY_S, self.show, immediate=False)
        self._sure_off = Sure("归档会删掉，中心恢复办事。已经交出去的那份请收回来销毁。", "取消移交", "sure-off")

    def _bar(self, words: str, word: str, deed: Any, marker: str) -> ui.element:
        with ui.element("div").classes("news wrong") as bar:
            ui.label(words).classes("said").mark("handing-over")
            action(word, deed, marker)
        return bar

    async def show(self) -> None:
        """Draw how things stand, where that is another way than before."""
        staff_id = self._desk.staff.id
        try:
            # asked again who is there: a key stands on this page
            job, made, marked = await self._desk.work(lambda staff: self._ending.standing(staff_id), ADMINISTRATING)
        except ContentError as error:
            self.timer.cancel()
            self._key.set_content("")
            self._desk.refuse(error)
            return
        if (job, made, marked) == self._shown:
            return
        self._shown = (job, made, marked)
        self._call_off_bar.set_visibility(marked and not job.running)
        self._form.set_visibility(not job.running and not marked)
        words = progress_words(job) if job.running else job.error
        self._told.set_text(words)
        self._told.classes(replace="news" if job.running else "news wrong")
        self._told.set_visibility(bool(words))
        self._meter.set_value(job.done / job.total if job.total else 0)
        self._meter.set_visibility(job.running)
        ready = made if not job.running else None
        self._facts.set_content(table(("归档", ""), made_rows(ready), "") if ready else "")
        self._deeds.set_visibility(ready is not None)
        self._key.set_content(_key_sheet(job, ready) if ready and job.key else "")
        self._key_deeds.set_visibility(bool(ready and job.key))

    async def _begin(self, final: bool) -> None:
        to = str(self._to.value or "").strip()
        if not to:
            self._to.error = "请写上交给哪个单位。"
            return
        self._to.error = None
        if final and not await self._sure.ask(f"现在就正式移交给{to}？"):
            return
        await self._try(lambda staff: begin(self._ending, staff, to, final, self._desk.now()))

    async def _call_off(self) -> None:
        if await self._sure_off.ask("取消移交，照常办理？"):
            await self._try(lambda staff: call_off(self._ending, staff, self._desk.now()))

    async def _discard(self) -> None:
        await self._try(lambda staff: note(self._ending, staff, "删掉移交的归档", self._desk.now()))
        await asyncio.to_thread(self._ending.work.discard)
        await self.show()

    async def _key_is_kept(self) -> None:
        self._ending.work.key_is_kept(self._desk.staff.id)
        await self.show()

    async def _print(self) -> None:
        made = await asyncio.to_thread(self._ending.work.made)
        if made is not None:
            market = await self._desk.ask(lambda tables: tables.market.get().card.name)
            await hand_out_paper(self._desk, "hand_over.html", paper_values(made, market), "数据移交接收单")

    async def _try(self, deed: Any) -> None:
        try:
            await self._desk.work(deed, ADMINISTRATING)
        except ContentError as error:
            self._desk.refuse(error)
        await self.show()


def _key_sheet(job: Job, made: Made) -> str:
    lines = tuple(job.key[at : at + _LETTERS_A_LINE].strip("-") for at in range(0, len(job.key), _LETTERS_A_LINE))
    return written("key_sheet.html", lines=lines, archive=ARCHIVE, to=job.to, sha256=made.sha256, final=made.final,
                   time=f"{local(made.at):%Y-%m-%d %H:%M}")  # fmt: skip


def contract_end(ending: Ending) -> DeskPage:
    """Return the page of one hub."""

    async def body(desk: Desk) -> None:
        head("合同到期移交", _WORDS)
        await _View(desk, ending).show()

    return DeskPage(path="/contract-end", title="合同到期移交", menu="合同到期移交", place=202, body=body,
                    roles=ADMINISTRATING)  # fmt: skip
