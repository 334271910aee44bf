"""A machine that boots: Debian's user-mode kernel, systemd as PID 1, disks of its own, no network but loopback.

The kernel is Debian's `linux.uml`: a whole Linux 6.1 (cgroups with BPF, seccomp, namespaces, ext4) that is a process
here, so that no /dev/kvm is needed. What it has not: PCI, USB, a display, input devices. Pulling the plug is SIGKILL:
what the machine's kernel had in its page cache is gone, what it had handed to the disk is there.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path

_BOOT_S = 300.0
_ORDERS = count(1)


class NoAnswer(Exception):
    """The machine is gone, or does not answer in the time given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command inside came to: its exit code, and stdout and stderr together."""

    code: int
    said: str


class Booted:
    """A machine from power on to power off; what `disk` has not it reads from the whole disk `below`.

    Beside `disk` lies a second one for copies, empty at first.

    The folder `share` of the host is /run/share inside, written through at once.
    """

    def __init__(self, disk: Path, below: Path | None, share: Path, memory_mb: int = 1536) -> None:
        self.console, self._share = disk.with_suffix(".console"), share
        second = disk.with_suffix(".second")
        if not second.exists():
            subprocess.run(["mke2fs", "-q", "-t", "ext4", str(second), "300M"], check=True)
        order_read, self._orders = os.pipe()
        self._answers, answer_write = os.pipe()
        words = ["linux.uml", f"umid={disk.stem}{os.getpid()}", f"mem={memory_mb}M", "root=/dev/ubda", "rw", "quiet",
                 f"ubd0={disk},{below}" if below else f"ubd0={disk}", f"ubd1={second}", "con0=null,fd:1",
                 "con1=null", "con2=null", f"con3=fd:{order_read},fd:{answer_write}", "ssl=null",
                 f"hands={share}"]  # fmt: skip
        with self.console.open("ab") as log:
            # a session of its own: this kernel's processes are processes here, and the plug takes them all
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                             start_new_session=True, env=os.environ | {"TMPDIR": "/dev/shm"},
                                             pass_fds=(order_read, answer_write))  # fmt: skip
        os.close(order_read)
        os.close(answer_write)
        self._ends: tuple[int, ...] = (self._orders, self._answers)

    def wait(self) -> None:
        """Wait until root's hands inside answer; NoAnswer when they never do."""
        assert self._line(_BOOT_S) == b"hands"

    def run(self, *words: str, timeout_s: float = 600.0, **more: str) -> Done:
        """Run a command as root inside, with more in its environment; NoAnswer when it takes too long."""
        number = self._order(words, more)
        line = self._line(timeout_s)
        assert line == b"%d" % number, line
        found = json.loads((self._share / f"answer-{number}.json").read_text("utf8"))
        return Done(code=found["code"], said=found["said"])

    def must(self, *words: str, timeout_s: float = 600.0, **more: str) -> str:
        """Run a command inside that has to succeed; return what it said."""
        done = self.run(*words, timeout_s=timeout_s, **more)
        assert done.code == 0, f"{words}: {done.said}"
        return done.said

    def pull_plug(self) -> None:
        """End it as a power cut does; nothing inside is told."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        for end in self._ends:
            os.close(end)
        self._ends = ()

    def off(self) -> None:
        """Shut it down in order, so that its disk is whole."""
        self._order(("systemctl", "--no-block", "poweroff"), {})
        try:
            self._process.wait(_BOOT_S)
        finally:
            self.pull_plug()

    def _order(self, words: tuple[str, ...], more: dict[str, str]) -> int:
        number = next(_ORDERS)
        order = json.dumps({"words": words, "more": more})
        (self._share / f"order-{number}.json").write_text(order, "utf8")
        os.write(self._orders, b"%d\n" % number)
        return number

    def _line(self, timeout_s: float) -> bytes:
        until, kept = time.monotonic() + timeout_s, b""
        while not kept.endswith(b"\n"):
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._answers], [], [], left)[0]:
                raise NoAnswer(f"the machine says nothing for {timeout_s:.0f} s; see {self.console}")
            came = os.read(self._answers, 1)
            if not came:
                raise NoAnswer(f"the machine is gone; see {self.console}")
            kept += came
        return kept.strip()
