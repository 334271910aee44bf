"""岗位: the list, searched and paged on the server, with 已招满, its undo, and 撤下 in one click."""

from __future__ import annotations

from datetime import date

from nicegui import ui

from content.admin.asking_how import AskingHow
from content.admin.controls import Sure, action, head
from content.admin.desk import Desk
from content.admin.list_choices import JOB_CHOICES, owners
from content.admin.listing import Cell, Do, Flag, Row
from content.admin.login import EDITING
from content.admin.parts import MOUNT, DeskPage
from content.admin.record_list import RecordList
from content.admin.releases import CLOSING, check_again, move_job
from content.admin.sheets_out import JOBS
from content.admin.wording import STAGE_TONES, last_day_words, pay_words
from content.clock import calendar_day
from content.errors import ContentError
from content.model.codes import Stage
from content.model.jobs import JobPost
from content.rules.freshness import days_since, is_stale
from content.store.database import Tables
from content.store.records import Page

_COLUMNS = ("编号", "岗位", "用工单位", "薪资", "人数", "有效期至", "状态")
_SORTS = {"编号": "number", "岗位": "title", "薪资": "pay", "人数": "headcount", "有效期至": "valid_until"}
_STAGES = {"filled": Stage.FILLED, "again": Stage.APPROVED, "withdraw": Stage.WITHDRAWN}


def _unchecked(job: JobPost, today: date) -> bool:
    """Say whether a job stands in the hall by a check of long ago (R110)."""
    return job.stage is Stage.APPROVED and job.verified_at is not None and is_stale(job.verified_at, today)


def _deeds(job: JobPost, editor: bool, today: date) -> tuple[Do, ...]:
    deeds = []
    if job.stage is Stage.APPROVED:
        deeds.append(Do(word="已招满", deed="filled", hot=True))
    if job.stage is Stage.FILLED:
        deeds.append(Do(word="恢复招聘", deed="again"))
    if editor and _unchecked(job, today):
        deeds.append(Do(word="再核实", deed="checked", hot=True))
    if editor:
        deeds.append(Do(word="复制", href=f"{MOUNT}/jobs/new?from={job.id}"))
    if job.stage is not Stage.WITHDRAWN:
        deeds.append(Do(word="撤下", deed="withdraw"))
    return tuple(deeds)


def _row(job: JobPost, firm: str, deeds: tuple[Do, ...], today: date) -> Row:
    old = f"{days_since(job.verified_at, today)} 天前核实" if job.verified_at and _unchecked(job, today) else ""
    return Row(id=job.id, deeds=deeds, cells=(
        Cell(text=str(job.number), look="num"),
        Cell(text=job.title, look="main", href=f"{MOUNT}/jobs/{job.id}"),
        Cell(text=firm, href=f"{MOUNT}/jobs?employer={job.employer_id}"),
        Cell(text=pay_words(job), small=job.settlement.label, look="num"),
        Cell(text=str(job.headcount), look="num"),
        Cell(text=last_day_words(job.valid_until), look="num"),
        Cell(flags=(Flag(word=job.stage.label, tone=STAGE_TONES[job.stage]),
                    *([Flag(word="暂停展示")] if job.suspended else ()),
                    *([Flag(word=old, tone="warn")] if old else ())),
             small=job.review_note if job.stage is Stage.RETURNED else ""),
    ))  # fmt: skip


class _News:
    """What the last click did, with its undo, until the next one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.jobs: RecordList | None = None
        self._undo = ""
        with ui.element("div").classes("news").mark("news") as self._bar:
            self._said = ui.label("").classes("said")
            self._back = action("撤销", self._undone, "undo")
        self._bar.set_visibility(False)
        self._sure = Sure("撤下后不能恢复，自助机和信息屏上马上就没有了；要再招，得复制一条重新审核。", "撤下")
        self._how = AskingHow()

    async def deed(self, name: str, job_id: str) -> None:
        """Do what a row's button says and tell."""
        if name == "checked":
            await self._checked(job_id)
            return
        if name == "withdraw" and not await self._sure.ask("撤下这个岗位？"):
            return
        # a patch edition takes its time on a busy hub: the click is answered at once
        self._show("正在办理……", "")
        try:
            job, reached = await move_job(self._desk, job_id, _STAGES[name])
        except ContentError as error:
            self._bar.set_visibility(False)
            self._desk.refuse(error)
        else:
            done = "已恢复招聘" if job.stage is Stage.APPROVED else job.stage.label
            then = "，自助机和信息屏正在更新。" if reached else "。"
            self._show(f"{job.number} 号“{job.title}”{done}{then}", job.id if job.stage is Stage.FILLED else "")
        if self.jobs is not None:
            await self.jobs.show()

    async def _checked(self, job_id: str) -> None:
        job = await self._desk.ask(lambda tables: tables.jobs.get(job_id))
        how = await self._how.ask(f"{job.number} 号“{job.title}”") if job is not None else None
        if how is None:
            return
        try:
            checked, reached = await check_again(self._desk, job_id, how)
        except ContentError as error:
            self._desk.refuse(error)
            return
        then = "，自助机和信息屏正在更新。" if reached else "。"
        self._show(f"{checked.number} 号“{checked.title}”今天{how.label}，记下了{then}", "")
        if self.jobs is not None:
            await self.jobs.show()

    def _show(self, said: str, undo: str) -> None:
        self._said.set_text(said)
        self._undo = undo
        self._back.set_visibility(bool(undo))
        self._bar.set_visibility(True)

    async def _undone(self) -> None:
        if self._undo:
            await self.deed("again", self._undo)


async def _body(desk: Desk) -> None:
    editor, closer = desk.may(EDITING), desk.may(CLOSING)

    def look(tables: Tables, page: Page) -> tuple[tuple[Row, ...], int, dict[Stage, int]]:
        today = calendar_day(desk.now())
        jobs, total = tables.jobs.page(page)
        firms = tables.employers.names(job.employer_id for job in jobs)
        rows = tuple(_row(job, firms.get(job.employer_id, ""), _deeds(job, editor, today) if closer else (), today)
                     for job in jobs)  # fmt: skip
        return rows, total, tables.jobs.counts()

    head("岗位", "招满了点“已招满”，几秒后自助机和信息屏上就没有了；点错了可以撤销。",
         ("新岗位", "/jobs/new") if editor else None)  # fmt: skip
    news = _News(desk)
    news.jobs = RecordList(desk, "/jobs", _COLUMNS, look, news.deed if closer else None,
                           search="编号、岗位名称、用工单位", sorts=_SORTS, sheet=JOBS,
                           choices=(*JOB_CHOICES, await desk.ask(owners)),
                           none="没有找到岗位。换个词试试，或者点右上角“新岗位”。")  # fmt: skip
    await news.jobs.show()


PAGE = DeskPage(path="/jobs", title="岗位", menu="岗位", place=20, body=_body,
                count=lambda tables, now: tables.jobs.count_at(Stage.APPROVED))  # fmt: skip
