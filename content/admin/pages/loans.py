"""工位/工具: given out in one line, taken back with one click, what is overdue on top (R006)."""

from __future__ import annotations

from datetime import datetime, timedelta

from nicegui import ui

from content.admin.checks import all_wrong, blocking
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.fields import Field, Group, Kind, Typed, values_of
from content.admin.form import Form
from content.admin.listing import ROWS, Cell, Do, Flag, Pager, Row, listing, table
from content.admin.loans import LENDING, SEEING_LOANS, lend, take_back
from content.admin.parts import MOUNT, DeskPage
from content.clock import calendar_day, local
from content.errors import ContentError
from content.model.findings import Finding
from content.model.ids import new_id
from content.model.loans import LoanKind, ToolLoan
from content.rules.id_numbers import number_facts
from content.rules.loans import LONGEST_NOTE, check_loan, check_note
from content.store.database import Tables

_COLUMNS = ("借什么", "谁借的", "什么时候借的", "该还的时候", "现在")
_CLOSES = 17  # hour a loan falls due unless told otherwise
_GROUPS = (Group(title="借出", fields=(
    Field(name="kind", label="借的是", kind=Kind.CHOICE, code=LoanKind, width=2, needed=True),
    Field(name="thing", label="哪一个（带编号）", width=2, needed=True, hint="例如：3 号冲击钻"),
    Field(name="id_number", label="身份证号码（登记过的填这个）", width=3),
    Field(name="name", label="姓名（没登记过的填）", width=2, hint="只留姓和星号"),
    Field(name="due_at", label="什么时候还", kind=Kind.INSTANT, width=3, needed=True),
)),)  # fmt: skip


def _blank(now: datetime) -> dict[str, Typed]:
    due = local(now).replace(hour=_CLOSES, minute=0)
    due += timedelta(days=due <= local(now))
    return {"kind": LoanKind.TOOL.value, "thing": "", "id_number": "", "name": "", "due_at": f"{due:%Y-%m-%dT%H:%M}"}


def row_of(one: ToolLoan, person: str, names: dict[str, str], now: datetime, lends: bool) -> Row:
    """Return one loan as a line; `person` is the id of who has it in the ledger, "" for nobody known there."""
    gone = "已离开的人"
    if one.returned_at is not None:
        state = Cell(text=f"{local(one.returned_at):%m-%d %H:%M} 还了", small=one.note)
    else:
        late = one.is_overdue(now)
        state = Cell(flags=(Flag(word="逾期没还" if late else "借出", tone="warn" if late else ""),))
    back = (Do(word="办归还", deed="back", hot=True),) * (lends and one.returned_at is None)
    return Row(id=one.id, deeds=back, cells=(
        Cell(text=one.thing, small=one.kind.label, look="main"),
        Cell(text=one.name_mask, href=f"{MOUNT}/ledger/people/{person}" if person else ""),
        Cell(text=f"{local(one.lent_at):%Y-%m-%d %H:%M}", small=names.get(one.lent_by, gone), look="num"),
        Cell(text=f"{local(one.due_at):%Y-%m-%d %H:%M}", look="num"), state,
    ))  # fmt: skip


class _Room:
    """The open page."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._lends, self._back = desk, desk.may(LENDING), ""
        if self._lends:
            self._form = Form(_GROUPS, _blank(desk.now()))
            with ui.element("div").classes("bar"):
                action("借出", self._lent, "lend", "first")
        self._place = listing("list", self._deed if self._lends else None)
        self._pager = Pager(self.show)
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label("办归还").classes("title")
            self._note = ui.input("还回来是什么样（好的可以不写）").mark("note")
            self._note.props(f"outlined dense maxlength={LONGEST_NOTE}")
            with ui.element("div").classes("foot"):
                action("还了", self._returned, "back-sure", "first")
                action("取消", self._dialog.close)

    async def show(self) -> None:
        """Ask again and redraw."""
        now = self._desk.now()

        def look(tables: Tables) -> tuple[tuple[Row, ...], int]:
            loans, total = tables.tool_loans.page(ROWS, self._pager.offset)
            names = {one.id: one.name for one in tables.staff.all()}
            rows = []
            for one in loans:
                seeker = tables.seekers.by_index(one.person_index) if one.person_index is not None else None
                rows.append(row_of(one, seeker.id if seeker else "", names, now, self._lends))
            return tuple(rows), total

        rows, total = await self._desk.ask(look)
        self._place.set_content(table(_COLUMNS, rows, "还没有借出过。上面填一行，点“借出”。"))
        self._pager.show(len(rows), total)

    def _findings(self, values: dict[str, object], now: datetime) -> tuple[Finding, ...]:
        name, number, due = (values.get(part) for part in ("name", "id_number", "due_at"))
        facts, sentence = number_facts(str(number), calendar_day(now)) if number else (None, "")
        wrong = (Finding(field="id_number", sentence=sentence),) if sentence else ()
        known = "登记过" if facts else str(name or "")  # whoever has a number needs no name
        return (*wrong, *check_loan(str(values.get("thing") or ""), known, due if isinstance(due, datetime) else None,
                                    now))  # fmt: skip

    async def _lent(self) -> None:
        now = self._desk.now()
        values, wrong = values_of(_GROUPS, self._form.typed())
        found = all_wrong(wrong, self._findings(values, now))
        self._form.show(found)
        due, kind = values.get("due_at"), values.get("kind")
        if blocking(found) or not isinstance(due, datetime) or not isinstance(kind, LoanKind):
            return
        facts, _ = number_facts(str(values["id_number"] or ""), calendar_day(now))
        loan = ToolLoan(id=new_id(now), kind=kind, thing=str(values["thing"]), person_index=None, name_mask="",
                        lent_at=now, lent_by="", due_at=due)  # fmt: skip
        step = lend(loan, str(values["name"] or ""), facts.text if facts else "", self._desk.parts.keys)
        try:
            await self._desk.change(step, LENDING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._desk.say(f"“{loan.thing}”借出了。")
        self._form.fill(_blank(now))
        await self.show()

    async def _deed(self, deed: str, loan_id: str) -> None:
        self._back = loan_id
        self._note.set_value("")
        self._note.error = None
        self._dialog.open()

    async def _returned(self) -> None:
        note = str(self._note.value or "")
        finding = check_note(note)
        self._note.error = finding.sentence if finding else None
        if finding is not None:
            return
        try:
            await self._desk.change(take_back(self._back, note, self._desk.now()), LENDING)
        except ContentError as error:
            self._desk.refuse(error)
        self._dialog.close()
        await self.show()


async def _body(desk: Desk) -> None:
    head("工位工具", "零工工作区的工位、工具借还都在这里记一笔，到时候没还的在最上面。借东西不收押金。")
    await _Room(desk).show()


PAGE = DeskPage(path="/loans", title="工位工具", menu="工位工具", place=95, body=_body, roles=SEEING_LOANS,
                urgent=True, count=lambda tables, now: tables.tool_loans.overdue(now))  # fmt: skip
