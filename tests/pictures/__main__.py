"""Takes the pictures of the handbook of the desk: the way of one job in ten steps, then every page once.

`python -m tests.pictures retention updates` takes single ones: names of `PAGES`, or scenes of `managing.py`.
"""

from __future__ import annotations

import re
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, expect

from content.demo.drafts import employer_drafts
from content.demo.settings import DemoSettings
from tests.browser.desk_people import AtTheDesk
from tests.contract.market_rig import health, open_demo, settings_in
from tests.contract.market_visitor import Visitor, chromium
from tests.contract.printer_process import wait_for
from tests.pictures.keeping import COLOURS, OUT, keep
from tests.pictures.managing import as_installed, scenes
from tests.pictures.reports import month_and_paper

TITLE = "粮库卸粮帮工"
_SOON_S = 30.0
_OPENED_S = 240.0  # on a machine that has other things to do
# pages of the handbook, each with the name of its picture
PAGES = {
    "/": "today", "/jobs": "jobs", "/employers": "employers", "/review": "review", "/friday": "friday",
    "/editions": "editions", "/outward": "outward", "/policies": "policies", "/courses": "courses", "/fairs": "fairs",
    "/articles": "articles", "/notices": "notices", "/wages": "wages", "/media": "media", "/clips": "clips",
    "/sources": "sources", "/visits": "visits", "/coverage": "coverage", "/complaints": "complaints",
    "/hirings": "hirings", "/import/jobs": "import", "/emergency": "emergency", "/registrations": "registrations",
    "/applications": "applications", "/filings": "filings", "/market": "market", "/accounts": "accounts",
    "/audit": "audit", "/screens": "screens", "/devices": "devices", "/me": "me",
    "/cases": "cases", "/usage": "usage", "/roster": "roster", "/screens/programme": "programme",
    "/screens/report": "plays", "/screens/asked": "asked",
    "/consultations": "consultations", "/disputes": "disputes", "/satisfaction": "satisfaction",
    "/sessions": "sessions", "/referrals": "referrals", "/guidance": "guidance", "/aid": "aid",
    "/ledger/jobs": "ledger-jobs", "/worklog": "worklog", "/loans": "loans", "/statistics": "statistics",
    "/score": "score", "/score/figures": "score-figures", "/ledger/review": "line-review",
    "/score/assessment?of=half": "score-assessment", "/appeals": "appeals", "/backups": "backups",
    "/reports": "reports", "/security": "security", "/trainings": "trainings", "/incidents": "incidents",
    "/health": "health",
}  # fmt: skip


def _sets_a_password(manager: AtTheDesk) -> None:
    manager.page.goto(re.sub(r"/staff/.*", "/password", manager.page.url))
    for field in manager.page.locator("input[type=password]").all():
        field.fill("tuwen-shouce-2026")
    manager.page.locator("button").last.click()
    manager.page.wait_for_url("**/staff/**")


def _types_a_job(editor: AtTheDesk) -> None:
    page, firm = editor.page, employer_drafts()[0]
    editor.go("/jobs/new")
    for label, typed, option in (("职业（工种）", "zxby", "装卸搬运"), ("用工单位", firm.name[:6], firm.name)):
        page.get_by_label(label).fill(typed)
        page.get_by_role("option", name=re.compile(option)).first.click()
    keep(page, "step-01-employer")
    editor.fill({"岗位名称": TITLE, "工作内容": "卸车码垛，把粮包搬上输送带", "招聘条件": "限男性，能搬 25 公斤",
                 "技能要求": "不限", "招聘人数": "6", "薪资（元）": "260", "集合地点": "市场东门",
                 "接人时间": "6:10 发车", "工作时段": "07:00—16:00", "吃饭": "包中饭", "住宿": "无", "接送": "包车接送",
                 "保险": "意外险", "危险因素": "搬重物", "防护措施": "发手套"})  # fmt: skip
    page.get_by_label("岗位核实方式").click()
    page.get_by_role("option", name="电话核实").click()
    expect(page.locator(".quote u").first).to_have_text(re.compile("男"))
    page.locator(".quote").first.scroll_into_view_if_needed()
    keep(page, "step-02-word")
    page.locator("[data-offer]").first.click()
    expect(page.locator(".quote")).to_have_count(0)
    keep(page, "step-03-offer-taken")
    editor.press("提交审核")
    page.wait_for_url(re.compile(r"/staff/jobs$"))
    keep(page, "step-04-handed-in")


