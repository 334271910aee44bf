"""A visit that is left alone ends, asks first, and a finished one ends by itself; with short times."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.kiosk_rig import KioskRig, Walker

COVER = "#still-here.open"


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskRig]:
    """A kiosk that asks after two seconds and ends after two more."""
    made = KioskRig(tmp_path_factory.mktemp("hurried"), idle_s="2", grace_s="2", done_s="2")
    yield made
    made.stop()


@pytest.fixture
def walker(rig: KioskRig, browser: Browser) -> Iterator[Walker]:
    """Someone who walks away."""
    one = Walker(browser, rig)
    yield one
    one.leave()
    assert one.errors == []


def test_a_list_left_alone_asks_and_then_goes_home_by_a_full_page_load(walker: Walker) -> None:
    walker.tap("text=全部岗位")
    walker.page.wait_for_selector(".job")
    walker.page.evaluate("window.before = true")
    walker.page.wait_for_selector(COVER)
    expect(walker.page.locator(COVER)).to_contain_text("您还在吗")
    walker.page.wait_for_function("window.before === undefined && window.did_handshake === true")
    walker.page.wait_for_selector(".tiles")


def test_one_big_button_keeps_the_visit_and_what_was_typed(walker: Walker) -> None:
    walker.tap(".box")
    walker.page.wait_for_selector(".kb")
    walker.type("ca")
    walker.page.wait_for_selector(COVER)
    button = walker.page.locator(f"{COVER} .btn").bounding_box()
    assert button is not None
    assert button["height"] >= 200
    walker.tap(f"{COVER} .btn")
    expect(walker.page.locator(COVER)).to_have_count(0)
    expect(walker.page.locator(".f .line")).to_have_text("ca")


def test_home_rests_without_asking(walker: Walker) -> None:
    walker.page.evaluate("window.before = performance.now()")
    walker.page.wait_for_function("performance.now() - window.before > 5000")
    expect(walker.page.locator(COVER)).to_have_count(0)


def test_a_question_is_not_asked_of_a_person_who_is_touching(walker: Walker) -> None:
    walker.tap(".box")
    walker.page.wait_for_selector(".kb")
    walker.page.evaluate("window.before = performance.now()")
    while walker.page.evaluate("performance.now() - window.before") < 4000:
        walker.type("a")
        walker.tap('.kb button:has-text("退格")')
        assert walker.page.locator(COVER).count() == 0
