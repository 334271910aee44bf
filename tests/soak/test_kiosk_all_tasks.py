"""The whole product: every task on standing and lying panels, with all devices, without each, and without any.

The hub is away throughout; a reader that is silent and a printer without paper stand for devices that are there and
do not answer.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import browser  # noqa: F401  the fixture
from tests.browser.kiosk_rig import KioskRig, Walker
from tests.browser.kiosk_tasks import TASKS, Errand, Task, done_and_filed, on_a_fair_day
from tests.browser.test_kiosk_tasks import TIMES, named

pytestmark = pytest.mark.soak

SIZES = {"standing": (1080, 1920), "lying": (1920, 1080), "squarer": (1280, 1024)}
DEVICES: dict[str, dict[str, str]] = {
    "all": {}, "no reader": {"reader_port": ""}, "no printer": {"printer": ""},
    "neither": {"reader_port": "", "printer": ""}, "no paper": {},
}  # fmt: skip


@pytest.fixture(scope="module", params=DEVICES, ids=str)
def rig(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, KioskRig]]:
    """A kiosk with some of its devices."""
    made = KioskRig(tmp_path_factory.mktemp("tasks"), shaped=on_a_fair_day, **TIMES, **DEVICES[request.param])
    yield request.param, made
    made.stop()


@pytest.fixture(scope="module", params=SIZES, ids=str)
def errand(request: pytest.FixtureRequest, rig: tuple[str, KioskRig], browser: Browser) -> Iterator[Errand]:  # noqa: F811
    """Somebody before it."""
    devices, made = rig
    walker = Walker(browser, made, SIZES[request.param])
    yield Errand(walker=walker, rig=made, reader="reader_port" not in DEVICES[devices],
                 printer=devices in ("all", "no reader"), fault="paper_out" if devices == "no paper" else "none")
    walker.leave()


@pytest.mark.parametrize("task", TASKS, ids=named)
def test_it_is_done(errand: Errand, task: Task) -> None:
    done_and_filed(task, errand)
    assert errand.walker.errors == []
