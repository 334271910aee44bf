"""窗口叫号 at one window: the number at hand and a few large buttons, usable on a narrow strip of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nicegui import background_tasks, ui

from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.listing import listing
from content.admin.parts import DeskPage
from content.admin.windows import CALLING, LOOKING, Step, bring_back, call_next, deal_with, set_window
from content.admin.written import written
from content.clock import calendar_day, local
from content.errors import ContentError
from content.hubapi.board import todays_windows
from content.model.tickets import ServiceWindow, TicketDeed, TicketStanding, WindowDeed
from content.store.database import Tables

STATES = {None: ("没开", "calm"), WindowDeed.OPENED: ("开着", "good"), WindowDeed.PAUSED: ("暂停", "warn"),
           WindowDeed.CLOSED: ("关了", "calm")}  # fmt: skip
_DEALT = {TicketDeed.SERVED: "办结", TicketDeed.ABSENT: "记为过号", TicketDeed.RETURNED: "重新排队了"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    window: ServiceWindow
    deed: WindowDeed | None
    here: TicketStanding | None
    waiting: tuple[TicketStanding, ...]
    absent: tuple[TicketStanding, ...]

    @property
    def seen(self) -> str:
        return self.here.event.id if self.here is not None and self.here.event is not None else ""


def _look(tables: Tables, window_id: str, now: datetime) -> _View | None:
    window, day = tables.windows.get(window_id), calendar_day(now)
    if window is None or window.retired:
        return None
    event = todays_windows(tables, now).get(window_id)
    absent = tuple(one for one in tables.tickets.absent(day) if one.ticket.matter in window.matters)
    return _View(window=window, deed=event.deed if event is not None else None,
                 here=tables.tickets.at_window(day, window_id),
                 waiting=tables.tickets.waiting(day, window.matters), absent=absent)  # fmt: skip


class _Panel:
    """The open panel; it hears of every number that comes, is called or is dealt with."""

    def __init__(self, desk: Desk, view: _View) -> None:
        self._desk, self._view = desk, view
        self._place = listing("panel", self._row_deed)
        if desk.may(CALLING):
            self._place_buttons()
        board, client = desk.parts.board, ui.context.client
        if board is not None:
            client.on_delete(board.listen(lambda: background_tasks.create(self._again(), name="call panel")))

    def _place_buttons(self) -> None:
        with ui.element("div").classes("call-keys"):
            action("叫下一个", self._next, "call-next", "first")
            action("重叫", lambda: self._deal(TicketDeed.CALLED), "call-again", "brand")
            action("过号", lambda: self._deal(TicketDeed.ABSENT), "call-absent")
            action("办结", lambda: self._deal(TicketDeed.SERVED), "call-served")
            action("让他重新排队", lambda: self._deal(TicketDeed.RETURNED), "returned")
        with ui.element("div").classes("call-keys"):
            action("开窗", lambda: self._set(WindowDeed.OPENED), "open", "brand")
            action("暂停", lambda: self._set(WindowDeed.PAUSED), "pause")
            action("关窗", lambda: self._set(WindowDeed.CLOSED), "close")

    def show(self) -> None:
        """Show the view at hand."""
        view, now = self._view, self._desk.now()
        state, tone = STATES[view.deed]
        called = local(view.here.event.at).strftime("%H:%M") if view.here and view.here.event else ""
        waited = round((view.here.event.at - view.here.ticket.taken_at).total_seconds() / 60) if view.here and \
            view.here.event else 0  # fmt: skip
        self._place.set_content(written("call_panel.html", window=view.window, state=state, tone=tone, here=view.here,
                                        called=called, waited=max(waited, 0), waiting=view.waiting,
                                        absent=view.absent, now=now))  # fmt: skip

    async def _again(self) -> None:
        try:
            view = await self._desk.ask(lambda tables: _look(tables, self._view.window.id, self._desk.now()))
        except ContentError:
            return  # the session is over; the next press says so
        if view is not None and not self._place.is_deleted:
            self._view = view
            self.show()

    async def _step(self, step: Step) -> TicketStanding | None:
        try:
            found = await self._desk.change(step, CALLING, always=True)
        except ContentError as error:
            self._desk.refuse(error)
            found = None
        else:
            self._changed()
        await self._again()
        return found

    def _changed(self) -> None:
        if self._desk.parts.board is not None:
            self._desk.parts.board.changed()

    async def _next(self) -> None:
        waited = len(self._view.waiting)
        found = await self._step(call_next(self._view.window.id, self._view.seen, self._desk.now()))
        if found is not None:
            self._desk.say(f"请 {found.ticket.number} 到 {self._view.window.number} 号窗口")
        elif not waited and self._view.deed is WindowDeed.OPENED:
            self._desk.warn("现在没有人等。")

    async def _deal(self, deed: TicketDeed) -> None:
        found = await self._step(deal_with(self._view.window.id, self._view.seen, deed, self._desk.now()))
        if found is not None:
            words = f"第 {found.times} 次叫" if deed is TicketDeed.CALLED else _DEALT[deed]
            self._desk.say(f"{found.ticket.number} {words}")

    async def _set(self, deed: WindowDeed) -> None:
        try:
            await self._desk.change(set_window(self._view.window.id, deed, self._desk.now()), CALLING,
                                    always=True)  # fmt: skip
        except ContentError as error:
            self._desk.refuse(error)
        else:
            self._changed()
        await self._again()

    async def _row_deed(self, deed: str, ticket_id: str) -> None:
        if deed == "back":
            await self._step(bring_back(ticket_id, self._view.window.id, self._desk.now()))


async def _body(desk: Desk) -> None:
    view = await desk.ask(lambda tables: _look(tables, desk.named("id"), desk.now()))
    if view is None:
        not_there("这个窗口", "窗口叫号")
        return
    head(f"{view.window.number} 号窗口", "、".join(matter.label for matter in view.window.matters))
    _Panel(desk, view).show()


PAGE = DeskPage(path="/windows/{id}", title="窗口叫号", roles=LOOKING, body=_body)
