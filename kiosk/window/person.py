"""The left side of the window's page: what the person is told, their card or their papers, who they are."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from content.model.codes import IdEntry
from content.theme.templates import render
from kiosk import registering
from kiosk.consent import notice
from kiosk.reader.base import ReaderEvent, ReaderState
from kiosk.reader.numbers import check_id_number
from kiosk.visit import Person, Standing, person_by_hand, person_from_card, standing
from kiosk.window.controls import complain, press
from kiosk.window.parts import Guest, Window

_READING = "请把身份证放到读卡器上。"
_NO_READER = "读卡器没有连上，请看证件手工填写。"
_NO_BIRTH = "这张证件上看不出出生日期，登记不了；请按证件办纸质登记。"
_TOO_YOUNG = "未满 16 周岁，不能求职登记。刚才的信息没有留下来；上学、生活有难处，可以打 12355。"


class PersonPanel:
    """Identifies the person served; `on_change` is told whenever that is somebody else or nobody."""

    def __init__(self, window: Window, guest: Guest, on_change: Callable[[], None]) -> None:
        self._window, self._guest, self._on_change = window, guest, on_change
        self._period = 0
        self._notice = ui.html(render("window_notice.html", lines=notice(window.market())), sanitize=False)
        self._agreed = ui.checkbox("已当面说明，本人同意", on_change=self._agree).mark("agreed")
        with ui.element("div").classes("foot"):
            self._read = press("读身份证", self._arm, "read", "brand")
            self._by_hand = press("看证件手工填", self._open_hand, "by-hand")
        self._hint = ui.label("").classes("hint").mark("hint")
        self._hand()
        self._who = ui.html("", sanitize=False).mark("who")
        press("下一位", self.forget, "next-person")
        self.show()

    def _hand(self) -> None:
        with ui.element("div").classes("by-hand") as self._fields:
            self._name = ui.input("姓名").props(f"maxlength={registering.LONGEST_NAME} autocomplete=off").mark("name")
            self._number = ui.input("身份证号").props("maxlength=18 autocomplete=off").mark("id-number")
            press("就是这位", self._take_hand, "take-hand")

    def show(self) -> None:
        """Redraw after the person changed."""
        person, agreed = self._guest.person, self._guest.agreed_at is not None
        self._agreed.set_enabled(person is None)
        self._notice.set_visibility(person is None)
        for button in (self._read, self._by_hand):
            button.set_visibility(agreed and person is None)
        if person is not None or not agreed:
            self._fields.set_visibility(False)
        self._who.set_content(render("window_who.html", who=person, by_card=person is not None
                                     and person.id_entry is IdEntry.CARD, number=self._guest.number))  # fmt: skip

    def forget(self) -> None:
        """Make room for the next person; nothing of the last one stays on the page."""
        self._guest.forget()
        self._agreed.set_value(False)
        self._name.set_value("")
        self._number.set_value("")
        self._hint.set_text("")
        self._period = 0
        if self._window.reader is not None:
            self._window.reader.disarm()
        self.show()
        self._on_change()

    def hear(self, event: ReaderEvent) -> None:
        """Follow the reader while a card is awaited; a card for another period is another person's."""
        if not self._period or self._guest.person is not None:
            return
        if event.card is None:
            self._hint.set_text(event.hint or self._hint.text)
            return
        if event.period != self._period:
            return
        person = person_from_card(event.card)
        if person is None:
            self._hint.set_text(_NO_BIRTH)
        else:
            self._take(person)

    def _agree(self) -> None:
        self._guest.touch()
        self._guest.agreed_at = self._window.clock.now() if self._agreed.value else None
        self.show()

    def _arm(self) -> None:
        reader = self._window.reader
        self._guest.touch()
        self._fields.set_visibility(False)
        if reader is None or reader.state in (ReaderState.CLOSED, ReaderState.FAULT):
            self._hint.set_text(_NO_READER)
            self._open_hand()
            return
        self._hint.set_text(_READING)
        self._period = reader.arm()

    def _open_hand(self) -> None:
        self._guest.touch()
        self._fields.set_visibility(True)

    def _take_hand(self) -> None:
        name, found = str(self._name.value or "").strip(), check_id_number(str(self._number.value or ""),
                                                                            self._window.today())  # fmt: skip
        wrong_name = registering.name_finding(name)
        if wrong_name is not None:
            complain(wrong_name.sentence)
        elif found.number is None:
            complain(found.sentence + "。")
        else:
            person = person_by_hand(name, found.number)
            if person is None:
                complain(_NO_BIRTH)
            else:
                self._take(person)

    def _take(self, person: Person) -> None:
        if standing(person.birth, person.sex, self._window.today()) is Standing.UNDER_16:
            self.forget()
            complain(_TOO_YOUNG)
            return
        self._period = 0
        self._guest.touch()
        self._guest.person = person
        self._hint.set_text("")
        self.show()
        self._on_change()
