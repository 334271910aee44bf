"""The banner on every open page of the desk while a terminal calls for staff; it sounds until somebody comes."""

from __future__ import annotations

from nicegui import ui

from content.admin.desk import Desk
from content.admin.listing import listing
from content.admin.login import EVERYONE
from content.admin.written import written
from content.clock import local
from content.errors import ContentError


class CallBanner:
    """One page's banner; it hears the board as long as the page lives."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._board, client = desk, desk.parts.calls, ui.context.client
        self._place = listing("calls", self._act)
        client.on_delete(self._board.listen(self.show, lambda: client.has_socket_connection))
        self.show()

    def show(self) -> None:
        """Show who calls."""
        ringing = self._board.ringing(self._desk.now())
        calls = [(one.terminal_id, one.place, f"{local(one.at):%H:%M}") for one in ringing]
        self._place.set_content(written("calls.html", calls=calls) if calls else "")

    async def _act(self, deed: str, terminal_id: str) -> None:
        if deed != "come":
            return
        try:
            # asked anew: a page left open is nobody who comes
            name = await self._desk.work(lambda staff: staff.name, EVERYONE)
        except ContentError as error:
            self._desk.refuse(error)
            return
        taken = self._board.take(terminal_id, name, self._desk.now())
        if taken is None:
            self._desk.warn("已经有人去了，或者对方不叫了。")
        else:
            self._desk.say(f"请到“{taken.place}”去，那边的屏幕上写着您马上来。")
        self.show()
