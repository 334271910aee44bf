"""The desk in a real browser, on the hub as it is started: a phone marks 已招满, a clerk copies a job to the hall."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from content.clock import SystemClock
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.privacy import KeyRing
from content.root_key import root_key

REACHED_S = 5.0  # 已招满 gone in under 5 s


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A hub with demonstration content, in a process of its own."""

    data: Path
    environment: dict[str, str]

    def link(self) -> str:
        """Return a new one-time link, by the hub's own command."""
        command = [sys.executable, "-m", "content", "staff-link", "demo"]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout.strip()

    def job_numbers(self) -> dict[int, str]:
        """Return number and title of the jobs in the published edition."""
        trusted = (KeyRing.from_root(root_key(self.data / "keys" / "root.key")).edition.public,)
        held = Shelf(self.data / "shelf").current(trusted)
        assert held is not None
        edition = Edition.open(held)
        try:
            return {job.number: job.title for job in edition.jobs(SystemClock().now(), 5000)}
        finally:
            edition.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """Start the hub by its module name, with the demonstration's records published."""
    data, port = tmp_path_factory.mktemp("hub"), _free_port()
    # NiceGUI takes these for a sign that it runs inside a test and would not listen
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "NICEGUI"))}
    environment = clean | {"LINGGONG_HUB_DATA": str(data), "LINGGONG_HUB_PORT": str(port)}
    subprocess.run([sys.executable, "-m", "content", "prepare-demo"], env=environment, check=True, capture_output=True)
    process = subprocess.Popen([sys.executable, "-m", "content", "serve"], env=environment)
    try:
        deadline = time.monotonic() + 30
        while not _answers(f"http://127.0.0.1:{port}/health"):
            assert process.poll() is None, "the hub ended"
            assert time.monotonic() < deadline, "the hub does not answer"
            time.sleep(0.05)
        yield Hub(data=data, environment=environment)
    finally:
        process.terminate()
        process.wait(10)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _open(browser: Browser, hub: Hub, width: int, height: int, touch: bool = False) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=touch, locale="zh-CN")
    context.set_default_timeout(10_000)
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.goto(hub.link())
    page.get_by_role("button", name="进入后台").click()
    page.wait_for_url("**/staff/")
    return page, errors


def _go(page: Page, path: str) -> None:
    page.goto(re.sub(r"/staff/.*", "/staff" + path, page.url))
    page.wait_for_function("window.did_handshake === true")


def test_a_job_marked_filled_on_a_phone_is_out_of_the_edition_within_five_seconds(browser: Browser, hub: Hub) -> None:
    page, errors = _open(browser, hub, 390, 844, touch=True)
    number = min(hub.job_numbers())
    _go(page, "/jobs")
    page.get_by_placeholder("编号、岗位名称、用工单位").fill(str(number))
    row = page.locator("tr", has_text=str(number))
    button = row.get_by_role("button", name="已招满")
    expect(page.locator("tbody tr")).to_have_count(1)
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    tapped = time.monotonic()
    button.tap()
    expect(page.get_by_text("自助机和信息屏正在更新")).to_be_visible()
    assert number not in hub.job_numbers()
    assert time.monotonic() - tapped < REACHED_S
    page.get_by_role("button", name="撤销").tap()
    expect(page.get_by_text("已恢复招聘")).to_be_visible()
    assert number in hub.job_numbers()
    assert errors == []
    page.context.close()


def test_a_copied_job_goes_through_review_into_the_edition(browser: Browser, hub: Hub) -> None:
    page, errors = _open(browser, hub, 1440, 900)
    _go(page, "/jobs?stage=approved")
    page.get_by_role("link", name="复制").first.click()
    expect(page.get_by_text("新岗位", exact=True)).to_be_visible()
    page.get_by_label("岗位名称").fill("浏览器里新写的岗位")
    for label in ("招聘条件", "技能要求", "吃饭", "住宿", "接送", "危险因素", "防护措施"):
        page.get_by_label(label).fill("不限")
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("请先核实这个岗位")).to_be_visible()
    page.get_by_label("岗位核实方式").click()
    page.get_by_role("option", name="电话核实").click()
    page.get_by_role("button", name="提交审核").click()
    page.wait_for_url("**/staff/jobs")
    _go(page, "/review")
    page.locator("tr", has_text="浏览器里新写的岗位").get_by_role("button", name="通过").click()
    expect(page.get_by_text("“浏览器里新写的岗位”已通过")).to_be_visible()
    page.get_by_role("button", name=re.compile("发布第 . 期")).click()
    expect(page.get_by_text("期已发布")).to_be_visible()
    assert "浏览器里新写的岗位" in hub.job_numbers().values()
    assert errors == []
    page.context.close()


def test_leaving_closes_the_desk_on_this_computer(browser: Browser, hub: Hub) -> None:
    page, _ = _open(browser, hub, 1280, 800)
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/enter")
    page.goto(page.url.replace("/enter", "/staff/jobs"))
    expect(page.get_by_text("一次性登录链接")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800), (3840, 2160)])
def test_no_page_is_wider_than_its_window(browser: Browser, hub: Hub, width: int, height: int) -> None:
    page, errors = _open(browser, hub, width, height)
    for path in ("/", "/jobs", "/jobs/new", "/employers", "/review", "/policies", "/registrations", "/filings"):
        _go(page, path)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
    assert errors == []
    page.context.close()
