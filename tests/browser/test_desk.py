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
from tests.browser.conftest import ARGUMENTS, CHROMIUM

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
    # a copy of a job that stands is its twin until somebody says otherwise
    page.get_by_role("button", name="不是重复").first.click()
    expect(page.get_by_text("记下了")).to_be_visible()
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


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800),
                                               pytest.param(3840, 2160, marks=pytest.mark.soak)])  # fmt: skip
def test_no_page_is_wider_than_its_window(browser: Browser, hub: Hub, width: int, height: int) -> None:
    page, errors = _open(browser, hub, width, height)
    for path in ("/", "/jobs", "/jobs/new", "/employers", "/review", "/policies", "/registrations", "/filings",
                 "/media", "/media/new", "/clips"):
        _go(page, path)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
    assert errors == []
    page.context.close()


@pytest.mark.soak
def test_a_prompt_is_recorded_with_the_computer_s_microphone_and_plays(browser: Browser, hub: Hub) -> None:
    fake = [*ARGUMENTS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            "--host-resolver-rules=MAP desk.example 127.0.0.1"]  # fmt: skip
    heard = browser.browser_type.launch(executable_path=CHROMIUM, args=fake)
    page, errors = _open(heard, hub, 1280, 800)
    _go(page, "/clips")
    page.get_by_role("button", name="录音或上传").first.click()
    page.get_by_role("button", name="开始录音").click()
    expect(page.locator("[data-part=clock]")).to_contain_text("正在录 1.")
    page.get_by_role("button", name="录好了，停").click()
    page.get_by_role("button", name="用这一段").click()
    expect(page.get_by_text("的录音已送审")).to_be_visible()
    # the very bytes the kiosk gets, in the browser the kiosk has
    sound = page.locator(".heard audio").first
    sound.evaluate("sound => { sound.muted = true; return sound.play(); }")
    page.wait_for_function("document.querySelector('.heard audio').currentTime > 0.2")
    assert errors == []
    # over plain http no browser lends its microphone, and the page says what to do instead
    page.goto(hub.link().replace("127.0.0.1", "desk.example"))
    page.get_by_role("button", name="进入后台").click()
    page.wait_for_url("**/staff/")
    _go(page, "/clips")
    page.get_by_role("button", name="录音或上传").first.click()
    page.get_by_role("button", name="开始录音").click()
    expect(page.get_by_text("请系统管理员开通 https")).to_be_visible()
    heard.close()


def _order(page: Page, column: int) -> list[str]:
    return page.locator(f"table.listing tbody tr td:nth-child({column})").all_inner_texts()


def test_sorting_and_filtering_by_keyboard_is_undone_by_back_and_done_again_by_forward(browser: Browser,
                                                                                       hub: Hub) -> None:  # fmt: skip
    page, errors = _open(browser, hub, 1280, 800)
    _go(page, "/jobs?stage=approved")
    newest = _order(page, 1)
    head = page.get_by_role("columnheader", name="编号")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert _order(page, 1) == sorted(_order(page, 1), key=int) != newest
    # the table was drawn anew, and the key still meets the same head
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    page.wait_for_url("**/staff/jobs?stage=approved&sort=-number")
    page.get_by_role("button", name="草稿").click()
    page.wait_for_url("**/staff/jobs?stage=draft&sort=-number")
    page.go_back()
    expect(page.locator(".tab.on")).to_contain_text("已通过")
    page.go_back()
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.go_forward()
    page.go_forward()
    expect(page.locator(".tab.on")).to_contain_text("草稿")
    page.reload()
    expect(page.locator(".tab.on")).to_contain_text("草稿")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert errors == []
    page.context.close()


def test_keys_walk_the_rows_open_one_search_and_explain_themselves(browser: Browser, hub: Hub) -> None:
    page, errors = _open(browser, hub, 1280, 800)
    _go(page, "/jobs?stage=approved")
    rows = page.locator("table.listing tbody tr")
    expect(rows).to_have_count(50)
    second = rows.nth(1).locator("td.main").inner_text().strip()
    page.keyboard.type("jjjk")
    expect(page.locator("tr.here td.main")).to_have_text(re.compile(re.escape(second)))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    page.keyboard.type("j")  # a question stands before the list: no key reaches it
    page.keyboard.press("Escape")
    expect(page.locator("tr.here td.main")).to_have_text(re.compile(re.escape(second)))
    page.keyboard.press("Enter")
    expect(page.get_by_label("岗位名称")).to_have_value(second)

    _go(page, "/jobs")
    number = rows.nth(3).locator("td").first.inner_text()
    page.keyboard.press("/")
    page.keyboard.type(f"{number}")
    page.keyboard.press("Enter")  # at once: it waits for the answer to what was typed
    expect(page.get_by_text(f"{number} 号岗位", exact=True)).to_be_visible()
    _go(page, "/jobs")
    page.keyboard.press("n")
    expect(page.get_by_text("新岗位", exact=True)).to_be_visible()
    assert errors == []
    page.context.close()


