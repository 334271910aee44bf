"""The whole market in its own processes, on free ports and in a folder of its own; what each of them says is kept."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from content.clock import SystemClock
from content.demo import parts
from content.demo.settings import DemoSettings
from content.demo.supervisor import Part
from content.privacy import KeyRing
from content.root_key import root_key
from content.store.database import Readers
from tests.contract.printer_process import wait_for

REPOSITORY = Path(__file__).parents[2]
DEADLINE_S = 30.0
START_S = 120.0  # a whole market that starts among many others; how long it takes alone is the bench's
_OPEN = "按 Ctrl-C 关门"
_PORTS = ("hub", "kiosk", "screen", "public", "simulator", "printer")


def settings_in(folder: Path) -> DemoSettings:
    """Return the settings of a market below a folder, on ports nobody holds now."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in _PORTS]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        ports = {f"{name}_port": int(probe.getsockname()[1]) for name, probe in zip(_PORTS, probes, strict=True)}
    return DemoSettings(data=folder / "data", practice_port=0, **ports)


def environment_of(settings: DemoSettings) -> dict[str, str]:
    """Return what `python -m content demo` is told."""
    told = {name: getattr(settings, name) for name in ("data", "practice_port", *(f"{name}_port" for name in _PORTS))}
    return {f"LINGGONG_DEMO_{name.upper()}": str(value) for name, value in told.items()}


class Process:
    """One of our programs; `said` holds its lines so far, standard error among them."""

    def __init__(self, module: str, *arguments: str, environment: Mapping[str, str]) -> None:
        # NiceGUI takes the first for a sign that it runs inside a test and would not listen
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
        self.said: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], cwd=REPOSITORY, env=clean | dict(environment),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.pid = self._process.pid
        self._ear = threading.Thread(target=self._listen, daemon=True)
        self._ear.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            self.said += (line.decode(errors="replace").rstrip("\n") for line in lines)

    def hear(self, words: str, since: int = 0, seconds: float = DEADLINE_S) -> str:
        """Return the first line from the place `since` on that holds the words, once it was said."""

        def heard() -> str | None:
            assert not self.has_ended, self.text()
            return next((line for line in self.said[since:] if words in line), None)

        return str(wait_for(heard, seconds, f"“{words}”"))

    def text(self) -> str:
        """Return all it said."""
        return "\n".join(self.said)

    @property
    def has_ended(self) -> bool:
        """Say whether it is gone."""
        return self._process.poll() is not None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to this process alone."""
        self._process.send_signal(number)

    def press_ctrl_c(self) -> None:
        """Do what a terminal does: SIGINT to everything in the foreground."""
        os.killpg(self.pid, signal.SIGINT)

    def ended(self, seconds: float = DEADLINE_S) -> int:
        """Wait for the end and return the exit code; TimeoutExpired when it lasts longer."""
        code = self._process.wait(seconds)
        self._ear.join(seconds)
        return code

    def stop(self) -> None:
        """End it as systemd does; SIGKILL if it will not."""
        if not self.has_ended:
            self.signal(signal.SIGTERM)
        try:
            self.ended()
        except subprocess.TimeoutExpired:
            self.signal(signal.SIGKILL)
            self.ended()
            raise


class Demo(Process):
    """`python -m content demo`."""

    def __init__(self, settings: DemoSettings, **more: str) -> None:
        self.settings = settings
        super().__init__("content", "demo", environment=environment_of(settings) | more)

    def link(self) -> str:
        """Return the one-time staff link it printed, once the market is open."""
        self.hear(_OPEN, seconds=START_S)
        found = re.search(r"http://\S+/enter\?link=\S+", self.text())
        assert found is not None, self.text()
        return found[0]

    def children(self) -> dict[str, int]:
        """Return the living children: name of the module, process id."""
        return {module: pid for pid, parent, module in _processes() if parent == self.pid}


def _processes() -> Iterator[tuple[int, int, str]]:
    """Yield process, parent and Python module of everything alive."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            if state not in "ZX" and "-m" in words[:-1]:
                yield int(folder.name), int(parent), words[words.index("-m") + 1]


def living(pids: Mapping[str, int]) -> dict[str, int]:
    """Return those of the processes that still live."""
    alive = {pid for pid, _, _ in _processes()}
    return {module: pid for module, pid in pids.items() if pid in alive}


