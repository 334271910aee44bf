"""A hub and a screen box as processes of their own that can be killed: `hall_processes hub|screen …`.

The hub takes orders on stdin, a line each, and answers with a line: `publish NAME`, `alarm TITLE`, `calm`, `back ORDER`
give the order of what was published, `pair` a code. It holds the demonstration's records. The screen is the whole of
`python -m signage` with what a test needs and a market does not: its own player, shortened stays, a clock from a file.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import uvicorn

from content.clock import Clock, SystemClock
from content.demo.plant import plant
from content.hubapi.pairing import new_pairing_code
from content.link.pairing import keep, pair
from content.model.codes import TerminalKind
from content.model.editions import Emergency
from signage.app import PLAYER, make_app
from signage.glass import Glass
from signage.plays import Plays
from signage.settings import ScreenSettings
from signage.station import Station
from tests.contract.link_house import House, free_port, until
from tests.contract.printer_process import REPOSITORY
from tests.contract.screen_victim import FileClock
from tests.unit.signage.hall import QuickLive

_BY = "测试"


class Told:
    """A process of this module that is told things and can be killed and started again."""

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments
        self.start()

    def start(self) -> None:
        """Start it (again)."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.contract.hall_processes", *self._arguments], cwd=REPOSITORY, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def ask(self, order: str) -> str:
        """Give an order and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        """End it as a power cut would."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()


class Market:
    """A hub and one screen; `clock` is a file both go by, "" the machine's own."""

    def __init__(self, folder: Path, player: Path = PLAYER, stay_s: float = 0.0, clock: Path | None = None) -> None:
        self.folder, self.port, hub_port = folder, free_port(), free_port()
        self.url, self.hub_url = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{hub_port}"
        clock_file = str(clock or "")
        (folder / "screen").mkdir(parents=True)
        self.hub = Told("hub", str(folder / "hub"), str(hub_port), clock_file)
        self.orders = [int(self.hub.ask("publish 第一期"))]
        keep(folder / "screen" / "paired.json",
             pair(self.hub_url, self.hub.ask("pair"), TerminalKind.SCREEN, "大厅屏"))  # fmt: skip
        self.screen = Told("screen", str(folder / "screen"), str(self.port), self.hub_url, str(player), str(stay_s),
                           clock_file)  # fmt: skip
        until(lambda: self.health().get("edition_order") == self.orders[0], "the first edition")

    def tell_hub(self, order: str) -> int:
        """Have something published; return its order."""
        self.orders.append(int(self.hub.ask(order)))
        return self.orders[-1]

    def health(self) -> dict[str, object]:
        """Return what the screen says of itself, nothing while it does not answer."""
        try:
            return dict(httpx.get(f"{self.url}/health", timeout=5, trust_env=False).json())
        except httpx.HTTPError:
            return {}


@contextmanager
def market(folder: Path, player: Path = PLAYER, stay_s: float = 0.0, clock: Path | None = None) -> Iterator[Market]:
    """Run a hub and a screen, and end them whatever happens."""
    running = Market(folder, player, stay_s, clock)
    try:
        yield running
    finally:
        running.screen.kill()
        running.hub.kill()


def _clock(path: str) -> Clock:
    return FileClock(Path(path)) if path else SystemClock()


def _hub(folder: str, port: str, clock_path: str) -> None:
    clock, fresh = _clock(clock_path), not Path(folder).exists()
    house = House(Path(folder), port=int(port), clock=clock)
    if fresh:
        house.market.write(lambda tables: plant(tables, "demo", clock.now()))
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        print(_obeyed(house, word, rest, clock), flush=True)


def _obeyed(house: House, word: str, rest: str, clock: Clock) -> str:
    now = clock.now()
    match word:
        case "publish":
            with house.market.reading() as tables:
                card = replace(tables.market_card.get(), name=rest)
            house.market.write(lambda tables: tables.market_card.save(card))
            return str(house.publisher.publish(_BY).order)
        case "alarm":
            until_at = now + timedelta(hours=1)
            alarm = Emergency(title=rest, text="请听工作人员指挥。", until=until_at, by=_BY, declared_at=now)
            return str(house.publisher.declare(alarm).order)
        case "calm":
            return str(house.publisher.end_emergency(_BY).order)
        case "back":
            return str(house.publisher.roll_back(int(rest), _BY).order)
        case "pair":
            return new_pairing_code(house.market, house.keys, TerminalKind.SCREEN, now)
    raise ValueError(word)


def _screen(folder: str, port: str, hub_url: str, player: str, stay_s: str, clock_path: str) -> None:
    clock, data = _clock(clock_path), Path(folder)
    live, plays = QuickLive(clock, "测试零工市场"), Plays(data / "plays.db")
    live.stay_s = float(stay_s) or None
    glass = Glass(clock, data / "pictures")
    station = Station(ScreenSettings(data=data, hub_url=hub_url), live, plays, clock, glass)
    station.start()
    app = make_app(live, plays, clock, lambda: {**live.health(), **station.health()}, Path(player))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="error", access_log=False)


if __name__ == "__main__":
    {"hub": _hub, "screen": _screen}[sys.argv[1]](*sys.argv[2:])
