"""One number on its whole way, every process its own: kiosk, hub, clerk, board, glass and voice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.test_screen import wait_until
from tests.contract import market_rig as rig
from tests.contract.market_rig import DEADLINE_S, Hall
from tests.contract.market_visitor import Visitor
from tests.contract.printer_process import wait_for

GLASS_MS = 2000.0  # from the click to the glass

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium as the screen box does: sound needs no touch."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, "--autoplay-policy=no-user-gesture-required"])  # fmt: skip
        yield started
        started.close()


def _clerk(browser: Browser, hall: Hall) -> Page:
    desk = browser.new_context(locale="zh-CN", viewport={"width": 400, "height": 800}).new_page()
    desk.goto(hall.hub_command("staff-link", "demo"))
    desk.get_by_role("button", name="进入后台").click()
    desk.wait_for_url("**/staff/")
    desk.goto(desk.url + "windows")
    desk.get_by_role("link", name="2 号 综合服务窗口").click()
    desk.get_by_role("button", name="开窗").click()
    expect(desk.locator(".call-now .flag")).to_have_text("开着")
    return desk


def _screen(browser: Browser, hall: Hall) -> Page:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    context.add_init_script("window.over = 0; addEventListener('ended', () => { window.over += 1; }, true);")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{hall.settings.screen_port}/player")
    page.locator(".layer.front .scene").wait_for()
    return page


def test_a_number_taken_at_the_kiosk_is_called_by_a_clerk_and_shown_and_said_in_the_hall(
    browser: Browser, tmp_path: Path
) -> None:
    with rig.open_hall(rig.settings_in(tmp_path)) as hall:
        desk, screen = _clerk(browser, hall), _screen(browser, hall)
        visitor = Visitor(browser, hall.settings.kiosk_port)
        visitor.touch("更多服务")
        visitor.touch("取号")
        visitor.touch("失业登记")
        visitor.sees("您的号", "请到 2 号窗口", "前面没有人")
        number = visitor.page.locator(".queue-ticket .big").inner_text()
        assert re.fullmatch(r"C\d{3}", number)
        wait_for(lambda: len(rig.slips(hall.settings)) == 1, DEADLINE_S, "the slip")
        assert number in str(rig.slips(hall.settings)[0])
        expect(desk.locator(".call-queue").first).to_contain_text(number)
        before = screen.evaluate("performance.now()")
        desk.keyboard.press("F2")
        screen.locator("#calls").wait_for(timeout=DEADLINE_S * 1000)
        assert screen.evaluate("performance.now()") - before <= GLASS_MS
        assert screen.locator("#call-number").inner_text() == number
        assert screen.locator("#call-window").inner_text() == "2"
        expect(desk.locator(".call-number")).to_have_text(number)
        # the page's policy allows no evaluation of its own, so it is asked from outside
        wait_until(screen, lambda: screen.evaluate("window.over") == 3, "said three times", DEADLINE_S * 2)
        desk.get_by_role("button", name="办结").click()
        expect(desk.locator(".call-now")).to_contain_text("现在没有在办的号")
        visitor.leave()
