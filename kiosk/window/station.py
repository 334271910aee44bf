"""All parts of one service window process, from start to stop; the same devices and doors as a kiosk's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from content.clock import SystemClock
from content.link.updating import Updater
from content.model.codes import TerminalKind
from content.timekeeping import guarded
from kiosk.app import on_loop
from kiosk.connection import Connection
from kiosk.devices import open_printing, open_reader
from kiosk.errands import deeds
from kiosk.reporting import reporter
from kiosk.settings import KioskSettings
from kiosk.window.app import build_window
from kiosk.window.parts import Window
from kiosk.window.shift import Shift
from printer.worker import PrinterEvent, SlipEvent


class Station:
    """One clerk's PC."""

    def __init__(self, settings: KioskSettings) -> None:
        clock = guarded(SystemClock(), settings.data / "clock")
        self._tell_edition = self._tell_slip = self._tell_reader = self._tell_printer = _nobody
        self.on_restart: Callable[[], None] = _nobody
        self._reader = open_reader(
            settings.reader_port, baud=settings.reader_baud, poll_ms=settings.reader_poll_ms,
            fingerprint=settings.reader_fingerprint, radio_bytes=settings.reader_radio_bytes,
        )  # fmt: skip
        self._printer = open_printing(settings.printer, settings.paper_mm, settings.data / "spool.db",
                                      self._hear_printer, profile_name=settings.printer_profile)  # fmt: skip
        printing = self._printer.printing if self._printer is not None else None
        updater = Updater(settings.data)
        self._connection = connection = Connection(
            data=settings.data, hub_url=settings.hub_url, pairing_code=settings.pairing_code, name=settings.name,
            clock=clock, on_edition=lambda: self._tell_edition(), kind=TerminalKind.WINDOW,
            report=reporter(self.health, printing, lambda: self._connection.clock_ok(), updater),
            deeds=deeds(printing, None, lambda: self.on_restart(), updater.deed), updater=updater,
        )  # fmt: skip
        self._window = Window(
            clock=clock, terminal=settings.name, edition=connection.edition, outbox=connection.outbox,
            clock_ok=connection.clock_ok, wake_courier=connection.wake, link=lambda: connection.link,
            printing=printing, reader=self._reader, shift=Shift(clock),
        )  # fmt: skip

    def application(self) -> FastAPI:
        """Return the web application; its life is the devices' and the doors' life."""
        return build_window(self._window, self.health, self._lifespan)

    def health(self) -> dict[str, Any]:
        """Return how the window is, naming nobody."""
        edition, outbox, printing = self._connection.edition(), self._connection.outbox(), self._window.printing
        return {
            "ok": True, "role": "window",
            "edition_order": edition.manifest.order if edition is not None else None,
            "edition_number": edition.manifest.number if edition is not None else None,
            "paired": outbox is not None, "waiting": outbox.waiting() if outbox is not None else 0,
            "reader": str(self._reader.state) if self._reader is not None else "none",
            "printer": str(printing.printer_state().state) if printing is not None else "none",
            "link": self._connection.link,
        }  # fmt: skip

    @asynccontextmanager
    async def _lifespan(self, application: FastAPI) -> AsyncIterator[None]:
        loop, window = asyncio.get_running_loop(), self._window
        self._tell_edition = on_loop(loop, window.edition_changed.emit)
        self._tell_slip = on_loop(loop, window.slip_said.emit)
        self._tell_reader = on_loop(loop, window.reader_said.emit)
        self._tell_printer = on_loop(loop, window.printer_said.emit)
        if self._reader is not None:
            self._reader.start(lambda event: self._tell_reader(event))
        if self._printer is not None:
            self._printer.worker.start()
        self._connection.start()  # after the devices, so that its first report does not call them closed
        try:
            yield
        finally:
            await asyncio.to_thread(self._stop)

    def _stop(self) -> None:
        self._connection.stop()
        if self._reader is not None:
            self._reader.stop()
        if self._printer is not None:
            self._printer.worker.stop()

    def _hear_printer(self, event: SlipEvent | PrinterEvent) -> None:
        self._connection.tell()
        (self._tell_slip if isinstance(event, SlipEvent) else self._tell_printer)(event)


def _nobody(*_: object) -> None:
    """Hear nothing, until the event loop runs."""
