"""The whole product: axe-core and the measure on every view and step, in every format and every mode."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import browser  # noqa: F401  the fixture
from tests.browser.kiosk_rig import KioskRig
from tests.browser.test_kiosk_looks import FORMATS, MODES, all_looks, stand_before, told, violations, wrong_looks

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskRig]:
    """A kiosk whose visits last long enough to be measured."""
    made = KioskRig(tmp_path_factory.mktemp("all_looks"), idle_s="3600")
    yield made
    made.stop()


@pytest.mark.parametrize(("width", "height"), FORMATS)
def test_nothing_is_wrong_anywhere(browser: Browser, rig: KioskRig, width: int, height: int) -> None:  # noqa: F811
    walker = stand_before(browser, rig, width, height)
    found = all_looks(walker, rig, lambda page: [
        *wrong_looks(page), *(one for mode in MODES for one in violations(page, mode))])  # fmt: skip
    walker.leave()
    assert found == {}, told(found)
