"""The staff page by touch: reached only by a long press in the corner, left by itself, whole on every panel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from content.clock import SystemClock
from kiosk.staff.pins import PinBook
from tests.browser.kiosk_rig import KioskRig, Walker, wait_until

PIN = "274916"
MEASURE = (Path(__file__).parent / "kiosk_measure.js").read_text("utf8")
SIZES = ((1080, 1920), (1920, 1080), (1280, 1024))
SPILLS = """() => [...document.querySelectorAll(".page, .scroll, .staff, .slips, .list, .lead")]
  .filter((e) => e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2)
  .map((e) => `${e.className} ${e.scrollWidth}x${e.scrollHeight} in ${e.clientWidth}x${e.clientHeight}`)"""
COVERED = """() => [...document.querySelectorAll("a, button")].filter((e) => {
  const box = e.getBoundingClientRect();
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return box.width && !(over && (e.contains(over) || over.contains(e)));
}).map((e) => e.textContent)"""


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskRig]:
    """A kiosk whose market has chosen a PIN."""
    made = KioskRig(tmp_path_factory.mktemp("staffed"))
    PinBook(made.data / "staff-pin.json", SystemClock()).choose(PIN)
    yield made
    made.stop()


@pytest.fixture
def walker(rig: KioskRig, browser: Browser) -> Iterator[Walker]:
    """Someone of the hall's staff; any error in the browser's console fails the test."""
    one = Walker(browser, rig)
    yield one
    one.leave()
    assert one.errors == []


def enter(walker: Walker) -> None:
    walker.open("/kiosk/staff")
    for digit in PIN:
        walker.tap(f'[data-digit="{digit}"]')
    walker.tap("[data-takes-pin]")
    walker.page.wait_for_selector(".deeds")


def press(walker: Walker, x: int, y: int, ms: int) -> None:
    """Hold a finger down for so long on the browser's own clock."""
    walker.page.mouse.move(x, y)
    walker.page.mouse.down()
    walker.page.clock.run_for(ms)


@pytest.mark.parametrize("path", ["/kiosk/", "/kiosk/jobs"])
def test_three_seconds_in_the_corner_ask_for_the_pin(walker: Walker, path: str) -> None:
    walker.page.clock.install()
    walker.open(path)
    press(walker, 60, 60, 3100)
    walker.page.wait_for_selector(".pad")
    walker.page.mouse.up()
    expect(walker.page.locator(".pin")).to_contain_text("请输入口令")


def test_a_short_press_and_a_press_elsewhere_open_nothing(walker: Walker) -> None:
    walker.page.clock.install()
    walker.open("/kiosk/")
    press(walker, 60, 60, 2800)
    walker.page.mouse.up()
    walker.page.clock.run_for(2000)
    press(walker, 540, 300, 4000)
    walker.page.mouse.up()
    assert walker.page.url.endswith("/kiosk/")
    expect(walker.page.locator(".pad")).to_have_count(0)


def test_the_pin_is_shown_as_dots_and_leaves_no_trace(walker: Walker) -> None:
    walker.open("/kiosk/staff")
    for digit in PIN[:4]:
        walker.tap(f'[data-digit="{digit}"]')
    expect(walker.page.locator("[data-dots]")).to_have_text("●●●●")
    assert PIN[:4] not in walker.page.content()
    walker.tap('[data-digit="wipe"]')
    expect(walker.page.locator("[data-dots]")).to_have_text("")
    for digit in PIN:
        walker.tap(f'[data-digit="{digit}"]')
    walker.tap("[data-takes-pin]")
    walker.page.wait_for_selector(".deeds")
    assert PIN not in walker.page.content()
    assert walker.context.cookies() == []


