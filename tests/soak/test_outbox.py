"""Filings through kills, a bad line and a hub long away (T14); fifty terminals that all come back at once (T15).

`LINGGONG_SOAK_HERD_S` is how long the hub is away before the fifty come back, 60 s by default. Their clocks differ as
those of boxes do that ask a time server.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from bisect import bisect_left
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from starlette.middleware.base import RequestResponseEndpoint

from content.clock import SystemClock
from content.edition.shelf import Shelf
from content.errors import LinkError
from content.hubapi.parts import HubParts
from content.hubapi.routes import register
from content.link.courier import Courier
from content.link.follower import Follower
from content.link.heartbeat import Heartbeat
from content.link.hub import Hub
from content.link.outbox import Outbox
from content.link.pairing import keep
from content.link.turns import Turns
from tests.contract import link_house
from tests.contract.link_house import BadLine, House, Post, free_port, registration
from tests.contract.printer_process import wait_for
from tests.contract.test_link_filings import KILLED_HUB, ROOT

pytestmark = pytest.mark.soak
CLIENT_KILLS, HUB_KILLS, QUEUED, TERMINALS, MOST_A_SECOND = 40, 14, 10_000, 50, 20
CLOCKS_DIFFER_S = 0.3  # standard deviation
AWAY_S = float(os.environ.get("LINGGONG_SOAK_HERD_S", "60"))
CLIENT = """
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, ".")
from content.link.pairing import load
from tests.contract import link_house
from tests.contract.link_house import Post
post = Post(Path(sys.argv[1]), load(Path(sys.argv[1]) / "paired.json"))
post.courier.start()
while True:
    os.write(1, post.register().encode() + b"\\n")  # whole or not at all
