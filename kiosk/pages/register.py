"""求职登记 in three steps: notice and card, wishes, when and where; filed before the page says 好了."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

from nicegui import ui

from content.errors import LinkError
from content.model.codes import IdEntry, PayWish, StartWish
from content.model.places import TOWNSHIPS
from content.model.published import MarketCard
from content.model.trades import trades
from kiosk import registering
from kiosk.components.panel import Panel
from kiosk.components.qr import qr_svg
from kiosk.components.writer import Field, Writer
from kiosk.consent import notice
from kiosk.pages import register_texts as said
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.slip import PaperSlip
from kiosk.reader.base import ReaderEvent, ReaderState
from kiosk.reader.numbers import check_id_number
from kiosk.registering import Draft
from kiosk.slips import registration_receipt
from kiosk.visit import Person, Standing, person_by_hand, person_from_card


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /register."""

    def registration() -> None:
        steps = _Registering(hall, here)
        here.on_reader, here.on_slip = steps.hear_reader, steps.slip.hear
        steps.begin()

    routes["/register"] = registration


class _Registering:
    """The steps of one registration, each in the same place of the page."""

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here = hall, here
        self._place = ui.element("div").classes("panel")
        self._panel = Panel()
        self._at_card = False
        self._group = "A"
        self._writer: Writer | None = None
        self._phone = ""
        self._already = False
        self.slip = PaperSlip(hall, self._show_filed)

    def begin(self) -> None:
        """Go where this visit stands: the notice first, and never the card before consent."""
        if self._here.registered:
            self._step()
            self._already = True
            self._show_filed()
        elif not self._here.agreed:
            self._notice()
        elif self._here.person is None:
            self._card()
        else:
            self._wishes()

    def _step(self, on_act: Any = None, *, classes: str = "panel") -> Panel:
        self._at_card, self._writer = False, None
        self._place.clear()
        with self._place:
            self._panel = Panel(on_act, classes=classes)
        return self._panel

    # step 1: notice and consent

    def _notice(self, trouble: str = "") -> None:
        edition = self._hall.edition()
        market = edition.market() if edition is not None else MarketCard()
        self._step(self._on_notice).show("kiosk_notice.html", who=None, notice=notice(market), trouble=trouble)

    async def _on_notice(self, name: str, value: str) -> None:
        if self._here.over or name != "agree":
            return
        if self._hall.outbox() is None:
            self._notice(said.NOT_PAIRED)
            return
        self._here.agreed = True
        self._here.new_draft()
        self._card()

    # step 1: the card, or by hand

    def _card(self) -> None:
        self._step(self._on_card)
        self._show_card("")
        self._at_card = True
        if self._hall.reader is not None:
            self._here.card_period = self._hall.reader.arm()

    def _show_card(self, hint: str, trouble: bool = False) -> None:
        reader = self._hall.reader
        there = reader is not None and reader.state not in (ReaderState.CLOSED, ReaderState.FAULT)
        self._panel.show("kiosk_card.html", who=None, reader=there, hint=hint, trouble=trouble)

    async def _on_card(self, name: str, value: str) -> None:
        if not self._here.over and name == "hand":
            self._hand()

    def hear_reader(self, event: ReaderEvent) -> None:
        """Show what the reader says while a card is awaited; take the first card."""
        if not self._at_card or self._here.over:
            return
        if event.card is None:
            troubled = event.state in (ReaderState.CLOSED, ReaderState.FAULT, ReaderState.RETRY)
            self._show_card(event.hint, troubled)
            return
        person = person_from_card(event.card)
        if person is None:
            self._stop(*said.AT_WINDOW)
        else:
            self._know(person)

    def _hand(self) -> None:
        self._step(classes="head")
        with self._place, ui.element("div").classes("page writer-page").props("data-clock=idle"):
            self._panel = Panel(classes="head")
            self._panel.show("kiosk_hand.html", who=None)
            self._writer = Writer(said.HAND, "下一步", self._on_hand)

    async def _on_hand(self, texts: dict[str, str]) -> None:
        if self._here.over or self._writer is None:
            return
        found = check_id_number(texts["id_number"], self._hall.today())
        wrong_name = registering.name_finding(texts["name"])
        if wrong_name is not None:
            self._writer.say("name", wrong_name.sentence)
        elif found.number is None:
            self._writer.say("id_number", found.sentence + "。")
        else:
            person = person_by_hand(texts["name"], found.number)
            if person is None:
                self._stop(*said.AT_WINDOW)
            else:
                self._know(person)

    def _know(self, person: Person) -> None:
        self._here.identify(person)
        if self._here.standing is Standing.UNDER_16:
            self._stop(*said.TOO_YOUNG)
            return
        if self._hall.reader is not None:
            # from here on a card that is put on is a second card, and is asked about
            self._here.card_period = self._hall.reader.arm()
        self._wishes()

    def _stop(self, headline: str, lines: tuple[str, ...]) -> None:
        self._step().show("kiosk_stopped.html", headline=headline, lines=lines)
        if self._hall.reader is not None:
            self._hall.reader.disarm()
        self._here.forget_person()
        self._here.finish()

    # step 2: trades and pay

    def _draft(self) -> Draft:
        return self._here.draft or self._here.new_draft()

    def _wishes(self, trouble: str = "") -> None:
        if not self._here.agreed or self._here.person is None:
            return
        self._step(self._on_wish)
        self._show_wishes(trouble)

    def _show_wishes(self, trouble: str = "") -> None:
        draft, who, standing = self._draft(), self._here.person, self._here.standing
        if who is None:
            return
        picked_in = {letter: sum(code[0] == letter for code in draft.trades) for letter in "ABCDEFGHIJK"}
        self._panel.show(
            "kiosk_wishes.html", who=who, by_card=who.id_entry is IdEntry.CARD, group=self._group,
            retired=standing is Standing.PAST_RETIREMENT, minor=standing is Standing.MINOR,
            shown=registering.open_trades(self._group, standing), picked=draft.trades, picked_in=picked_in,
            pays=tuple(PayWish), pay=draft.pays, trouble=trouble,
            chosen="、".join(trades()[code].name for code in draft.trades),
        )  # fmt: skip

    async def _on_wish(self, name: str, value: str) -> None:
        if self._here.over:
            return
        draft = self._draft()
        if name == "group" and value in "ABCDEFGHIJK":
            self._group = value
        elif name == "trade":
            self._here.draft = registering.with_trade(draft, value)
        elif name == "pay":
            self._here.draft = registering.with_pay(draft, value)
        elif name == "next":
            finding = registering.wishes_finding(draft)
            if finding is None:
                self._when()
                return
            self._show_wishes(finding.sentence)
            return
        self._show_wishes()

    # step 3: when, where, phone

    def _when(self) -> None:
        self._step(classes="head")
        with self._place, ui.element("div").classes("page writer-page").props("data-clock=idle"):
            self._panel = Panel(self._on_when, classes="head")
            self._writer = Writer((Field(**(asdict(said.PHONE) | {"text": self._phone})),), "提交登记", self._on_phone)
        self._show_when()

    def _show_when(self, trouble: str = "") -> None:
        draft = self._draft()
        self._panel.show("kiosk_when.html", who=self._here.person, starts=tuple(StartWish), start=draft.start,
                         places=TOWNSHIPS, picked=draft.places, trouble=trouble)  # fmt: skip

    async def _on_when(self, name: str, value: str) -> None:
        if self._here.over:
            return
        if name == "back":
            self._wishes()
            return
        change = {"start": registering.with_start, "place": registering.with_place}.get(name)
        if change is not None:
            self._here.draft = change(self._draft(), value)
            self._show_when()

    async def _on_phone(self, texts: dict[str, str]) -> None:
        if self._here.over or self._writer is None:
            return
        self._phone = texts["phone"]
        finding = registering.phone_finding(self._phone)
        if finding is not None:
            self._writer.say("phone", finding.sentence)
            return
        await self._file()

    # filed

    async def _file(self) -> None:
        outbox, person, draft = self._hall.outbox(), self._here.person, self._draft()
        if outbox is None or person is None:
            self._show_when(said.NOT_PAIRED)
            return
        now, phone = self._hall.clock.now(), self._phone
        try:
            filed = await asyncio.to_thread(
                outbox.file_numbered, "registration", lambda number: registering.body(draft, person, phone, number),
                now, self._hall.clock_ok(), key=draft.key,
            )  # fmt: skip
        except LinkError as error:
            self._show_when(str(error))
            return
        self._hall.wake_courier()
        if self._here.over:
            return
        self._here.number = filed.number
        self._here.finish()
        self._step()
        self._show_filed()
        await self._print(person, draft)

    async def _print(self, person: Person, draft: Draft) -> None:
        edition, now, number = self._hall.edition(), self._hall.clock.now(), self._here.number
        market = edition.market() if edition is not None else MarketCard()
        await self.slip.print(
            lambda: registration_receipt(person, draft, number, market, now, self._hall.terminal), number)  # fmt: skip

    def _show_filed(self) -> None:
        draft = self._here.draft
        if draft is None or not self._here.number or self._here.over:
            return
        if self.slip.trouble:
            self._here.touch()  # writing the number down takes longer than taking a slip
        spoken = (said.ALREADY if self._already else self.slip.said, said.UNPRINTED if self.slip.trouble else "")
        self._panel.show(
            "kiosk_filed.html", number=self._here.number, code=draft.code, who=self._here.person,
            said="".join(spoken), trouble=self.slip.trouble,
            qr=qr_svg(f"求职登记回执 {self._here.number} 查询码 {draft.code}"),
        )  # fmt: skip
