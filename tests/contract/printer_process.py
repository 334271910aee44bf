"""The simulated printer as a process, and the waiting that the contract tests share."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]


class TwinProcess:
    """A running twin: its line, and its orders over the control socket."""

    def __init__(self, line: str, folder: Path, *options: str) -> None:
        self.line = line
        self.link = folder / "ttyPRINTER"
        self._control = folder / "control.sock"
        where = ("--tcp", "0") if line == "tcp" else ("--pty", str(self.link))
        command = [sys.executable, "-m", "printer.simulated_printer", *where, *options]
        command += ["--control", str(self._control), "--out", str(folder / "paper")]
        self.process = subprocess.Popen(command, cwd=REPOSITORY)
        wait_for(self._answers, 15, "the twin to listen")
        self.port: int = self.status()["port"]

    def order(self, **order: Any) -> dict[str, Any]:
        """Give one order and return its answer."""
        with socket.socket(socket.AF_UNIX) as control:
            control.settimeout(10)
            control.connect(str(self._control))
            control.sendall(json.dumps(order).encode() + b"\n")
            answer: dict[str, Any] = json.loads(control.makefile().readline())
            return answer

    def status(self) -> dict[str, Any]:
        """Return the twin's state."""
        return self.order(status=True)

    def slips(self) -> list[dict[str, Any]]:
        """Return the printed sheets, newest last."""
        slips: list[dict[str, Any]] = self.order(slips=True)["slips"]
        return slips

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(10)

    def _answers(self) -> bool:
        try:
            return bool(self.status()["ok"])
        except OSError:
            return False


@contextmanager
def twin(line: str, folder: Path, *options: str) -> Iterator[TwinProcess]:
    """Run a twin and end it."""
    running = TwinProcess(line, folder, *options)
    try:
        yield running
    finally:
        running.stop()


def wait_for(condition: Callable[[], Any], seconds: float, what: str) -> Any:
    """Return the first true value of a condition; fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.01)
    raise AssertionError(f"waited {seconds} s in vain for {what}")
