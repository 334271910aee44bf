"""Starts the kiosk: settings, devices, both doors, pages; stops them in the reverse order on SIGTERM."""

from __future__ import annotations

import asyncio
import getpass
import logging
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from content.clock import SystemClock, to_text
from content.errors import ContentError, SettingsError
from content.link.protocol import program_version
from content.link.updating import Updater
from content.logs import open_log
from content.own_names import OwnNames
from content.settings import read_settings
from content.speech import Speech
from content.timekeeping import guarded
from content.watchdog import Watchdog, watch_over
from kiosk.alarm import SCENE
from kiosk.app import build_app, file_usage, on_loop
from kiosk.connection import Connection
from kiosk.devices import open_printing, open_reader
from kiosk.errands import deeds
from kiosk.errors import KioskError
from kiosk.pages.hall import Hall, Visits
from kiosk.reporting import reporter
from kiosk.settings import KioskSettings
from kiosk.staff.condition import Condition
from kiosk.staff.pausing import Pausing
from kiosk.staff.pins import PinBook
from kiosk.staff.room import StaffRoom
from kiosk.staff.sound import Sound
from kiosk.visit import VisitTimes
from kiosk.window.station import Station
from printer.errors import PrinterError
from printer.worker import PrinterEvent, SlipEvent

PIN_FILE = "staff-pin.json"
RESTART = 75  # EX_TEMPFAIL: not 0, so that Restart=on-failure would start it again too


class Kiosk:
    """All parts of one kiosk process, from start to stop."""

    def __init__(self, settings: KioskSettings) -> None:
        self._clock = guarded(SystemClock(), settings.data / "clock")
        self._times = VisitTimes(idle_s=settings.idle_s, grace_s=settings.grace_s, done_s=settings.done_s,
                                 attract_s=settings.attract_s)  # fmt: skip
        self._panel_mm, self._prompts = settings.panel_mm, settings.prompts
        self._tell_edition = self._tell_slip = self._tell_reader = self._tell_printer = self._tell_pause = _nobody
        self._tell_call: Callable[..., None] = _nobody
        self.on_restart: Callable[[], None] = _nobody
        self._reader = open_reader(
            settings.reader_port, baud=settings.reader_baud, poll_ms=settings.reader_poll_ms,
            fingerprint=settings.reader_fingerprint, radio_bytes=settings.reader_radio_bytes,
        )  # fmt: skip
        self._speech = Speech(settings.data / "voice")
        spool = settings.data / "spool.db"
        self._printer = open_printing(settings.printer, settings.paper_mm, spool, self._hear_printer,
                                      profile_name=settings.printer_profile)  # fmt: skip
        printing = self._printer.printing if self._printer is not None else None
        staff = self._staff_room(settings.data)
        updater = Updater(settings.data)
        self._connection = Connection(
            data=settings.data, hub_url=settings.hub_url, pairing_code=settings.pairing_code, name=settings.name,
            clock=self._clock, on_edition=lambda: self._tell_edition(),
            report=reporter(self.health, printing, lambda: self._connection.clock_ok(), updater),
            deeds=deeds(printing, staff.pausing, staff.restart, updater.deed), on_call=lambda: self._tell_call(),
            updater=updater,
        )  # fmt: skip
        self._hall = Hall(
            clock=self._clock, terminal=settings.name, edition=self._connection.edition,
            outbox=self._connection.outbox, clock_ok=self._connection.clock_ok, wake_courier=self._connection.wake,
            visits=Visits(self._clock, self._times, self._visit_over), reader=self._reader,
            printing=printing, staff=staff, ask_receipt=self._connection.ask_receipt,
            ask_person=self._connection.ask_person, ask_call=self._connection.ask_call,
            ask_queue=self._connection.ask_queue,
            link=lambda: self._connection.link, tell_hub=self._connection.tell,
        )  # fmt: skip

    def application(self) -> FastAPI:
        """Return the web application; its life is the devices' and the doors' life."""
        return build_app(self._hall, self._times, self.health, self._lifespan, self._speech,
                         panel_mm=self._panel_mm, prompts=self._prompts)  # fmt: skip

    def health(self) -> dict[str, Any]:
        """Return how the kiosk is, naming nobody."""
        edition, outbox = self._connection.edition(), self._connection.outbox()
        alarm = self._hall.visits.alarm
        return {
            "ok": True,
            "edition_order": edition.manifest.order if edition is not None else None,
            "edition_number": edition.manifest.number if edition is not None else None,
            "paired": outbox is not None,
            "waiting": outbox.waiting() if outbox is not None else 0,
            "reader": str(self._reader.state) if self._reader is not None else "none",
            "printer": str(self._hall.printing.printer_state().state) if self._hall.printing is not None else "none",
            "link": self._connection.link,
            "card_left": self._hall.visits.card_left,
            "paused": self._hall.staff.pausing.notice,
            "painted_order": alarm.order if alarm is not None else None,
            "painted_scene": SCENE if alarm is not None else None,
            "painted_at": to_text(alarm.at) if alarm is not None else None,
        }

    @asynccontextmanager
    async def _lifespan(self, application: FastAPI) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        self._tell_edition = on_loop(loop, self._hall.edition_changed.emit)
        self._tell_slip = on_loop(loop, self._hall.slip_said.emit)
        self._tell_reader = on_loop(loop, self._hall.reader_said.emit)
        self._tell_printer = on_loop(loop, self._hall.printer_said.emit)
        self._tell_call = on_loop(loop, self._hall.call_changed.emit)
        self._tell_pause = on_loop(loop, self._hall.pause_changed.emit)
        self._welcome_staff()
        threading.Thread(target=application.state.input.warm, name="input", daemon=True).start()
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
        file_usage(self._hall, all_of_it=True)
        self._connection.stop()
        if self._reader is not None:
            self._reader.stop()
        if self._printer is not None:
            self._printer.worker.stop()

    def _hear_printer(self, event: SlipEvent | PrinterEvent) -> None:
        self._connection.tell()
        if isinstance(event, SlipEvent):
            self._tell_slip(event)
        else:
            self._tell_printer(event)

    def _staff_room(self, data: Path) -> StaffRoom:
        return StaffRoom(
            pins=PinBook(data / PIN_FILE, self._clock),
            pausing=Pausing(data / "pause.json", lambda: self._tell_pause()), sound=Sound(data / "volume.json"),
            condition=self._condition, restart=lambda: self.on_restart(),
        )  # fmt: skip

    def _condition(self) -> Condition:
        edition, outbox, printing = self._connection.edition(), self._connection.outbox(), self._hall.printing
        return Condition(
            reader=self._reader.state if self._reader is not None else None,
            printer=printing.printer_state() if printing is not None else None,
            edition_number=edition.manifest.number if edition is not None else None,
            built_at=edition.manifest.built_at if edition is not None else None, paired=outbox is not None,
            waiting=outbox.waiting() if outbox is not None else 0, link=self._connection.link,
            program=program_version(), hub_program=self._connection.hub_version,
        )  # fmt: skip

    def _welcome_staff(self) -> None:
        threading.Thread(target=self._hall.staff.sound.apply, name="volume", daemon=True).start()
        once = self._hall.staff.pins.open_once()
        if once:
            print(f"工作人员页还没有设口令。这次启动的一次性口令：{once}（按住屏幕左上角三秒，输入后请设一个自己的）",
                  flush=True)  # fmt: skip

    def _visit_over(self) -> None:
        if self._reader is not None:
            self._reader.disarm()


