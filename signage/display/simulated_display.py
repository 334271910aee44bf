"""A display in memory that can fail the way displays do."""

from __future__ import annotations

from enum import StrEnum

from signage.display.power import Power
from signage.errors import DisplaySilent


class DisplayFault(StrEnum):
    """What it does wrong until told otherwise."""

    NONE = "none"
    SILENT = "silent"  # the tool does not end in time
    MUTE = "mute"  # obeys, and never tells its state
    STUCK = "stuck"  # takes the command and stays as it is
    DEAF_ONCE = "deaf once"  # loses one command, then obeys


class SimulatedDisplay:
    """The twin of `signage.display.tools`."""

    def __init__(self, on: bool = False) -> None:
        self.on = on
        self.fault = DisplayFault.NONE
        self.commands: list[bool] = []

    def power(self) -> Power:
        """Answer, or fail as told."""
        if self.fault is DisplayFault.SILENT:
            raise DisplaySilent("显示器没有按时回答，稍后再问。")
        if self.fault is DisplayFault.MUTE:
            return Power.UNKNOWN
        return Power.ON if self.on else Power.OFF

    def switch(self, on: bool) -> None:
        """Obey, or fail as told."""
        if self.fault is DisplayFault.SILENT:
            raise DisplaySilent("显示器没有按时回答，稍后再问。")
        self.commands.append(on)
        if self.fault is DisplayFault.DEAF_ONCE:
            self.fault = DisplayFault.NONE
        elif self.fault is not DisplayFault.STUCK:
            self.on = on
