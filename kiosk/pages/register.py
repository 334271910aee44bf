"""求职登记 in three steps: notice and card, wishes, when and where; filed before the page says 好了."""

from __future__ import annotations

import asyncio
from typing import Any

from nicegui import ui

from content.errors import LinkError
from content.model.codes import IdEntry
from content.model.filings import REGISTRATION_VERSION
from content.model.published import MarketCard, PublicJob
from kiosk import applying, registering
from kiosk.components.panel import Panel
from kiosk.components.qr import qr_svg
from kiosk.components.writer import Writer
from kiosk.consent import notice
from kiosk.pages import register_texts as said
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.slip import PaperSlip
from kiosk.pages.wishes import REGISTERING, Wishes
from kiosk.reader.base import ReaderEvent, ReaderState
from kiosk.reader.numbers import check_id_number
from kiosk.registering import Draft
from kiosk.slips import registration_receipt
from kiosk.visit import Person, Standing, person_by_hand, person_from_card


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /register."""

    def registration() -> None:
        steps = _Registering(hall, here, test="/test" in routes)
        here.on_reader, here.on_slip = steps.hear_reader, steps.slip.hear
        steps.begin()

    routes["/register"] = registration


class _Registering:
    """The steps of one registration, each in the same place of the page."""

    def __init__(self, hall: Hall, here: Here, *, test: bool) -> None:
        self._hall, self._here = hall, here
        self._place = ui.element("div").classes("panel")
        self._panel = Panel()
        self._at_card = False
        self._entry = IdEntry.HAND
        self._writer: Writer | None = None
        self._already = False
        self._steps = Wishes(here, self._place, REGISTERING, keep=self._keep, done=self._file, test=test)
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
        if self._here.person is None:
            self._card()
        else:  # known by card from 我的信息
            self._know(self._here.person)

    # step 1: the card, or by hand

    def _draft(self) -> Draft:
        return self._here.draft or self._here.new_draft()

    def _keep(self, draft: Draft) -> None:
        self._here.draft = draft

    def _card(self) -> None:
        self._step(self._on_card)
        self._show_card("")
        self._at_card = True
        if self._hall.reader is not None:
            self._here.card_period = self._hall.reader.arm()

    def _show_card(self, hint: str, trouble: bool = False) -> None:
        reader = self._hall.reader
        there = reader is not None and reader.state not in (ReaderState.CLOSED, ReaderState.FAULT)
        self._panel.show("kiosk_card.html", who=None, reader=there, hint=hint, trouble=trouble,
                         helped=self._draft().helped)  # fmt: skip

    async def _on_card(self, name: str, value: str) -> None:
        if self._here.over:
            return
        if name == "parent":
            self._keep(registering.with_helper(self._draft()))
            self._show_card("")
        elif name in ("hand", "electronic"):
            self._entry = IdEntry.HAND if name == "hand" else IdEntry.ELECTRONIC
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
            self._panel = Panel(self._on_hand_back, classes="head")
            self._panel.show("kiosk_hand.html", who=None, electronic=self._entry is IdEntry.ELECTRONIC,
                             helped=self._draft().helped)  # fmt: skip
            self._writer = Writer(said.HAND, "下一步", self._on_hand)

    async def _on_hand_back(self, name: str, value: str) -> None:
        if not self._here.over and name == "back":
            self._card()

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
            person = person_by_hand(texts["name"], found.number, self._entry)
            if person is None:
                self._stop(*said.AT_WINDOW)
            else:
                self._know(person)

    def _know(self, person: Person) -> None:
        self._here.identify(person)
        if self._here.standing is Standing.UNDER_16:
            self._stop(*said.TOO_YOUNG, prompt="underage")
            return
        if self._hall.reader is not None:
            # from here on a card that is put on is a second card, and is asked about
            self._here.card_period = self._hall.reader.arm()
        self._wishes()

    def _stop(self, headline: str, lines: tuple[str, ...], prompt: str = "") -> None:
        self._step().show("kiosk_stopped.html", headline=headline, lines=lines, title="求职登记", prompt=prompt)
        if self._hall.reader is not None:
            self._hall.reader.disarm()
        self._here.forget_person()
        self._here.finish()

    # steps 2 and 3

    def _wishes(self) -> None:
        if self._here.agreed and self._here.person is not None:
            self._at_card, self._writer = False, None
            self._steps.begin(self._draft())

    # filed

    async def _file(self, draft: Draft, phone: str) -> str:
        outbox, person = self._hall.outbox(), self._here.person
        if outbox is None or person is None:
            return said.NOT_PAIRED
        try:
            filed = await asyncio.to_thread(
                outbox.file_numbered, "registration", lambda number: registering.body(draft, person, phone, number),
                self._hall.clock.now(), self._hall.clock_ok(), key=draft.key, version=REGISTRATION_VERSION,
            )  # fmt: skip
        except LinkError as error:
            return str(error)
        self._hall.wake_courier()
        if self._here.over:
            return ""
        self._here.number, self._here.phone = filed.number, phone
        self._here.finish()
        self._step()
        self._show_filed()
        await self._print(person, draft)
        return ""

    async def _print(self, person: Person, draft: Draft) -> None:
        edition, now, number = self._hall.edition(), self._hall.clock.now(), self._here.number
        market = edition.market() if edition is not None else MarketCard()
        await self.slip.print(
            lambda: registration_receipt(person, draft, number, market, now, self._hall.terminal), number)  # fmt: skip

    def _wished_job(self) -> PublicJob | None:
        """Return the open job whose application sent this person to register, None where there is none."""
        edition, number = self._hall.edition(), self._here.wish_to_apply
        job = edition.job_by_number(number) if edition is not None and number is not None else None
        if job is None or job.valid_until <= self._hall.clock.now() or applying.refusal(job, self._here.standing):
            return None
        return job

    def _show_filed(self) -> None:
        draft = self._here.draft
        if draft is None or not self._here.number or self._here.over:
            return
        if self.slip.trouble:
            self._here.touch()  # writing the number down takes longer than taking a slip
        spoken = (said.ALREADY if self._already else self.slip.said, said.UNPRINTED if self.slip.trouble else "")
        self._panel.show(
            "kiosk_filed.html", number=self._here.number, code=draft.code, who=self._here.person,
            said="".join(spoken), trouble=self.slip.trouble, prompt="" if self._already else self.slip.prompt,
            draft=draft, apply_to=self._wished_job(),
            qr=qr_svg(f"求职登记回执 {self._here.number} 查询码 {draft.code}"),
        )  # fmt: skip