def _nobody(*_: object) -> None:
    """Hear nothing, until the event loop runs."""


def main() -> int:
    """Run until SIGTERM; a setting that cannot be used ends with a sentence."""
    if sys.argv[1:2] == ["doctor"]:
        from kiosk.doctor import main as doctor

        return doctor(sys.argv[2:])
    try:
        settings = read_settings(KioskSettings, "kiosk")
        open_log(settings.log_level, sys.stdout)
        logging.getLogger("httpx").setLevel(logging.WARNING)
        settings.data.mkdir(parents=True, exist_ok=True)
        # NiceGUI keeps nothing for us, but where it would must not be the folder the process was started in
        os.environ.setdefault("NICEGUI_STORAGE_PATH", str(Path(settings.data).absolute() / "nicegui"))
        if sys.argv[1:] == ["set-pin"]:
            return set_pin(settings)
        kiosk = Station(settings) if (_asked_role(sys.argv[1:]) or settings.role) == "window" else Kiosk(settings)
        application = kiosk.application()
    except (ContentError, KioskError, PrinterError) as error:
        print(error, file=sys.stderr)
        return 2
    return serve(kiosk, application, settings)


def _asked_role(arguments: list[str]) -> str:
    """Return what stands behind --role, "" where it is not given."""
    match arguments:
        case ["--role", role] if role in ("kiosk", "window"):
            return role
        case []:
            return ""
    raise SettingsError("用法：python -m kiosk [--role kiosk|window]，或者 python -m kiosk set-pin、doctor。")


def serve(kiosk: Kiosk | Station, application: FastAPI, settings: KioskSettings) -> int:
    """Serve until SIGTERM (0) or until staff asked for a restart (RESTART)."""
    config = uvicorn.Config(OwnNames(application), host=settings.host, port=settings.port, log_level="warning",
                            log_config=None, proxy_headers=False, timeout_graceful_shutdown=2)  # fmt: skip
    watch_over(application, kiosk.health, Watchdog.of(os.environ, os.getpid()))
    server = uvicorn.Server(config)
    asked = threading.Event()

    def restart() -> None:
        asked.set()
        server.should_exit = True

    kiosk.on_restart = restart
    server.run()
    if not server.started:
        return 3
    return RESTART if asked.is_set() else 0


def set_pin(settings: KioskSettings) -> int:
    """Ask for the PIN of the staff page, twice, or take it from the first line of a pipe."""
    if sys.stdin.isatty():
        pin = getpass.getpass("新口令（6 到 8 位数字）：")
        if pin != getpass.getpass("再输入一次："):
            print("两次输入的不一样，口令没有改，请再来一次。", file=sys.stderr)
            return 2
    else:
        pin = sys.stdin.readline().strip()
    PinBook(settings.data / PIN_FILE, SystemClock()).choose(pin)
    print("口令设好了，马上生效。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
