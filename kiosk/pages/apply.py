"""我要报名: who is here, the consent that names the employer, the phone; filed before the page says 好了."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import asdict, replace

from nicegui import ui

from content.errors import LinkError
from content.model.ids import new_id
from content.model.published import MarketCard, PublicJob
from kiosk import applying, registering
from kiosk.applying import Application
from kiosk.components.panel import Act, Panel
from kiosk.components.writer import Field, Writer
from kiosk.consent import application_notice, application_terms
from kiosk.pages import register_texts as said
from kiosk.pages.calm import GONE, NO_EDITION, show_calm
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.slip import PaperSlip
from kiosk.reader.base import ReaderEvent, ReaderState
from kiosk.slips import application_receipt, employer_duty, next_steps
from kiosk.visit import Person, Standing, person_from_card

_NO_OUTBOX = "这台机器还不能报名，请到窗口办，或者自己打单位电话；也请告诉工作人员：机器还没有和中心配对。"
_WITHDRAWN = "报名撤回了，您的姓名和电话不再给这家单位。"
_UNPRINTED = "报名已经办成了，记下编号和查询码也行。"


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /apply/{number}."""

    def apply(number: str) -> None:
        steps = _Applying(hall, here, int(number) if number.isdecimal() and len(number) < 16 else -1)
        here.on_reader, here.on_slip = steps.hear_reader, steps.slip.hear
        steps.begin()

    routes["/apply/{number}"] = apply


