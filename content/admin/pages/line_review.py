"""每日审核: new lines of both ledgers, the oldest first, checked several at once, and taken back (R181)."""

from __future__ import annotations

from datetime import datetime

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.line_reviews import (
    LONGEST_REASON,
    REVIEWING_LINES,
    SEEING_LINES,
    LineWords,
    check_lines,
    line_words,
    take_back,
)
from content.admin.listing import ROWS, Cell, Do, Flag, Pager, Row, listing, table
from content.admin.parts import MOUNT, DeskPage
from content.clock import local
from content.errors import ContentError
from content.model.line_reviews import Ledger, LineReview, ReviewDeed, WaitingLine
from content.rules.line_reviews import due_at, is_late
from content.rules.workdays import Workdays
from content.store.database import Tables

PATH = "/ledger/review"
_WAITING = ("回执号", "哪本台账", "谁", "想做什么、要招什么", "进台账")
_DONE = ("回执号", "哪本台账", "谁", "做了什么", "谁做的", "什么时候")
_VIEWS = {"": "要核实的", "done": "核实过的"}


def _key(ledger: Ledger, line_id: str) -> str:
    return f"{ledger.value}/{line_id}"


def _line(key: str) -> tuple[Ledger, str]:
    ledger, _, line_id = key.partition("/")
    return Ledger(ledger), line_id


def waiting_row(one: WaitingLine, said: LineWords, now: datetime, workdays: Workdays, picked: bool | None) -> Row:
    """Return a line that waits; `picked` None where nobody may pick."""
    late = is_late(one.since, now, workdays)
    due = local(due_at(one.since, workdays))
    flags = tuple(Flag(word=word, tone="calm") for word in said.marks)
    deeds = () if picked is None else (Do(word="✓ 已选" if picked else "选", deed="pick", hot=picked),
                                       Do(word="核实", deed="check"))  # fmt: skip
    return Row(id=_key(one.ledger, one.line_id), deeds=deeds, cells=(
        Cell(text=said.number, look="num"), Cell(text=one.ledger.label, small=said.whence, look="num"),
        Cell(text=said.who, small=said.phone, look="main", href=MOUNT + said.path if said.path else "", flags=flags),
        Cell(text=said.wants),
        Cell(text=f"{local(one.since):%m-%d %H:%M}", look="num", small=f"{due:%m-%d %H:%M} 前核实",
             flags=(Flag(word="超过 1 个工作日", tone="late"),) * late),
    ))  # fmt: skip


def done_row(one: LineReview, said: LineWords, name: str, undoes: bool) -> Row:
    """Return a review that was made."""
    checked = one.deed is ReviewDeed.CHECKED
    return Row(id=_key(one.ledger, one.line_id), deeds=(Do(word="撤回", deed="undo"),) * undoes, cells=(
        Cell(text=said.number, look="num"), Cell(text=one.ledger.label, look="num"),
        Cell(text=said.who, small=said.phone, look="main", href=MOUNT + said.path if said.path else ""),
        Cell(flags=(Flag(word=one.deed.label, tone="good" if checked else "warn"),), small=one.reason),
        Cell(text=name), Cell(text=f"{local(one.at):%Y-%m-%d %H:%M}", look="num"),
    ))  # fmt: skip


