"""A visit leaves nothing: no way back, no trace in the browser, no card forgotten in silence; with short times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Response, expect

from content.clock import calendar_day
from kiosk.reader.base import IdCard
from kiosk.reader.demo_cards import demo_cards
from kiosk.reader.numbers import check_character
from tests.browser.kiosk_rig import KioskRig, Walker, wait_until

NAME, PHONE, FIRST = "李芳", "13805663388", "34172119710508002"
NUMBER = FIRST + check_character(FIRST)
LEFT = ".card-left.open"
# what is said, whoever says it: later scripts cannot put another voice in its place
EAR = """window.said = [];
Object.defineProperty(window, "sayPrompt", { value: (key) => window.said.push(key), writable: false });"""
KEPT = """async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state,
    location.href, await caches.keys(), (await indexedDB.databases()).map((one) => one.name), window.name,
    [...document.querySelectorAll("input, textarea")].map((one) => one.value)])"""


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskRig]:
    """A kiosk that asks after four seconds and ends after two more."""
    made = KioskRig(tmp_path_factory.mktemp("visit"), idle_s="4", grace_s="2", done_s="2", attract_s="3600",
                    prompts="true")  # fmt: skip
    yield made
    made.stop()


@pytest.fixture
def walker(rig: KioskRig, browser: Browser) -> Iterator[Walker]:
    """Somebody before it."""
    rig.reader.calm()
    one = Walker(browser, rig)
    one.context.add_init_script(EAR)
    one.open("/kiosk/")
    yield one
    one.leave()
    assert one.errors == []


def card() -> IdCard:
    return demo_cards(calendar_day(datetime.now(UTC)))[1]


def to_wishes(walker: Walker, rig: KioskRig) -> None:
    walker.tap(".hero")
    walker.tap("[data-act=agree]")
    walker.page.wait_for_selector(".card-place")
    rig.put_card(card())
    walker.page.wait_for_selector("[data-act=trade]")


def by_hand_to_phone(walker: Walker) -> None:
    walker.tap(".hero")
    walker.tap("[data-act=agree]")
    walker.tap("[data-act=hand]")
    walker.page.wait_for_selector(".kb")
    for syllable, character in (("li", "李"), ("fang", "芳")):
        walker.type(syllable)
        walker.tap(f'.cand button:has-text("{character}") >> nth=0')
    walker.tap(".kb [data-key=go]")
    walker.type(NUMBER)
    walker.tap(".kb [data-key=go]")
    walker.tap("[data-act=trade] >> nth=0")
    walker.page.wait_for_selector("[data-act=trade].on")
    walker.tap("[data-act=next]")
    walker.page.wait_for_selector(".kb")
    walker.type(PHONE)


def next_page_load(walker: Walker) -> None:
    walker.page.wait_for_function("window.before === undefined && window.did_handshake === true")
    walker.page.wait_for_selector(".tiles")


def test_nothing_leads_back_into_the_visit_before(walker: Walker) -> None:
    entries = walker.page.evaluate("history.length")
    for selector, then in (("text=全部岗位", ".list .job"), (".list .job >> nth=0", ".job-page"),
                           (".bar .back >> nth=0", ".list .job")):  # fmt: skip
        walker.tap(selector)
        walker.page.wait_for_selector(then)
    assert walker.page.evaluate("history.length") == entries
    walker.page.evaluate("window.before = true")
    walker.tap(".bar [data-end]")
    next_page_load(walker)
    assert walker.page.evaluate("history.length") == entries
    walker.page.wait_for_function("window.said.includes('goodbye')")
    assert walker.page.evaluate("location.href").endswith("/kiosk/")


def test_nothing_typed_is_left_for_the_next_person(walker: Walker) -> None:
    """The canary: name, number and phone of a registration by hand that is broken off before its last touch."""
    kept_by_the_browser: list[str] = []

    def hear(response: Response) -> None:
        if "no-store" not in response.headers.get("cache-control", "") and response.status == 200:
            kept_by_the_browser.append(response.url)

    walker.page.on("response", hear)
    by_hand_to_phone(walker)
    # the canary sings while the visit lasts
    assert {"李*", PHONE} <= set(walker.page.inner_text(".page").replace(" ", "").split())
    walker.page.evaluate("window.before = true")
    walker.tap(".bar [data-end]")
    next_page_load(walker)
    held = walker.page.content().replace(" ", "") + walker.page.evaluate(KEPT)
    fresh = walker.page.request.get("/kiosk/register").text() + walker.page.request.get("/health").text()
    for secret in (NAME, NUMBER, NUMBER[6:14], PHONE, "李*"):
        assert secret not in held
        assert secret not in fresh
        assert not [url for url in kept_by_the_browser if secret in walker.page.request.get(url).text()]
    assert walker.context.cookies() == []
    walker.page.go_back()
    assert "李*" not in walker.page.content()


def test_consent_goes_with_the_page_when_nobody_gave_a_name(walker: Walker) -> None:
    walker.tap(".hero")
    walker.tap("[data-act=agree]")
    walker.tap("[data-act=hand]")
    walker.page.wait_for_selector(".kb")
    walker.tap(".bar .back")
    walker.page.wait_for_selector(".home[data-clock=none]")
    walker.tap(".hero")
    walker.page.wait_for_selector("[data-act=agree]")


def test_walking_away_from_a_card_says_so_until_it_is_taken_and_tells_staff(walker: Walker, rig: KioskRig) -> None:
    to_wishes(walker, rig)
    assert rig.health()["card_left"] is False
    walker.page.evaluate("window.before = true")
    walker.page.wait_for_selector("#still-here.open")
    wait_until(lambda: "still-here" in walker.page.evaluate("window.said"), "the question to be heard")
    next_page_load(walker)
    walker.page.wait_for_selector(LEFT)
    expect(walker.page.locator(LEFT)).to_contain_text("请取走身份证")
    covers = "['0.1', '0.5', '0.9'].every(y => document.elementFromPoint(540, 1800 * y).closest('.card-left'))"
    assert walker.page.evaluate(covers)
    wait_until(lambda: walker.page.evaluate("window.said[0]") == "take-card", "the request to be heard")
    assert rig.health()["card_left"] is True
    rig.reader.control.remove()
    expect(walker.page.locator(LEFT)).to_have_count(0)
    wait_until(lambda: rig.health()["card_left"] is False, "the card to be gone")


def test_large_letters_chosen_by_somebody_who_left_are_gone_for_the_next(walker: Walker) -> None:
    walker.tap("#ease [data-mode=elder]")
    walker.page.evaluate("window.before = true")
    next_page_load(walker)
    assert walker.page.evaluate("document.documentElement.className") == ""


def said(walker: Walker) -> list[str]:
    heard: list[str] = walker.page.evaluate("window.said")
    return heard


def test_a_page_that_opens_says_once_what_it_asks_for_and_the_resting_page_nothing(walker: Walker) -> None:
    assert said(walker) == []
    walker.tap(".hero")
    wait_until(lambda: said(walker) == ["consent"], "the notice to be read out")
    walker.tap("[data-act=agree]")
    wait_until(lambda: said(walker) == ["consent", "place-card"], "the card to be asked for")
    walker.tap(".bar .back")
    walker.page.wait_for_selector(".home[data-clock=none]")
    walker.tap(".hero")
    walker.page.wait_for_selector("[data-act=agree]")
    walker.tap("text=不登记，先看看岗位")
    wait_until(lambda: said(walker)[2:] == ["list"], "the list to be explained, and nothing said twice")


# a second of a tone that is not quite silent, and the last sound that was to be played
TONE = b"RIFF" + (36 + 8000).to_bytes(4, "little") + b"WAVEfmt " + bytes.fromhex(
    "10000000 0100 0100 401f0000 401f0000 0100 0800") + b"data" + (8000).to_bytes(4, "little") + b"\x80\x81" * 4000
SOUND = """{ const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () { this.loop = true; window.sound = this; return play.call(this); }; }"""


def listener(rig: KioskRig, browser: Browser) -> Walker:
    """Return somebody before a kiosk whose prompts are a tone without end."""
    one = Walker(browser, rig)
    one.context.add_init_script(SOUND)
    one.context.route("**/speech/prompt/*", lambda route: route.fulfill(body=TONE, content_type="audio/wav"))
    return one


def test_a_touch_ends_what_is_being_said(rig: KioskRig, browser: Browser) -> None:
    one = listener(rig, browser)
    one.open("/kiosk/")
    one.tap(".hero")
    one.page.wait_for_function("window.sound && !window.sound.paused")
    one.page.touchscreen.tap(540, 700)
    one.page.wait_for_function("window.sound.paused")
    one.leave()
    assert one.errors == []


# what Chromium answers before anybody has touched the page; a question of playwright's counts as a touch already
REFUSED = """HTMLMediaElement.prototype.play = function () {
    window.refused = true; return Promise.reject(new DOMException("no touch yet", "NotAllowedError")); };"""


def test_a_page_that_may_not_play_stays_silent_without_an_error(rig: KioskRig, browser: Browser) -> None:
    one = listener(rig, browser)
    one.context.add_init_script(REFUSED)
    one.open("/kiosk/register")
    one.page.wait_for_function("window.refused")
    one.tap("[data-act=agree]")
    one.page.wait_for_selector(".card-place")
    one.leave()
    assert one.errors == []
