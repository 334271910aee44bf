"""我的信息: who puts their card on sees their own registration, what fits, and can change, print or delete it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from nicegui import ui

from content.errors import LinkError
from content.model.applications import WITHDRAWN
from content.model.codes import IdEntry
from content.model.filings import ConsentWithdrawalBody, WithdrawalBody
from content.model.ids import new_id
from content.model.own_record import OwnRecord
from content.model.published import MarketCard
from content.model.trades import trades
from content.privacy import mask_phone
from kiosk import own_record
from kiosk.components.panel import Panel
from kiosk.pages import register_texts as said
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.slip import PaperSlip
from kiosk.pages.wishes import Wishes, Words
from kiosk.reader.base import ReaderEvent, ReaderState
from kiosk.registering import Draft
from kiosk.slips import seeker_card
from kiosk.visit import Person, Standing, person_from_card

_SHOWN = 3
_BY_HAND = "手工填的号码，机器不能给看，怕看错了人。请先点“退出”，再放身份证进来。"
_TAKEN_BACK = ("好了，删除收下了", (
    "中心连着，马上就删；断着，一连上就删，不用您再来。",
    "姓名、身份证号、电话和您问过的话都拿掉，不再给您打电话。登记的份数照规定留着，里面没有您是谁。",
    "请拿好您的身份证。想再找活，随时来登记。"))  # fmt: skip


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /mine."""

    def mine() -> None:
        page = _Mine(hall, here, test="/test" in routes)
        here.on_reader, here.on_slip = page.hear_reader, page.slip.hear
        page.begin()

    routes["/mine"] = mine


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A sentence above the record: what was just done."""

    words: str = ""
    bad: bool = False


class _Mine:
    """One look at one's own record; the answer lives in this page and is gone with it."""

    def __init__(self, hall: Hall, here: Here, *, test: bool) -> None:
        self._hall, self._here, self._test = hall, here, test
        self._place = ui.element("div").classes("panel")
        self._panel = Panel()
        self._at_card = self._reading = False
        self._record: OwnRecord | None = None
        self._told, self._asked = _Told(), ""
        self.slip = PaperSlip(hall, self._show_printing)

    def begin(self) -> None:
        """Ask for the card, or go on with the one that was put on in this visit."""
        person = self._here.person
        if person is None:
            self._card("")
        elif person.id_entry is not IdEntry.CARD:
            self._calm("要看自己的信息，得放身份证", _BY_HAND)
        else:
            self._look(person)

    def _step(self, on_act: Any = None) -> Panel:
        self._at_card = self._reading = False
        self._place.clear()
        with self._place:
            self._panel = Panel(on_act)
        return self._panel

    # the card

    def _card(self, hint: str, trouble: bool = False) -> None:
        reader = self._hall.reader
        if not self._at_card:
            self._step()
            if reader is not None:
                self._here.card_period = reader.arm()
        self._at_card = True
        there = reader is not None and reader.state not in (ReaderState.CLOSED, ReaderState.FAULT)
        self._panel.show("kiosk_mine_card.html", who=None, reader=there, hint=hint, trouble=trouble)

    def hear_reader(self, event: ReaderEvent) -> None:
        """Show what the reader says while a card is awaited; take the first card."""
        if not self._at_card or self._here.over:
            return
        if event.card is None:
            self._card(event.hint, event.state in (ReaderState.CLOSED, ReaderState.FAULT, ReaderState.RETRY))
            return
        person = person_from_card(event.card)
        if person is None:
            self._calm(*said.AT_WINDOW[:1], "".join(said.AT_WINDOW[1]))
            return
        self._here.identify(person)
        if self._hall.reader is not None:
            # from here on a card that is put on is a second card, and is asked about
            self._here.card_period = self._hall.reader.arm()
        if self._here.standing is Standing.UNDER_16:
            self._end(*said.TOO_YOUNG)
        else:
            self._look(person)

    def _end(self, headline: str, lines: tuple[str, ...]) -> None:
        self._record = None
        self._step().show("kiosk_stopped.html", headline=headline, lines=lines, title="我的信息")
        if self._hall.reader is not None:
            self._hall.reader.disarm()
        self._here.forget_person()
        self._here.finish()

    def _calm(self, headline: str, line: str) -> None:
        self._step(self._on_calm).show("kiosk_mine_calm.html", who=self._here.person, headline=headline, line=line,
                                       again=False)  # fmt: skip

    # the record

    def _look(self, person: Person) -> None:
        self._step(self._on_calm)
        self._panel.show("kiosk_mine_calm.html", who=person, headline="正在查您的登记", line="请稍等。", again=False)
        with self._place:
            ui.timer(0, lambda: self._ask(person), once=True)

    async def _ask(self, person: Person) -> None:
        try:
            record = await asyncio.to_thread(self._hall.ask_person, person.id_number)
        except LinkError as error:
            if self._here.person is person and not self._here.over:
                self._panel.show("kiosk_mine_calm.html", who=person, headline="现在看不到您的登记", line=str(error),
                                 again=True)  # fmt: skip
            return
        if self._here.person is not person or self._here.over:
            return
        self._record = record
        self._show()

    async def _on_calm(self, name: str, value: str) -> None:
        person = self._here.person
        if not self._here.over and name == "again" and person is not None and person.id_entry is IdEntry.CARD:
            self._look(person)

    def _show(self) -> None:
        record, person, edition = self._record, self._here.person, self._hall.edition()
        if record is None or person is None or self._here.over:
            return
        self._step(self._on_record)
        self._reading = True
        if not record.found:
            self._panel.show("kiosk_mine_unknown.html", who=person, record=record, asked=self._asked)
            return
        now = self._hall.clock.now()
        found = own_record.matches_in(edition, record, self._here.standing, now) if edition is not None else ()
        self._panel.show(
            "kiosk_mine.html", who=person, record=record, told=self._told, asked=self._asked, found=found[:_SHOWN],
            fresh=sum(one.is_new for one in found), total=len(found), today=self._hall.today(),
            wants="、".join(trades()[code].name for code in record.wish.trades if code in trades()),
        )  # fmt: skip

    async def _on_record(self, name: str, value: str) -> None:
        if self._here.over or self._record is None:
            return
        if name == "fix":
            self._fix()
        elif name == "print":
            await self._print()
        elif name == "forget":
            self._forget(1)
        elif name == "take-back" and value in {one.number for one in self._record.applications}:
            await self._take_back(value)

    # an application taken back

    async def _take_back(self, number: str) -> None:
        person, record, outbox, now = self._here.person, self._record, self._hall.outbox(), self._hall.clock.now()
        if self._asked != number or person is None or record is None or outbox is None:
            self._asked = number  # a first touch asks
            self._show()
            return
        body = WithdrawalBody(application_number=number, id_number=person.id_number, withdrawn_at=now)
        try:
            await asyncio.to_thread(outbox.file, "withdrawal", body, now, self._hall.clock_ok(),
                                    key=f"withdrawal {number}")  # fmt: skip
        except LinkError as error:
            self._told = _Told(words=str(error), bad=True)
        else:
            self._hall.wake_courier()
            self._record = replace(record, applications=tuple(
                replace(one, state=WITHDRAWN) if one.number == number else one for one in record.applications))
            self._told, self._asked = _Told(words="报名撤回了，不再给单位看。"), ""
        self._show()

    # correcting

    def _fix(self) -> None:
        record, now = self._record, self._hall.clock.now()
        if record is None:
            return
        words = Words(title="改我的信息", submit="保存", steps=2, kept_phone=record.phone_mask)
        draft = own_record.draft_of(record, f"correction {new_id(now)}", now)
        self._at_card = self._reading = False
        Wishes(self._here, self._place, words, keep=lambda _: None, done=self._correct, test=self._test).begin(draft)

    async def _correct(self, draft: Draft, phone: str) -> str:
        person, record, outbox = self._here.person, self._record, self._hall.outbox()
        if person is None or record is None or outbox is None:
            return said.NOT_PAIRED
        body, now = own_record.correction_body(draft, person, record.number, phone), self._hall.clock.now()
        try:
            await asyncio.to_thread(outbox.file, "correction", body, now, self._hall.clock_ok(), key=draft.key)
        except LinkError as error:
            return str(error)
        self._hall.wake_courier()
        if self._here.over:
            return ""
        mask = record.phone_mask if draft.phone_kept else mask_phone(phone) if phone else ""
        self._record = replace(record, wish=own_record.wish_of(draft), phone_mask=mask, phone_of=draft.phone_of)
        self._told = _Told(words="改好了，以后就照这个给您找活。")
        self._show()
        return ""

    # 求职卡

    async def _print(self) -> None:
        record, edition, now = self._record, self._hall.edition(), self._hall.clock.now()
        if record is None:
            return
        market = edition.market() if edition is not None else MarketCard()
        reference = f"{record.number} {new_id(now)}"  # a second card is another slip
        await self.slip.print(lambda: seeker_card(record, market, now, self._hall.terminal, reference), reference)

    def _show_printing(self) -> None:
        self._told = _Told(words=f"求职卡：{self.slip.said}", bad=self.slip.trouble)
        if self._reading:  # whoever has gone on to change or delete stays there
            self._show()

    # withdrawing consent

    def _forget(self, step: int, trouble: str = "") -> None:
        self._step(self._on_forget).show("kiosk_mine_forget.html", who=self._here.person, step=step, trouble=trouble)

    async def _on_forget(self, name: str, value: str) -> None:
        if self._here.over:
            return
        if name == "stay":
            self._show()
        elif name == "sure":
            self._forget(2)
        elif name == "delete":
            await self._delete()

    async def _delete(self) -> None:
        person, outbox, now = self._here.person, self._hall.outbox(), self._hall.clock.now()
        if person is None or outbox is None:
            self._forget(2, said.NOT_PAIRED)
            return
        body, key = ConsentWithdrawalBody(id_number=person.id_number), f"withdrawal_of_consent {self._here.visit.id}"
        try:
            await asyncio.to_thread(outbox.file, "withdrawal_of_consent", body, now, self._hall.clock_ok(), key=key)
        except LinkError as error:
            self._forget(2, str(error))
            return
        self._hall.wake_courier()
        if not self._here.over:
            self._here.number = ""
            self._end(*_TAKEN_BACK)