class _Undoing:
    """The question for the reason a review is taken back."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._key = desk, ""
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label("撤回核实").classes("title")
            ui.label("这一条会回到要核实的里面，原来谁核实的照样留着。").classes("sub")
            self._reason = ui.input("为什么撤回 *").props(f"outlined dense maxlength={LONGEST_REASON}").mark("reason")
            with ui.element("div").classes("foot"):
                action("撤回", self._undone, "undo-sure", "first")
                action("取消", self._dialog.close)

    async def ask(self, key: str) -> None:
        """Ask, until it is taken back or the question closed."""
        self._key = key
        self._reason.set_value("")
        await self._dialog

    async def _undone(self) -> None:
        step = take_back(*_line(self._key), str(self._reason.value or ""), self._desk.now())
        try:
            await self._desk.change(step, REVIEWING_LINES)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say("已撤回，这一条又要核实了。")
            self._dialog.submit(True)


class _Room:
    """The open page; what is picked lives here only."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._done = desk, desk.named("view") == "done"
        self._picked: set[str] = set()
        self._shown: tuple[str, ...] = ()
        with ui.element("div").classes("tools"), ui.element("div").classes("tabs").mark("views"):
            for view, word in _VIEWS.items():
                on = (view == "done") is self._done
                ui.link(word, f"{PATH}?view={view}" if view else PATH).classes("tab on" if on else "tab")
        with ui.element("div").classes("tools") as bar:
            self._all = action("全选这一页", self._pick_all, "pick-all")
            self._check = action("核实选中的", self._check_picked, "check-picked", "first")
        bar.set_visibility(not self._done and desk.may(REVIEWING_LINES))
        self._place = listing("lines", self._deed)
        self._pager = Pager(self.show)
        self._undoing = _Undoing(desk)

    async def show(self) -> None:
        """Ask again and redraw."""
        rows, total = await self._desk.ask(self._look_done if self._done else self._look_waiting)
        none = "还没有核实过。" if self._done else "没有要核实的。自助机、窗口新登记的，几秒后就在这里。"
        self._place.set_content(table(_DONE if self._done else _WAITING, rows, none))
        self._pager.show(len(rows), total)
        self._shown = tuple(row.id for row in rows)
        self._picked &= set(self._shown)
        self._check.set_text(f"核实选中的 {len(self._picked)} 条")
        self._check.set_enabled(bool(self._picked))

    def _look_waiting(self, tables: Tables) -> tuple[tuple[Row, ...], int]:
        now, workdays = self._desk.now(), Workdays.of(tables.market.get().holidays)
        names = {terminal.id: terminal.name for terminal in tables.terminals.all()}
        picks, rows = self._desk.may(REVIEWING_LINES), []
        for one in tables.line_reviews.waiting(ROWS, self._pager.offset):
            said = line_words(tables, one.ledger, one.line_id, names)
            picked = _key(one.ledger, one.line_id) in self._picked if picks else None
            rows.append(waiting_row(one, said, now, workdays, picked))
        return tuple(rows), tables.line_reviews.waiting_count()

    def _look_done(self, tables: Tables) -> tuple[tuple[Row, ...], int]:
        names = {one.id: one.name for one in tables.staff.all()}
        found, total = tables.line_reviews.page(ROWS, self._pager.offset)
        rows = []
        for one in found:
            said = line_words(tables, one.ledger, one.line_id, {})
            last = tables.line_reviews.of(one.ledger, one.line_id)[0]
            undoes = self._desk.may(REVIEWING_LINES) and one == last and one.deed is ReviewDeed.CHECKED
            rows.append(done_row(one, said, names.get(one.by, "已离开的人"), undoes))
        return tuple(rows), total

    async def _deed(self, name: str, key: str) -> None:
        if name == "pick":
            self._picked ^= {key} & set(self._shown)
        elif name == "check" and key in self._shown:
            await self._note({key})
        elif name == "undo" and key in self._shown:
            await self._undoing.ask(key)
        await self.show()

    async def _pick_all(self) -> None:
        self._picked = set() if self._picked == set(self._shown) else set(self._shown)
        await self.show()

    async def _check_picked(self) -> None:
        await self._note(self._picked)
        await self.show()

    async def _note(self, keys: set[str]) -> None:
        step = check_lines((_line(key) for key in self._shown if key in keys), self._desk.now())
        try:
            done = await self._desk.change(step, REVIEWING_LINES)
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say(f"已核实 {done} 条，谁核实的、什么时候都记下了。")


async def _body(desk: Desk) -> None:
    head("每日审核", "新来的求职登记和用工需求，看过、对过、改好了就核实；最晚下一个工作日下班前核实完，超过的标红。")
    await _Room(desk).show()


PAGE = DeskPage(path=PATH, title="每日审核", menu="每日审核", place=79, body=_body, roles=SEEING_LINES, urgent=True,
                count=lambda tables, now: tables.line_reviews.waiting_count())  # fmt: skip