def _passes(manager: AtTheDesk) -> None:
    manager.go("/review")
    keep(manager.page, "step-05-queue")
    manager.row(TITLE).get_by_role("button", name="通过").click()
    manager.sees(f"“{TITLE}”已通过")
    manager.press("和上一期比较")
    manager.page.wait_for_timeout(1500)
    keep(manager.page, "step-06-difference")
    manager.go("/preview")
    manager.page.wait_for_timeout(6000)  # the player in it paints its first scene
    keep(manager.page, "step-07-preview")
    manager.go("/review")
    manager.press("发布第 2 期")
    manager.sees("第 2 期已发布")
    keep(manager.page, "step-08-published")


def calls(manager: AtTheDesk, kiosk: Visitor) -> None:
    """Let five take a number, call two of them, and take the pictures of window and panel."""
    page = manager.page
    manager.go("/windows")
    page.get_by_role("link", name="2 号 综合服务窗口").click()
    page.get_by_role("button", name="开窗").click()
    for _ in range(5):
        kiosk.walk_up()
        kiosk.page.goto(re.sub(r"/kiosk/.*", "/kiosk/queue", kiosk.page.url))
        kiosk.page.locator('[data-act=take][data-value="benefits"]').tap()
        kiosk.sees("您的号")
    expect(page.locator(".call-queue").first).to_contain_text("还有 5 人等")
    for number in (1, 2):
        page.keyboard.press("F2")
        expect(page.locator(".call-queue").first).to_contain_text(f"还有 {5 - number} 人等")
    page.set_viewport_size({"width": 400, "height": 760})
    keep(page, "call-panel")
    page.set_viewport_size({"width": 1280, "height": 800})
    manager.go("/windows")
    keep(page, "windows")


@contextmanager
def _at_the_desk(browser: Browser, folder: Path) -> Iterator[tuple[AtTheDesk, DemoSettings]]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = int(held.getsockname()[1])
    settings = replace(settings_in(folder), practice_port=port)
    with open_demo(settings, **as_installed(folder / "installed")) as demo:
        wait_for(lambda: "Ctrl-C" in demo.text(), _OPENED_S, "the market to open")
        manager = AtTheDesk(browser, demo.link(), 1280, 800)
        _sets_a_password(manager)
        yield manager, settings
        manager.leave()


def _some(browser: Browser, folder: Path, wanted: set[str]) -> None:
    with _at_the_desk(browser, folder) as (manager, settings):
        for path, name in PAGES.items():
            if name in wanted:
                manager.go(path)
                keep(manager.page, name)
        for word, take in scenes(manager, settings, folder).items():
            if word in wanted:
                take()


def _walk(browser: Browser, folder: Path) -> None:
    with _at_the_desk(browser, folder) as (manager, settings):
        screen = browser.new_page(viewport={"width": 1920, "height": 1080})
        screen.goto(f"http://127.0.0.1:{settings.screen_port}/")
        _types_a_job(manager)
        _passes(manager)

        def followed() -> bool:
            said = health(settings.screen_port)
            return bool(said) and said["edition_number"] == 2 and said["painted_order"] == said["edition_order"]

        wait_for(followed, _SOON_S, "the screen to paint the new edition")
        kiosk = Visitor(browser, settings.kiosk_port)
        manager.go("/jobs?text=" + TITLE)
        number = re.search(r"\d{4,}", manager.row(TITLE).inner_text())
        assert number is not None
        kiosk.page.goto(re.sub(r"/kiosk/.*", f"/kiosk/job/{number[0]}", kiosk.page.url))
        kiosk.sees(TITLE)
        keep(kiosk.page, "step-09-kiosk")
        screen.wait_for_timeout(4000)
        keep(screen, "screen")
        screen.close()
        calls(manager, kiosk)
        manager.page.set_viewport_size({"width": 390, "height": 844})
        manager.go("/jobs?text=" + number[0])
        keep(manager.page, "step-10-phone")
        manager.page.set_viewport_size({"width": 1280, "height": 800})
        for path, name in PAGES.items():
            manager.go(path)
            keep(manager.page, name)
        month_and_paper(manager, OUT, COLOURS)
        manager.go("/jobs?text=" + number[0])
        manager.row(TITLE).get_by_role("link", name=TITLE).click()
        manager.page.wait_for_function("window.did_handshake === true")
        manager.page.get_by_role("link", name="修改记录").click()
        manager.page.wait_for_function("window.did_handshake === true")
        keep(manager.page, "history")
        for take in scenes(manager, settings, folder).values():
            take()


def main() -> None:
    """Take them all, or those that are named."""
    OUT.mkdir(parents=True, exist_ok=True)
    wanted = set(sys.argv[1:])
    with chromium() as browser, tempfile.TemporaryDirectory(prefix="pictures") as folder:
        if wanted:
            _some(browser, Path(folder), wanted)
        else:
            _walk(browser, Path(folder))


if __name__ == "__main__":
    main()
