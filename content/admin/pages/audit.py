"""操作记录: who did what and when; nobody can change it, and the page can check that nobody went round it."""

from __future__ import annotations

import asyncio

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.listing import ROWS, Cell, Flag, Pager, Row, listing, table
from content.admin.login import AUDITING
from content.admin.parts import DeskPage
from content.clock import local
from content.errors import ContentError
from content.feeds.spreadsheet import as_csv
from content.model.audit import Action, AuditEntry
from content.model.people import Staff
from content.rules.seals import verdict_words
from content.store.audit import AuditPage
from content.store.database import Tables

_COLUMNS = ("序号", "时间", "谁", "做了什么", "对象")
_SUBJECTS = {
    "wrong_number": "求职人员", "filing": "呈报",
    "job": "岗位", "employer": "企业", "policy": "政策", "course": "课程", "fair": "招聘会", "article": "文章",
    "notice": "通知", "staff": "账号", "edition": "期", "terminal": "设备", "media": "素材", "setting": "设置",
    "channel": "对外渠道", "plan": "定时发布", "friday": "周五审核", "market": "市场设置", "audit": "操作记录",
    "wage_guide": "工价参考",
    "seeker": "求职人员", "referral": "推荐", "placement": "就业登记", "guidance": "职业指导",
    "service_plan": "服务方案", "aid_file": "帮扶档案", "aid_event": "帮扶记录", "ledger_sweep": "台账梳理",
    "registration": "求职台账", "work_log": "工作日志", "tool_loan": "工位工具", "hiring": "用工登记",
    "work_week": "工作日志检查", "ledger_seal": "台账封记", "line_review": "台账每日审核", "frozen_report": "报表",
    "consultation": "咨询", "dispute_event": "维权", "course_session": "培训班", "seeker_answer": "满意度",
    "employer_answer": "满意度", "visit": "走访", "retention": "保存期限", "keys": "密钥",
}  # fmt: skip
_HOT = frozenset((Action.LOGIN_FAILED, Action.LOOKED, Action.SOUGHT, Action.EXPORTED))


def _row(entry: AuditEntry, names: dict[str, str]) -> Row:
    return Row(id=str(entry.seq), cells=(
        Cell(text=str(entry.seq), look="num"),
        Cell(text=f"{local(entry.at):%Y-%m-%d %H:%M:%S}", look="num"),
        Cell(text=names.get(entry.staff_id, "—"), small=entry.login),
        Cell(flags=(Flag(word=entry.action.label, tone="warn" if entry.action in _HOT else "calm"),)),
        Cell(text=entry.words or "—", small=_SUBJECTS.get(entry.subject, entry.subject)),
    ))  # fmt: skip


def sheet(entries: tuple[AuditEntry, ...], names: dict[str, str]) -> bytes:
    """Return the entries as CSV."""
    rows = (
        (str(one.seq), f"{local(one.at):%Y-%m-%d %H:%M:%S}", names.get(one.staff_id, ""), one.login, one.action.label,
         _SUBJECTS.get(one.subject, one.subject), one.words)
        for one in entries
    )  # fmt: skip
    return as_csv(("序号", "时间", "姓名", "登录名", "做了什么", "对象", "说明"), rows)


class Trail:
    """The open list."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with ui.element("div").classes("tools"):
            self._text = ui.input(placeholder="说明或登录名", value=desk.named("text"), on_change=self._again)
            self._text.props("outlined dense clearable debounce=250").classes("search").mark("search")
            choices = {"": "全部操作"} | {one.value: one.label for one in Action}
            named = desk.named("action")
            self._action = ui.select(choices, value=named if named in choices else "", on_change=self._again)
            self._action.props("outlined dense options-dense").mark("action")
            action("核对完整性", self._verify, "verify")
            action("导出", self._export, "export")
        with ui.element("div").classes("audit-verdicts"):
            self._verdict = ui.label("").classes("sub").mark("verdict")
            self._ledgers = ui.label("").classes("sub").mark("ledgers")
        self._table = listing("audit")
        self._pager = Pager(self.show)

    def _asked(self, offset: int = 0) -> AuditPage:
        chosen = str(self._action.value or "")
        return AuditPage(text=str(self._text.value or ""), action=Action(chosen) if chosen else None, limit=ROWS,
                         offset=offset, subject=self._desk.named("subject"),
                         subject_id=self._desk.named("subject_id"))  # fmt: skip

    async def show(self) -> None:
        """Ask again and redraw."""
        page = self._asked(self._pager.offset)

        def look(tables: Tables) -> tuple[tuple[Row, ...], int]:
            names = {staff.id: staff.name for staff in tables.staff.all()}
            entries, total = tables.audit.page(page)
            return tuple(_row(entry, names) for entry in entries), total

        try:
            rows, total = await self._desk.ask(look)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._table.set_content(table(_COLUMNS, rows, "没有这样的记录。"))
        self._pager.show(len(rows), total)

    async def _again(self) -> None:
        self._pager.offset = 0
        await self.show()

    async def _verify(self) -> None:
        fault, (last, mac), sealed = await self._desk.ask(
            lambda tables: (tables.audit.first_fault(), tables.audit.head(), tables.seals.check()))  # fmt: skip
        self._ledgers.set_text(verdict_words(sealed))
        if fault is None:
            self._verdict.set_text(f"{last} 条记录首尾相连，没有缺、没有改。末条校验码 {mac.hex()[:8]}，可抄下备查。")
        else:
            self._verdict.set_text(f"第 {fault} 条起对不上：有人绕过程序改过数据库，请负责人马上找系统管理员。")

    async def _export(self) -> None:
        page = self._asked()

        def use_case(tables: Tables, staff: Staff) -> None:
            tables.audit.note(staff, self._desk.now(), Action.EXPORTED, subject="audit", words="操作记录")

        try:
            await self._desk.change(use_case, AUDITING)
            entries, names = await self._desk.ask(
                lambda tables: (tuple(tables.audit.every(page)), {one.id: one.name for one in tables.staff.all()})
            )
        except ContentError as error:
            self._desk.refuse(error)
            return
        ui.download(await asyncio.to_thread(sheet, entries, names), "操作记录.csv", "text/csv")


async def _body(desk: Desk) -> None:
    head("操作记录", "谁在什么时候做了什么。只能看和导出，谁也改不了；一条连着一条，少一条都看得出来。")
    await Trail(desk).show()


PAGE = DeskPage(path="/audit", title="操作记录", menu="操作记录", place=200, body=_body, roles=AUDITING)
