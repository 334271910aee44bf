"""The input panel in a real browser, in the three sizes of screens: it never covers what is typed, and it writes."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kiosk.app import panel_rule
from tests.browser.kiosk_rig import REPOSITORY, wait_until
from tests.fixtures.handwritten import Stroke, drawn

SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080), "squarer": (1280, 1024)}
KINDS = ("text", "name", "id", "address", "phone")
MEASURE = (Path(__file__).parent / "kiosk_measure.js").read_text("utf8")
# the active field, whole and uncovered; the panel whole within the screen; every key of it at least 20 mm
SEEN = """() => {
  const box = (e) => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
  const line = document.querySelector('.f.on .line'), kb = document.querySelector('.kb'), [l, t, r, b] = box(line);
  const corners = [[l + 20, t + 9], [r - 20, t + 9], [l + 20, b - 9], [r - 20, b - 9], [(l + r) / 2, (t + b) / 2]];
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const keys = [...kb.querySelectorAll('button')].map(box);
  return {
    field: [l, t, r, b], panel: box(kb), screen: [innerWidth, innerHeight],
    uncovered: corners.every(([x, y]) => line.contains(document.elementFromPoint(x, y))),
    least: Math.min(...keys.flatMap(([l, t, r, b]) => [r - l, b - t])) / rem,
    within: keys.every(([l, t, r, b]) => l >= 0 && t >= 0 && r <= innerWidth + 1 && b <= innerHeight + 1),
  };
}"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The panel alone, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-m", "tests.browser.panel_app", str(port)], cwd=REPOSITORY)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: urllib.request.urlopen(f"{address}/health", timeout=5).status == 200, "the panel")
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(params=SIZES, ids=str)
def page(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Page]:
    width, height = SIZES[request.param]
    context = browser.new_context(base_url=url, viewport={"width": width, "height": height}, has_touch=True)
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    context.close()
    assert errors == []


@pytest.fixture
def tall(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=url, viewport={"width": 1080, "height": 1920}, has_touch=True)
    yield context.new_page()
    context.close()


def open_fields(page: Page, *fields: str) -> None:
    page.goto(f"/kiosk/?fields={','.join(fields)}")
    page.wait_for_function("window.did_handshake === true")
    page.wait_for_selector(".kb")


def write(page: Page, strokes: list[Stroke], last_up: bool = True) -> None:
    box = page.locator(".draw canvas").bounding_box()
    assert box is not None
    side = min(box["width"], box["height"])
    left, top = box["x"] + (box["width"] - side) / 2, box["y"] + (box["height"] - side) / 2
    for n, stroke in enumerate(strokes):
        page.mouse.move(left + stroke[0][0] * side, top + stroke[0][1] * side)
        page.mouse.down()
        for x, y in [*stroke[1::4], stroke[-1]]:
            page.mouse.move(left + x * side, top + y * side)
        if last_up or n + 1 < len(strokes):
            page.mouse.up()


def given(page: Page) -> Any:
    expect(page.locator(".given")).not_to_be_empty()
    return json.loads(page.locator(".given").inner_text())


def test_the_field_is_whole_and_uncovered_on_every_tab_and_every_key_is_20_mm(page: Page) -> None:
    open_fields(page, *KINDS)
    for kind in KINDS:
        page.locator(f'[data-field="{kind}"]').dispatch_event("pointerdown")
        expect(page.locator(f'[data-field="{kind}"]')).to_have_class("f on")
        for tab in page.locator("[data-tab]").all() or [None]:
            if tab is not None:
                tab.tap()
            seen = page.evaluate(SEEN)
            where = (kind, tab and tab.inner_text(), seen)
            (left, top, right, bottom), panel = seen["field"], seen["panel"]
            assert seen["uncovered"], where
            assert right <= panel[0] or left >= panel[2] or bottom <= panel[1] or top >= panel[3], where
            assert seen["within"], where
            assert seen["least"] >= 9.6 - 0.06, where
            assert panel[3] <= seen["screen"][1] + 1, where


def test_a_kiosk_whose_glass_is_small_grows_its_keys_by_one_variable(tall: Page) -> None:
    open_fields(tall, "text")
    tall.add_style_tag(content=panel_rule(194))  # 15.6 inches standing
    rem_px = tall.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert tall.evaluate(SEEN)["least"] * rem_px >= 20 * 1080 / 194 - 1


def test_ink_becomes_text(tall: Page) -> None:
    open_fields(tall, "text")
    write(tall, drawn("我", "mild noise, random order"))
    tall.tap('[data-cand="我"]')
    expect(tall.locator(".f .line")).to_have_text("我")
    expect(tall.locator("[data-cand]")).to_have_count(0)


def test_letters_and_contrast_are_large_enough_on_every_tab(tall: Page) -> None:
    open_fields(tall, "name", "address")
    for field in ("name", "address"):
        tall.locator(f'[data-field="{field}"]').dispatch_event("pointerdown")
        for tab in tall.locator("[data-tab]").all():
            tab.tap()
            assert tall.evaluate(MEASURE) == []


