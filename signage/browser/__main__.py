"""The supervisor of the screen's browser: `python -m signage.browser`, beside `python -m signage`, without its keys."""

from __future__ import annotations

import logging
import signal
import sys

from content.clock import SystemClock
from content.errors import SettingsError
from content.logs import open_log
from content.settings import read_settings
from signage.browser.lighting import Lighting
from signage.browser.screen import Screen
from signage.browser.supervisor import Rhythm, Supervisor
from signage.display.hours import read_hours
from signage.display.tools import display_for
from signage.settings import ScreenSettings


def main() -> int:
    """Keep the glass until told to stop; 2 when a setting keeps the process from starting."""
    try:
        settings = read_settings(ScreenSettings, "screen")
        hours, display = read_hours(settings.hours), display_for(settings.display_power)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    open_log(settings.log_level, sys.stdout)
    for chatty in ("httpx", "websockets"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    clock = SystemClock()
    lighting = Lighting(display, hours, clock)
    screen = Screen(f"http://127.0.0.1:{settings.port}")
    supervisor = Supervisor(settings.browser, screen, lighting, clock, settings.data / "browser.json",
                            Rhythm(look_s=settings.look_every_s))  # fmt: skip
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    lighting.start()
    try:
        supervisor.run()
    except KeyboardInterrupt:
        pass
    finally:
        lighting.stop()
        screen.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
