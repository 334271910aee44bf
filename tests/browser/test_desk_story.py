"""A week at the desk, by three people: a table imported, mended, passed, published, closed on Friday, taken back."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from content.demo.drafts import employer_drafts
from content.demo.settings import DemoSettings
from tests.browser.desk_people import XLSX, AtTheDesk, workbook
from tests.contract.market_rig import health, open_demo, settings_in
from tests.contract.market_visitor import Visitor
from tests.contract.printer_process import wait_for

SOON_S = 60.0
FIRM = employer_drafts()[0]
GOOD, FLAWED = "粮库卸车工", "粮库扛包工"
HEADINGS = ["用工单位", "岗位名称", "工种", "岗位职责", "岗位要求", "技能", "人数", "薪资", "计酬方式", "结算方式",
            "乡镇", "工作地点", "工作时间", "每日工时", "伙食", "住宿", "班车", "保险", "风险", "防护", "电话",
            "有效期至", "核实方式"]  # fmt: skip
CELLS = [FIRM.name, GOOD, "装卸搬运", "卸车码垛", "能搬 25 公斤", "不限", "6", "260", "元/天", "日结", "尧渡镇",
         "示例粮库 1 号门", "07:00—16:00", "8", "包中饭", "无", "无", "意外险", "搬重物", "发手套", "0566-7000123",
         "2027-01-31", "电话核实"]  # fmt: skip


def _table() -> bytes:
    flawed = [*CELLS]
    flawed[1], flawed[3], flawed[4] = FLAWED, "扛粮包上车", "限男性，能扛 50 公斤"
    return workbook([HEADINGS, CELLS, flawed])


def _imports_and_mends(editor: AtTheDesk) -> None:
    editor.go("/import/jobs")
    editor.page.locator("input[type=file]").set_input_files(
        {"name": "粮库用工.xlsx", "mimeType": XLSX, "buffer": _table()})  # fmt: skip
    editor.sees("1 行没有问题，1 行要补内容", "限男性")
    editor.press("导入全部 2 行")
    editor.sees("导入了 2 个岗位：1 个交给审核，1 个留作草稿")
    editor.go("/jobs?stage=draft")
    editor.row(FLAWED).get_by_role("link", name=FLAWED).click()
    editor.page.wait_for_function("window.did_handshake === true")
    typed = editor.page.get_by_label("招聘条件")
    expect(editor.page.locator(".quote u")).to_have_text("限男性")
    editor.page.locator("[data-offer]").first.click()
    expect(typed).to_have_value("男女不限，能扛 50 公斤")
    expect(editor.page.locator(".quote")).to_have_count(0)
    # same firm, trade, place and pay: one of them must be said to be another job
    editor.page.locator("[data-apart]").click()
    editor.sees("这两条不是重复")
    editor.press("提交审核")
    editor.page.wait_for_url(re.compile(r"/staff/jobs$"))


def _passes_both(reviewer: AtTheDesk) -> None:
    reviewer.go("/review")
    for title in (GOOD, FLAWED):
        reviewer.row(title).get_by_role("button", name="通过").click()
        reviewer.sees(f"“{title}”已通过")
    reviewer.press("发布第 2 期")
    reviewer.sees("第 2 期已发布")


def _programme(settings: DemoSettings) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{settings.screen_port}/timeline", timeout=5) as answer:
        return json.dumps(json.loads(answer.read()), ensure_ascii=False)


def _glass_says(settings: DemoSettings, edition: int) -> None:
    def painted() -> bool:
        said = health(settings.screen_port)
        return bool(said) and said["edition_number"] == edition and said["painted_order"] == said["edition_order"]

    wait_for(painted, SOON_S, f"the screen to paint edition {edition}")


def _number_of(desk: AtTheDesk, title: str) -> str:
    desk.go("/jobs?text=" + title)
    found = re.search(r"\d{4,}", desk.row(title).inner_text())
    assert found is not None
    return found[0]


def _open_job(kiosk: Visitor, number: str) -> None:
    kiosk.page.goto(re.sub(r"/kiosk/.*", f"/kiosk/job/{number}", kiosk.page.url))
    kiosk.page.wait_for_function("window.did_handshake === true")


def _closes_the_week(manager: AtTheDesk) -> Path:
    manager.go("/friday")
    for _ in range(4):
        before = manager.page.locator(".section").all_inner_texts()
        manager.press("这一步看完了")
        manager.page.wait_for_function(
            "(old) => [...document.querySelectorAll('.section')].map((one) => one.innerText).join() !== old",
            arg=",".join(before))  # fmt: skip
    manager.press("^发布第 3 期")
    manager.sees("第 3 期已发布")
    for channel in ("官方网站已更新", "智能化招聘平台已更新"):
        manager.press(channel)
        expect(manager.page.get_by_role("button", name=channel)).to_be_hidden()
    manager.press("^结束本周审核")
    manager.page.get_by_role("dialog").get_by_role("button", name=re.compile("结束")).click()
    manager.sees("本周审核已结束")
    expect(manager.page.get_by_role("button", name=re.compile("^结束本周审核"))).to_be_hidden()
    expect(manager.page.get_by_role("dialog")).to_be_hidden()
    with manager.page.expect_download() as paper:
        manager.page.get_by_role("button", name="打印").first.click()
    return Path(paper.value.path())


def _fills_on_a_phone(phone: AtTheDesk, number: str) -> float:
    phone.go("/jobs?text=" + number)
    began = time.monotonic()
    phone.row(number).get_by_role("button", name="已招满").tap()
    phone.sees("自助机和信息屏正在更新")
    return began


def _watch(browser: Browser, settings: DemoSettings) -> Page:
    screen = browser.new_page(viewport={"width": 1920, "height": 1080})
    screen.goto(f"http://127.0.0.1:{settings.screen_port}/")
    return screen


def test_a_week_at_the_desk(browser: Browser, tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with open_demo(settings) as demo:
        manager = AtTheDesk(browser, demo.link())
        manager.go("/market")
        manager.tick("人手不够：允许审核自己录入的（不勾就是双人审核）", False)
        manager.press("保存")
        editor = manager.add_colleague("录入员甲", "luru", "录入员")
        reviewer = manager.add_colleague("审核员乙", "shenhe", "审核员")
        kiosk, screen = Visitor(browser, settings.kiosk_port), _watch(browser, settings)

        _imports_and_mends(editor)
        _passes_both(reviewer)
        _glass_says(settings, 2)
        good, mended = _number_of(editor, GOOD), _number_of(editor, FLAWED)
        for number, title in ((good, GOOD), (mended, FLAWED)):
            _open_job(kiosk, number)
            kiosk.sees(title, "打印小票")
            assert title in _programme(settings)

        assert _closes_the_week(manager).read_bytes().startswith(b"%PDF")
        phone = manager.add_colleague("录入员丙", "shouji", "录入员", narrow=True)
        _open_job(kiosk, good)
        kiosk.sees("打印小票")
        tapped = _fills_on_a_phone(phone, good)
        wait_for(lambda: GOOD not in _programme(settings), SOON_S, "the filled job to leave the screen")
        kiosk.sees_no("打印小票")
        print(f"gone from kiosk and screen after {time.monotonic() - tapped:.1f} s")

        manager.go("/editions")
        manager.row("第 2 期").get_by_role("button", name="退回到这一期").click()
        manager.page.get_by_role("dialog").get_by_role("button", name="退回").click()
        manager.sees("已退回，以前的内容作为第 4 期发布")
        _glass_says(settings, 4)
        shown = _programme(settings)
        assert FLAWED in shown
        assert GOOD not in shown
        for person in (manager, editor, reviewer, phone):
            assert person.errors == []
            person.leave()
        screen.close()
        kiosk.leave()
