"""One Chromium as a process: started on a new profile, asked for its port, ended with everything it started."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import content.theme
from signage.browser.command import browser_command
from signage.errors import BrowserSilent

_HERE = Path(__file__).parent
_TOKENS = Path(content.theme.__file__).parent / "tokens.css"
_SHM = Path("/dev/shm")  # nosec B108 - only its room is looked at
_PREFIX = "linggong-screen-"
_END_S = 3.0
_PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    # without systemd around it, a supervisor that is killed must not leave a browser nobody watches
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def profile_folder(parent: Path | None = None) -> Path:
    """Make a new folder for a profile, in memory where the box has such a place: nothing of it outlives a start.

    What a supervisor that was killed left there goes too; the name says whose it was.
    """
    where = parent or (_SHM if os.access(_SHM, os.W_OK) else Path(tempfile.gettempdir()))
    for old in where.glob(f"{_PREFIX}*"):
        owner = old.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=where))


def _waiting_page(folder: Path) -> str:
    """Put the splash into the profile, so that Chromium has something to paint before the screen process answers."""
    for file in (_HERE / "waiting.html", _HERE / "waiting.css", _TOKENS):
        shutil.copy(file, folder)
    return (folder / "waiting.html").as_uri()


def _started(number: int) -> str:
    """Return when a process began, in ticks: its number alone may belong to another by now."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def family(root: int) -> tuple[int, ...]:
    """Return the process and all that descend from it, as /proc has them now."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError, IndexError):
                # the name in brackets may hold spaces and brackets: the parent is the second word after the last one
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found, left = [], [root]
    while left:
        one = left.pop()
        found.append(one)
        left += children.get(one, ())
    return tuple(found)


def memory_mb(root: int) -> int | None:
    """Return the proportional set size of the process's family in MB; None where /proc does not tell."""
    total = 0
    for number in family(root):
        with suppress(OSError):
            for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total // 1024 or None


class Chromium:
    """A running browser; `end` must be called, it also throws the profile away."""

    def __init__(self, template: str, with_gpu: bool = True) -> None:
        self._profile = profile_folder()
        try:
            self.waiting_page = _waiting_page(self._profile)
            words = browser_command(template, self._profile, self.waiting_page, with_gpu)
            # its output is discarded: Chromium's chatter would push the log of real faults out of the journal
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                             stderr=subprocess.DEVNULL, start_new_session=True,
                                             preexec_fn=_die_with_parent)  # fmt: skip
        except (OSError, ValueError) as error:
            shutil.rmtree(self._profile, ignore_errors=True)
            raise BrowserSilent("浏览器启动不了，请系统管理员检查 [screen] browser 和 chromium。") from error

    @property
    def number(self) -> int:
        """Return the process id."""
        return self._process.pid

    def is_running(self) -> bool:
        """Say whether the process is there; a frozen one is."""
        return self._process.poll() is None

    def port(self) -> int:
        """Return the port it listens on for us; BrowserSilent until it has written it down."""
        try:
            return int((self._profile / "DevToolsActivePort").read_text("ascii").split()[0])
        except (OSError, ValueError, IndexError) as error:
            raise BrowserSilent("浏览器还在启动。") from error

    def memory_mb(self) -> int | None:
        """Return what the whole browser holds in MB."""
        return memory_mb(self._process.pid)

    def end(self) -> None:
        """End it, politely first, with every process it started, and throw the profile away."""
        members = {number: _started(number) for number in family(self._process.pid)} if self.is_running() else {}
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_S)
        self._signal(signal.SIGKILL)
        for number, began in members.items():
            if began and _started(number) == began and number != self._process.pid:
                with suppress(OSError):
                    os.kill(number, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_S)
        shutil.rmtree(self._profile, ignore_errors=True)

    def _signal(self, number: signal.Signals) -> None:
        with suppress(OSError):
            os.killpg(self._process.pid, number)