"""


def test_forty_kills_of_the_kiosk_and_fourteen_of_the_hub_on_a_bad_line_lose_and_double_nothing(tmp_path: Path) -> None:
    """A drop of 15 % of the requests before, and of 20 % of the answers after the hub's commit."""
    house, dice, said = House(tmp_path / "hub"), random.Random(20261126), list[str]()
    line = BadLine(house.port)
    line.lose_request, line.lose_answer = 0.15, 0.20
    paired = house.pair(url=line.url)
    keep(tmp_path / "kiosk" / "paired.json", paired)
    house.stop()
    ends = threading.Event()

    def hub_lives() -> None:
        command = [sys.executable, "-c", KILLED_HUB, str(house.data), str(house.port)]
        for life in itertools.count(1):
            with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE) as process:  # fmt: skip
                process.stdout.readline()  # type: ignore[union-attr]
                ends.wait(dice.uniform(0.5, 4))
                os.kill(process.pid, signal.SIGKILL)
            if ends.is_set() and life >= HUB_KILLS:
                return

    hub = threading.Thread(target=hub_lives)
    hub.start()
    for _ in range(CLIENT_KILLS):
        with subprocess.Popen([sys.executable, "-c", CLIENT, str(tmp_path / "kiosk")], cwd=ROOT, text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # fmt: skip
            assert process.stdout is not None
            said.append(process.stdout.readline().strip())
            timer = threading.Timer(dice.uniform(0.1, 1.0), os.kill, (process.pid, signal.SIGKILL))
            timer.start()
            said += [one.strip() for one in process.stdout]
    ends.set()
    hub.join(120)
    house.start()
    line.lose_request = line.lose_answer = 0.0
    post = Post(tmp_path / "kiosk", paired)
    post.courier.start()
    wait_for(lambda: post.outbox.waiting() == 0, 600, "everything to be acknowledged")
    numbers = {one for one in said if one}
    wait_for(lambda: house.counts()[0] == 0, 600, "everything to be projected")
    stored = house.ledger_numbers()
    print(f"{len(numbers)} said, {len(stored)} stored, lost {line.lost_requests} requests, {line.lost_answers} answers")
    assert len(stored) == len(set(stored)) and numbers <= set(stored)
    assert len(set(stored) - numbers) <= CLIENT_KILLS  # at most the one filed and not yet said at each kill
    assert house.counts() == (0, len(stored), 0, 0)
    assert line.lost_requests and line.lost_answers
    post.close()
    line.close()
    house.stop()


def test_ten_thousand_queued_filings_are_in_within_a_minute_and_the_next_is_refused(tmp_path: Path) -> None:
    house = House(tmp_path / "hub")
    paired = house.pair()
    house.stop()
    post = Post(tmp_path / "kiosk", paired)
    post.outbox._db.execute("PRAGMA synchronous=OFF")  # only while it is filled
    numbers = [post.outbox.file_numbered("registration", registration, datetime.now(UTC), True).number
               for _ in range(QUEUED)]  # fmt: skip
    with pytest.raises(LinkError, match="存不下了"):
        post.register()
    post.outbox._db.execute("PRAGMA synchronous=FULL")
    house.start()
    began = time.monotonic()
    post.courier.start()
    moment = threading.Event()
    while post.outbox.waiting() and time.monotonic() - began < 300:
        moment.wait(0.2)
    drained = time.monotonic() - began
    print(f"{QUEUED} drained in {drained:.1f} s")
    assert drained <= 60
    with house.market.reading() as tables:
        counts = tables.inbox.counts()
        assert tables.inbox.contiguous_seq(paired.terminal) == QUEUED
    assert counts.pending + counts.projected == QUEUED and len(set(numbers)) == QUEUED
    post.close()
    house.stop()


class _Terminal:
    """All of a terminal that asks the hub: courier, follower with its bell, heartbeat."""

    def __init__(self, folder: Path, house: House, url: str, clock_s: Callable[[], float], number: str = "") -> None:
        self._hub = Hub(house.pair(url=url))
        self._hub.turns = Turns(number or self._hub.paired.prefix, clock_s)
        self._outbox = Outbox(folder / "outbox.db", self._hub.paired)
        self._outbox.file("registration", registration("x"), datetime.now(UTC), True)
        self._courier = Courier(self._hub, self._outbox, SystemClock())
        self._follower = Follower(self._hub, Shelf(folder / "shelf"), "kiosk", lambda edition: edition.close())
        self._heartbeat = Heartbeat(self._hub, dict)

    def start(self) -> None:
        """Ask from now on."""
        for one in (self._courier, self._follower, self._heartbeat):
            one.start()

    def stop(self) -> None:
        """Ask no more."""
        for one in (self._courier, self._follower, self._heartbeat):
            one.stop()
        self._hub.close()
        self._outbox.close()


def _busiest_second(arrivals: list[float]) -> int:
    return max(bisect_left(arrivals, at + 1) - number for number, at in enumerate(arrivals))


def _clock(dice: random.Random) -> Callable[[], float]:
    wrong_s = dice.gauss(0, CLOCKS_DIFFER_S)
    return lambda: time.time() + wrong_s


def _herd(folder: Path, number: str = "") -> tuple[int, int]:
    """Start fifty terminals at once while the hub is away; return its busiest second of the first minute, and all.

    All of them take the turns of `number`, each its own when that is "".
    """
    house, port, arrivals, dice = House(folder / "hub"), free_port(), list[float](), random.Random(15)
    house.publish()
    first = Hub(house.pair())  # what every terminal has on its shelf when the power comes back
    Follower(first, Shelf(folder / "shelf"), "kiosk", lambda edition: edition.close()).catch_up()
    first.close()
    for one in range(TERMINALS):
        shutil.copytree(folder / "shelf", folder / str(one) / "shelf", symlinks=True)
    terminals = [_Terminal(folder / str(one), house, f"http://127.0.0.1:{port}", _clock(dice), number)
                 for one in range(TERMINALS)]  # fmt: skip
    house.stop()
    for terminal in terminals:
        terminal.start()
    threading.Event().wait(AWAY_S)
    house.port = port

    def counted(app: FastAPI, parts: HubParts) -> None:
        register(app, parts)

        @app.middleware("http")
        async def count(request: Request, call_next: RequestResponseEndpoint) -> Response:
            arrivals.append(time.monotonic())
            return await call_next(request)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(link_house, "register", counted)
        house.start()
    threading.Event().wait(60)
    for terminal in terminals:
        terminal.stop()
    house.stop()
    return _busiest_second(sorted(arrivals)), len(arrivals)


def test_fifty_terminals_back_at_once_ask_at_most_twenty_times_a_second(tmp_path: Path) -> None:
    busiest, asked = _herd(tmp_path)
    print(f"{asked} requests of {TERMINALS} terminals, {busiest} in the busiest second")
    assert asked > TERMINALS * 4
    assert busiest <= MOST_A_SECOND


def test_with_one_number_for_all_they_come_all_at_once(tmp_path: Path) -> None:
    busiest, asked = _herd(tmp_path, "01")
    print(f"the control: {asked} requests, {busiest} in the busiest second")
    assert busiest > MOST_A_SECOND
