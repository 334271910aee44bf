"""T29 for the kiosk's browser: after a visit its profile on the disk holds nothing of who was there.

On a box it lies in memory and ends with the power; here it lies on a disk, so that it can be looked through.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.kiosk_rig import KioskRig, Walker
from tests.browser.test_kiosk_visit import NAME, NUMBER, PHONE, by_hand_to_phone, next_page_load
from tests.contract.canary import files, writings

SECRETS = (NAME, NUMBER, PHONE)


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskRig]:
    made = KioskRig(tmp_path_factory.mktemp("profile"), attract_s="3600")
    yield made
    made.stop()


@contextmanager
def walking(rig: KioskRig, profile: Path) -> Iterator[Walker]:
    """Walk through the kiosk in a browser that keeps its profile in a folder, and close it at the end."""
    with sync_playwright() as playwright:

        class OnDisk:
            def new_context(self, **options: Any) -> BrowserContext:
                return playwright.chromium.launch_persistent_context(
                    profile, executable_path=CHROMIUM, args=ARGUMENTS, **options)  # fmt: skip

        walker = Walker(cast(Browser, OnDisk()), rig)
        yield walker
        walker.leave()


def found(profile: Path) -> set[str]:
    """Return which secrets lie in a profile, in any writing."""
    lying = files(profile)
    assert len(lying) > 20
    return {one for one in SECRETS for writing in writings(one)
            if any(writing in content for content in lying.values())}  # fmt: skip


def test_a_visit_by_hand_leaves_nothing_in_the_profile_and_what_a_page_keeps_would_be_found(
    rig: KioskRig, tmp_path: Path,
) -> None:  # fmt: skip
    profile = tmp_path / "profile"
    with walking(rig, profile) as walker:
        by_hand_to_phone(walker)
        assert PHONE in walker.page.inner_text(".page").replace(" ", "")  # the canary sings while the visit lasts
        walker.page.evaluate("window.before = true")
        walker.tap(".bar [data-end]")
        next_page_load(walker)
    assert found(profile) == set()
    with walking(rig, profile) as walker:
        walker.page.evaluate("who => localStorage.setItem('who', who)", " ".join(SECRETS))
    assert found(profile) == set(SECRETS)
