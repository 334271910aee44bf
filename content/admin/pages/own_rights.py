"""本人来办: with their card presented, a person sees everything, takes a copy, has it put right, or takes it back."""

from __future__ import annotations

import asyncio

from nicegui import ui

from content.admin.controls import action, head
from content.admin.desk import Desk
from content.admin.listing import Cell, Row, listing, table
from content.admin.own_rights import ACTING, NotTheirs, OwnCopy, Shown, note_wrong, own_copy, take_back_at_window
from content.admin.parts import DeskPage
from content.clock import local
from content.errors import ContentError
from content.hubapi.erasing import own_terms
from content.model.people import Staff
from content.reports.paper import draw, page_of
from content.rules.retention import Kept
from content.store.database import Tables

_LOST = ("姓名、号码和电话马上删掉，找不回来；咨询时问的话和答复一起删；没有办完的报名一起取消。"
         "台账里只剩不记名的计数。在自助机上没有刷证提的问题，不知道是谁提的，答复 90 天以后删。"
         "请把这些念给本人听。")  # fmt: skip
_WORDS = "请本人出示证件，把证件上的号码输一遍。号码对上了才显示；谁给看的、凭什么证件，都记在操作记录里。"


def _rows(copy: OwnCopy) -> tuple[Row, ...]:
    facts = (("姓名", copy.name), ("证件号码", copy.id_number), ("电话", copy.phone), ("第一次登记", f"{copy.since}"))
    told = [(title, line) for title, line in facts]
    told += [(part.title, line) for part in copy.parts for line in part.lines]
    return tuple(Row(id=str(place), cells=(Cell(text=title, look="main"), Cell(text=line)))
                 for place, (title, line) in enumerate(told))  # fmt: skip


class _Window:
    """The open page; what was shown is gone when it closes."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._id = desk, desk.named("id")
        with ui.element("div").classes("tools"):
            self._number = ui.input("证件号码 *").props("outlined dense maxlength=18 autocomplete=off").mark("number")
            self._number.classes("search")
            self._shown = ui.select({one.value: one.label for one in Shown}, value=Shown.CARD.value, label="凭什么证件")
            self._shown.props("outlined dense").mark("shown")
            action("核对并显示", self._show, "check", "first")
        with ui.element("div").classes("tools") as self._deeds:
            action("打印一份给本人", self._print, "print-copy", "brand")
            self._correct = ui.link("更正", "").classes("act").mark("correct")
            action("撤回同意", lambda: self._dialog.open(), "take-back")
        self._deeds.set_visibility(False)
        self._table = listing("copy")
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            ui.label("本人要撤回同意？").classes("title")
            ui.label(_LOST).classes("sub")
            with ui.element("div").classes("foot"):
                action("本人确认撤回", self._take_back, "take-back-sure", "first")
                action("取消", self._dialog.close)

    def _asked(self) -> tuple[str, Shown]:
        return str(self._number.value or ""), Shown(str(self._shown.value))

    async def _refuse(self, error: ContentError) -> None:
        if isinstance(error, NotTheirs):
            await self._desk.change(note_wrong(self._id, self._desk.now()), ACTING, always=True)
        self._desk.refuse(error)

    async def _show(self) -> None:
        number, shown = self._asked()
        try:
            copy = await self._desk.change(
                own_copy(self._id, number, shown, self._desk.parts.keys, self._desk.now()), ACTING)  # fmt: skip
        except ContentError as error:
            self._deeds.set_visibility(False)
            self._table.set_content("")
            await self._refuse(error)
            return
        self._table.set_content(table(("什么", "内容"), _rows(copy), ""))
        self._correct.props(f'href="/ledger/correct/{copy.registration_id}"')
        self._correct.set_visibility(bool(copy.registration_id))
        self._deeds.set_visibility(True)

    async def _print(self) -> None:
        (number, shown), desk = self._asked(), self._desk
        now = desk.now()
        tell = own_copy(self._id, number, shown, desk.parts.keys, now, printed=True)

        def step(tables: Tables, staff: Staff) -> str:
            copy, card = tell(tables, staff), tables.market.get().card
            days = next(one.days for one in own_terms(tables) if one.kept is Kept.PERSONS)
            return page_of("own_copy.html", {
                "title": "市场里关于我的信息", "copy": copy, "market": card.name, "phone": card.phone, "days": days,
                "shown": shown.label,
                "printed": f"{local(now):%Y-%m-%d %H:%M}", "by": staff.name, "footer": f"{card.name} · 只给本人",
            })  # fmt: skip

        try:
            paper = await asyncio.to_thread(draw, await desk.change(step, ACTING))
        except ContentError as error:
            await self._refuse(error)
            return
        ui.download(paper, "本人的信息.pdf", "application/pdf")

    async def _take_back(self) -> None:
        number, shown = self._asked()
        self._dialog.close()
        use_case = take_back_at_window(self._id, number, shown, self._desk.parts.keys, self._desk.now())
        try:
            await self._desk.change(use_case, ACTING)
        except ContentError as error:
            await self._refuse(error)
            return
        self._number.set_value("")
        self._deeds.set_visibility(False)
        self._table.set_content("")
        self._desk.say("已撤回，姓名、号码、电话和咨询时说的话都删掉了。请告诉本人。")


async def _body(desk: Desk) -> None:
    head("本人来办", _WORDS)
    _Window(desk)


PAGE = DeskPage(path="/ledger/people/{id}/rights", title="本人来办", roles=ACTING, body=_body)
