"""One morning in the market, by touch: card, registration, slip, a job taken, a policy, the next 期, and back."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from content.demo.settings import DemoSettings
from tests.contract.market_rig import health, open_demo, settings_in, slips
from tests.contract.market_visitor import PATIENCE_MS, Visitor
from tests.contract.printer_process import wait_for

POLICY = "冬季早班补贴怎么领"
CARD, MASKED, PHONE = "檀小满", "檀*满", "13900000000"
SOON_S = 20.0


class Desk:
    """The clerk's browser."""

    def __init__(self, browser: Browser, link: str) -> None:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        context.set_default_timeout(PATIENCE_MS)
        self.page: Page = context.new_page()
        self.page.goto(link)
        self.page.get_by_role("button", name="进入后台").click()
        self.page.wait_for_url("**/staff/")

    def go(self, path: str) -> None:
        """Open a page of the desk."""
        self.page.goto(re.sub(r"/staff/.*", "/staff" + path, self.page.url))
        self.page.wait_for_function("window.did_handshake === true")

    def sees(self, words: str) -> None:
        """Wait until the words stand on the page."""
        expect(self.page.locator("body")).to_contain_text(words)

    def close_job(self, number: str) -> None:
        """Mark a job 已招满."""
        self.go("/jobs")
        self.page.get_by_placeholder("编号、岗位名称、用工单位").fill(number)
        expect(self.page.locator("tbody tr")).to_have_count(1)
        self.page.locator("tr", has_text=number).get_by_role("button", name="已招满").click()
        self.sees("自助机和信息屏正在更新")

    def write_policy(self) -> None:
        """Write a policy, hand it in and let it pass."""
        self.go("/policies/new")
        words = {
            "标题": POLICY,
            "一句话说清楚（大白话）": "凌晨五点前到市场等活的，可以领早班补贴。",
            "谁能办": "在市场登记过的零工",
            "要带什么（一行一样）": "身份证",
            "到哪里办": "综合服务窗口",
            "文号": "演示〔2026〕99号",
            "发文单位": "县人社部门（演示）",
            "发文日期": "2026-11-20",
            "施行日期": "2026-11-20",
            "来源": "演示内容",
            "正文": "凭身份证到窗口登记即可。",
        }
        for label, text in words.items():
            self.page.get_by_label(label).first.fill(text)
        for label, choice in (("级别", "县"), ("类别", "社保补贴")):
            self.page.get_by_label(label).first.click()
            self.page.get_by_role("option", name=choice, exact=True).click()
        self.page.get_by_role("button", name="提交审核").click()
        self.page.wait_for_url("**/staff/policies")
        self.go("/review")
        self.page.locator("tr", has_text=POLICY).get_by_role("button", name="通过").click()
        self.sees(f"“{POLICY}”已通过")

    def publish(self) -> None:
        """Publish the next 期."""
        self.page.get_by_role("button", name=re.compile("发布第 . 期")).click()
        self.sees("期已发布")

    def roll_back(self) -> None:
        """Go back to the very first edition."""
        self.go("/editions")
        self.page.get_by_role("button", name="退回到这一期").last.click()
        self.page.get_by_role("button", name="退回", exact=True).click()
        self.sees("已退回，以前的内容作为第 3 期发布")


def _registers_with_card(kiosk: Visitor, simulator: Page) -> str:
    kiosk.ask_to_register()
    simulator.get_by_role("button", name=CARD).click()
    kiosk.sees(MASKED)
    kiosk.sees_no(CARD)
    number = kiosk.wish(PHONE)
    simulator.get_by_role("button", name=CARD).click()
    expect(simulator.locator("#paper img")).to_have_count(1)
    return number


def _takes_a_job_slip(kiosk: Visitor, simulator: Page) -> tuple[str, str]:
    kiosk.walk_up()
    kiosk.touch("家政保洁")
    kiosk.sees("个岗位")
    kiosk.touch("核实")
    kiosk.sees("打印小票")
    number = re.search(r"岗位 (\d+)", kiosk.page.locator("body").inner_text())
    assert number is not None
    kiosk.touch("打印小票")
    expect(simulator.locator("#paper img")).to_have_count(2)
    return number[1], kiosk.page.url


def _reads_qr(settings: DemoSettings, number: str) -> None:
    newest = slips(settings)[-1]
    assert number in newest["text"]
    png = settings.data / "simulator" / "paper" / Path(newest["png"]).name
    read = subprocess.run(["zbarimg", "-q", "--raw", str(png)], capture_output=True, text=True, check=True).stdout
    assert number in read


def _screen_shows(settings: DemoSettings, edition: int, screen: Page) -> None:
    def painted() -> bool:
        said = health(settings.screen_port)
        return bool(said) and said["edition_number"] == edition and said["painted_order"] == said["edition_order"]

    wait_for(painted, SOON_S, f"the screen to paint edition {edition}")
    wait_for(lambda: any(f"第 {edition} 期" in frame.locator("body").inner_text() for frame in screen.frames), SOON_S,
             f"the glass to say edition {edition}")  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> DemoSettings:
    return settings_in(tmp_path)


@pytest.mark.soak
def test_a_morning_in_the_market(browser: Browser, settings: DemoSettings) -> None:
    with open_demo(settings) as demo:
        desk = Desk(browser, demo.link())
        kiosk = Visitor(browser, settings.kiosk_port)
        simulator = browser.new_page()
        simulator.goto(f"http://127.0.0.1:{settings.simulator_port}/")
        screen = browser.new_page(viewport={"width": 1920, "height": 1080})
        screen.goto(f"http://127.0.0.1:{settings.screen_port}/")
        receipt = _registers_with_card(kiosk, simulator)
        job, address = _takes_a_job_slip(kiosk, simulator)
        _reads_qr(settings, job)
        _screen_shows(settings, 1, screen)

        desk.close_job(job)
        desk.write_policy()
        desk.publish()
        _screen_shows(settings, 2, screen)
        kiosk.walk_up()
        kiosk.sees("第 2 期")
        kiosk.touch("政策补贴")
        kiosk.sees(POLICY)
        kiosk.page.goto(address)
        kiosk.page.wait_for_function("window.did_handshake === true")
        kiosk.sees_no("打印小票")

        desk.go("/registrations")
        desk.sees(receipt)
        desk.sees(MASKED)
        assert CARD not in desk.page.content()
        assert PHONE not in desk.page.content()

        desk.roll_back()
        _screen_shows(settings, 3, screen)
        kiosk.walk_up()
        kiosk.sees("第 3 期")
        kiosk.touch("政策补贴")
        kiosk.sees_no(POLICY)
        # what was filled meanwhile does not come back with the earlier edition
        kiosk.page.goto(address)
        kiosk.page.wait_for_function("window.did_handshake === true")
        kiosk.sees("这个岗位已经下架了")
        for page in (desk.page, simulator, screen):
            page.close()
        kiosk.leave()
