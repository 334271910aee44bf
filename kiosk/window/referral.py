"""推荐单: a clerk refers the person served to a job of the edition, files it and hands out the two sheets."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from nicegui import ui
from nicegui.events import GenericEventArguments

from content.clock import calendar_day
from content.edition.search import JobQuery, search_jobs
from content.errors import LinkError
from content.model.filings import ReferralBody
from content.model.ids import new_id
from content.model.published import MarketCard, PublicJob
from content.theme.templates import render
from kiosk import slips
from kiosk.visit import Person, may_see, standing
from kiosk.window.controls import complain, press
from kiosk.window.parts import Guest, Window
from kiosk.window.registration import UNPAIRED
from printer import templates
from printer.errors import PrinterError
from printer.receipt import Receipt
from printer.templates import Imprint, ReferralSlip
from printer.worker import SlipEvent

log = logging.getLogger(__name__)

_FOUND = 6
_LONGEST_APPOINTMENT = 40
_PICK = "(e) => { const b = e.target.closest('[data-job]'); if (b) emit(b.dataset.job); }"


def referral_body(person: Person, job: PublicJob, number: str, appointment: str, registration: str, agreed_at: datetime,
                  clerk: str) -> ReferralBody:  # fmt: skip
    """Return what is filed: who, to which job, when, by whom."""
    return ReferralBody(
        number=number, job_id=job.id, job_number=job.number, employer_name=job.employer_name, name=person.name,
        id_number=person.id_number, id_entry=person.id_entry, appointment=appointment,
        registration_number=registration, consented_at=agreed_at, handled_by=clerk,
    )  # fmt: skip


def referral_receipt(person: Person, job: PublicJob, number: str, appointment: str, clerk: str, market: MarketCard,
                     now: datetime, terminal: str) -> Receipt:  # fmt: skip
    """Return the 推荐单: name masked, no ID number, no phone of the seeker."""
    slip = ReferralSlip(
        number=number, masked_name=person.shown_name, job_title=job.title, employer=job.employer_name,
        place=slips.place(job), contact=f"{job.contact_name} {job.contact_phone}", appointment=appointment, clerk=clerk,
        qr=slips.phone_page(job, market), note=slips.employer_duty(person, calendar_day(now)),
    )  # fmt: skip
    imprint = Imprint(market_name=market.name, terminal=terminal, printed_at=now,
                      complaint_phone=market.complaint_phone)  # fmt: skip
    return templates.referral_receipt(slip, imprint)


class ReferralTab:
    """Finding the job, and handing out the slip."""

    def __init__(self, window: Window, guest: Guest) -> None:
        self._window, self._guest = window, guest
        self._job: PublicJob | None = None
        self._key, self._slip, self._number = "", "", ""
        self._empty = ui.html(render("window_nobody.html", registering=False), sanitize=False)
        with ui.element("div") as self._form:
            self._text = ui.input("找岗位：工种、单位、地点、拼音或岗位号").mark("find")
            self._text.props("clearable autocomplete=off debounce=300").on_value_change(self._search)
            self._found = ui.html("", sanitize=False).mark("found").on("click", self._pick, js_handler=_PICK)
            self._chosen = ui.html("", sanitize=False).mark("chosen")
            with ui.element("div") as self._last:
                press("换一个岗位", self._other, "other-job", "plain")
                self._when = ui.input("约什么时候去", placeholder="明天早上 7 点").props(
                    f"maxlength={_LONGEST_APPOINTMENT} autocomplete=off").mark("when")  # fmt: skip
                self._agreed = ui.checkbox("本人同意把姓名告诉这家单位").mark("agreed-employer")
                with ui.element("div").classes("foot"):
                    press("开推荐单", self._file, "refer", "first")
        self._done = ui.label("").classes("news").mark("referred")
        self.show()

    def show(self) -> None:
        """Fit the tab to the person served now."""
        served = self._guest.person is not None
        self._empty.set_visibility(not served)
        self._form.set_visibility(served)
        self._begin()
        self._done.set_visibility(False)
        self._text.set_value("")
        self._search()

    def hear_slip(self, event: SlipEvent) -> None:
        """Say how the slip ended."""
        if self._slip and event.job_id == self._slip:
            self._say(event.sentence)

    def _begin(self) -> None:
        self._job, self._key = None, f"referral {new_id(self._window.clock.now())}"
        self._when.set_value("")
        self._agreed.set_value(False)
        self._chosen.set_content("")
        self._last.set_visibility(False)

    def _search(self) -> None:
        edition, person, now = self._window.edition(), self._guest.person, self._window.clock.now()
        if edition is None or person is None or self._job is not None:
            self._found.set_content("")
            return
        page = search_jobs(edition, JobQuery(text=str(self._text.value or "").strip(), limit=_FOUND), now)
        who = standing(person.birth, person.sex, self._window.today())
        self._found.set_content(render("window_jobs.html", jobs=[one for one in page.jobs if may_see(one, who)]))

    def _other(self) -> None:
        self._begin()
        self._search()

    def _pick(self, event: GenericEventArguments) -> None:
        edition = self._window.edition()
        self._guest.touch()
        self._job = edition.job(str(event.args)) if edition is not None else None
        self._last.set_visibility(self._job is not None)
        self._done.set_visibility(False)
        self._agreed.set_value(False)
        if self._job is not None:
            self._chosen.set_content(render("window_job.html", job=self._job))
        self._search()

    async def _file(self) -> None:
        window, guest, person, job = self._window, self._guest, self._guest.person, self._job
        outbox, clerk, when = window.outbox(), window.shift.clerk, str(self._when.value or "").strip()
        guest.touch()
        trouble = self._trouble(when)
        if trouble or outbox is None or person is None or job is None:
            complain(trouble or UNPAIRED)
            return
        now = window.clock.now()
        try:
            filed = await asyncio.to_thread(
                outbox.file_numbered, "referral",
                lambda number: referral_body(person, job, number, when, guest.number, now, clerk), now,
                window.clock_ok(), key=self._key,
            )  # fmt: skip
        except LinkError as error:
            complain(str(error))
            return
        window.wake_courier()
        if guest.person is person:
            self._number = filed.number
            self._say("登记下来了，正在打印。")
            await self._print(person, job, when, clerk)
            self._begin()
            self._search()

    def _trouble(self, when: str) -> str:
        if not self._window.shift.clerk:
            return "请先开班，再开推荐单。"
        if self._job is None:
            return "请先点一个岗位。"
        if not when:
            return "请填约好的时间，先打电话和单位说一声。"
        return "" if self._agreed.value else "要本人同意把姓名告诉这家单位，才能开推荐单。"

    async def _print(self, person: Person, job: PublicJob, when: str, clerk: str) -> None:
        window = self._window
        if window.printing is None:
            self._say("这台电脑没有接打印机，请把编号、单位、电话和时间抄给本人。")
            return
        receipt = referral_receipt(person, job, self._number, when, clerk, window.market(), window.clock.now(),
                                   window.terminal)  # fmt: skip
        try:
            self._slip = await asyncio.to_thread(window.printing.print, receipt, self._number)
            self._say(await asyncio.to_thread(window.printing.sentence, self._slip))
        except PrinterError:
            log.exception("推荐单没有打出来，请经办人查看打印机")
            self._say("没有打出来，请看打印机；编号、单位、电话和时间先抄给本人。")

    def _say(self, sentence: str) -> None:
        self._done.set_text(f"推荐单 {self._number}：{sentence}")
        self._done.set_visibility(True)
