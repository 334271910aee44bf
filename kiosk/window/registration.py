"""求职登记 at the window: the wishes, filed with the clerk's name before the page says 好了, and the receipt."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from nicegui import ui

from content.errors import LinkError
from content.model.codes import Channel, PayWish, StartWish
from content.model.filings import REGISTRATION_VERSION, RegistrationBody
from content.model.findings import Finding
from content.model.places import TOWNSHIPS
from content.model.trades import trade_groups
from content.theme.templates import render
from kiosk import registering
from kiosk.components.qr import qr_svg
from kiosk.registering import Draft
from kiosk.slips import registration_receipt
from kiosk.visit import Person, Standing, standing
from kiosk.window.controls import complain, press
from kiosk.window.parts import Guest, Window
from printer.errors import PrinterError
from printer.slip_job import SlipState
from printer.worker import SlipEvent

log = logging.getLogger(__name__)

UNPAIRED = "这台电脑还没有和中心配对，不能登记，请系统管理员配对。"
UNPRINTED = "没有打出回执，请把编号和查询码抄给本人。"


def trade_options(who: Standing) -> dict[str, str]:
    """Return the trades a person may choose, by code, each behind its group's name."""
    return {trade.code: f"{group} · {trade.name}" for letter, group in trade_groups().items()
            for trade in registering.open_trades(letter, who)}  # fmt: skip


class RegistrationTab:
    """The form and what came of it."""

    def __init__(self, window: Window, guest: Guest, on_filed: Callable[[], None]) -> None:
        self._window, self._guest, self._on_filed = window, guest, on_filed
        self._slip, self._said = "", ""
        with ui.element("div") as self._form:
            self._trades = ui.select({}, label=f"想干的活（最多 {registering.MOST_TRADES} 样）", multiple=True,
                                     with_input=True).props("use-chips").mark("trades")  # fmt: skip
            with ui.element("div").classes("pair"):
                self._pays = ui.select({one.value: one.label for one in PayWish}, label="怎么结钱",
                                       multiple=True).mark("pays")  # fmt: skip
                starts = {one.value: one.label for one in StartWish}
                self._start = ui.select(starts, label="什么时候能上工").mark("start")
            self._places = ui.select(dict(TOWNSHIPS), label="想在哪里干（不选就是全县都行）", multiple=True).props(
                "use-chips").mark("places")  # fmt: skip
            self._phone = ui.input("手机号").props("maxlength=12 autocomplete=off").mark("phone")
            with ui.element("div").classes("foot"):
                press("登记，打回执", self._file, "file", "first")
        self._done = ui.html("", sanitize=False).mark("filed")
        self.show()

    def show(self) -> None:
        """Fit the form to the person served now; nothing of the one before stays in it."""
        person, draft = self._guest.person, self._guest.draft
        self._form.set_visibility(person is not None and not self._guest.number)
        if not self._guest.number:
            self._slip, self._said = "", ""
            self._done.set_content("" if person is not None else render("window_nobody.html", registering=True))
            who = standing(person.birth, person.sex, self._window.today()) if person is not None else Standing.ADULT
            self._trades.set_options(trade_options(who), value=list(draft.trades))
            self._pays.set_value([one.value for one in draft.pays])
            self._start.set_value(draft.start.value)
            self._places.set_value(list(draft.places))
            self._phone.set_value("")

    def hear_slip(self, event: SlipEvent) -> None:
        """Say how the receipt ended."""
        if event.job_id == self._slip and self._slip:
            unprinted = event.state in (SlipState.FAILED, SlipState.UNKNOWN, SlipState.QUEUED)
            self._show_done(f"{event.sentence}{UNPRINTED}" if unprinted else event.sentence, unprinted)

    def _chosen(self) -> Draft:
        agreed = self._guest.agreed_at or self._window.clock.now()
        return replace(
            self._guest.draft, consented_at=agreed, trades=tuple(self._trades.value or ()),
            pays=tuple(PayWish(one) for one in self._pays.value or ()), start=StartWish(self._start.value),
            places=tuple(self._places.value or ()),
        )  # fmt: skip

    def _finding(self, draft: Draft, phone: str) -> Finding | None:
        if len(draft.trades) > registering.MOST_TRADES:
            return Finding(field="trades", sentence=f"想干的活最多选 {registering.MOST_TRADES} 样，请去掉几样。")
        return registering.wishes_finding(draft) or registering.phone_finding(phone)

    async def _file(self) -> None:
        window, guest, person = self._window, self._guest, self._guest.person
        outbox, clerk, phone = window.outbox(), window.shift.clerk, str(self._phone.value or "").strip()
        draft = self._chosen()
        guest.touch()
        finding = self._finding(draft, phone)
        if outbox is None or person is None or not clerk:
            complain(UNPAIRED if outbox is None else "请先开班，再读身份证。")
            return
        if finding is not None:
            complain(finding.sentence)
            return

        def make(number: str) -> RegistrationBody:
            body = registering.body(draft, person, phone, number)
            return replace(body, channel=Channel.WINDOW, handled_by=clerk)

        try:
            filed = await asyncio.to_thread(outbox.file_numbered, "registration", make, window.clock.now(),
                                            window.clock_ok(), key=draft.key,
                                            version=REGISTRATION_VERSION)  # fmt: skip
        except LinkError as error:
            complain(str(error))
            return
        window.wake_courier()
        if guest.person is not person:  # 下一位 was pressed meanwhile: it is filed, and not for the one here now
            return
        guest.draft, guest.number = draft, filed.number
        await self._print(person, draft)
        self._on_filed()

    async def _print(self, person: Person, draft: Draft) -> None:
        window, number = self._window, self._guest.number
        if window.printing is None:
            self._show_done(f"这台电脑没有接打印机。{UNPRINTED}", True)
            return
        try:
            receipt = registration_receipt(person, draft, number, window.market(), window.clock.now(), window.terminal)
            self._slip = await asyncio.to_thread(window.printing.print, receipt, number)
            self._show_done(await asyncio.to_thread(window.printing.sentence, self._slip), False)
        except PrinterError:
            log.exception("回执没有打出来，请经办人查看打印机")
            self._show_done(UNPRINTED, True)

    def _show_done(self, said: str, trouble: bool) -> None:
        number, code = self._guest.number, self._guest.draft.code
        if number:
            qr = qr_svg(f"求职登记回执 {number} 查询码 {code}") if trouble else None
            self._done.set_content(render("window_filed.html", number=number, code=code, said=said, trouble=trouble,
                                          qr=qr))  # fmt: skip
