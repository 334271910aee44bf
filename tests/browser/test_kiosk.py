"""The kiosk by touch, in a real browser, with reader and printer on their wires and the hub away."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from content.clock import calendar_day
from content.link.envelope import open_envelope
from content.link.outbox import Outbox
from content.model.codec import from_json
from content.model.filings import RegistrationBody
from kiosk.reader.base import IdCard
from kiosk.reader.demo_cards import demo_cards
from kiosk.reader.numbers import check_character
from tests.browser.kiosk_rig import KioskRig, Walker, wait_until
from tests.pages.kiosk_market import KEYS, pairing

PHONE = "13805660000"
MEASURE = (Path(__file__).parent / "kiosk_measure.js").read_text("utf8")


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskRig]:
    """A whole kiosk for the tests of this file."""
    made = KioskRig(tmp_path_factory.mktemp("kiosk"))
    yield made
    made.stop()


@pytest.fixture
def walker(rig: KioskRig, browser: Browser) -> Iterator[Walker]:
    """Someone who stands before it; any error in the browser's console fails the test."""
    rig.reader.calm()
    rig.printer.order(clear=True)
    one = Walker(browser, rig)
    yield one
    one.leave()
    assert one.errors == []


def cards() -> tuple[IdCard, ...]:
    return demo_cards(calendar_day(datetime.now(UTC)))


def to_wishes(walker: Walker, rig: KioskRig, card: IdCard) -> None:
    walker.tap(".hero")
    walker.tap("text=我同意")
    walker.page.wait_for_selector(".card-place")
    rig.put_card(card)
    walker.page.wait_for_selector("text=想干什么活")


def to_filed(walker: Walker) -> None:
    walker.tap('[data-act=group]:has-text("农林养殖")')
    walker.tap('[data-act=trade]:has-text("采茶")')
    expect(walker.page.locator('[data-act=trade]:has-text("采茶")')).to_have_class("on")
    walker.tap("[data-act=next]")
    walker.page.wait_for_selector(".kb")
    walker.type(PHONE)
    walker.tap(".kb [data-key=go]")
    walker.page.wait_for_selector(".ticket")


def filed(rig: KioskRig) -> list[RegistrationBody]:
    outbox = Outbox(rig.data / "outbox.db", pairing())
    try:
        envelopes = outbox.after(0, limit=100, max_bytes=10_000_000)
        return [from_json(RegistrationBody, open_envelope(envelope, KEYS.seal)) for envelope in envelopes
                if envelope.header.kind == "registration"]  # fmt: skip
    finally:
        outbox.close()


def test_a_slip_of_todays_work_in_three_touches(walker: Walker, rig: KioskRig) -> None:
    walker.tap("text=今天就能干")
    number = walker.page.locator(".job").first.get_attribute("href") or ""
    walker.tap(".job >> nth=0")
    walker.tap("text=打印小票")
    walker.page.wait_for_selector("text=小票打好了，请取走")
    assert walker.touches == 3
    job = next(job for job in rig.content.jobs if str(job.number) == number.rsplit("/", 1)[-1])
    slip = wait_until(rig.printer.slips, "the paper")[-1]
    assert all(part in slip["text"] for part in (job.title, job.contact_phone, str(job.number), "免费服务"))


def test_registering_with_a_card_takes_twelve_touches_at_most_besides_the_phone_number(
    walker: Walker, rig: KioskRig
) -> None:
    before = len(filed(rig))
    to_wishes(walker, rig, cards()[0])
    to_filed(walker)
    assert walker.touches - len(PHONE) + 1 <= 12  # one more where the loop was on the glass
    walker.page.wait_for_selector("text=小票打好了，请取走")
    body = filed(rig)[before]
    assert len(filed(rig)) == before + 1
    assert (body.name, body.id_number, body.phone) == (cards()[0].name, cards()[0].number, PHONE)
    slip = rig.printer.slips()[-1]["text"]
    assert body.number in slip
    assert body.code in slip
    assert body.name not in slip
    expect(walker.page.locator(".ticket")).to_contain_text(body.number)


def test_a_name_and_number_are_written_by_hand_without_a_keyboard(walker: Walker, rig: KioskRig) -> None:
    before = len(filed(rig))
    walker.tap(".hero")
    walker.tap("text=我同意")
    walker.tap("text=手工填写")
    walker.page.wait_for_selector(".kb")
    for syllable, character in (("li", "李"), ("fang", "芳")):
        walker.type(syllable)
        walker.tap(f'.cand button:has-text("{character}")')
    walker.tap(".kb [data-key=go]")
    first = "34172119710508002"
    right = check_character(first)
    walker.type(first + ("1" if right != "1" else "2"))
    walker.tap(".kb [data-key=go]")
    expect(walker.page.locator(".said")).to_contain_text("有一位填错了")
    expect(walker.page.locator(".f .line").first).to_have_text("李芳")
    walker.tap(".kb button:has-text('退格')")
    walker.type(right)
    walker.tap(".kb [data-key=go]")
    walker.page.wait_for_selector("text=李*，您好")
    to_filed(walker)
    assert (filed(rig)[before].name, filed(rig)[before].sex) == ("李芳", "2")


