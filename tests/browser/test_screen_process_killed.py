"""The screen process killed under a running player: the glass shows no sign of it, and no play is lost or doubled."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlite_utils.utils import sqlite3

from content.clock import from_text
from tests.browser.test_screen import wait_until
from tests.contract.hall_processes import market

_KEPT = """() => new Promise((done) => {
  const asked = indexedDB.open("plays", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("plays").objectStore("plays").getAll();
    all.onsuccess = () => done(all.result.map((play) => [play.started_ms, play.scene_id]));
  };
})"""

pytestmark = pytest.mark.soak


def test_a_killed_screen_process_changes_nothing_on_the_glass_and_loses_no_play(
    browser: Browser, tmp_path: Path
) -> None:
    with market(tmp_path, stay_s=1) as running:
        page = browser.new_context(viewport={"width": 480, "height": 270}).new_page()
        page.goto(f"{running.url}/player")
        page.locator(".layer.front .scene").wait_for()
        wait_until(page, lambda: running.health().get("plays_waiting", 0) != 0, "a first play", 60)
        running.screen.kill()
        seen: set[str] = set()

        def goes_on() -> bool:
            assert page.locator(".layer.front .scene").count() == 1, "the stage is empty"
            seen.add(page.locator(".layer.front").inner_html())
            return len(seen) >= 4

        wait_until(page, goes_on, "four scenes without the process", 60)
        waits = page.evaluate(_KEPT)
        assert len(waits) >= 3
        running.screen.start()
        wait_until(page, lambda: page.evaluate(_KEPT) == [], "the process has every play", 60)
        page.context.close()
        database = sqlite3.connect(f"file:{tmp_path / 'screen' / 'plays.db'}?mode=ro", uri=True)
        rows = database.execute("SELECT started_at, scene_id FROM play").fetchall()
        database.close()
        stored = [(round(from_text(at).timestamp() * 1000), scene) for at, scene in rows]
        assert len(stored) == len(set(stored))
        assert {tuple(one) for one in waits} <= set(stored)
