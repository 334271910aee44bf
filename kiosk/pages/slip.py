"""A slip a page asked for: handed over at once, and what the person waiting for it is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from kiosk.pages.hall import Hall
from printer.condition import PrinterState
from printer.errors import PrinterError
from printer.printing import Printing
from printer.receipt import Receipt
from printer.slip_job import SlipState
from printer.worker import SlipEvent

log = logging.getLogger(__name__)

WAITING = "正在打印，请稍等。"
NO_PRINTER = "这台机器没有接打印机。"
REFUSED = "小票打不出来，请叫工作人员。"
_TROUBLE = (SlipState.FAILED, SlipState.UNKNOWN, SlipState.QUEUED)
_CANNOT_PRINT = (PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.OFFLINE)


class PaperSlip:
    """One slip; `said` is for the person waiting, `trouble` means that there may be no paper. `show` after a change."""

    def __init__(self, hall: Hall, show: Callable[[], None]) -> None:
        self.said, self.trouble = "", False
        self.state: SlipState | None = None
        self._printing, self._show = hall.printing, show
        self._id = ""
        self._heard = False

    @property
    def prompt(self) -> str:
        """Return what is spoken of it: that it is printing, or that no paper will come; "" once it lies there."""
        if self.trouble:
            return "no-paper"
        return "printing" if self.said and self.state is not SlipState.CONFIRMED else ""

    async def print(self, make: Callable[[], Receipt], reference: str) -> None:
        """Say at once that it is printing, then hand it over; the page never waits for the printer."""
        await self.ask(lambda printing: printing.print(make(), reference))

    async def ask(self, hand_over: Callable[[Printing], str]) -> None:
        """The same for a slip the spool makes itself; `hand_over` runs in a thread and returns the slip's id."""
        printing = self._printing
        if printing is None:
            self._tell(NO_PRINTER, trouble=True)
            return
        self._id, self._heard, self.state = "", False, None
        self._tell(WAITING, trouble=False)
        try:
            said, trouble = await asyncio.to_thread(self._handed_over, printing, hand_over)
        except PrinterError:
            log.exception("小票没有交给打印机，请工作人员查看打印机和磁盘")
            self._tell(REFUSED, trouble=True)
            return
        if not self._heard:  # what the printer has said since is newer
            self._tell(said, trouble=trouble)

    def _handed_over(self, printing: Printing, hand_over: Callable[[Printing], str]) -> tuple[str, bool]:
        self._id = hand_over(printing)
        self.state = printing.outcome(self._id)
        report = printing.printer_state()
        if self.state is SlipState.QUEUED and report.state in _CANNOT_PRINT:
            return report.sentence, True  # known already: nobody should stand and wait for it
        return printing.sentence(self._id), self.state in (SlipState.FAILED, SlipState.UNKNOWN)

    def hear(self, event: SlipEvent) -> None:
        """Take up what the printer says of this slip."""
        if self._id and event.job_id == self._id:
            self._heard, self.state = True, event.state
            self._tell(event.sentence, trouble=event.state in _TROUBLE)

    def _tell(self, said: str, *, trouble: bool) -> None:
        self.said, self.trouble = said, trouble
        self._show()