def test_what_was_filed_before_a_kill_is_there_once_after_it(walker: Walker, rig: KioskRig) -> None:
    before = len(filed(rig))
    to_wishes(walker, rig, cards()[1])
    to_filed(walker)
    rig.process.send_signal(signal.SIGKILL)
    rig.process.wait(10)
    walker.forgive()
    rig.start()
    after = filed(rig)
    assert len(after) == before + 1
    assert after[before].id_number == cards()[1].number


def test_an_outage_covers_the_page_and_ends_by_itself(walker: Walker, rig: KioskRig) -> None:
    walker.tap("text=全部岗位")
    walker.page.wait_for_selector(".job")
    walker.page.wait_for_url("**/kiosk/jobs*")  # the browser comes back to its address, which follows the view
    rig.process.send_signal(signal.SIGKILL)
    rig.process.wait(10)
    walker.forgive()
    popup = walker.page.locator("#popup")
    expect(popup).to_have_css("opacity", "1", timeout=10_000)
    expect(popup).to_contain_text("系统正在恢复")
    covers = "() => ['0.1', '0.5', '0.9'].every(y => document.elementFromPoint(540, 1920 * y).closest('#popup'))"
    assert walker.page.evaluate(covers)
    rig.start()
    walker.page.wait_for_selector("#popup[aria-hidden=true]", state="attached", timeout=30_000)
    walker.page.wait_for_function("window.did_handshake === true")
    walker.page.wait_for_selector(".job")


def test_paper_out_is_said_and_the_number_can_be_photographed(walker: Walker, rig: KioskRig) -> None:
    rig.printer.order(fault="paper_out")
    try:
        to_wishes(walker, rig, cards()[2])
        to_filed(walker)
        expect(walker.page.locator(".note.bad")).to_contain_text("没纸", timeout=15_000)
        expect(walker.page.locator(".ticket .qr svg")).to_be_visible()
    finally:
        rig.printer.order(fault="none")


def test_the_next_person_finds_no_trace(walker: Walker, rig: KioskRig) -> None:
    person = cards()[3]
    to_wishes(walker, rig, person)
    walker.tap(".bar [data-end]")
    walker.page.wait_for_selector(".tiles")
    walker.page.wait_for_function("window.did_handshake === true")
    page = walker.page
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    for secret in (person.name, person.number, person.number[6:14], "王*"):
        assert secret not in page.content()
        assert secret not in kept
    assert walker.context.cookies() == []
    page.go_back()
    page.wait_for_timeout(300)
    assert "王*" not in page.content()


def test_coming_back_with_the_hub_away_says_what_still_works(walker: Walker, rig: KioskRig) -> None:
    walker.tap("text=我的信息")
    walker.page.wait_for_selector(".card-place")
    rig.put_card(cards()[0])
    walker.page.wait_for_selector("text=现在看不到您的登记")
    check_looks(walker.page)
    assert cards()[0].name not in walker.page.content()
    assert cards()[0].number not in walker.page.content()


def test_every_trade_is_shown_by_a_picture_the_browser_really_draws(walker: Walker, rig: KioskRig) -> None:
    to_wishes(walker, rig, cards()[0])
    pictures = walker.page.locator(".opt.pictures .pic")
    assert pictures.count() == 12  # 建筑搬运
    drawn = "nodes => nodes.filter(n => n.querySelector('use').getBoundingClientRect().height > 20).length"
    wait_until(lambda: pictures.evaluate_all(drawn) == 12, "the pictures")


def check_looks(page: Page) -> None:
    """Every target 96 px, every text 28 px and 7:1 at the design size."""
    wrong = page.evaluate(MEASURE)
    assert wrong == [], json.dumps(wrong, ensure_ascii=False, indent=1)


def test_help_with_the_hub_away_says_in_words_what_works_and_lets_go(walker: Walker, rig: KioskRig) -> None:
    walker.open("/kiosk/jobs")
    walker.tap("[data-call]")
    walker.page.wait_for_selector("text=联系不上中心")
    check_looks(walker.page)
    walker.tap(".call-over [data-act=close]")
    expect(walker.page.locator(".call-over.open")).to_have_count(0)
    walker.tap(".job >> nth=0")
    walker.page.wait_for_selector(".job-page")


def test_a_picture_of_the_self_test_is_answered_by_one_large_touch(walker: Walker, rig: KioskRig) -> None:
    walker.open("/kiosk/test")
    walker.tap("[data-act=begin]")
    walker.page.wait_for_selector("text=职业小测 1 / 24")
    check_looks(walker.page)
    walker.tap('.likes button:has-text("不喜欢")')
    walker.page.wait_for_selector("text=职业小测 2 / 24")
    walker.tap("text=返回")
    walker.page.wait_for_selector("text=职业小测 1 / 24")
    expect(walker.page.locator(".likes .on")).to_have_text("不喜欢")
