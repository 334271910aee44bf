"""The window's one page: the clerk's shift above, the person on the left, what is done for them on the right."""

from __future__ import annotations

from datetime import timedelta

from nicegui import ui

from content.clock import local
from kiosk.reader.base import ReaderState
from kiosk.window.controls import complain, press
from kiosk.window.parts import Guest, Window
from kiosk.window.person import PersonPanel
from kiosk.window.referral import ReferralTab
from kiosk.window.registration import RegistrationTab
from kiosk.window.shift import LONGEST_NAME
from kiosk.window.slip_list import SlipTab

FORGET_AFTER = timedelta(minutes=5)
"""A person whose clerk has done nothing for so long is gone, and their data with them (剩余信息)."""
_LOOK_EVERY_S = 5.0


def add_page(window: Window) -> None:
    """Add the page at / of the mount."""

    @ui.page("/", title="服务窗口 · 零工市场")
    def page() -> None:
        if window.shift.clerk:
            _Desk(window)
        else:
            _begin(window)


def _begin(window: Window) -> None:
    with ui.element("div").classes("door"), ui.element("main"):
        ui.label("服务窗口").classes("title")
        ui.label("先写上经办人的姓名，登记和推荐单上都会记这个名字。").classes("sub")
        name = ui.input("经办人姓名").props(f"maxlength={LONGEST_NAME} autofocus").mark("clerk")

        def begin() -> None:
            wrong = window.shift.begin(str(name.value or ""))
            if wrong:
                complain(wrong)
            else:
                ui.navigate.to("/")

        name.on("keydown.enter", begin)
        press("开班", begin, "begin-shift", "first")


class _Desk:
    """One open page while a clerk is here."""

    def __init__(self, window: Window) -> None:
        self._window, self._guest = window, Guest(window.clock)
        with ui.element("div").classes("window"):
            self._header()
            with ui.element("div").classes("window-work"):
                with ui.element("section").classes("card person"):
                    self._person = PersonPanel(window, self._guest, self._changed)
                with ui.element("section").classes("card deeds"):
                    self._tabs()
        self._listen()
        self._show_state()

    def _header(self) -> None:
        shift = self._window.shift
        with ui.element("header").classes("window-bar"):
            ui.label("服务窗口").classes("title")
            self._state = ui.label("").classes("state").mark("state")
            ui.label(f"{shift.clerk} · {local(shift.since):%H:%M} 开班").classes("clerk")
            press("交班", self._end_shift, "end-shift")

    def _tabs(self) -> None:
        with ui.tabs().classes("window-tabs") as tabs:
            first, second, third = ui.tab("求职登记"), ui.tab("推荐单"), ui.tab("小票")
        with ui.tab_panels(tabs, value=first, animated=False):
            with ui.tab_panel(first):
                self._registration = RegistrationTab(self._window, self._guest, self._filed)
            with ui.tab_panel(second):
                self._referral = ReferralTab(self._window, self._guest)
            with ui.tab_panel(third):
                self._slips = SlipTab(self._window)
        tabs.on_value_change(self._slips.show)

    def _listen(self) -> None:
        window = self._window
        for hear in (self._person.hear, lambda event: self._show_state()):
            window.reader_said.subscribe(hear)
        for hear_slip in (self._registration.hear_slip, self._referral.hear_slip):
            window.slip_said.subscribe(hear_slip)
        window.printer_said.subscribe(self._show_state, expect_args=False)
        ui.context.client.on_delete(self._guest.forget)
        ui.timer(_LOOK_EVERY_S, self._look)

    def _changed(self) -> None:
        self._registration.show()
        self._referral.show()

    def _filed(self) -> None:
        self._person.show()
        self._registration.show()

    def _look(self) -> None:
        # nobody may be here any more, which sends no event
        if not self._window.shift.clerk:
            self._end_shift()
        elif not self._guest.blank and self._window.clock.now() - self._guest.touched_at >= FORGET_AFTER:
            self._person.forget()
        self._show_state()

    def _show_state(self) -> None:
        self._state.set_text(state_words(self._window))

    def _end_shift(self) -> None:
        self._person.forget()
        self._window.shift.end()
        ui.navigate.to("/")


def state_words(window: Window) -> str:
    """Return what the clerk should know of reader, printer and hub, worst first; a word that all is well otherwise."""
    wrong = []
    if window.reader is None:
        wrong.append("没有接读卡器")
    elif window.reader.state in (ReaderState.CLOSED, ReaderState.FAULT):
        wrong.append("读卡器没有反应，请看数据线")
    if window.printing is None:
        wrong.append("没有接打印机")
    elif window.printing.printer_state().staff_sentence:
        wrong.append(window.printing.printer_state().staff_sentence)
    outbox = window.outbox()
    if outbox is None:
        wrong.append("还没有和中心配对")
    elif outbox.waiting():
        wrong.append(f"{outbox.waiting()} 件还没送到中心，都存在本机")
    return "；".join(wrong) or "读卡器、打印机、中心都正常"
