"""Every task of the kiosk by touch: a standing panel with nothing but its edition, a lying one with its devices.

Each task is done once here, by turns; the whole product of panels and devices is `tests/soak/test_kiosk_all_tasks.py`;
what the hub answers to those who ask it is in `test_story.py` and in the contract tests. Which test holds which task is
written down in docs/kiosk.md.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.kiosk_rig import KioskRig, Walker
from tests.browser.kiosk_tasks import TASKS, Errand, Task, done_and_filed, on_a_fair_day

STANDING, LYING = (1080, 1920), (1920, 1080)
TIMES = {"idle_s": "600", "done_s": "600"}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Errand]:
    """Somebody before a standing kiosk with no hub, no reader and no printer."""
    rig = KioskRig(tmp_path_factory.mktemp("bare"), shaped=on_a_fair_day, reader_port="", printer="", **TIMES)
    walker = Walker(browser, rig, STANDING)
    yield Errand(walker=walker, rig=rig, reader=False, printer=False)
    walker.leave()
    rig.stop()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Errand]:
    """Somebody before a lying kiosk whose reader and printer answer while the hub is away."""
    rig = KioskRig(tmp_path_factory.mktemp("whole"), shaped=on_a_fair_day, **TIMES)
    walker = Walker(browser, rig, LYING)
    yield Errand(walker=walker, rig=rig)
    walker.leave()
    rig.stop()


def named(task: Task) -> str:
    return task.__name__


EVERY = tuple(TASKS)


@pytest.mark.parametrize("task", EVERY[::2], ids=named)
def test_it_is_done_standing_with_every_device_and_the_hub_off(bare: Errand, task: Task) -> None:
    done_and_filed(task, bare)
    assert bare.walker.errors == []


@pytest.mark.parametrize("task", EVERY[1::2], ids=named)
def test_it_is_done_lying_with_reader_and_printer_and_the_hub_off(whole: Errand, task: Task) -> None:
    done_and_filed(task, whole)
    assert whole.walker.errors == []
