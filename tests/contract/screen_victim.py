"""Processes that are killed: `screen_victim screen FOLDER SOCKET HUB CLOCK` and `screen_victim hub FOLDER`.

Each line on stdin forks a process, warm from the start, that says `pid N`; when it is dead, `dead` follows. A screen is
the whole process of a box (follower, courier, plays, routes) without its command line, on a socket that stays open; its
clock is a file, its plays are filed without the minute's wait. A hub publishes one 期 after another from the number on
the line and says `published N`; N is in the market's name and in the emergency's title, so that a mix of two shows.
"""

from __future__ import annotations

import itertools
import os
import socket
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn

import signage.station
from content.clock import SystemClock
from content.edition.shelf import Shelf
from content.model.editions import Emergency
from content.privacy import KeyRing
from content.publishing.publisher import Publisher
from content.store.database import Market
from signage.app import make_app
from signage.glass import Glass
from signage.live import Live
from signage.plays import Plays
from signage.settings import ScreenSettings
from signage.station import Station

ROOT_KEY = bytes(range(32))  # the same invented market as link_house's
SITE = "341721-01"


class FileClock:
    """Stands where a file says, in ms since 1970; the test moves it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def now(self) -> datetime:
        """Return the instant in the file."""
        return datetime.fromtimestamp(int(self.path.read_text()) / 1000, UTC)

    def set(self, instant: datetime) -> None:
        """Set the clock, in one step that no reader sees half of."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(str(round(instant.timestamp() * 1000)))
        fresh.replace(self.path)


def name_of(generation: int) -> str:
    """Return what market and emergency are called in an edition."""
    return f"第{generation}代"


def publish(publisher: Publisher, market: Market, generation: int) -> int:
    """Publish an edition that carries its generation in both of its files; return its order."""
    now = SystemClock().now()
    alarm = Emergency(title=name_of(generation), text="演练", until=now + timedelta(days=1), by="测试", declared_at=now)
    with market.reading() as tables:
        card = replace(tables.market_card.get(), name=name_of(generation))
    market.write(lambda tables: (tables.market_card.save(card), tables.emergencies.put(alarm)))
    return publisher.publish("测试").order


def _screen(folder: Path, line: socket.socket, hub_url: str, clock: FileClock) -> None:
    signage.station._FILE_EVERY_S = 0.1
    live, plays = Live(clock, "测试零工市场"), Plays(folder / "plays.db")
    glass = Glass(clock, folder / "pictures")
    station = Station(ScreenSettings(data=folder, hub_url=hub_url), live, plays, clock, glass)
    station.start()
    app = make_app(live, plays, clock, lambda: {**live.health(), **station.health()})
    uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run(sockets=[line])


def _hub(folder: Path, first: int) -> None:
    keys, clock = KeyRing.from_root(ROOT_KEY), SystemClock()
    market = Market.open(folder / "market.db", keys, clock)
    publisher = Publisher(market, Shelf(folder / "shelf"), keys, clock, SITE)
    publisher.settle()
    for generation in itertools.count(first):
        publish(publisher, market, generation)
        _say(f"published {generation}")


def _say(line: str) -> None:
    os.write(1, line.encode() + b"\n")


def main(role: str, folder: str, *more: str) -> None:
    """Fork one victim for every line."""
    line = socket.socket(fileno=int(more[0])) if role == "screen" else None
    for order in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                if line is not None:
                    _screen(Path(folder), line, more[1], FileClock(Path(more[2])))
                else:
                    _hub(Path(folder), int(order))
            finally:
                os._exit(1)
        _say(f"pid {child}")
        os.waitpid(child, 0)
        _say("dead")


if __name__ == "__main__":
    main(*sys.argv[1:])