@contextmanager
def open_demo(settings: DemoSettings, **more: str) -> Iterator[Demo]:
    """Run the demonstration, end it whatever happens, and leave none of its children behind."""
    demo, children = Demo(settings, **more), {}
    try:
        yield demo
    finally:
        children = demo.children()
        demo.stop()
        for pid in living(children).values():
            os.kill(pid, signal.SIGKILL)
        assert not living(children), "the demonstration left children behind"


class Hall:
    """The same processes as the demonstration's, without its supervisor: each can be ended and started again."""

    def __init__(self, settings: DemoSettings) -> None:
        self.settings = settings
        self.running: dict[str, Process] = {}
        self.spoken: list[Process] = []
        parts.socket_folder(settings).mkdir(parents=True)
        for twin in parts.twins(settings):
            self._begin(twin)
        self.hub_environment = parts.hub_environment(settings)
        codes = json.loads(self.hub_command("prepare-demo"))
        self._parts = {part.name: part for part in (parts.hub(settings), *parts.terminals(settings, codes),
                                                    parts.simulator(settings))}  # fmt: skip
        for name in self._parts:
            self._begin(self._parts[name])
        for name in self._parts:
            self.wait_for_health(name)

    def _begin(self, part: Part) -> None:
        started = Process(part.module, *part.arguments, environment=part.environment)
        self.running[part.name] = started
        self.spoken.append(started)

    def start(self, name: str) -> None:
        """Start a process again and wait until it answers."""
        self._begin(self._parts[name])
        self.wait_for_health(name)

    def stop(self, name: str) -> None:
        """End a process."""
        self.running[name].stop()

    def close(self) -> None:
        """End them all."""
        with ExitStack() as ends:
            for process in self.running.values():
                ends.callback(process.stop)

    def wait_for_health(self, name: str) -> None:
        """Wait until a process answers and, if it is a terminal, shows an edition."""

        def answers() -> bool:
            assert not self.running[name].has_ended, self.running[name].text()
            said = health(getattr(self.settings, f"{name}_port"))
            return bool(said) and said.get("edition_order", 1) is not None

        wait_for(answers, START_S, f"{name} to answer")

    def hub_command(self, *arguments: str) -> str:
        """Return what a command of the hub prints."""
        command = Process("content", *arguments, environment=self.hub_environment)
        assert command.ended() == 0, command.text()
        self.spoken.append(command)
        return command.said[-1]

    def spoken_text(self) -> str:
        """Return everything any of them said so far."""
        return "\n".join(process.text() for process in self.spoken)


@contextmanager
def open_hall(settings: DemoSettings) -> Iterator[Hall]:
    """Run a hall and end it whatever happens."""
    hall = Hall(settings)
    try:
        yield hall
    finally:
        hall.close()


def health(port: int) -> dict[str, Any]:
    """Return what a process says of itself, nothing while it does not answer."""
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
        found: dict[str, Any] = json.load(answer)
        return found
    return {}


def slips(settings: DemoSettings) -> list[dict[str, Any]]:
    """Return the slips the simulated printer made from the bytes it received, as the simulator's page has them."""
    with urllib.request.urlopen(f"http://127.0.0.1:{settings.simulator_port}/state", timeout=10) as answer:
        found: list[dict[str, Any]] = json.load(answer)["slips"]
        return found


def ledger_numbers(settings: DemoSettings) -> list[str]:
    """Return the receipt numbers that kiosks gave, sorted; a number that is in the ledger twice comes twice."""
    keys = KeyRing.from_root(root_key(settings.data / "hub" / "keys" / "root.key"))
    readers = Readers(settings.data / "hub" / "market.db", keys, SystemClock())
    try:
        with readers.reading() as tables:
            rows, total = tables.seekers.registrations(limit=10_000)
    finally:
        readers.close()
    assert total == len(rows)
    # the demonstration's own people have numbers of a terminal 90 that is not there
    return sorted(row.number for row in rows if not row.number.startswith("90-"))


def complaint_numbers(settings: DemoSettings) -> list[str]:
    """Return the receipt numbers of the complaint files, one told twice twice."""
    keys = KeyRing.from_root(root_key(settings.data / "hub" / "keys" / "root.key"))
    readers = Readers(settings.data / "hub" / "market.db", keys, SystemClock())
    try:
        with readers.reading() as tables:
            return [one.number for one in tables.complaints.page(limit=1000)[0]]
    finally:
        readers.close()


def all_delivered(settings: DemoSettings) -> bool:
    """Say whether the kiosk's outbox holds nothing that the hub has not acknowledged."""
    return health(settings.kiosk_port).get("waiting") == 0
