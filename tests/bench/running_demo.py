"""The whole demonstration as one process tree: started, read, weighed and stopped by the bench."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
_PARTS = ("hub", "kiosk", "screen", "public", "simulator", "printer")
_NAMES = {
    "content": "hub", "kiosk": "kiosk", "signage": "screen", "content.demo.simulator": "simulator",
    "kiosk.reader.simulated_reader": "reader twin", "printer.simulated_printer": "printer twin",
}  # fmt: skip
_PATIENCE_S = 90.0
_LOOK_S = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What one process and its children hold, in units of 1,000,000 bytes; `pss` shares out what several map."""

    pss: float
    rss: float


class RunningDemo:
    """`python -m content demo` on free ports of loopback; it may be started again over the same data."""

    def __init__(self, folder: Path) -> None:
        self.ports = _free_ports()
        self.began = 0.0
        self._output = folder / "demo.log"
        given = {f"{part.upper()}_PORT": str(port) for part, port in self.ports.items()}
        given["DATA"] = str(folder / "data")
        clean = {name: value for name, value in os.environ.items()
                 if not name.startswith(("PYTEST", "NICEGUI", "LINGGONG"))}  # fmt: skip
        self._env = clean | {f"LINGGONG_DEMO_{name}": value for name, value in given.items()}
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, part: str, path: str) -> str:
        """Return the address of a path at hub, kiosk, screen or simulator."""
        return f"http://127.0.0.1:{self.ports[part]}{path}"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start it, without waiting for anything; Ctrl-C to it at the end, whatever happens."""
        with self._output.open("wb") as output:
            self.began = time.monotonic()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "content", "demo"], cwd=REPOSITORY, env=self._env, stdout=output,
                stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(30)

    def said(self, pattern: str) -> str:
        """Wait for a line that matches and return its first group."""
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            text = self._output.read_text("utf8", errors="replace")
            if found := re.search(pattern, text):
                return found.group(1)
            if self._process is not None and self._process.poll() is not None:
                raise RuntimeError(f"the demonstration ended by itself:\n{text}")
            time.sleep(_LOOK_S)
        raise TimeoutError(f"the demonstration never said {pattern}:\n{self._output.read_text('utf8')}")

    def until_listening(self, part: str) -> None:
        """Wait until a part accepts connections."""
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.ports[part])) == 0:
                    return
            time.sleep(_LOOK_S)
        raise TimeoutError(f"{part} never listened")

    def weights(self) -> dict[str, Weight]:
        """Return what each process holds, by name; the supervisor is counted without those it keeps."""
        if self._process is None:
            return {}
        top, parents = self._process.pid, _parents()
        found = {"supervisor": _weight([top])}
        for child in (pid for pid, parent in parents.items() if parent == top):
            found[_name(child)] = _weight(_family(child, parents))
        return found


def _free_ports() -> dict[str, int]:
    with ExitStack() as held:
        sockets = {part: held.enter_context(socket.socket()) for part in _PARTS}
        for one in sockets.values():
            one.bind(("127.0.0.1", 0))
        return {part: int(one.getsockname()[1]) for part, one in sockets.items()}


def _parents() -> dict[int, int]:
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # the name in brackets may hold anything; the parent is the second field after it
            found[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def _family(pid: int, parents: dict[int, int]) -> list[int]:
    children = [child for child, parent in parents.items() if parent == pid]
    return [pid, *(one for child in children for one in _family(child, parents))]


def _name(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    module = words[words.index("-m") + 1] if "-m" in words else words[0]
    return _NAMES.get(module, module)


def _weight(pids: list[int]) -> Weight:
    totals = {"Pss": 0.0, "Rss": 0.0}
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            name, _, amount = line.partition(":")
            if name in totals:
                totals[name] += int(amount.split()[0]) * 1024 / 1e6
    return Weight(pss=totals["Pss"], rss=totals["Rss"])
