"""The screen process: `python -m signage`. Reads the settings, puts the parts together, ends cleanly on SIGTERM."""

from __future__ import annotations

import logging
import signal
import sys

import uvicorn

from content.clock import SystemClock
from content.errors import SettingsError
from content.settings import read_settings
from signage.app import make_app
from signage.errors import SignageError
from signage.live import Live
from signage.plays import Plays
from signage.settings import ScreenSettings
from signage.station import Station


def main() -> int:
    """Serve until told to stop; 2 when a setting or a file keeps the process from starting."""
    if sys.argv[1:2] == ["doctor"]:
        from signage.doctor import main as doctor

        return doctor(sys.argv[2:])
    try:
        settings = read_settings(ScreenSettings, "screen")
        plays = Plays(settings.data / "plays.db")
    except (SettingsError, SignageError) as error:
        print(error, file=sys.stderr)
        return 2
    logging.basicConfig(level=settings.log_level, stream=sys.stdout, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    clock = SystemClock()
    live = Live(clock, settings.market_name, settings.zone)
    station = Station(settings, live, plays, clock)
    app = make_app(live, plays, clock, lambda: {**live.health(), **station.health()})
    # uvicorn raises the signal again when it is done; as KeyboardInterrupt it still lets the parts be stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        station.start()
        # A player keeps one connection open; it must not hold up the end of the process.
        uvicorn.run(app, host=settings.host, port=settings.port, log_level=settings.log_level.lower(),
                    access_log=False, timeout_graceful_shutdown=2)  # fmt: skip
    except KeyboardInterrupt:
        pass
    finally:
        station.stop()
        live.close()
        plays.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
