"""Hub, kiosk and screen killed again and again while people look: each is back, and the others never left (T18).

`LINGGONG_SOAK_KILLS` is how often each, 50 by default. The test starts them again as systemd does, `RestartSec=` after
the end of the one before, which counts. The ten seconds are for a machine that has a core to spare: beside them stands
how much of a core a start takes. Page and browser are killed in `test_kills_of_the_glass.py`.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from tests.contract import market_rig as rig
from tests.contract.market_rig import Hall, health
from tests.contract.market_visitor import Visitor, chromium
from tests.contract.printer_process import wait_for

pytestmark = pytest.mark.soak
KILLS = int(os.environ.get("LINGGONG_SOAK_KILLS", "50"))
LONGEST_S = 10.0
RESTART_S = 1.0  # of the units
PATIENCE_S = 120.0
_FRESH = "window.before === undefined && window.did_handshake === true && !!document.querySelector('.page')"
_SCENES = "document.querySelectorAll('.layer.front .scene').length"
TILES = ("家政保洁", "求职登记", "更多服务")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with rig.open_hall(rig.settings_in(tmp_path_factory.mktemp("hall"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def visitor(hall: Hall) -> Iterator[Visitor]:
    with chromium() as browser:
        visitor = Visitor(browser, hall.settings.kiosk_port)
        yield visitor
        visitor.leave()


@pytest.fixture
def screen(hall: Hall, visitor: Visitor) -> Iterator[Page]:
    page = visitor.context.new_page()
    page.goto(f"http://127.0.0.1:{hall.settings.screen_port}/player")
    page.locator(".layer.front .scene").wait_for()
    yield page
    page.close()


def _core_s(pid: int) -> float:
    """Return how many seconds of a core a process has had."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _kill(hall: Hall, name: str, back: Callable[[], bool], meanwhile: Callable[[], None]) -> tuple[float, float]:
    """Kill a process, start it again as systemd does; return after how many seconds it was back, and of a core."""
    running = hall.running[name]
    killed_at = time.monotonic()
    running.signal(signal.SIGKILL)
    running.ended()
    assert not back(), "nobody is back who was not started"
    while time.monotonic() < killed_at + RESTART_S:
        meanwhile()
    hall._begin(hall._parts[name])

    def both() -> bool:
        meanwhile()
        return back()

    wait_for(both, PATIENCE_S, f"{name} to be back")
    return time.monotonic() - killed_at, _core_s(hall.running[name].pid)


def _account(name: str, told: list[tuple[float, float]]) -> None:
    took, core = sorted(one for one, _ in told), sorted(one for _, one in told)
    half = len(told) // 2
    print(f"{name}: {len(told)} kills, back after {took[half]:.1f} s, at most {took[-1]:.1f} s; "
          f"{core[half]:.1f} s of a core, at most {core[-1]:.1f} s; load {os.getloadavg()[0]:.0f}")  # fmt: skip
    assert len(told) == KILLS
    assert took[-1] <= LONGEST_S


def test_a_killed_kiosk_shows_its_page_again_and_nothing_of_before(hall: Hall, visitor: Visitor) -> None:
    dice, page, took = random.Random(18), visitor.page, list[tuple[float, float]]()

    def back() -> bool:
        with suppress(Error):  # it is just being loaded
            return bool(page.evaluate(_FRESH))
        return False

    for _ in range(KILLS):
        visitor.walk_up()
        page.evaluate("window.before = true")
        visitor.touch(dice.choice(TILES))
        took.append(_kill(hall, "kiosk", back, lambda: page.wait_for_timeout(20)))
    _account("kiosk", took)


def test_a_killed_hub_answers_again_and_neither_kiosk_nor_screen_leaves(
    hall: Hall, visitor: Visitor, screen: Page
) -> None:
    ports, took = hall.settings, list[tuple[float, float]]()

    def meanwhile() -> None:
        assert health(ports.kiosk_port)["edition_order"] is not None
        assert screen.evaluate(_SCENES) == 1, "the stage is empty"
        screen.wait_for_timeout(20)

    for _ in range(KILLS):
        took.append(_kill(hall, "hub", lambda: bool(health(ports.hub_port)), meanwhile))
        visitor.walk_up()
        visitor.touch("家政保洁")
        visitor.sees("个岗位")
    _account("hub", took)


def test_a_killed_screen_process_leaves_the_picture_where_it_is(hall: Hall, screen: Page) -> None:
    seen, took = set[str](), list[tuple[float, float]]()

    def meanwhile() -> None:
        assert screen.evaluate(_SCENES) == 1, "the stage is empty"
        seen.add(screen.locator(".layer.front").inner_html())
        screen.wait_for_timeout(20)

    def back() -> bool:
        return health(hall.settings.screen_port).get("edition_order") is not None

    for _ in range(KILLS):
        took.append(_kill(hall, "screen", back, meanwhile))
    assert len(seen) > 1, "the same picture stood there all the time"
    _account("screen", took)
