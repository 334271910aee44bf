"""紧急通知 over every view of the kiosk, until its end or until it is put aside where it may be."""

from __future__ import annotations

import asyncio
import json

from nicegui import ui

from content.clock import local
from kiosk.alarm import Alarm, AlarmShown, alarm_at
from kiosk.components.panel import Panel
from kiosk.pages.hall import Hall, Here

_LONGEST_WAIT_S = 3600.0  # a clock may be set meanwhile: it is looked at again
# told after two frames, when it certainly stands on the glass
_TELL = """requestAnimationFrame(() => requestAnimationFrame(() => {
  if (document.querySelector(".ask-over.alarm.open")) emitEvent("alarm_painted", %s); }))"""


class AlarmOver:
    """One page's overlay; it comes and goes with the editions and with the clock."""

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here = hall, here
        self._aside: Alarm | None = None  # put aside in this visit
        self._end: asyncio.TimerHandle | None = None
        self._client = ui.context.client
        self._panel = Panel(self._act, classes="asker")
        hall.edition_changed.subscribe(self.show)
        ui.on("alarm_painted", lambda event: self._painted(event.args))
        self._client.on_delete(self._forget)
        self.show()

    def show(self) -> None:
        """Show the emergency in force, or take away one that is over."""
        self._forget()
        edition, now = self._hall.edition(), self._hall.clock.now()
        found = alarm_at(edition.programme(), now) if edition is not None and not self._here.over else None
        if found is None:
            self._hall.visits.alarm = None
        else:
            wait = min((found.until - now).total_seconds() + 0.05, _LONGEST_WAIT_S)
            self._end = asyncio.get_running_loop().call_later(wait, self.show)
        shown = None if found == self._aside else found
        self._panel.show("kiosk_alarm.html", alarm=shown, until=f"{local(shown.until):%H:%M}" if shown else "")
        if shown is not None and edition is not None:
            self._client.run_javascript(_TELL % json.dumps(edition.manifest.order))

    def _painted(self, order: object) -> None:
        edition = self._hall.edition()
        if self._here.over or edition is None or order != edition.manifest.order:
            return
        known = self._hall.visits.alarm
        if known is None or known.order != edition.manifest.order:
            self._hall.visits.alarm = AlarmShown(order=edition.manifest.order, at=self._hall.clock.now())
            self._hall.tell_hub()

    async def _act(self, name: str, value: str) -> None:
        edition = self._hall.edition()
        found = alarm_at(edition.programme(), self._hall.clock.now()) if edition is not None else None
        if name == "aside" and found is not None and not found.stops:
            self._aside = found
            self.show()

    def _forget(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None