def test_a_second_finger_while_writing_is_ignored(tall: Page) -> None:
    open_fields(tall, "text")
    write(tall, drawn("一", "as printed"), last_up=False)
    tall.evaluate("""() => {
      const canvas = document.querySelector('.draw canvas'), box = canvas.getBoundingClientRect();
      for (const [what, y] of [['pointerdown', 40], ['pointermove', 200], ['pointerup', 300]])
        canvas.dispatchEvent(new PointerEvent(what, {pointerId: 77, clientX: box.left + 60, clientY: box.top + y}));
    }""")
    with tall.expect_request("**/input/strokes") as asked:
        tall.mouse.up()
    assert len(asked.value.post_data_json["strokes"]) == 1


def test_undo_takes_back_the_last_stroke_and_then_the_last_change(tall: Page) -> None:
    open_fields(tall, "text")
    write(tall, drawn("人", "as printed"))
    tall.tap('[data-cand="人"]')
    write(tall, drawn("二", "as printed"))
    tall.wait_for_selector("[data-cand]")
    with tall.expect_request("**/input/strokes") as asked:
        tall.tap("[data-do=undo]")
    assert len(asked.value.post_data_json["strokes"]) == 1
    tall.tap("[data-do=undo]")
    expect(tall.locator(".f .line")).to_have_text("人")
    tall.tap("[data-do=wipe]")
    expect(tall.locator(".f .line")).to_have_text("可以写几样")
    tall.tap("[data-do=undo]")
    expect(tall.locator(".f .line")).to_have_text("人")
    tall.tap("[data-do=back]")
    expect(tall.locator(".f .line")).to_have_text("可以写几样")


def test_pinyin_takes_the_word_and_keeps_the_letters_behind_it(tall: Page) -> None:
    open_fields(tall, "text")
    tall.tap("[data-tab=pinyin]")
    for key in "banyungong":
        tall.tap(f'.kb [data-key="{key}"]')
    tall.tap('[data-cand="搬运"]')
    tall.tap('[data-cand="工"]')
    expect(tall.locator(".f .line")).to_have_text("搬运工")


def test_a_character_touched_before_the_engine_heard_the_last_letter_takes_that_letter_too(tall: Page) -> None:
    """What stands there for zhan holds 张, whose sound goes on: nothing of zhang may be left for the next character."""
    open_fields(tall, "name")
    tall.tap("[data-tab=pinyin]")
    for letter in "zhan":
        tall.tap(f'.kb [data-key="{letter}"]')
    offered = tall.locator(".cand button", has_text="张")
    expect(offered).to_be_visible()
    held: list[Route] = []
    tall.route("**/input/pinyin", lambda route: held.append(route))
    tall.tap('.kb [data-key="g"]')
    wait_until(lambda: tall.wait_for_timeout(20) or held, "the question to be on its way")
    offered.tap()
    for route in held:
        route.continue_()
    tall.unroute("**/input/pinyin")
    expect(tall.locator(".f.on .line")).to_have_text("张")
    for letter in "hua":
        tall.tap(f'.kb [data-key="{letter}"]')
    tall.tap('.cand button:has-text("华")')
    expect(tall.locator(".f.on .line")).to_have_text("张华")


def test_rare_characters_and_surnames_fill_a_name_and_x_an_identity_number(tall: Page) -> None:
    open_fields(tall, "name", "id")
    tall.tap("[data-tab=pinyin]")
    for key in "li":
        tall.tap(f'.kb [data-key="{key}"]')
    tall.tap('[data-cand="李"]')
    tall.tap("[data-tab=rare]")
    while not tall.locator('[data-cand="㛃"]').count():
        tall.tap("[data-do=rare-on]")
    tall.tap('[data-cand="㛃"]')
    tall.tap(".kb [data-key=go]")
    for key in "12X":
        tall.tap(f'.kb [data-key="{key}"]')
    tall.tap(".kb [data-key=go]")
    assert given(tall) == [1, {"name": "李㛃", "id": "12X"}]


def test_an_address_begins_with_a_township_by_one_touch(tall: Page) -> None:
    open_fields(tall, "address")
    tall.tap('[data-cand="东流镇"]')
    write(tall, drawn("山", "as printed"))
    tall.tap('[data-cand="山"]')
    tall.tap("[data-tab=town]")
    tall.tap('[data-cand="尧渡镇"]')
    expect(tall.locator(".f .line")).to_have_text("尧渡镇山")


def test_a_tap_sent_twice_is_heard_once(tall: Page) -> None:
    open_fields(tall, "phone")
    tall.tap('.kb [data-key="1"]')
    tall.evaluate("""() => {
      const writer = getElement(Number(document.querySelector('.writer').id.slice(1)));
      for (const again of [1, 2]) writer.$emit('done', {texts: {phone: '1'}, tap: 'same tap'});
    }""")
    assert given(tall)[0] == 1
    tall.tap(".kb [data-key=go]")
    expect(tall.locator(".given")).to_contain_text("[2")


def test_a_page_is_read_aloud_and_only_public_words_may_be_kept(tall: Page) -> None:
    asked: list[Any] = []
    tall.on("request", lambda request: asked.append(request.post_data_json) if "/speech/" in request.url else None)
    tall.goto("/kiosk/aloud")
    tall.wait_for_function("window.did_handshake === true")
    tall.tap("[data-read-aloud]")
    expect(tall.locator("[data-read-aloud].reading")).to_have_count(0)
    wait_until(lambda: len(asked) == 2, "both pieces to be asked for")
    assert asked == [{"text": "月薪4500元。包吃住。", "personal": False}, {"text": "张*，您好", "personal": True}]
