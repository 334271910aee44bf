"""No hub, no reader, no printer: the machine says what still goes, and it goes; and the loop when nobody is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from kiosk.reader.numbers import check_character
from tests.browser.kiosk_rig import KioskRig, Walker

FIRST = "34172119710508002"
LOOP = "html[data-attract]"


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskRig]:
    """A kiosk with nothing but an edition it got before, and a loop that begins after two seconds."""
    made = KioskRig(tmp_path_factory.mktemp("bare"), reader_port="", printer="", attract_s="2", idle_s="600")
    yield made
    made.stop()


@pytest.fixture
def walker(rig: KioskRig, browser: Browser) -> Iterator[Walker]:
    """Somebody before it."""
    one = Walker(browser, rig)
    yield one
    one.leave()
    assert one.errors == []


def test_the_first_page_says_what_is_down_and_what_still_goes(walker: Walker) -> None:
    works = walker.page.locator(".works")
    for words in ("读卡器用不了", "小票打不了", "网络断了", "找活、看政策照常", "手工填写", "用手机拍下来"):
        expect(works).to_contain_text(words)
    box, page = works.bounding_box(), walker.page.locator(".page").bounding_box()
    assert box is not None
    assert page is not None
    assert box["y"] >= page["y"] + page["height"] - 1  # beside the page, not over it
    assert works.evaluate("one => one.scrollHeight <= one.clientHeight")


def test_somebody_registers_with_every_device_and_the_hub_off(walker: Walker) -> None:
    walker.tap(".hero")
    expect(walker.page.locator(".works")).to_contain_text("手工填写")
    walker.tap("[data-act=agree]")
    walker.tap("[data-act=hand]")
    walker.page.wait_for_selector(".kb")
    for syllable, character in (("li", "李"), ("fang", "芳")):
        walker.type(syllable)
        walker.tap(f'.cand button:has-text("{character}") >> nth=0')
    walker.tap(".kb [data-key=go]")
    walker.type(FIRST + check_character(FIRST))
    walker.tap(".kb [data-key=go]")
    walker.tap("[data-act=trade] >> nth=0")
    walker.page.wait_for_selector("[data-act=trade].on")
    walker.tap("[data-act=next]")
    walker.page.wait_for_selector(".kb")
    walker.type("13805660000")
    walker.tap(".kb [data-key=go]")
    walker.page.wait_for_selector(".ticket .big")
    expect(walker.page.locator(".ticket .big")).to_contain_text("12-0000")


def test_jobs_policies_and_the_question_for_a_receipt_say_how_things_stand(walker: Walker) -> None:
    walker.open("/kiosk/answer")
    expect(walker.page.locator(".works")).to_contain_text("查回执要等网络通了")
    walker.open("/kiosk/policies")
    walker.page.wait_for_selector(".leaf")
    expect(walker.page.locator(".works")).to_have_count(0)


def test_a_browser_that_starts_again_finds_the_first_page_and_nothing_of_before(rig: KioskRig, browser: Browser
                                                                                 ) -> None:  # fmt: skip
    first = Walker(browser, rig)
    first.tap(".hero")
    first.tap("[data-act=agree]")
    first.page.wait_for_selector("[data-act=hand]")
    first.leave()
    again = Walker(browser, rig)
    again.tap(".hero")
    again.page.wait_for_selector("[data-act=agree]")
    again.leave()


def test_the_loop_comes_when_nobody_touches_names_nobody_and_goes_at_a_touch(walker: Walker, rig: KioskRig) -> None:
    walker.page.wait_for_selector(LOOP)
    loop = walker.page.locator(".attract")
    for words in ("今天就有活干", "不收任何费用", "点一下屏幕"):
        expect(loop).to_contain_text(words)
    said = loop.inner_text()
    assert not [job.contact_name for job in rig.content.jobs if job.contact_name and job.contact_name in said]
    assert not [job.contact_phone for job in rig.content.jobs if job.contact_phone and job.contact_phone in said]
    assert walker.page.evaluate("!!document.elementFromPoint(540, 1900).closest('.attract')")  # the rail too
    walker.page.touchscreen.tap(540, 960)
    expect(walker.page.locator(LOOP)).to_have_count(0)
    walker.page.wait_for_selector(".tiles")
    assert walker.page.url.endswith("/kiosk/")  # the touch began, and chose nothing that lay beneath


def test_a_market_that_wants_no_prompts_has_none(walker: Walker) -> None:
    walker.page.evaluate("window.said = []; window.sayPrompt = (key) => window.said.push(key); null")
    walker.tap("text=全部岗位")
    walker.page.wait_for_selector(".page[data-prompt]")
    walker.page.evaluate("window.before = performance.now()")
    walker.page.wait_for_function("performance.now() - window.before > 800")
    assert walker.page.evaluate("window.said") == []


def test_no_loop_comes_over_somebody_s_list(walker: Walker) -> None:
    walker.tap("text=全部岗位")
    walker.page.wait_for_selector(".job")
    walker.page.evaluate("window.before = performance.now()")
    walker.page.wait_for_function("performance.now() - window.before > 4000")
    assert walker.page.locator(LOOP).count() == 0
