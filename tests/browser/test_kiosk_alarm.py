"""An emergency on a real kiosk: it covers the glass, and only a browser that painted it makes the kiosk say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from content.edition.shelf import Shelf
from content.model.editions import Emergency
from tests.browser.kiosk_rig import KioskRig, wait_until
from tests.pages.kiosk_market import publish


def _declare(rig: KioskRig) -> None:
    now = datetime.now(UTC)
    storm = Emergency(title="天气危险，请先不要出门", text="外面有暴雨大风。", until=now + timedelta(hours=1),
                      by="staff-1", declared_at=now)  # fmt: skip
    publish(rig.content, Shelf(rig.data / "shelf"), rig.data, now, 2, storm).close()


@pytest.fixture
def alarmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskRig]:
    """A kiosk that starts with the hub away and an emergency in the edition it holds."""
    rig = KioskRig(tmp_path_factory.mktemp("alarm"), _declare)
    yield rig
    rig.stop()


def test_it_covers_the_glass_and_the_kiosk_tells_once_it_is_painted(alarmed: KioskRig, browser: Browser) -> None:
    assert alarmed.health()["painted_scene"] is None  # held is not painted
    page = browser.new_page(viewport={"width": 1080, "height": 1920})
    page.goto(f"{alarmed.url}/kiosk/", timeout=60_000)
    over = page.locator(".ask-over.alarm.open")
    expect(over).to_contain_text("天气危险，请先不要出门", timeout=60_000)
    box, view = over.bounding_box(), page.locator("body").bounding_box()
    assert box is not None
    assert view is not None
    assert box["y"] <= 0
    assert box["width"] == view["width"]
    wait_until(lambda: alarmed.health()["painted_scene"] == "emergency", "the kiosk to know that it is painted", 60)
    assert alarmed.health()["painted_order"] == 2
    over.get_by_role("button").click()
    expect(over).to_have_count(0, timeout=30_000)
    page.close()
