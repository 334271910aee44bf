"""The real displays: cec-ctl (v4l-utils), cec-client (cec-utils) and wlopm, each a short-lived process with a deadline.

cec-ctl prints `pwr-state: on (0x00)`; the codes are those of HDMI 1.4 CEC 17, operand [Power Status]: 0 on, 1 standby,
2 standby to on, 3 on to standby. Some televisions answer 2 for as long as they are on, so it counts as on.
cec-client prints `power status: standby`, wlopm one line `HDMI-A-1 on` for each output.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence

from content.errors import SettingsError
from signage.display.power import Display, Power
from signage.errors import DisplaySilent

_DEADLINE_S = 15.0  # cec-client scans the bus before it answers
_BY_CODE = {"0": Power.ON, "1": Power.OFF, "2": Power.ON, "3": Power.OFF}
_BY_WORDS = {
    "on": Power.ON,
    "standby": Power.OFF,
    "in transition from standby to on": Power.ON,
    "in transition from on to standby": Power.OFF,
}


def _run(words: Sequence[str], said_to_it: str = "", deadline_s: float = _DEADLINE_S) -> str:
    """Run a tool and return what it printed; DisplaySilent when it is missing, fails, or does not end in time."""
    try:
        done = subprocess.run(words, input=said_to_it, capture_output=True, text=True, errors="replace",
                              timeout=deadline_s, check=False)  # fmt: skip
    except FileNotFoundError as error:
        raise DisplaySilent(f"没有找到 {words[0]}，请系统管理员安装它，或改 [screen] display_power。") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DisplaySilent(f"{words[0]} 没有按时回答，稍后再问。") from error
    if done.returncode:
        raise DisplaySilent(f"{words[0]} 没有做成，请系统管理员检查 HDMI-CEC 和权限。")
    return done.stdout


class CecCtl:
    """A television on the kernel's CEC device; the adapter is configured before each command, which is harmless."""

    def __init__(self, device: str = "/dev/cec0", deadline_s: float = _DEADLINE_S) -> None:
        self._words, self._deadline_s = ("cec-ctl", "-d", device), deadline_s

    def power(self) -> Power:
        """Ask logical address 0, which is always the television."""
        said = self._ask("--give-device-power-status")
        found = re.search(r"pwr-state: \S+ \(0x0([0-3])\)", said)
        return _BY_CODE[found[1]] if found else Power.UNKNOWN

    def switch(self, on: bool) -> None:
        """Send Image View On or Standby."""
        self._ask("--image-view-on" if on else "--standby")

    def _ask(self, message: str) -> str:
        return _run((*self._words, "--playback", "--to", "0", message), deadline_s=self._deadline_s)


class CecClient:
    """A television behind a USB-CEC adapter."""

    def __init__(self, deadline_s: float = _DEADLINE_S) -> None:
        self._deadline_s = deadline_s

    def power(self) -> Power:
        """Ask logical address 0."""
        found = re.search(r"^power status: (.+?)\s*$", self._say("pow 0"), re.MULTILINE)
        return _BY_WORDS.get(found[1], Power.UNKNOWN) if found else Power.UNKNOWN

    def switch(self, on: bool) -> None:
        """Send on or standby."""
        self._say("on 0" if on else "standby 0")

    def _say(self, line: str) -> str:
        return _run(("cec-client", "-s", "-d", "1"), f"{line}\n", self._deadline_s)


class Wlopm:
    """A monitor's DPMS through a Wayland compositor that speaks wlr-output-power-management."""

    def __init__(self, deadline_s: float = _DEADLINE_S) -> None:
        self._deadline_s = deadline_s

    def power(self) -> Power:
        """Read all outputs; ON only if every one is."""
        states = re.findall(r"^\S+ (on|off)\s*$", _run(("wlopm",), deadline_s=self._deadline_s), re.MULTILINE)
        if not states:
            return Power.UNKNOWN
        return Power.ON if all(state == "on" for state in states) else Power.OFF

    def switch(self, on: bool) -> None:
        """Switch all outputs."""
        _run(("wlopm", "--on" if on else "--off", "*"), deadline_s=self._deadline_s)


class Several:
    """More than one way to the same glass: all are told, and it is on only if none says off."""

    def __init__(self, parts: Sequence[Display]) -> None:
        self._parts = tuple(parts)

    def power(self) -> Power:
        """OFF if one says so, UNKNOWN if none says anything."""
        said, silent = [], None
        for part in self._parts:
            try:
                said.append(part.power())
            except DisplaySilent as error:
                silent = error
        if not said and silent is not None:
            raise silent
        known = [one for one in said if one is not Power.UNKNOWN]
        if not known:
            return Power.UNKNOWN
        return Power.OFF if Power.OFF in known else Power.ON

    def switch(self, on: bool) -> None:
        """Tell all; DisplaySilent only if none could be told."""
        silent = []
        for part in self._parts:
            try:
                part.switch(on)
            except DisplaySilent as error:
                silent.append(error)
        if len(silent) == len(self._parts):
            raise silent[0]


def display_for(setting: str) -> Display | None:
    """Return the display named by `[screen] display_power`, such as `cec-ctl:/dev/cec1 wlopm`; None for ""."""
    parts: list[Display] = []
    for word in setting.split():
        name, _, device = word.partition(":")
        match name:
            case "cec-ctl":
                parts.append(CecCtl(device or "/dev/cec0"))
            case "cec-client":
                parts.append(CecClient())
            case "wlopm":
                parts.append(Wlopm())
            case _:
                raise SettingsError(
                    f"[screen] display_power 里不认识“{word}”，请系统管理员写 cec-ctl、cec-client 或 wlopm。"
                )
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Several(parts)
