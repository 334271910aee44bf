"""The hub away, a stranger at the door, a thief at the files: what goes on, what is kept out, what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import httpx
import pytest
from playwright.sync_api import Browser

from content.clock import SystemClock
from content.link.pairing import load
from content.privacy import KeyRing
from content.root_key import root_key
from content.store.database import Market
from tests.contract import market_rig as rig
from tests.contract.market_rig import DEADLINE_S, Hall, ledger_numbers
from tests.contract.market_visitor import Invented, Visitor, chromium
from tests.contract.printer_process import wait_for

# a name that no text of the market holds by chance
CANARY = Invented(name="王强", spelling=("wang", "qiang"), phone="13805669003", birth=date(1991, 7, 23), serial=869)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with rig.open_hall(rig.settings_in(tmp_path_factory.mktemp("hall"))) as opened:
        yield opened


def _hits(hall: Hall, words: str) -> list[str]:
    """Return every file below the data folder, and the logs, that hold the words in UTF-8 or UTF-16."""
    wanted = [words.encode(), words.encode("utf-16-le")]
    found = [str(path) for path in hall.settings.data.rglob("*")
             if path.is_file() and (words in path.name or any(one in path.read_bytes() for one in wanted))]  # fmt: skip
    return found + (["what the processes said"] if words in hall.spoken_text() else [])


def test_without_the_hub_everything_goes_on_and_nothing_of_it_is_in_clear(browser: Browser, hall: Hall) -> None:
    settings = hall.settings
    hall.stop("hub")
    visitor = Visitor(browser, settings.kiosk_port)
    visitor.touch("家政保洁")
    visitor.sees("个岗位")
    visitor.touch("核实")
    visitor.sees("打印小票", "不收任何费用")
    visitor.touch("打印小票")
    wait_for(lambda: len(rig.slips(settings)) == 1, DEADLINE_S, "the job's slip")
    visitor.walk_up()
    number = visitor.register_by_hand(CANARY)
    wait_for(lambda: len(rig.slips(settings)) == 2, DEADLINE_S, "the receipt")
    assert ledger_numbers(settings) == []
    hall.start("hub")
    wait_for(lambda: ledger_numbers(settings) == [number], DEADLINE_S, "the registration to arrive")
    visitor.leave()

    planted = settings.data / "kiosk" / "planted.txt"
    planted.write_text(CANARY.number, "utf-16-le")
    assert _hits(hall, CANARY.number) == [str(planted)], "the control, and nothing but the control, is found"
    planted.unlink()
    assert _hits(hall, CANARY.phone) == []
    assert _hits(hall, CANARY.name) == []


def test_a_stranger_and_a_revoked_terminal_neither_follow_nor_file(hall: Hall) -> None:
    settings = hall.settings
    hub = f"http://127.0.0.1:{settings.hub_port}"
    paired = load(settings.data / "screen" / "paired.json")
    assert paired is not None
    envelopes = {"envelopes": []}

    def answers(token: str) -> list[int]:
        told = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=hub, headers=told, trust_env=False) as client:
            return [client.get("/link/edition").status_code, client.post("/link/filings", json=envelopes).status_code]

    assert answers("stranger") == [401, 401]
    assert answers(paired.token) == [200, 200]
    hall.stop("hub")
    keys = KeyRing.from_root(root_key(settings.data / "hub" / "keys" / "root.key"))
    _revoke(hall, keys, paired.terminal)
    hall.start("hub")
    assert answers(paired.token) == [401, 401]


def _revoke(hall: Hall, keys: KeyRing, terminal: str) -> None:
    market = Market.open(hall.settings.data / "hub" / "market.db", keys, SystemClock())
    try:
        market.write(lambda tables: tables.terminals.revoke(terminal, SystemClock().now()))
    finally:
        market.close()
