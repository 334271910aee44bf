"""Finding work by touch in a real browser: sifted, job after job, one slip of several, a number, an application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from content.clock import calendar_day
from content.link.envelope import open_envelope
from content.link.outbox import Outbox
from content.model.codec import from_json
from content.model.filings import ApplicationBody
from kiosk.reader.demo_cards import demo_cards
from tests.browser.kiosk_rig import KioskRig, Walker, wait_until
from tests.browser.test_kiosk import check_looks
from tests.pages.kiosk_market import KEYS, pairing

PHONE = "13805660000"
THE_LOOP_S_OWN = 1  # touch, where the loop was on the glass


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


def test_a_job_slip_from_the_first_screen_by_a_trade_takes_three_touches(walker: Walker, rig: KioskRig) -> None:
    walker.tap(".trades a >> nth=0")
    walker.tap(".job >> nth=0")
    walker.tap("text=打印小票")
    walker.page.wait_for_selector("text=小票打好了，请取走")
    assert walker.touches + THE_LOOP_S_OWN <= 4
    slips = wait_until(rig.printer.slips, "the paper")
    assert "免费服务" in slips[-1]["text"]


def test_sifted_then_from_job_to_job_onto_one_slip(walker: Walker, rig: KioskRig) -> None:
    walker.tap("text=全部岗位")
    walker.tap(".chip:has-text('筛选')")
    walker.tap('[data-value="settle:day"]')
    walker.tap('[data-value="offer:meals"]')
    expect(walker.page.locator("[data-act=apply]")).not_to_contain_text(f"看 {len(rig.content.jobs)} 个")
    check_looks(walker.page)
    promised = walker.page.locator("[data-act=apply]").inner_text()
    walker.tap("[data-act=apply]")
    walker.page.wait_for_selector(".job")
    assert walker.page.locator(".found b").inner_text() in promised
    walker.tap(".job >> nth=0")
    for place in (1, 2, 3):
        expect(walker.page.locator(".step p")).to_contain_text(f"第 {place} 个")
        walker.tap("[data-act=pick]")
        walker.page.wait_for_selector(f"text=小票 {place}/5")
        if place < 3:
            walker.tap("text=下一个")
    check_looks(walker.page)
    walker.tap("text=上一个")
    expect(walker.page.locator(".step p")).to_contain_text("第 2 个")
    walker.tap(".basket")
    walker.page.wait_for_selector(".picked")
    check_looks(walker.page)
    walker.page.locator("[data-act=print]").dblclick()
    walker.page.wait_for_selector("text=小票打好了，请取走")
    (slip,) = wait_until(rig.printer.slips, "the paper")
    assert "3个岗位" in slip["text"].replace(" ", "")
    assert slip["text"].count("岗位号") == 3


def test_a_number_on_the_screen_is_typed_on_digits(walker: Walker, rig: KioskRig) -> None:
    job = rig.content.jobs[3]
    walker.tap(".by-number")
    walker.page.wait_for_selector(".kb")
    check_looks(walker.page)
    walker.type("999999")
    walker.tap(".kb [data-key=go]")
    expect(walker.page.locator(".said")).to_contain_text("请再对一对")
    walker.tap(".kb button:has-text('重写')")
    walker.type(str(job.number))
    walker.tap(".kb [data-key=go]")
    walker.page.wait_for_selector(".job-page")
    expect(walker.page.locator(".lead h2")).to_have_text(job.title)


def test_an_application_by_card_names_the_employer_and_is_on_paper(walker: Walker, rig: KioskRig) -> None:
    walker.tap("text=今天就能干")
    walker.tap(".job >> nth=0")
    walker.tap("text=我要报名")
    walker.page.wait_for_selector(".told")
    check_looks(walker.page)
    walker.tap("[data-act=agree]")
    walker.page.wait_for_selector(".card-place")
    check_looks(walker.page)
    card = demo_cards(calendar_day(datetime.now(UTC)))[0]
    rig.put_card(card)
    walker.page.wait_for_selector(".receiver")
    employer = walker.page.locator(".receiver").inner_text()
    check_looks(walker.page)
    walker.tap("[data-act=agree]")
    walker.page.wait_for_selector(".kb")
    walker.type(PHONE)
    walker.tap(".kb [data-key=go]")
    walker.page.wait_for_selector(".ticket")
    walker.page.wait_for_selector("text=小票打好了，请取走")
    check_looks(walker.page)
    assert walker.touches - len(PHONE) <= 6
    outbox = Outbox(rig.data / "outbox.db", pairing())
    (envelope,) = outbox.after(0, limit=9, max_bytes=1_000_000)
    outbox.close()
    body = from_json(ApplicationBody, open_envelope(envelope, KEYS.seal))
    assert (body.employer_name, body.id_number, body.phone) == (employer, card.number, PHONE)
    slip = wait_until(rig.printer.slips, "the paper")[-1]["text"]
    assert all(part in slip for part in (body.number, body.code, "接下来"))
    assert card.name not in slip


@pytest.mark.parametrize("path", [
    "/kiosk/jobs?text=by", "/kiosk/jobs?pick=sheet", "/kiosk/jobs?pick=near", "/kiosk/number"])  # fmt: skip
def test_lying_panels_have_targets_and_texts_as_large(rig: KioskRig, browser: Browser, path: str) -> None:
    context = browser.new_context(base_url=rig.url, viewport={"width": 1920, "height": 1080}, has_touch=True)
    page = context.new_page()
    page.goto(path)
    page.wait_for_function("window.did_handshake === true")
    page.wait_for_selector(".job, .sift, .choose, .kb")
    check_looks(page)
    spills = "() => { const s = document.querySelector('.scroll'); return s ? s.scrollHeight - s.clientHeight : 0 }"
    assert page.evaluate(spills) == 0
    context.close()