def test_the_page_leaves_by_itself_after_a_minute_without_a_question(walker: Walker) -> None:
    walker.page.clock.install()
    enter(walker)
    walker.page.clock.run_for(59_000)
    expect(walker.page.locator(".deeds")).to_be_visible()
    expect(walker.page.locator("#still-here.open")).to_have_count(0)
    walker.page.clock.run_for(1_500)
    walker.page.wait_for_selector(".tiles")
    walker.open("/kiosk/staff")
    expect(walker.page.locator(".pad")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_staff_view_is_one_screen_with_nothing_hidden(walker: Walker, width: int, height: int) -> None:
    walker.page.set_viewport_size({"width": width, "height": height})
    walker.open("/kiosk/staff")
    whole(walker, "pin")
    enter(walker)
    whole(walker, "desk")
    for act, there in (("paper", ".paper-steps"), ("slips", ".slips"), ("pause", ".pauses")):
        walker.tap(f"[data-act={act}]")
        walker.page.wait_for_selector(there)
        whole(walker, act)
        walker.tap("[data-act=back] >> nth=0")
        walker.page.wait_for_selector(".deeds")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_what_a_walk_in_needs_first_is_one_screen(walker: Walker, width: int, height: int) -> None:
    walker.page.set_viewport_size({"width": width, "height": height})
    for path in ("/kiosk/", "/kiosk/jobs", "/kiosk/jobs?pick=near", "/kiosk/find", "/kiosk/register"):
        walker.open(path)
        if path == "/kiosk/register":  # beside the band that tells of a fault its list scrolls, and says so
            walker.page.evaluate("document.querySelector('.works')?.remove()")
        whole(walker, path)


def whole(walker: Walker, what: str) -> None:
    assert walker.page.evaluate(SPILLS) == [], what
    assert walker.page.evaluate(COVERED) == [], what


def test_staff_views_are_large_and_dark_enough(walker: Walker) -> None:
    walker.open("/kiosk/staff")
    looks(walker)
    enter(walker)
    looks(walker)
    for act, there in (("paper", ".paper-steps"), ("slips", ".slips"), ("pause", ".pauses")):
        walker.tap(f"[data-act={act}]")
        walker.page.wait_for_selector(there)
        looks(walker)
        walker.tap("[data-act=back] >> nth=0")
        walker.page.wait_for_selector(".deeds")


def looks(walker: Walker) -> None:
    wrong = walker.page.evaluate(MEASURE)
    assert wrong == [], json.dumps(wrong, ensure_ascii=False, indent=1)


def test_a_test_slip_comes_out_of_the_printer(walker: Walker, rig: KioskRig) -> None:
    enter(walker)
    walker.tap("[data-act=test]")
    walker.page.wait_for_selector("text=打好了")
    assert "试打" in rig.printer.slips()[-1]["text"]


@pytest.mark.soak
def test_a_pause_outlives_the_process_and_is_ended_from_the_corner(walker: Walker, rig: KioskRig) -> None:
    enter(walker)
    walker.tap("[data-act=pause]")
    walker.tap("[data-act=pauses] >> nth=0")
    walker.page.wait_for_selector("text=已暂停")
    walker.forgive()
    rig.process.terminate()
    rig.process.wait(15)
    rig.start()
    assert rig.health()["paused"].startswith("本机暂停使用")
    walker.open("/kiosk/")
    expect(walker.page.locator(".paused.open")).to_contain_text("请到综合服务窗口办理")
    covers = "() => ['0.2', '0.5', '0.9'].every(y => document.elementFromPoint(540, 1920 * y).closest('.paused'))"
    assert walker.page.evaluate(covers)
    walker.page.mouse.move(60, 60)
    walker.page.mouse.down()
    walker.page.wait_for_selector(".pad")
    walker.page.mouse.up()
    for digit in PIN:
        walker.tap(f'[data-digit="{digit}"]')
    walker.tap("[data-takes-pin]")
    walker.tap("[data-act=resume]")
    walker.page.wait_for_selector("text=已恢复使用")
    assert rig.health()["paused"] == ""


def test_a_restart_ends_the_process_with_the_code_that_brings_it_back(walker: Walker, rig: KioskRig) -> None:
    enter(walker)
    walker.tap("[data-act=sure]")
    walker.forgive()
    walker.tap("[data-act=restart]")
    wait_until(lambda: rig.process.poll() is not None, "the process to end")
    assert rig.process.returncode == 75
    rig.start()
