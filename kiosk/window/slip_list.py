"""小票 at the window: what was printed here lately, and 补打 of what may not be on paper."""

from __future__ import annotations

import asyncio

from nicegui import ui
from nicegui.events import GenericEventArguments

from content.clock import local
from content.theme.templates import render
from kiosk.staff.condition import slip_line
from kiosk.window.controls import complain, press, tell
from kiosk.window.parts import Window
from printer.errors import PrinterError
from printer.receipt import SlipKind
from printer.slip_job import SlipJob, SlipState

_WORDS = {SlipState.QUEUED: "等着打", SlipState.SENDING: "正在打", SlipState.CONFIRMED: "已打好",
          SlipState.FAILED: "没打出来", SlipState.UNKNOWN: "不知道打好没有"}  # fmt: skip
_SHOWN = 12
_PICK = "(e) => { const b = e.target.closest('[data-slip]'); if (b) emit(b.dataset.slip); }"


class SlipTab:
    """The list of one window's slips; they show kinds and numbers, never a person."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._state = ui.label("").classes("sub").mark("printer")
        self._list = ui.html("", sanitize=False).mark("slips").on("click", self._reprint, js_handler=_PICK)
        press("刷新", self.show, "refresh")

    async def show(self) -> None:
        """Ask the spool again and redraw."""
        printing = self._window.printing
        if printing is None:
            self._state.set_text("这台电脑没有接打印机。")
            return
        jobs, report = await asyncio.to_thread(printing.recent), printing.printer_state()
        rows = [_row(job) for job in jobs[:_SHOWN]]
        self._state.set_text(report.staff_sentence or report.sentence)
        self._list.set_content(render("window_slips.html", rows=rows))

    async def _reprint(self, event: GenericEventArguments) -> None:
        printing, clerk = self._window.printing, self._window.shift.clerk
        if printing is None or not clerk:
            complain("请先开班，再补打。")
            return
        try:
            await asyncio.to_thread(printing.reprint, str(event.args), clerk)
        except PrinterError as error:
            complain(str(error))
        else:
            tell("补打的小票在打了，纸上有“补打”两个字。")
        await self.show()


def _row(job: SlipJob) -> dict[str, object]:
    """Return a line of the list; a test slip has no number."""
    return {
        "id": job.id, "kind": slip_line(job.kind), "number": "—" if job.kind == SlipKind.SELF_TEST else job.number,
        "again": job.can_be_reprinted, "reprint": job.copy > 1, "state": _WORDS[job.state],
        "good": job.state is SlipState.CONFIRMED, "at": f"{local(job.changed_at):%m-%d %H:%M}",
    }  # fmt: skip
