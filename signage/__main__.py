"""The screen process: `python -m signage`. Reads the settings, puts the parts together, ends cleanly on SIGTERM."""

from __future__ import annotations

import logging
import os
import signal
import sys

import uvicorn

from content.clock import Clock, SystemClock
from content.errors import SettingsError
from content.logs import open_log
from content.settings import read_settings
from content.speech import Speech
from content.timekeeping import guarded
from content.watchdog import Watchdog, watch_over
from signage.app import make_app
from signage.calls import Calls, Hours, add_call_routes, hours_of
from signage.display.hours import read_hours
from signage.errors import SignageError
from signage.glass import Glass
from signage.live import Live
from signage.plays import Plays
from signage.settings import ScreenSettings
from signage.station import Station
from signage.strikes import StrikeBook
from signage.thin import Gate, keep_addresses, listening, thin_names


def main() -> int:
    """Serve until told to stop; 2 when a setting or a file keeps the process from starting."""
    if sys.argv[1:2] == ["doctor"]:
        from signage.doctor import main as doctor

        return doctor(sys.argv[2:])
    try:
        settings = read_settings(ScreenSettings, "screen")
        quiet = hours_of(settings.quiet_hours)
        hours, names = read_hours(settings.hours), thin_names(settings.thin_screens)
        plays = Plays(settings.data / "plays.db")
        screens = keep_addresses(names, settings.data / "thin.json")
        clock = guarded(SystemClock(), settings.data / "clock")
        glass = Glass(clock, settings.data / "pictures")
        lines = listening(settings.host, settings.port)
    except (SettingsError, SignageError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{settings.host}:{settings.port} 起不来（{error.strerror}），请系统管理员检查。", file=sys.stderr)
        return 2
    open_log(settings.log_level, sys.stdout)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    live = Live(clock, settings.market_name, settings.zone, thin=names, own_glass=settings.own_glass, hours=hours,
                strikes=StrikeBook(settings.data / "strikes.json"))  # fmt: skip
    station = Station(settings, live, plays, clock, glass)
    calls = _calls_at(station, settings, quiet, clock)
    app = make_app(live, plays, clock, lambda: {**station.report(), **calls.health()}, glass=glass,
                   on_picture=station.carry_pictures)  # fmt: skip
    add_call_routes(app, calls, Speech(settings.data / "voice"))
    watch_over(app, lambda: (plays.waiting(), live.health()), Watchdog.of(os.environ, os.getpid()))
    config = uvicorn.Config(Gate(app, screens), log_level=settings.log_level.lower(), access_log=False, log_config=None,
                            proxy_headers=False, timeout_graceful_shutdown=2)  # fmt: skip
    # uvicorn raises the signal again when it is done; as KeyboardInterrupt it still lets the parts be stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        station.start()
        # A player keeps one connection open; it must not hold up the end of the process (timeout_graceful_shutdown).
        uvicorn.Server(config).run(sockets=lines)
    except KeyboardInterrupt:
        pass
    finally:
        station.stop()
        live.close()
        plays.close()
        for line in lines:
            line.close()
    return 0


def _calls_at(station: Station, settings: ScreenSettings, quiet: Hours, clock: Clock) -> Calls:
    calls = Calls(lambda: station.board.board() if station.board is not None else None, clock,
                  loud=settings.call_volume, quiet=settings.quiet_call_volume, quiet_hours=quiet)  # fmt: skip
    station.more_faults = calls.faults
    return calls


if __name__ == "__main__":
    sys.exit(main())
