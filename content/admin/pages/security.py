"""安全检查: the program looks at the hub by itself, a person says what they think, and the record stays (R186)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.listing import ROWS, Cell, Do, Flag, Pager, Row, listing, table
from content.admin.papers_out import hand_out_paper
from content.admin.parts import DeskPage
from content.admin.security import (
    CHECKING,
    DRAFT,
    HOLDS_FOR,
    SEEING_SECURITY,
    Examination,
    check_paper,
    close_check,
)
from content.clock import local
from content.errors import ContentError
from content.link.protocol import program_version
from content.model.people import Staff
from content.model.security import CheckPart, Observed, Opinion, SecurityCheck, Verdict
from content.rules.security import LONGEST_WORDS, check_opinions
from content.security.examining import Place, Step, steps
from content.security.updates import installed_parts
from content.store.database import Tables
from content.store.drafts import Typed

_FOUND = ("查什么", "结果", "说明")
_CLOSED = ("什么时候", "谁查的", "结果", "处理措施", "程序")
_TONES = {Verdict.GOOD: "good", Verdict.NOTE: "calm", Verdict.WRONG: "warn"}
_WORDS = "每月至少两次，隔开一周最好。点“开始检查”，程序自己查一遍；您看过每一部分，写上意见，打勾，结束检查。"


def found_row(one: Observed) -> Row:
    """Return the line of one thing that was looked at."""
    return Row(id=one.about, cells=(Cell(text=one.about, look="main"),
                                    Cell(flags=(Flag(word=one.verdict.label, tone=_TONES[one.verdict]),)),
                                    Cell(text=one.sentence)))  # fmt: skip


def closed_row(check: SecurityCheck, names: dict[str, str]) -> Row:
    """Return the line of one closed check."""
    wrong = check.wrong
    flag = Flag(word=f"{wrong} 处不对", tone="warn") if wrong else Flag(word="没有不对的", tone="good")
    return Row(id=check.id, deeds=(Do(word="打印检查表", deed="print"),), cells=(
        Cell(text=f"{local(check.closed_at):%Y-%m-%d %H:%M}", look="num"),
        Cell(text=names.get(check.closed_by, "已离开的人"), look="main"), Cell(flags=(flag,)),
        Cell(text=check.measures or "—"), Cell(text=check.program),
    ))  # fmt: skip


def _look(step: Step, _staff: Staff) -> tuple[Observed, ...]:
    return step.run()


class _Part:
    """One of the three parts on the page: what was found, the tick, and a few words."""

    def __init__(self, part: CheckPart, on_typed: Callable[[], object], acts: bool) -> None:
        self.part = part
        ui.label(part.label).classes("section")
        self._place = listing(f"found-{part.value}")
        if acts:
            with ui.element("div").classes("card reply"):
                self.words = ui.textarea(label="意见（没有可以不写）").mark(f"words-{part.value}")
                self.words.props(f"outlined autogrow maxlength={LONGEST_WORDS}").on("blur", on_typed)
                self.looked = ui.checkbox(f"“{part.label}”的结果我看过了").mark(f"looked-{part.value}")
                self.note = ui.label("").classes("note").mark(f"note-{part.value}")

    def show(self, observed: tuple[Observed, ...]) -> None:
        """Draw what was found so far."""
        self._place.set_content(table(_FOUND, tuple(found_row(one) for one in observed if one.part is self.part),
                                      "还没有查到这里。"))  # fmt: skip

    def opinion(self) -> Opinion:
        """Return what the person says of it."""
        return Opinion(part=self.part, looked=bool(self.looked.value), words=str(self.words.value or "").strip())


class _Room:
    """The open page."""

    def __init__(self, desk: Desk, owner: SecurityDesk) -> None:
        self._desk, self._owner, self._acts = desk, owner, desk.may(CHECKING)
        if self._acts:
            with ui.element("div").classes("foot turn"):
                self._start = action("开始检查", self._run, "examine", "first")
                self._progress = ui.label("").classes("sub").mark("progress")
        self._parts = tuple(_Part(part, self._keep, self._acts) for part in CheckPart) if self._acts else ()
        if self._acts:
            with ui.element("div").classes("card reply"):
                ui.label("处理措施").classes("group-name")
                self._measures = ui.textarea(label="查出不对的，由谁在哪天以前处理").mark("measures")
                self._measures.props(f"outlined autogrow maxlength={LONGEST_WORDS}").on("blur", self._keep)
                ui.label("不要写人的姓名、电话和证件号码，也不要写密码。结束以后不能改，只能再查一次。").classes("sub")
                action("结束检查", self._close, "close", "brand")
        ui.label("查过的").classes("section")
        self._list = listing("closed", self._deed)
        self._pager = Pager(self.show)

    def _draw(self) -> None:
        found = self._owner.latest(self._desk.now())
        for part in self._parts:
            part.show(found.observed if found else ())
        if self._acts:
            told = f"{local(found.at):%m-%d %H:%M} 查过，一共 {len(found.observed)} 项。" if found else ""
            self._progress.set_text(told)
            self._start.set_text("重新检查" if found else "开始检查")

    async def open(self) -> None:
        """Draw what is known, and put back what was typed and not closed."""
        self._draw()
        await self.show()
        if self._acts:
            staff = self._desk.staff.id
            typed = await self._desk.ask(lambda tables: tables.drafts.get(staff, DRAFT, "new")) or {}
            self._measures.set_value(str(typed.get("measures", "")))
            for part in self._parts:
                part.words.set_value(str(typed.get(part.part.value, "")))

    async def show(self) -> None:
        """Ask again for the closed checks and redraw them."""

        def look(tables: Tables) -> tuple[tuple[Row, ...], int]:
            checks, total = tables.security_checks.page(ROWS, self._pager.offset)
            names = {one.id: one.name for one in tables.staff.all()}
            return tuple(closed_row(one, names) for one in checks), total

        rows, total = await self._desk.ask(look)
        self._list.set_content(table(_CLOSED, rows, "还没有结束过一次检查。"))
        self._pager.show(len(rows), total)

    async def _run(self) -> None:
        found: tuple[Observed, ...] = ()
        todo = self._owner.steps()
        for place, step in enumerate(todo, 1):
            self._progress.set_text(f"正在查第 {place} 项，共 {len(todo)} 项：{step.word}……")
            try:
                found += await self._desk.work(partial(_look, step), CHECKING)
            except ContentError as error:
                self._desk.refuse(error)
                return
            for part in self._parts:
                part.show(found)
        installed = await asyncio.to_thread(installed_parts)
        self._owner.keep(Examination(at=self._desk.now(), program=program_version(), observed=found,
                                     installed=installed))  # fmt: skip
        for part in self._parts:
            part.looked.set_value(False)
        self._draw()

    def _typed(self) -> dict[str, Typed]:
        return {"measures": str(self._measures.value or ""),
                **{part.part.value: str(part.words.value or "") for part in self._parts}}  # fmt: skip

    async def _keep(self) -> None:
        typed, now = self._typed(), self._desk.now()
        try:
            await self._desk.change(lambda tables, staff: tables.drafts.keep(staff.id, DRAFT, "new", typed, now),
                                    CHECKING, always=True)  # fmt: skip
        except ContentError as error:
            self._desk.refuse(error)

    async def _close(self) -> None:
        now = self._desk.now()
        found = self._owner.latest(now)
        if found is None:
            self._desk.warn("请先点“开始检查”，看过结果再结束。写的话都还在。")
            return
        opinions, measures = tuple(part.opinion() for part in self._parts), str(self._measures.value or "")
        wrong = check_opinions(opinions, found.observed, measures)
        for part in self._parts:
            part.note.set_text(wrong.get(part.part.value, "") or wrong.get(f"{part.part.value}-words", ""))
        self._measures.error = wrong.get("measures")
        if wrong:
            self._desk.warn(f"还有 {len(wrong)} 处没有做完，见红字。")
            return
        try:
            await self._desk.change(close_check(found, opinions, measures, now), CHECKING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._owner.forget()
        for part in self._parts:
            part.words.set_value("")
            part.looked.set_value(False)
        self._measures.set_value("")
        self._desk.say("这次检查结束了，记录存下了。")
        self._draw()
        await self.show()

    async def _deed(self, _name: str, check_id: str) -> None:
        now = self._desk.now()

        def look(tables: Tables) -> dict[str, object] | None:
            check = tables.security_checks.get(check_id)
            if check is None:
                return None
            by = tables.staff.get(check.closed_by)
            return check_paper(check, by.name if by else "已离开的人", tables.market.get().card.name, now)

        values = await self._desk.ask(look)
        if values is not None:
            await hand_out_paper(self._desk, "security_check.html", values, f"安全检查表-{values['closed']}"[:16])


class SecurityDesk:
    """The page of one hub's checks; what the program found last is kept here until it is closed or too old."""

    def __init__(self, place: Place, todo: Callable[[Place], tuple[Step, ...]] = steps) -> None:
        self._place, self._todo = place, todo
        self._latest: Examination | None = None

    def steps(self) -> tuple[Step, ...]:
        """Return what there is to look at."""
        return self._todo(self._place)

    def keep(self, found: Examination) -> None:
        """Keep what was found for who closes the check."""
        self._latest = found

    def forget(self) -> None:
        """Drop what was found: it is in a closed check now."""
        self._latest = None

    def latest(self, now: datetime) -> Examination | None:
        """Return what was found last, None when that is too long ago to be closed."""
        found = self._latest
        return found if found is not None and now - found.at <= HOLDS_FOR else None

    async def body(self, desk: Desk) -> None:
        """Draw the page."""
        head("安全检查", _WORDS)
        await _Room(desk, self).open()

    def page(self) -> DeskPage:
        """Return the page."""
        return DeskPage(path="/security", title="安全检查", menu="安全检查", place=192, body=self.body,
                        roles=SEEING_SECURITY)  # fmt: skip
