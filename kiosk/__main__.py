"""Starts the kiosk: settings, devices, both doors, pages; stops them in the reverse order on SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from content.clock import SystemClock
from content.errors import ContentError
from content.settings import read_settings
from kiosk.app import build_app, on_loop
from kiosk.connection import Connection
from kiosk.devices import open_printing, open_reader
from kiosk.pages.hall import Hall, Visits
from kiosk.settings import KioskSettings
from kiosk.visit import VisitTimes
from printer.errors import PrinterError
from printer.worker import PrinterEvent, SlipEvent


class Kiosk:
    """All parts of one kiosk process, from start to stop."""

    def __init__(self, settings: KioskSettings) -> None:
        self._clock = SystemClock()
        self._times = VisitTimes(idle_s=settings.idle_s, grace_s=settings.grace_s, done_s=settings.done_s)
        self._tell_edition = self._tell_slip = self._tell_reader = _nobody
        self._connection = Connection(
            data=settings.data, hub_url=settings.hub_url, pairing_code=settings.pairing_code, name=settings.name,
            clock=self._clock, on_edition=lambda: self._tell_edition(), report=self.health,
        )  # fmt: skip
        self._reader = open_reader(settings.reader_port)
        spool = settings.data / "spool.db"
        self._printer = open_printing(settings.printer, settings.paper_mm, spool, self._hear_printer)
        self._hall = Hall(
            clock=self._clock, terminal=settings.name, edition=self._connection.edition,
            outbox=self._connection.outbox, clock_ok=self._connection.clock_ok, wake_courier=self._connection.wake,
            visits=Visits(self._clock, self._times, self._visit_over), reader=self._reader,
            printing=self._printer.printing if self._printer is not None else None,
        )  # fmt: skip

    def application(self) -> FastAPI:
        """Return the web application; its life is the devices' and the doors' life."""
        return build_app(self._hall, self._times, self.health, self._lifespan)

    def health(self) -> dict[str, Any]:
        """Return how the kiosk is, naming nobody."""
        edition, outbox = self._connection.edition(), self._connection.outbox()
        return {
            "ok": True,
            "edition_order": edition.manifest.order if edition is not None else None,
            "edition_number": edition.manifest.number if edition is not None else None,
            "paired": outbox is not None,
            "waiting": outbox.waiting() if outbox is not None else 0,
            "reader": str(self._reader.state) if self._reader is not None else "none",
            "printer": str(self._hall.printing.printer_state().state) if self._hall.printing is not None else "none",
            "link": self._connection.state,
        }

    @asynccontextmanager
    async def _lifespan(self, application: FastAPI) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        self._tell_edition = on_loop(loop, self._hall.edition_changed.emit)
        self._tell_slip = on_loop(loop, self._hall.slip_said.emit)
        self._tell_reader = on_loop(loop, self._hall.reader_said.emit)
        self._connection.start()
        if self._reader is not None:
            self._reader.start(lambda event: self._tell_reader(event))
        if self._printer is not None:
            self._printer.worker.start()
        try:
            yield
        finally:
            await asyncio.to_thread(self._stop)

    def _stop(self) -> None:
        if self._reader is not None:
            self._reader.stop()
        if self._printer is not None:
            self._printer.worker.stop()
        self._connection.stop()

    def _hear_printer(self, event: SlipEvent | PrinterEvent) -> None:
        if isinstance(event, SlipEvent):
            self._tell_slip(event)

    def _visit_over(self) -> None:
        if self._reader is not None:
            self._reader.disarm()


def _nobody(*_: object) -> None:
    """Hear nothing, until the event loop runs."""


def main() -> int:
    """Run until SIGTERM; a setting that cannot be used ends with a sentence."""
    try:
        settings = read_settings(KioskSettings, "kiosk")
        logging.basicConfig(level=settings.log_level, stream=sys.stdout, format="%(levelname)s %(name)s %(message)s")
        logging.getLogger("httpx").setLevel(logging.WARNING)
        settings.data.mkdir(parents=True, exist_ok=True)
        # NiceGUI keeps nothing for us, but where it would must not be the folder the process was started in
        os.environ.setdefault("NICEGUI_STORAGE_PATH", str(Path(settings.data).absolute() / "nicegui"))
        application = Kiosk(settings).application()
    except (ContentError, PrinterError) as error:
        print(error, file=sys.stderr)
        return 2
    uvicorn.run(application, host=settings.host, port=settings.port, log_level="warning", timeout_graceful_shutdown=2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
