"""满意度 and 政策知晓: what firms and seekers told staff, one answer each a month, kiosks counted with them (R015)."""

from __future__ import annotations

from datetime import date
from typing import Any

from nicegui import ui

from content.admin.cases import ANSWERING, SEEING
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.employer_choice import offer_employers
from content.admin.entry_use_cases import keep_entry
from content.admin.fields import Typed, typed_of, values_of
from content.admin.form import Form
from content.admin.listing import ROWS, Cell, Do, Flag, Pager, Row, listing, table
from content.admin.months import month_named, place_turn
from content.admin.papers_out import hand_out_paper
from content.admin.parts import DeskPage
from content.admin.questionnaires import ToAsk, firm_of_code, firms_to_ask
from content.admin.satisfaction import (
    FIRM,
    HallAnswer,
    Month,
    already,
    answer_groups,
    corrected,
    correction_groups,
    made_answer,
    month_of_answers,
)
from content.admin.sheet_dialog import SheetDialog
from content.admin.sheets_hall import MONTH, SATISFACTION
from content.admin.written import written
from content.clock import calendar_day
from content.errors import ContentError
from content.model.answers import AnswerChannel, Awareness, EmployerAnswer
from content.model.findings import Finding
from content.reports.questionnaire import questionnaire
from content.rules.consulting import entered_late
from content.rules.id_numbers import id_number_in
from content.rules.reply_words import check_reply
from content.rules.satisfaction import check_answer, questionnaire_code
from content.store.records import Page

_COLUMNS = ("日期", "谁", "满意吗", "知道政策吗", "怎么问的", "谁问的")
_NOTHING: dict[str, Typed] = {"face": "", "awareness": "", "channel": "", "reason": "", "void": False}


def _blank(today: date, side: str = FIRM) -> dict[str, Typed]:
    return {"side": side, "employer_id": "", "who": "", "code": "", "face": "", "awareness": Awareness.NOT_ASKED.value,
            "channel": AnswerChannel.PHONE.value, "day": today.isoformat()}  # fmt: skip


def row_of(answer: HallAnswer, month: Month, acts: bool) -> Row:
    """Return an answer as a line; of a seeker only that they said who they are."""
    if isinstance(answer, EmployerAnswer):
        who = Cell(text=month.firms.get(answer.employer_id, ""), look="main")
    else:
        who = Cell(text="求职者", small="实名" if answer.once else "匿名", look="main")
    flags = (Flag(word="补录", tone="calm"),) if entered_late(answer.day, answer.entered_at) else ()
    return Row(id=answer.id, deeds=(Do(word="更正", deed="correct"),) * acts, cells=(
        Cell(text=answer.day.isoformat(), look="num", flags=flags), who, Cell(text=answer.face.label),
        Cell(text=answer.awareness.label), Cell(text=answer.channel.label),
        Cell(text=month.names.get(answer.asked_by, answer.asked_by)),
    ))  # fmt: skip


