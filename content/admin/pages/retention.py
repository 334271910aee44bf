"""保存期限: what that names a person is kept how long and why, what is due, the last run; a manager sets the days."""

from __future__ import annotations

from datetime import datetime, timedelta

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import AUDITING
from content.admin.parts import Card, DeskPage
from content.clock import calendar_day, local
from content.errors import ContentError
from content.hubapi.erasing import erase_due, last_run, own_terms, run_words, set_term
from content.model.codes import Role
from content.rules.retention import Term, why_not, wrong_term
from content.store.database import Tables

_SETTING = frozenset((Role.MANAGER,))
_MISSED = timedelta(days=3)  # a weekend with the hub off is none
_COLUMNS = ("什么", "保存多久", "到期未删", "依据")
_ELSEWHERE = (
    ("操作记录", "至少 3 年", "里面没有办事人的姓名和号码，程序不删"),
    ("系统日志", "至少 6 个月", "网络安全法：网络日志留存不少于六个月；由系统的日志服务保存"),
    ("备份", "最多 35 天", "删掉的内容，35 天后备份里也没有了；在 [backup] keep_days 里设"),
)
_WORDS = "到期的每天凌晨 3 点以后自动删：姓名、号码和内容删掉，台账那一行留着，不再是谁的，计数和考核分不变。"


class _View:
    def __init__(self, tables: Tables, desk: Desk) -> None:
        now = desk.now()
        self.terms = own_terms(tables)
        self.due = {one.kept: tables.expiring.due(one.kept, one.before(now)) for one in self.terms}
        self.last = last_run(tables)
        self.held = why_not(now, self.last.at if self.last is not None else None)


def _days(days: int) -> str:
    return f"{days} 天" + (f"（{days // 365} 年）" if days % 365 == 0 else "")


def _row(term: Term, due: int, sets: bool) -> Row:
    flags = (Flag(word=f"{due}", tone="warn"),) if due else (Flag(word="没有", tone="good"),)
    return Row(id=term.kept.value, deeds=(Do(word="改天数", deed="set"),) * sets, cells=(
        Cell(text=term.word, look="main", small=f"从{term.since}那天算起"),
        Cell(text=_days(term.days), small=f"可定 {term.least}—{term.most} 天", look="num"),
        Cell(flags=flags), Cell(small=term.basis),
    ))  # fmt: skip


class _Terms:
    """The open page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sets = desk.may(_SETTING)
        self._last = ui.label("").classes("sub").mark("last-run")
        with ui.element("div").classes("news").mark("held") as self._held:
            self._why = ui.label("").classes("said")
        self._held.set_visibility(False)
        if self._sets:
            with ui.element("div").classes("tools"):
                action("现在清理", self._ask_run, "erase")
        self._table = listing("terms", self._deed)
        ui.label("不由这里删的").classes("section")
        listing("elsewhere").set_content(table(("什么", "保存多久", "说明"), tuple(
            Row(id=what, cells=(Cell(text=what, look="main"), Cell(text=term), Cell(small=words)))
            for what, term, words in _ELSEWHERE), ""))  # fmt: skip

    async def show(self) -> None:
        """Ask again and redraw."""
        view = await self._desk.ask(lambda tables: _View(tables, self._desk))
        self._terms = {one.kept.value: one for one in view.terms}
        self._last.set_text(run_words(view.last) if view.last is not None else "还没有清理过。")
        self._why.set_text(view.held)
        self._held.set_visibility(bool(view.held))
        self._table.set_content(table(_COLUMNS, tuple(
            _row(one, view.due[one.kept], self._sets) for one in view.terms), ""))  # fmt: skip

    async def _deed(self, deed: str, kept: str) -> None:
        if deed == "set" and self._sets and kept in self._terms:
            self._ask_term(self._terms[kept])

    def _ask_term(self, term: Term) -> None:
        with ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label(term.word).classes("title")
            ui.label(f"可定 {term.least}—{term.most} 天。{term.basis}。").classes("sub")
            days = ui.number("保存多少天", value=term.days, precision=0).props("outlined dense").mark("days")
            why = ui.input("为什么改（会记入操作记录）").props("outlined dense maxlength=60").mark("why")

            async def keep() -> None:
                number, reason = int(days.value or 0), str(why.value or "")
                if wrong := wrong_term(term, number, reason):
                    self._desk.warn(wrong)
                    return
                now = self._desk.now()
                try:
                    await self._desk.change(
                        lambda tables, staff: set_term(tables, term, number, reason, staff, now), _SETTING)  # fmt: skip
                except ContentError as error:
                    self._desk.refuse(error)
                    return
                dialog.close()
                self._desk.say("保存期限改好了，今天夜里起照新的删。")
                await self.show()

            with ui.element("div").classes("foot"):
                action("保存", keep, "keep", "first")
                action("取消", dialog.close)
        dialog.open()

    def _ask_run(self) -> None:
        with ui.dialog() as dialog, ui.card().classes("ask"):
            ui.label("现在就删掉到期的？").classes("title")
            today = f"{calendar_day(self._desk.now()):%Y 年 %m 月 %d 日}"
            ui.label(f"删掉的找不回来，35 天后备份里也没有了。中心的日期是 {today}，不对就不要删。").classes("sub")

            async def run() -> None:
                dialog.close()
                now = self._desk.now()
                try:
                    done = await self._desk.work(lambda _staff: erase_due(self._desk.parts.market, now), _SETTING)
                except ContentError as error:
                    self._desk.refuse(error)
                    return
                self._desk.say(run_words(done))
                await self.show()

            with ui.element("div").classes("foot"):
                action("删掉到期的", run, "erase-now", "first")
                action("取消", dialog.close)
        dialog.open()


def card(tables: Tables, now: datetime) -> Card:
    """Return whether deletion is in order; pressing where the clock is not believed or days were missed."""
    last = last_run(tables)
    at = last.at if last is not None else None
    sentence = why_not(now, at)
    if not sentence and at is not None and now - at > _MISSED:
        sentence = f"上次到期删除是 {local(at):%m-%d %H:%M}，请系统管理员看中心的日志。"
    return Card(label="到期删除要处理", figure=int(bool(sentence)), path="/retention", pressing=bool(sentence),
                sentence=sentence, roles=_SETTING)  # fmt: skip


async def _body(desk: Desk) -> None:
    head("保存期限", _WORDS)
    await _Terms(desk).show()


PAGE = DeskPage(path="/retention", title="保存期限", menu="保存期限", place=201, body=_body, roles=AUDITING)
