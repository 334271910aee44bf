"""Keeps the display lit by its hours, in a thread of its own: a tool may take fifteen seconds to answer."""

from __future__ import annotations

import logging
import threading

from content.clock import Clock
from signage.display.hours import Span, is_on
from signage.display.power import Display, Power, Switching, sentence, step
from signage.errors import DisplaySilent

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 5.0
_SETTLED_EVERY_S = 60.0


class Lighting:
    """One thread where a tool speaks to the display; without one, the hours alone say when the glass is dark."""

    def __init__(self, display: Display | None, hours: tuple[Span, ...], clock: Clock,
                 look_every_s: float = _LOOK_EVERY_S) -> None:  # fmt: skip
        self._display, self._hours, self._clock, self._look_every_s = display, hours, clock, look_every_s
        self._state = Switching(wanted=is_on(hours, clock.now()))
        self._tool = ""  # what the tool said when it failed
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lighting", daemon=True)

    def start(self) -> None:
        """Begin, if there is a display to speak to."""
        if self._display is not None:
            self._thread.start()

    def stop(self) -> None:
        """Stop; the display stays as it is."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=20)

    def wanted_on(self) -> bool:
        """Say whether the glass is meant to be lit now."""
        return is_on(self._hours, self._clock.now())

    def display(self) -> str:
        """Return what the display says: on, off, unknown, or none where nobody asks it."""
        return "none" if self._display is None else self._state.said.value

    def fault(self) -> str:
        """Return what staff should do, "" when the display is as it should be."""
        if self._display is None:
            return ""
        said = sentence(self._state)
        return f"{said}{self._tool}" if said and self._tool else said

    def look(self) -> None:
        """Ask the display once, and send a command if one is due."""
        display, wanted, before = self._display, self.wanted_on(), self._state
        if display is None:
            return
        said = Power.UNKNOWN
        try:
            said, self._tool = display.power(), ""
        except DisplaySilent as error:
            self._tool = str(error)
        self._state, send = step(before, wanted, said, self._clock.now())
        if self._state.said is not before.said or self._state.wanted is not before.wanted:
            log.info("display says %s, wanted %s", self._state.said, "on" if wanted else "off")
        if not send:
            return
        try:
            display.switch(wanted)
        except DisplaySilent as error:
            self._tool = str(error)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except Exception:  # the last handler of this thread: a television's odd answer must not end the hours
                log.exception("the display is not looked after")
            settled = self._state.said is (Power.ON if self._state.wanted else Power.OFF)
            # the hours are looked at more often than the display is asked
            for _ in range(int(_SETTLED_EVERY_S / self._look_every_s) if settled else 1):
                if self._stopping.wait(self._look_every_s) or self.wanted_on() is not self._state.wanted:
                    break