def test_what_is_filtered_comes_down_as_a_file_once(browser: Browser, hub: Hub) -> None:
    page, errors = _open(browser, hub, 1280, 800)
    _go(page, "/employers?kind=cooperative")
    shown = page.locator("table.listing tbody tr td.main a").all_inner_texts()
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="CSV").click()
    text = coming.value.path().read_bytes().decode("utf-8-sig")
    *rows, empty, mark = text.splitlines()[1:]
    assert sorted(line.split(",")[0] for line in rows) == sorted(shown) != []
    assert not empty.strip(",") and "不得外传" in mark
    assert page.request.get(coming.value.url).status == 404
    assert errors == []
    page.context.close()


def test_a_phone_folds_the_menu_and_the_filters(browser: Browser, hub: Hub) -> None:
    page, errors = _open(browser, hub, 390, 844, touch=True)
    _go(page, "/jobs")
    entry = page.get_by_role("link", name="政策公告")
    expect(entry).to_be_hidden()
    page.get_by_role("button", name="菜单").tap()
    entry.tap()
    page.wait_for_url("**/staff/policies")
    expect(page.get_by_label("级别")).to_be_hidden()
    page.get_by_role("button", name="筛选和排序").tap()
    expect(page.get_by_label("级别")).to_be_visible()
    assert errors == []
    page.context.close()


class _Keys:
    """A keyboard that counts; the mouse is never touched."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def type(self, text: str) -> None:
        """Type a text key by key."""
        self.page.keyboard.type(text)
        self.presses += len(text)

    def at(self, label: str) -> None:
        """Wait until the field of that label has the focus."""
        self.page.wait_for_function("(label) => document.activeElement.getAttribute('aria-label')?.startsWith(label)",
                                    arg=label)  # fmt: skip

    def choose(self, label: str, typed: str, option: str) -> None:
        """Find an option by typing, and take the first with Enter."""
        self.at(label)
        self.type(typed)
        # the list of the field before may still be fading away
        expect(self.page.locator(".q-item.q-manual-focusable--focused").last).to_contain_text(option)
        self.press("Enter")
        expect(self.page.get_by_label(label)).to_have_value(re.compile(option))

    def fill(self, texts: dict[str, str]) -> None:
        """Walk on with Tab to each field and type into it."""
        for label, text in texts.items():
            for _ in range(12):
                self.press("Tab")
                if self.page.evaluate("document.activeElement.getAttribute('aria-label') || ''").startswith(label):
                    break
            self.at(label)
            self.type(text)


def test_a_whole_job_is_entered_by_keys_alone(browser: Browser, hub: Hub) -> None:
    page, errors = _open(browser, hub, 1280, 800)
    _go(page, "/jobs")
    keys, began = _Keys(page), time.monotonic()
    keys.press("n")
    keys.at("岗位名称")
    keys.type("粮库夜间卸粮帮工")
    keys.press("Tab")
    keys.choose("职业（工种）", "zxby", "装卸搬运")
    keys.press("Tab")
    keys.choose("用工单位", "qhwl", "青禾物流")
    keys.fill({"工作内容": "夜里卸粮包上输送带", "招聘条件": "能搬 25 公斤", "技能要求": "不限", "薪资": "260",
               "工作时段": "18:00—23:00", "吃饭": "包夜宵", "住宿": "无", "接送": "无", "保险": "意外险",
               "危险因素": "搬重物", "防护措施": "发手套"})  # fmt: skip
    keys.fill({"有效期至": ""})
    keys.press("Enter")  # past the parts of the date
    keys.at("岗位核实方式")
    keys.press("ArrowDown")
    expect(page.get_by_role("option", name="电话核实")).to_be_visible()
    while page.locator(".q-manual-focusable--focused").get_by_text("电话核实").count() == 0:
        keys.press("ArrowDown")
    keys.press("Enter")
    keys.press("Control+Enter")
    page.wait_for_url(re.compile(r"/staff/jobs$"))
    row = page.locator("tbody tr", has_text="粮库夜间卸粮帮工")
    expect(row).to_contain_text("待审核")
    expect(row).to_contain_text("东至青禾物流示范有限公司")
    print(f"a whole job: {keys.presses} key presses, {time.monotonic() - began:.1f} s by a machine's fingers")
    assert errors == []
    page.context.close()


@pytest.mark.soak
def test_nothing_typed_is_lost_or_left_while_the_rules_are_asked(browser: Browser, hub: Hub) -> None:
    page, errors = _open(browser, hub, 1280, 800)
    _go(page, "/jobs/new")
    keys, typed = _Keys(page), page.get_by_label("招聘条件")
    typed.focus()
    text = "限男性，能扛 50 公斤；" + "手脚勤快，听安排，" * 12
    page.keyboard.type(text, delay=25)  # longer than the pause after which the rules are asked, again and again
    expect(page.locator(".quote u")).to_have_text("限男性")
    keys.at("招聘条件")
    page.keyboard.type("会开车")
    expect(typed).to_have_value(text + "会开车")
    keys.press("Tab")  # the law, then the offer
    while page.evaluate("document.activeElement.dataset.offer") is None:
        keys.press("Tab")
    keys.press("Enter")
    expect(typed).to_have_value((text + "会开车").replace("限男性", "男女不限"))
    keys.at("招聘条件")
    expect(page.locator(".quote")).to_have_count(0)
    assert errors == []
    page.context.close()
