"""紧急通知: what every screen and kiosk shows at once, till an end it must have or one click; and which of them do."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from nicegui import ui

from content.admin.alarm_acks import Acknowledgement, acknowledgements, summary
from content.admin.alarm_presets import DECLARING, PRESETS, AlarmPreset
from content.admin.controls import Sure, action, head
from content.admin.desk import Desk
from content.admin.hall_redraw import redraw_on_news
from content.admin.login import REVIEWING
from content.admin.pages.editions import instant_of
from content.admin.parts import DeskPage
from content.admin.releases import declare, lift
from content.admin.written import written
from content.clock import local
from content.errors import ContentError
from content.model.editions import Emergency
from content.store.database import Tables

_ENDS = (("半小时后", 30), ("1 小时后", 60), ("3 小时后", 180), ("8 小时后", 480))


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    emergency: Emergency | None
    acks: tuple[Acknowledgement, ...]


class _Room:
    """The open page: what is shown now and where, or the form of a new one."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._own = desk, desk.may(REVIEWING)
        self._view = _View(emergency=None, acks=())
        head("紧急通知", "火警、停电、恶劣天气、寻人这类事：所有信息屏和自助机马上显示，到时间自动结束。")
        self._alarm = ui.html("").classes("w-full").mark("alarm")
        self._acks = ui.html("").classes("w-full").mark("acks")
        self._lift = action("现在结束", self._lifted, "lift", "first")
        with ui.element("div").classes("form") as self._form:
            with ui.element("div").classes("tabs"):
                for preset in PRESETS:
                    if preset.text or self._own:
                        action(preset.word, partial(self._take, preset), f"preset-{preset.key}")
            with ui.element("div").classes("group form"):
                self._title = ui.input("标题（大字）").props("outlined maxlength=24 counter").mark("title")
                self._text = ui.textarea("内容").props("outlined autogrow maxlength=120 counter").mark("text")
                self._until = ui.input("到什么时候结束（必须填）").props("outlined type=datetime-local stack-label")
                self._until.mark("until")
                with ui.element("div").classes("tabs"):
                    for word, minutes in _ENDS:
                        action(word, partial(self._ends_in, minutes), f"in-{minutes}")
                self._stops = ui.checkbox("自助机停下来，只显示这条（疏散时勾；不勾，来人可以点“知道了”接着办事）")
                self._stops.mark("stops")
                if not self._own:
                    for part in (self._title, self._text):
                        part.props("readonly")
                    ui.label("您可以发上面写好的几种；要自己写，请找审核员或负责人。").classes("sub")
                with ui.element("div").classes("foot"):
                    action("发到所有屏和自助机", self._declared, "declare", "first")
        self._sure = Sure("所有信息屏停下正常节目，自助机也会显示，大厅里的人都看得到。请再读一遍标题和内容。", "发出")

    def _take(self, preset: AlarmPreset) -> None:
        self._title.set_value(preset.title)
        self._text.set_value(preset.text)
        self._stops.set_value(preset.stops_kiosks)
        self._ends_in(preset.hours * 60)

    def _ends_in(self, minutes: int) -> None:
        self._until.set_value(f"{local(self._desk.now() + timedelta(minutes=minutes)):%Y-%m-%dT%H:%M}")

    async def show(self) -> None:
        """Ask again and redraw."""
        now, desk = self._desk.now(), self._desk

        def look(tables: Tables, scenes: frozenset[str]) -> _View:
            found = tables.emergencies.get(now)
            acks = acknowledgements(tables, found, scenes, now) if found is not None else ()
            return _View(emergency=found, acks=acks)

        try:
            running = await desk.ask(lambda tables: tables.emergencies.get(now)) is not None
            # drawn before the question: a second of drawing must not hold the database's readers
            scenes = await asyncio.to_thread(desk.parts.alarm_scenes, now) if running else frozenset()
            self._view = await desk.ask(lambda tables: look(tables, scenes))
        except ContentError as error:
            self._desk.refuse(error)
            return
        found = self._view.emergency
        self._alarm.set_content(written("alarm.html", emergency=found, local=local))
        self._acks.set_content(written("alarm_acks.html", acks=self._view.acks) if found is not None else "")
        self._lift.set_visibility(found is not None)
        self._form.set_visibility(found is None)

    async def _declared(self) -> None:
        title, text = str(self._title.value or "").strip(), str(self._text.value or "").strip()
        if not title or not text:
            self._desk.warn("请填写标题和内容，或者点上面写好的一种。")
            return
        try:
            until: datetime = instant_of(str(self._until.value or ""), "到什么时候结束")
            if not await self._sure.ask(f"把“{title}”发到所有屏和自助机？"):
                return
            await declare(self._desk, title, text, until, bool(self._stops.value))
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say(f"紧急通知已发出，到 {local(until):%m-%d %H:%M} 自动结束。")
        await self.show()

    async def _lifted(self) -> None:
        try:
            await lift(self._desk, summary(self._view.acks) if self._view.acks else "")
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._desk.say("紧急通知已结束，信息屏和自助机回到正常。")
        await self.show()

    def listen(self) -> None:
        """Redraw while terminals say that they show it."""
        redraw_on_news(self._desk.parts.hall, self._acks, self.show)


async def _body(desk: Desk) -> None:
    room = _Room(desk)
    await room.show()
    room.listen()


PAGE = DeskPage(path="/emergency", title="紧急通知", body=_body, roles=DECLARING)
