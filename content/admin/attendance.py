"""Who came: the people who signed up for the chosen course, to be ticked, beside the lines that are typed."""

from __future__ import annotations

import asyncio
from datetime import date

from nicegui import ui

from content.admin.cases import ANSWERING
from content.admin.controls import action
from content.admin.desk import Desk
from content.admin.fields import Typed
from content.admin.form import Form
from content.admin.sign_ups import SignedUp, sign_in_sheet, signed_up
from content.clock import calendar_day, local
from content.errors import ContentError
from content.reports.paper import draw


class Attendance:
    """The section below the form of a session; nobody is ticked until a clerk says that they came."""

    def __init__(self, desk: Desk, form: Form) -> None:
        self._desk, self._form = desk, form
        self._boxes: dict[str, ui.checkbox] = {}
        with ui.element("section").classes("group sign-ups").mark("sign-ups"):
            ui.label("报名的人，来了的打勾").classes("group-name")
            self._told = ui.label("先在上面选课。").classes("sub").mark("sign-ups-told")
            self._place = ui.element("div").classes("grid")
            with ui.element("div").classes("foot"):
                self._all = action("都来了", self._tick_all, "all-came", "plain")
                action("打印签到表", self._print, "print-sheet", "plain")
        self._all.set_visibility(False)
        form.part("course_id").on_value_change(self.show)

    def _typed(self, name: str) -> Typed:
        return self._form.typed()[name]

    async def show(self) -> None:
        """Ask who signed up for the course that is chosen, and draw them with no tick."""
        course, keys = str(self._typed("course_id")), self._desk.parts.keys
        self._boxes = {}
        self._place.clear()
        people = await self._desk.ask(lambda tables: signed_up(tables, keys, course)) if course else ()
        known = tuple(one for one in people if one.person)
        self._all.set_visibility(bool(known))
        if not course:
            self._told.set_text("先在上面选课。")
            return
        unknown = len(people) - len(known)
        told = f"其中 {unknown} 人没有刷证，来了请在上面填证件号码。" if unknown else ""
        self._told.set_text(f"自助机上报名 {len(people)} 人。{told}")
        with self._place:
            for one in known:
                self._boxes[one.person] = ui.checkbox(_words(one)).classes("w6").mark("came")

    def came(self) -> tuple[str, ...]:
        """Return the indexes of who is ticked."""
        return tuple(person for person, box in self._boxes.items() if box.value)

    def _tick_all(self) -> None:
        for box in self._boxes.values():
            box.set_value(True)

    async def _print(self) -> None:
        desk, now = self._desk, self._desk.now()
        try:
            day = date.fromisoformat(str(self._typed("day")))
        except ValueError:
            day = calendar_day(now)
        try:
            html = await desk.change(sign_in_sheet(str(self._typed("course_id")), day, desk.parts.keys, now), ANSWERING)
            pdf = await asyncio.to_thread(draw, html)
        except ContentError as error:
            desk.refuse(error)
            return
        ui.download(pdf, f"签到表-{day.isoformat()}.pdf", "application/pdf")


def _words(one: SignedUp) -> str:
    return f"{one.name_mask} {one.phone_mask}（{local(one.at):%m-%d} 报名，回执 {one.number}）"