class _Room:
    """The open month."""

    def __init__(self, desk: Desk, month: date) -> None:
        self._desk, self._month, self._acts = desk, month, desk.may(ANSWERING)
        self._answers: tuple[HallAnswer, ...] = ()
        self._firms: tuple[ToAsk, ...] = ()
        head("满意度", "上门、电话、网上和纸质问到的记在这里，自助机上点的自动算进来。一家、一人一个月只算一份。")
        if self._acts:
            self._form = Form(answer_groups(), _blank(calendar_day(desk.now())))
            with ui.element("div").classes("foot"):
                action("登记", self._save, "save", "first")
            self._place_correction()
        place_turn(desk, "/satisfaction", month)
        with ui.element("div").classes("foot above"):
            SheetDialog(desk, SATISFACTION, lambda: Page(filters=((MONTH, f"{month:%Y-%m}"),)), "导出这个月的台账")
        self._figures = ui.html("").classes("w-full").mark("figures")
        ui.label("工作人员问到的").classes("section")
        self._place = listing("list", self._deed)
        self._pager = Pager(self.show)
        ui.label("这个月走访过、还没答的企业").classes("section")
        ui.label("打印问卷带去填，填好按编号登记；也可以打电话问，点“记回答”。").classes("sub")
        self._to_ask = listing("to-ask", self._ask if self._acts else None)
        if self._acts:
            with ui.element("div").classes("foot"):
                action("打印求职者问卷", self._print_blank, "print-seekers", "plain")

    async def offer(self) -> None:
        """Fill the choice of firms."""
        if self._acts:
            await offer_employers(self._desk, self._form.part("employer_id"), "")

    def _place_correction(self) -> None:
        self._wanted: HallAnswer | None = None
        with ui.dialog() as self._correction, ui.card().classes("ask wide"):
            self._corrected = Form(correction_groups(), _NOTHING)
            with ui.element("div").classes("foot"):
                action("更正", self._save_correction, "corrected", "first")
                action("取消", self._correction.close)

    async def show(self) -> None:
        """Ask again and redraw."""
        month = await self._desk.ask(
            lambda tables: month_of_answers(tables, self._month, ROWS, self._pager.offset))  # fmt: skip
        self._answers = month.answers
        sides = (("企业", month.of_firms, ""), ("求职者", month.of_seekers, f"其中自助机上 {month.kiosk} 份。"))
        self._figures.set_content(written("satisfaction.html", sides=sides))
        self._place.set_content(table(_COLUMNS, tuple(row_of(one, month, self._acts) for one in month.answers),
                                      "这个月还没有工作人员问到的。"))  # fmt: skip
        self._pager.show(len(month.answers), month.noted)
        self._firms = await self._desk.ask(lambda tables: firms_to_ask(tables, self._month))
        deeds = (Do(word="打印问卷", deed="print"), Do(word="记回答", deed="answer", hot=True)) * self._acts
        self._to_ask.set_content(table(("企业", "走访"), tuple(
            Row(id=one.employer_id, deeds=deeds, cells=(
                Cell(text=one.name, look="main"), Cell(text=one.visited.isoformat(), look="num")))
            for one in self._firms[:ROWS]), "走访过的都答了，或者这个月还没有走访。"))  # fmt: skip

    async def _ask(self, name: str, employer_id: str) -> None:
        firm = next((one for one in self._firms if one.employer_id == employer_id), None)
        if firm is None:
            return
        if name == "print":
            code = questionnaire_code(self._desk.parts.keys.index, firm.employer_id, self._month)
            await self._print(f"满意度问卷-{firm.name}-{self._month:%Y-%m}", firm.name, code)
            return
        choice = self._form.part("employer_id")
        if isinstance(choice, ui.select):
            known: dict[str, str] = dict(choice.options)
            choice.set_options(known | {firm.employer_id: firm.name}, value=firm.employer_id)
        self._form.fill({"side": FIRM, "code": ""})
        ui.run_javascript("window.scrollTo(0, 0)")

    async def _print_blank(self) -> None:
        await self._print("求职者满意度问卷", "", "")

    async def _print(self, name: str, firm: str, code: str) -> None:
        card = await self._desk.ask(lambda tables: tables.market_card.get())
        values = questionnaire(card, firm, code, self._month if code else None)
        await hand_out_paper(self._desk, "questionnaire.html", values, name)

    async def _checked(self) -> tuple[HallAnswer | None, tuple[Finding, ...]]:
        typed, now = self._form.typed(), self._desk.now()
        # the firms offered come from the database, so the form itself knows none of them
        read, wrong = values_of(answer_groups(), typed)
        values: dict[str, Any] = read
        found = list(wrong)
        if typed["side"] == FIRM and typed["code"]:
            found += await self._read_code(values, str(typed["code"]))
        elif typed["side"] == FIRM and not typed["employer_id"]:
            found.append(Finding(field="employer_id", sentence="请选是哪家企业；库里没有的，先到“企业”里建一个。"))
        if typed["side"] != FIRM and typed["who"] and not id_number_in(str(typed["who"])):
            found.append(Finding(field="who", sentence="请填 18 位证件号码，一位一位对一遍；不愿说的就空着。"))
        if found:
            return None, tuple(found)
        answer = made_answer(values, self._desk.parts.keys, self._desk.staff, now)
        found += check_answer(answer.day, calendar_day(now))
        if await self._desk.ask(lambda tables: already(tables, answer)):
            asked = "code" if typed["code"] else "employer_id"
            field = asked if isinstance(answer, EmployerAnswer) else "who"
            found.append(Finding(field=field, sentence="这个月已经答过了，只算一份；记错了请点那一条的“更正”。"))
        return answer, tuple(found)

    async def _read_code(self, values: dict[str, Any], code: str) -> tuple[Finding, ...]:
        """Put the firm of a paper's code into the values; a paper is a paper, whatever was chosen."""
        day, keys = values.get("day"), self._desk.parts.keys
        if not isinstance(day, date):
            return ()
        firm = await self._desk.ask(lambda tables: firm_of_code(tables, keys, code, day))
        if not firm:
            return (Finding(field="code", sentence=f"{day.month} 月没有这个编号的问卷，请对一遍数字；编号只管一个月，"
                                                   "填写日期要在那个月里。"),)  # fmt: skip
        values |= {"employer_id": firm, "channel": AnswerChannel.PAPER}
        return ()

    async def _save(self) -> None:
        answer, found = await self._checked()
        self._form.show(found)
        if found or answer is None:
            self._desk.warn(f"还有 {len(found)} 处要改，改好再登记。填好的内容都还在。")
            return
        if await self._keep(answer):
            self._form.fill(_blank(calendar_day(self._desk.now()), str(self._form.typed()["side"])))
            self._desk.say("已登记。")

    async def _keep(self, answer: HallAnswer) -> bool:
        now = self._desk.now()
        try:
            if isinstance(answer, EmployerAnswer):
                await self._desk.change(keep_entry(lambda tables: tables.employer_answers, answer, now), ANSWERING)
            else:
                await self._desk.change(keep_entry(lambda tables: tables.seeker_answers, answer, now), ANSWERING)
        except ContentError as error:
            self._desk.refuse(error)
            return False
        await self.show()
        return True

    async def _deed(self, name: str, row_id: str) -> None:
        self._wanted = next((one for one in self._answers if one.id == row_id), None)
        if name == "correct" and self._wanted is not None:
            self._corrected.fill(typed_of(correction_groups(), self._wanted) | {"reason": ""})
            self._correction.open()

    async def _save_correction(self) -> None:
        if self._wanted is None:
            return
        values, wrong = values_of(correction_groups(), self._corrected.typed())
        reason = str(values.get("reason", ""))
        needed = () if reason else (Finding(field="reason", sentence="更正要写明原因。"),)
        found = (*wrong, *needed, *check_reply("reason", reason))
        self._corrected.show(found)
        if not found and await self._keep(corrected(self._wanted, values, self._desk.staff, self._desk.now())):
            self._correction.close()
            self._desk.say("已更正，原来的登记留着。")


async def _body(desk: Desk) -> None:
    room = _Room(desk, month_named(desk))
    await room.offer()
    await room.show()


PAGE = DeskPage(path="/satisfaction", title="满意度", menu="满意度", place=94, body=_body, roles=SEEING)
