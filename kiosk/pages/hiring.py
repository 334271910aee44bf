"""用工登记: an employer who walks in says in three steps whom they want; staff verify and publish."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from nicegui import ui

from content.errors import LinkError
from content.model.ids import new_id
from content.model.places import TOWNSHIPS
from content.model.trades import trades
from kiosk import hiring
from kiosk.components.panel import Panel
from kiosk.components.writer import Field, Writer
from kiosk.hiring import HiringDraft
from kiosk.pages.filed import NOT_PAIRED, FiledPage, Words, file_numbered, market_of, new_code
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.registering import LONGEST_NAME
from printer.templates import CaseSlip

_UNIT = (
    Field(key="unit_name", label="单位名称", kind="text", most=hiring.LONGEST_UNIT, hint="照营业执照上的写"),
    Field(key="credit_code", label="信用代码，记不住就空着", kind="search", most=18, hint="18 位，营业执照上有"),
)
_CONTACT = (
    Field(key="contact_name", label="联系人", kind="name", most=LONGEST_NAME, hint="找活的人找谁"),
    Field(key="contact_phone", label="联系电话", kind="phone", most=12, hint="核实就打这个电话"),
)
_FILED = Words(
    title="用工登记好了", headline="好了，登记收下了", name="用工登记回执",
    then=("工作人员打电话核实好，岗位就发布。带营业执照和经办人身份证到窗口，当面就能核实。",
          "办得怎么样了，在首页点“查回执”，写上面的号码和 4 位数字。"),
)  # fmt: skip
_ANSWER = "电话核实后发布，自助机点“查回执”可看"


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /hiring."""

    def hire() -> None:
        _Hiring(hall, here).begin()

    routes["/hiring"] = hire


class _Hiring:
    """The steps of one hiring, each in the same place of the page."""

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here = hall, here
        self._place = ui.element("div").classes("panel")
        self._panel = Panel()
        self._writer: Writer | None = None
        self._group = "A"
        if here.hiring is None or here.hiring.number:
            now = hall.clock.now()
            here.hiring = HiringDraft(key=f"hiring {new_id(now)}", code=new_code(), consented_at=now)

    def begin(self) -> None:
        """Ask what for, unless nothing could be filed."""
        self._step()
        self._show_what(NOT_PAIRED if self._hall.outbox() is None else "")

    def _step(self) -> None:
        self._writer = None
        self._place.clear()
        with self._place:
            self._panel = Panel(self._act)

    def _show_what(self, trouble: str = "") -> None:
        draft = self._here.hiring
        shown = tuple(trade for trade in trades().values() if trade.group == self._group)
        self._panel.show(
            "kiosk_hire_what.html", who=self._here.person, draft=draft, group=self._group, shown=shown,
            headcounts=hiring.HEADCOUNTS, days=hiring.DAYS, lives=hiring.LIVES, trouble=trouble,
            picked=trades()[draft.trade].name if draft is not None and draft.trade else "",
        )  # fmt: skip

    def _show_where(self, trouble: str = "") -> None:
        self._panel.show(
            "kiosk_hire_where.html", who=self._here.person, draft=self._here.hiring, deals=hiring.DEALS,
            places=TOWNSHIPS, hours=hiring.HOURS, gatherings=hiring.GATHERINGS, trouble=trouble,
        )  # fmt: skip

    async def _act(self, name: str, value: str) -> None:
        draft = self._here.hiring
        if self._here.over or draft is None:
            return
        if name in ("whereto", "back", "who-next"):
            self._turn(name, draft)
            return
        if name == "group" and value in "ABCDEFGHIJK":
            self._group = value
        else:
            self._here.hiring = hiring.chosen(draft, name, value)
        on_first = name in ("group", "who", "trade", "headcount", "day", "life")
        (self._show_what if on_first else self._show_where)()

    def _turn(self, name: str, draft: HiringDraft) -> None:
        if name == "back":
            self._show_what()
            return
        if name == "whereto":
            wrong = hiring.what_finding(draft)
            self._show_where() if wrong is None else self._show_what(wrong.sentence)
            return
        wrong = hiring.where_finding(draft)
        self._ask_who() if wrong is None else self._show_where(wrong.sentence)

    def _ask_who(self) -> None:
        draft = self._here.hiring
        if draft is None:
            return
        self._place.clear()
        with self._place, ui.element("div").classes("page writer-page").props("data-clock=idle"):
            self._panel = Panel(self._on_who, classes="head")
            self._writer = Writer(_CONTACT if draft.household else (*_UNIT, *_CONTACT), "交上去", self._on_texts)
        self._show_who()

    def _show_who(self, trouble: str = "") -> None:
        self._panel.show("kiosk_hire_who.html", who=self._here.person, trouble=trouble)

    async def _on_who(self, name: str, value: str) -> None:
        if not self._here.over and name == "back":
            self._step()
            self._show_where()

    async def _on_texts(self, texts: dict[str, str]) -> None:
        draft, today = self._here.hiring, self._hall.today()
        if self._here.over or self._writer is None or draft is None or draft.number:
            return
        wrong = hiring.who_finding(draft, texts)
        if wrong is not None:
            self._writer.say(wrong.field if wrong.field != "name" else "contact_name", wrong.sentence)
            return
        try:
            make = partial(hiring.hiring_body, draft, texts, today)
            number = await file_numbered(self._hall, "hiring", make, draft.key)
        except LinkError as error:
            self._show_who(str(error))
            return
        if not self._here.over:
            await self._filed(replace(draft, number=number))

    async def _filed(self, draft: HiringDraft) -> None:
        self._here.hiring = draft
        market = market_of(self._hall)
        slip = CaseSlip(
            number=draft.number, code=draft.code, is_dispute=False, title=_FILED.name, answer_by=_ANSWER,
            subject=f"招{trades()[draft.trade].name} {draft.headcount} 人",
            phone=market.phone or market.complaint_phone,
        )  # fmt: skip
        self._step()
        await FiledPage(self._hall, self._here, self._panel, _FILED, slip).begin()
