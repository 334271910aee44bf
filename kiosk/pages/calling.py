"""叫人帮忙 over any view: rings the desk, says who comes, and what works where nobody can."""

from __future__ import annotations

import asyncio
import logging

from nicegui import ui

from content.errors import LinkError
from content.model.calls import CallQuestion, CallState
from content.model.cases import StaffCallBody
from kiosk.components.panel import Panel
from kiosk.pages.filed import market_of
from kiosk.pages.hall import Hall, Here

log = logging.getLogger(__name__)

UNSTAFFED = ("找活、看岗位", "打印小票", "求职登记", "看政策和培训", "职业小测", "举报", "查回执")
_LOOK_EVERY_S = 10.0  # the bell may be away while the hub is there
_AWAY, _ASKING = "away", "asking"


class StaffCalling:
    """The call of one page load; nothing of the person goes with it."""

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here = hall, here
        self._state, self._by, self._page = "", "", ""
        self._panel = Panel(self._act, classes="asker")
        self._again = ui.timer(_LOOK_EVERY_S, self._look, active=False)
        ui.on("call_staff", self._call)
        hall.call_changed.subscribe(self._look)
        self._show()

    def moved(self, path: str) -> None:
        """Note which view is on, by the first part of its address."""
        self._page = path.strip("/").split("/")[0].split("?")[0]

    def _show(self) -> None:
        self._panel.show("kiosk_call.html", state=self._state, by=self._by, works=UNSTAFFED,
                         market=market_of(self._hall))  # fmt: skip

    async def _call(self) -> None:
        if self._here.over or self._state:
            return  # a replayed tap
        self._state = _ASKING
        self._here.touch()
        self._show()
        await self._ask(CallQuestion.RING)
        await self._count()

    async def _look(self) -> None:
        if self._state in (CallState.RINGING, CallState.UNHEARD):
            await self._ask(CallQuestion.LOOK)

    async def _ask(self, question: CallQuestion) -> None:
        try:
            answer = await asyncio.to_thread(self._hall.ask_call, question)
        except LinkError:
            state, by = _AWAY, ""
        else:
            state, by = answer.state.value, answer.by
        if self._here.over or not self._state:
            return  # closed meanwhile
        # what nobody took in ten minutes rings no more; whoever still stands here is told the same
        self._state, self._by = CallState.UNHEARD.value if state == CallState.NONE else state, by
        self._again.active = self._state in (CallState.RINGING, CallState.UNHEARD)
        self._show()

    async def _count(self) -> None:
        outbox = self._hall.outbox()
        if outbox is None:
            return
        body = StaffCallBody(page=self._page, reached=self._state in (CallState.RINGING, CallState.TAKEN))
        try:
            await asyncio.to_thread(outbox.file, "staff_call", body, self._hall.clock.now(), self._hall.clock_ok())
        except LinkError as error:
            log.warning("a call for staff is not counted: %s", error)
            return
        self._hall.wake_courier()

    async def _act(self, name: str, value: str) -> None:
        if name != "close" or not self._state:
            return
        drops, self._state, self._again.active = self._state == CallState.RINGING, "", False
        self._here.touch()
        self._show()
        if drops:
            try:
                await asyncio.to_thread(self._hall.ask_call, CallQuestion.DROP)
            except LinkError as error:
                log.info("a call rings on: %s", error)