class _Applying:
    """The steps of one application, each in the same place of the page."""

    def __init__(self, hall: Hall, here: Here, number: int) -> None:
        self._hall, self._here = hall, here
        edition, now = hall.edition(), hall.clock.now()
        found = edition.job_by_number(number) if edition is not None else None
        self._job = found if found is not None and found.valid_until > now else None
        self._market = edition.market() if edition is not None else MarketCard()
        self._place = ui.element("div").classes("panel")
        self._panel = Panel()
        self._writer: Writer | None = None
        self._at_card = self._sure = False
        self._back = f"/kiosk/job/{number}"
        self.slip = PaperSlip(hall, self._show_filed)

    def begin(self) -> None:
        """Go where this visit stands: nothing is read before the notice, nothing filed before the consent."""
        if self._job is not None and self._application(self._job).withdrawn:
            del self._here.applied[self._job.id]  # whoever thinks better of it applies anew
        if self._hall.edition() is None or self._job is None:
            headline, lines = NO_EDITION if self._hall.edition() is None else GONE
            show_calm(self._step(), self._here, headline, lines, title="报名", back=self._here.list_path)
        elif self._application(self._job).number:
            self._step(self._on_filed)
            self._show_filed()
        elif self._here.person is None:
            self._notice(self._job)
        else:
            self._terms(self._job)

    def _step(self, on_act: Act | None = None, *, classes: str = "panel") -> Panel:
        self._at_card, self._writer = False, None
        self._place.clear()
        with self._place:
            self._panel = Panel(on_act, classes=classes)
        return self._panel

    def _application(self, job: PublicJob) -> Application:
        """Return the application of this visit for a job, a new one where there is none yet."""
        now = self._hall.clock.now()
        fresh = Application(key=f"application {new_id(now)}", code=f"{secrets.randbelow(10_000):04d}", consented_at=now)
        return self._here.applied.get(job.id, fresh)

    # who is here

    def _notice(self, job: PublicJob) -> None:
        self._step(self._on_notice).show("kiosk_apply_notice.html", who=None, job=job, back=self._back,
                                         notice=application_notice(self._market))  # fmt: skip

    async def _on_notice(self, name: str, value: str) -> None:
        if self._here.over or name != "agree":
            return
        self._here.wish_to_apply = self._job.number if self._job is not None else None
        self._step()
        self._show_card("")
        self._at_card = True
        if self._hall.reader is not None:
            self._here.card_period = self._hall.reader.arm()

    def _show_card(self, hint: str, trouble: bool = False) -> None:
        reader = self._hall.reader
        there = reader is not None and reader.state not in (ReaderState.CLOSED, ReaderState.FAULT)
        self._panel.show("kiosk_apply_card.html", who=None, reader=there, hint=hint, trouble=trouble, back=self._back)

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
        elif self._job is not None:
            self._know(person, self._job)

    def _know(self, person: Person, job: PublicJob) -> None:
        self._here.identify(person)
        if self._here.standing is Standing.UNDER_16:
            self._stop("未满16周岁不能报名", said.TOO_YOUNG[1], "underage")
            return
        if self._hall.reader is not None:
            # from here on a card that is put on is a second card, and is asked about
            self._here.card_period = self._hall.reader.arm()
        self._terms(job)

    def _stop(self, headline: str, lines: tuple[str, ...], prompt: str = "") -> None:
        self._step().show("kiosk_stopped.html", headline=headline, lines=lines, title="我要报名", prompt=prompt)
        if self._hall.reader is not None:
            self._hall.reader.disarm()
        self._here.forget_person()
        self._here.finish()

    # the consent that names the employer (PIPL §23)

    def _terms(self, job: PublicJob, trouble: str = "") -> None:
        refusal = applying.refusal(job, self._here.standing)
        if refusal:
            show_calm(self._step(), self._here, refusal, ("请回去看看别的岗位。",), title="报名",
                      back=self._here.list_path)  # fmt: skip
            return
        self._step(self._on_terms).show("kiosk_apply_terms.html", who=self._here.person, job=job, back=self._back,
                                        terms=application_terms(job.employer_name), trouble=trouble)  # fmt: skip

    async def _on_terms(self, name: str, value: str) -> None:
        if self._here.over or name != "agree" or self._job is None:
            return
        if self._hall.outbox() is None:
            self._terms(self._job, _NO_OUTBOX)
            return
        self._here.applied[self._job.id] = self._application(self._job)
        self._phone(self._job)

    # the phone

    def _phone(self, job: PublicJob) -> None:
        self._step(classes="head")
        field = Field(**(asdict(said.PHONE) | {"text": self._here.phone, "hint": "单位打这个号码找您"}))
        with self._place, ui.element("div").classes("page writer-page").props("data-clock=idle"):
            self._panel = Panel(classes="head")
            self._panel.show("kiosk_apply_phone.html", who=self._here.person, job=job, back=self._back)
            self._writer = Writer((field,), "报名", self._on_phone)

    async def _on_phone(self, texts: dict[str, str]) -> None:
        person, job = self._here.person, self._job
        if self._here.over or self._writer is None or person is None or job is None:
            return
        finding = registering.phone_finding(texts["phone"])
        if finding is not None:
            self._writer.say("phone", finding.sentence)
            return
        self._here.phone = texts["phone"]
        await self._file(person, job)

    async def _file(self, person: Person, job: PublicJob) -> None:
        outbox, application = self._hall.outbox(), self._application(job)
        if outbox is None:
            self._terms(job, _NO_OUTBOX)
            return
        now, phone = self._hall.clock.now(), self._here.phone
        try:
            filed = await asyncio.to_thread(
                outbox.file_numbered, "application",
                lambda number: applying.body(application, person, job, phone, number),
                now, self._hall.clock_ok(), key=application.key,
            )  # fmt: skip
        except LinkError as error:
            if self._writer is not None:
                self._writer.say("phone", str(error))
            return
        self._hall.wake_courier()
        if self._here.over or self._application(job).number:
            return
        done = replace(application, number=filed.number)
        self._here.applied[job.id], self._here.wish_to_apply = done, None
        self._here.finish()
        self._step(self._on_filed)
        self._show_filed()
        market, terminal = self._market, self._hall.terminal
        await self.slip.print(lambda: application_receipt(done, person, job, market, now, terminal), filed.number)

    # filed, and taken back

    def _show_filed(self) -> None:
        job = self._job
        if job is None or self._here.over:
            return
        application, person = self._application(job), self._here.person
        duty = employer_duty(person, self._hall.today()) if person is not None else ""
        if self.slip.trouble:
            self._here.touch()  # writing the number down takes longer than taking a slip
        spoken = _WITHDRAWN if application.withdrawn else self.slip.said + (_UNPRINTED if self.slip.trouble else "")
        self._panel.show(
            "kiosk_applied.html", who=person, job=job, application=application, steps=next_steps(job, duty),
            said=spoken, trouble=self.slip.trouble and not application.withdrawn, sure=self._sure,
            prompt="" if application.withdrawn else self.slip.prompt, back=self._here.list_path,
        )  # fmt: skip

    async def _on_filed(self, name: str, value: str) -> None:
        if self._here.over or self._job is None:
            return
        self._sure = name == "withdraw"
        if name == "withdraw-yes":
            await self._withdraw(self._job)
        self._here.touch()
        self._show_filed()

    async def _withdraw(self, job: PublicJob) -> None:
        outbox, person, application = self._hall.outbox(), self._here.person, self._application(job)
        if outbox is None or person is None or not application.number:
            return
        now = self._hall.clock.now()
        try:
            await asyncio.to_thread(
                outbox.file, "withdrawal", applying.withdrawal(application, person, now), now, self._hall.clock_ok(),
                key=f"withdrawal {application.number}",
            )  # fmt: skip
        except LinkError as error:
            self.slip.said, self.slip.trouble = str(error), True
            return
        self._hall.wake_courier()
        if not self._here.over:
            self._here.applied[job.id] = replace(application, withdrawn=True)
