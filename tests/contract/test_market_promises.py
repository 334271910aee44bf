"""What the market promises a walk-in whatever happens: kills, an old backup, a hub that is away, a stranger's box."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from playwright.sync_api import Browser
from sqlite_utils.utils import sqlite3

from content.demo.settings import DemoSettings
from tests.contract import market_rig as rig
from tests.contract.market_rig import DEADLINE_S, Demo, Hall, health, ledger_numbers
from tests.contract.market_visitor import Invented, Visitor, chromium
from tests.contract.printer_process import wait_for

LI = Invented(name="李芳", spelling=("li", "fang"), phone="13805669001", birth=date(1986, 3, 9), serial=702)
WANG = Invented(name="王强", spelling=("wang", "qiang"), phone="13805669002", birth=date(1979, 11, 2), serial=703)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with rig.open_hall(rig.settings_in(tmp_path_factory.mktemp("hall"))) as opened:
        yield opened


@pytest.fixture
def visitor(browser: Browser, hall: Hall) -> Iterator[Visitor]:
    somebody = Visitor(browser, hall.settings.kiosk_port)
    yield somebody
    somebody.leave()


def _arrived(settings: DemoSettings, numbers: list[str]) -> None:
    """Wait until the hub has everything, and find exactly these numbers in the ledger."""
    wait_for(lambda: rig.all_delivered(settings), DEADLINE_S, "the hub to acknowledge everything")
    wait_for(lambda: len(ledger_numbers(settings)) >= len(numbers), DEADLINE_S, "the ledger")
    assert ledger_numbers(settings) == sorted(numbers)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with rig.open_demo(rig.settings_in(tmp_path_factory.mktemp("demo"))) as opened:
        opened.link()
        yield opened


@pytest.mark.soak
def test_a_kiosk_killed_right_after_it_said_done_files_exactly_once(browser: Browser, demo: Demo) -> None:
    settings, numbers = demo.settings, []
    hub = demo.children()["content"]
    somebody = Visitor(browser, settings.kiosk_port)
    for person, hub_hangs in ((LI, False), (WANG, True)):
        somebody.ask_to_register()
        somebody.spell(person)
        if hub_hangs:  # it has the filing in its hands, perhaps, but cannot say so
            os.kill(hub, signal.SIGSTOP)
        try:
            numbers.append(somebody.wish(person.phone))
            killed = demo.children()["kiosk"]
            os.kill(killed, signal.SIGKILL)
            wait_for(lambda k=killed: demo.children().get("kiosk", k) != k, DEADLINE_S, "another kiosk")
            wait_for(lambda: health(settings.kiosk_port), DEADLINE_S, "the kiosk to answer again")
        finally:
            os.kill(hub, signal.SIGCONT)
        _arrived(settings, numbers)
        somebody.walk_up()
    somebody.leave()


@pytest.mark.soak
def test_nothing_is_missing_or_double_after_yesterdays_database_was_put_back(hall: Hall, visitor: Visitor) -> None:
    settings, market = hall.settings, hall.settings.data / "hub" / "market.db"
    numbers = [*ledger_numbers(settings), visitor.register_by_hand(LI)]
    _arrived(settings, numbers)
    yesterday = settings.data / "yesterday.db"
    source = sqlite3.connect(f"file:{market}?mode=ro", uri=True)
    with closing(source) as now, closing(sqlite3.connect(yesterday)) as copy:
        now.backup(copy)
    for person in (LI, WANG):
        visitor.walk_up()
        numbers.append(visitor.register_by_hand(person))
    _arrived(settings, numbers)
    hall.stop("hub")
    for name in ("market.db", "market.db-wal", "market.db-shm"):
        market.with_name(name).unlink(missing_ok=True)
    yesterday.rename(market)
    assert len(ledger_numbers(settings)) == len(numbers) - 2
    hall.start("hub")
    visitor.walk_up()
    numbers.append(visitor.register_by_hand(WANG))
    _arrived(settings, numbers)
