"""The loudness of this machine: kept over a restart, and set through the mixer the system has."""

from __future__ import annotations

import logging
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.staff.kept import keep, kept

log = logging.getLogger(__name__)

STEP, USUAL = 10, 60
_DEADLINE_S = 3.0
_COMMANDS: tuple[tuple[str, Callable[[int], tuple[str, ...]]], ...] = (
    ("wpctl", lambda percent: ("set-volume", "@DEFAULT_AUDIO_SINK@", f"{percent / 100:.2f}")),
    ("amixer", lambda percent: ("-q", "sset", "Master", f"{percent}%")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """How loud the machine is meant to be, in percent, and what staff should know about it."""

    percent: int
    sentence: str
    works: bool


class Sound:
    """The wish of staff, and the command that carries it out; `which` finds a program, None where there is none."""

    def __init__(self, path: Path, which: Callable[[str], str | None] = shutil.which) -> None:
        self._path, self._which = path, which

    @property
    def percent(self) -> int:
        """Return the loudness last chosen, 0 to 100."""
        wish = kept(self._path).get("percent", USUAL)
        return min(100, max(0, wish)) if isinstance(wish, int) else USUAL

    def change(self, steps: int) -> Loudness:
        """Make it louder or, below zero, quieter by so many steps; takes up to seconds: not on the event loop."""
        keep(self._path, {"percent": min(100, max(0, self.percent + steps * STEP))})
        return self.apply()

    def apply(self) -> Loudness:
        """Tell the mixers the loudness last chosen; the first that takes it is the machine's."""
        percent, found = self.percent, False
        for name, arguments in _COMMANDS:
            program = self._which(name)
            if program is not None:
                found = True
                if _runs((program, *arguments(percent))):
                    return Loudness(percent=percent, sentence=f"音量已调到 {percent}%。", works=True)
        why = "系统里有调音程序，但没有接上喇叭或声卡" if found else "这台机器没有装调音程序"
        return Loudness(percent=percent, sentence=f"音量记下了，但{why}，请系统管理员查看。", works=False)


def _runs(command: tuple[str, ...]) -> bool:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_DEADLINE_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        log.warning("the mixer did not run: %s", error)
        return False
    return done.returncode == 0
