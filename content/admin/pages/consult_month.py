"""咨询分析: what a month asked about beside the month before, and what is done about it by the fifth (R151, R152)."""

from __future__ import annotations

from datetime import date

from nicegui import ui

from content.admin.cases import ANSWERING, SEEING
from content.admin.consult_forms import action_groups
from content.admin.consult_month import HEADING, MonthView, book_of, cells_of, keep_action, month_view
from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.fields import Typed, values_of
from content.admin.form import Form
from content.admin.listing import Cell, Row, listing, table
from content.admin.months import month_before, month_named, place_turn
from content.admin.papers_out import hand_out_book, hand_out_paper
from content.admin.parts import DeskPage
from content.clock import local
from content.errors import ContentError
from content.model.consultations import ConsultAction, ContentKind
from content.model.ids import new_id
from content.rules.reply_words import check_reply

_BLANK: dict[str, Typed] = {"words": "", "content": ""}


class _Room:
    """The open month."""

    def __init__(self, desk: Desk, month: date) -> None:
        self._desk, self._month = desk, month
        head("咨询分析", "每月 5 日前写好上个月的：问得多的是什么、哪里不好懂、改了哪条宣传或培训内容。")
        place_turn(desk, "/consultations/month", month)
        with ui.element("div").classes("foot above"):
            action("打印", self._print, "print", "brand")
            action("导出 Excel", self._export, "export-xlsx")
            ui.link("看咨询", f"/consultations?month={month:%Y-%m}").classes("act quiet")
        self._lines = listing("lines")
        ui.label("分析和改进").classes("section")
        self._actions = listing("actions")
        if desk.may(ANSWERING):
            ui.label("写一条").classes("section")
            self._form = Form(action_groups(), _BLANK)
            with ui.element("div").classes("foot"):
                action("存下", self._save, "save", "first")

    async def show(self) -> MonthView:
        """Ask again and redraw."""
        view = await self._desk.ask(lambda tables: month_view(tables, self._month))
        rows = tuple(Row(id=line.topic.value, cells=tuple(
            Cell(text=text, look="num" if place else "main") for place, text in enumerate(cells_of(line))))
            for line in view.lines)  # fmt: skip
        self._lines.set_content(table(HEADING, rows if view.total else (), "这个月还没有咨询。"))
        told = tuple(
            Row(id=str(place), cells=(Cell(text=one.words, look="main"), Cell(text=one.content or "没有改内容"),
                                      Cell(text=one.told, look="num")))
            for place, one in enumerate(view.actions)
        )  # fmt: skip
        self._actions.set_content(table(("分析和改进", "改了哪条", "谁写的"), told, "还没有写。"))
        if self._desk.may(ANSWERING):
            choice = self._form.part("content")
            if isinstance(choice, ui.select):
                choice.set_options({"": "没有改内容"} | view.contents, value=choice.value)
        return view

    async def _save(self) -> None:
        now, typed = self._desk.now(), self._form.typed()
        # the contents offered come from the database, so the form itself knows none of them
        values, wrong = values_of(action_groups(), typed | {"content": ""})
        words = str(values.get("words", ""))
        found = wrong or check_reply("words", words)
        self._form.show(found)
        if found:
            return
        kind, _, content_id = str(typed["content"]).partition(":")
        made = ConsultAction(id=new_id(now), month=f"{self._month:%Y-%m}", words=words, content_id=content_id,
                             content_kind=ContentKind(kind) if kind else None, at=now,
                             by=self._desk.staff.id)  # fmt: skip
        try:
            await self._desk.change(keep_action(made), ANSWERING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._form.fill(_BLANK)
        self._desk.say("已存下。")
        await self.show()

    async def _print(self) -> None:
        view = await self.show()
        values = {"title": "咨询分析", "market": view.market, "month": f"{self._month.year} 年 {self._month.month} 月",
                  "heading": HEADING, "lines": tuple(map(cells_of, view.lines)), "actions": view.actions,
                  "total": view.total, "printed": f"{local(self._desk.now()):%Y-%m-%d %H:%M}"}  # fmt: skip
        await hand_out_paper(self._desk, "consult_month.html", values, f"咨询分析-{self._month:%Y-%m}")

    async def _export(self) -> None:
        view = await self.show()
        await hand_out_book(self._desk, "consult_action", f"咨询分析-{self._month:%Y-%m}", book_of(view), SEEING)


async def _body(desk: Desk) -> None:
    # what is to be analysed is the month that is over
    month = month_named(desk)
    await _Room(desk, month if desk.named("month") else month_before(month)).show()


PAGE = DeskPage(path="/consultations/month", title="咨询分析", roles=SEEING, body=_body)
