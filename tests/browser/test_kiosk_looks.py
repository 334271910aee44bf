"""Every view in every format and mode: axe-core, targets of 20 mm, text of 7 mm, contrast of 7:1.

One browser page a format; views are changed and modes switched in it, so that what is slow happens once. A standing
panel is measured in three modes here, a lying one in two, axe-core looks once; all views, formats and
modes are for `tests/soak/test_kiosk_all_looks.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.kiosk_rig import KioskRig, Walker
from tests.browser.kiosk_views import OVERLAYS, STEPS, addresses, go, unknown_views

MEASURE = (Path(__file__).parent / "kiosk_measure.js").read_text("utf8")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf8")
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
FORMATS = ((1080, 1920), (1920, 1080), (1280, 1024))
MODES = ("", "elder", "contrast", "low", "elder low")


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskRig]:
    """A kiosk whose visits last long enough to be measured."""
    made = KioskRig(tmp_path_factory.mktemp("looks"), idle_s="3600")
    yield made
    made.stop()


def stand_before(browser: Browser, rig: KioskRig, width: int, height: int) -> Walker:
    """Return somebody before a panel of that format, with axe-core at hand."""
    rig.reader.calm()
    walker = Walker(browser, rig)
    walker.page.set_viewport_size({"width": width, "height": height})
    walker.page.emulate_media(reduced_motion="reduce")  # nothing is measured while it fades in
    walker.page.evaluate(AXE)
    return walker


def wrong_looks(page: Page, modes: tuple[str, ...] = MODES) -> list[dict[str, Any]]:
    """Return what is too small or too pale, in any of the modes."""
    found = []
    for mode in modes:
        page.evaluate("mode => { document.documentElement.className = mode; }", mode)
        found += [{"mode": mode, **one} for one in page.evaluate(MEASURE)]
    page.evaluate("document.documentElement.className = ''")
    return found


# what lies half under the bar or over the edge of a list is whole after a touch of the list: no small target
CUT = """(html) => [...document.querySelectorAll(".page a, .page button")].some((one) => {
  const list = one.closest(".scroll")?.getBoundingClientRect(), box = one.getBoundingClientRect();
  const bar = one.closest(".bar") ? 0 : document.querySelector(".page .bar")?.getBoundingClientRect().bottom ?? 0;
  const top = Math.max(bar, list?.top ?? 0), bottom = Math.min(innerHeight, list?.bottom ?? innerHeight);
  return one.outerHTML.slice(0, 160) === html && (box.top < top - 1 || box.bottom > bottom + 1);
})"""


def violations(page: Page, mode: str = "") -> list[dict[str, Any]]:
    """Return what axe-core finds against WCAG up to 2.2 AA."""
    page.evaluate("mode => { document.documentElement.className = mode; }", mode)
    found: list[dict[str, Any]] = page.evaluate("""async (rules) => (await axe.run(document, {
        runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] })).violations.map((one) =>
        ({ rule: one.id, nodes: one.nodes.map((node) => node.html.slice(0, 160)) }))""", RULES)
    for one in found:
        if one["rule"] == "target-size":
            one["nodes"] = [html for html in one["nodes"] if not page.evaluate(CUT, html)]
    page.evaluate("document.documentElement.className = ''")
    return [{"mode": mode, **one} for one in found if one["nodes"]]


def all_looks(walker: Walker, rig: KioskRig, look: Any) -> dict[str, list[dict[str, Any]]]:
    """Return what `look` finds on every view and step, by its name; nothing for one that is well."""
    found = {}
    for path, address in addresses(rig):
        go(walker.page, address)
        found[path] = look(walker.page)
        for name, way in STEPS.get(path, ()):
            way(walker, rig)
            found[f"{path} {name}"] = look(walker.page)
    rig.reader.calm()
    walker.open("/kiosk/")
    walker.page.evaluate(AXE)
    for name, way in OVERLAYS:
        way(walker, rig)
        if name == "card left":
            walker.page.evaluate(AXE)  # a page load of its own
        found[name] = look(walker.page)
    rig.reader.calm()
    return {name: wrong for name, wrong in found.items() if wrong}


def told(found: object) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1)


def test_every_view_is_measured() -> None:
    assert unknown_views() == []


def test_every_view_of_a_standing_panel_is_large_and_dark_enough_and_axe_finds_nothing(browser: Browser, rig: KioskRig
                                                                                        ) -> None:  # fmt: skip
    walker = stand_before(browser, rig, *FORMATS[0])
    found = all_looks(walker, rig, lambda page: [*wrong_looks(page, ("", "elder", "low")), *violations(page)])
    walker.leave()
    assert found == {}, told(found)


@pytest.mark.soak
@pytest.mark.parametrize(("width", "height"), FORMATS[2:])
def test_every_view_of_other_panels_is_large_and_dark_enough(browser: Browser, rig: KioskRig, width: int, height: int
                                                              ) -> None:  # fmt: skip
    walker = stand_before(browser, rig, width, height)
    found = all_looks(walker, rig, lambda page: wrong_looks(page, ("", "elder")))
    walker.leave()
    assert found == {}, told(found)


def test_the_measure_and_axe_each_find_what_is_wrong(browser: Browser, rig: KioskRig) -> None:
    """A control: one page with a target too small, a text too small, one too pale, and a picture without words."""
    walker = stand_before(browser, rig, 1080, 1920)
    walker.page.evaluate("""document.querySelector('.page').insertAdjacentHTML('afterbegin',
        `<div style="position:absolute;top:0;left:0;z-index:9"><a href="#" style="display:block;width:95px;height:95px"
        ><span style="font-size:27px;color:#000;background:#fff">小</span>
        <span style="color:#777;background:#fff">淡</span></a><img src="data:,"></div>`)""")
    assert {one["what"] for one in wrong_looks(walker.page, ("",))} == {"target", "text", "contrast"}
    assert "image-alt" in {one["rule"] for one in violations(walker.page)}
    # 8:1 is enough in ordinary light, not in the strong mode
    walker.page.evaluate("document.querySelector('.page div').outerHTML = "
                         "'<p style=\"position:absolute;top:0;z-index:9;color:#505050;background:#fff\">八比一</p>'")
    found = wrong_looks(walker.page, ("", "contrast"))
    assert [(one["mode"], one["what"]) for one in found if one["text"] == "八比一"] == [("contrast", "contrast")]
    walker.leave()


def test_large_makes_text_and_targets_thirty_percent_larger(browser: Browser, rig: KioskRig) -> None:
    walker = stand_before(browser, rig, 1080, 1920)
    size = "parseFloat(getComputedStyle(document.querySelector('.promise')).fontSize)"
    before = walker.page.evaluate(size)
    walker.tap("#ease [data-mode=elder]")
    assert walker.page.evaluate(size) == pytest.approx(1.3 * before)
    walker.tap("#ease [data-mode=elder]")
    assert walker.page.evaluate(size) == pytest.approx(before)
    walker.leave()


def test_low_keeps_every_control_in_the_lower_part_of_a_standing_panel(browser: Browser, rig: KioskRig) -> None:
    walker = stand_before(browser, rig, 1080, 1920)
    walker.tap("#ease [data-mode=low]")
    tops = """[...document.querySelectorAll("a, button")].map((one) => one.getBoundingClientRect())
        .filter((box) => box.width && box.bottom > 0).map((box) => box.top)"""
    for address in ("/", "/jobs", "/find", "/register", "/policies"):
        go(walker.page, address)
        assert min(walker.page.evaluate(tops)) >= 1920 * 0.4, address
    walker.leave()


def test_what_was_chosen_on_the_rail_is_gone_with_the_visit(browser: Browser, rig: KioskRig) -> None:
    walker = stand_before(browser, rig, 1080, 1920)
    walker.tap("#ease [data-mode=contrast]")
    go(walker.page, "/jobs")
    assert walker.page.evaluate("document.documentElement.className") == "contrast"
    walker.tap(".bar [data-end]")
    walker.page.wait_for_selector(".tiles")
    assert walker.page.evaluate("document.documentElement.className") == ""
    walker.leave()


@pytest.mark.soak
def test_a_small_panel_gets_the_same_millimetres(browser: Browser, tmp_path: Path) -> None:
    """15.6 inches: 194 mm across instead of 268, so a length takes 1.38 times the pixels, and nothing is cut off."""
    small = KioskRig(tmp_path, panel_mm="194", idle_s="3600")
    try:
        walker = stand_before(browser, small, 1080, 1920)
        size = walker.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.promise')).fontSize)")
        assert size * 194 / 1080 >= 6.9
        for address in ("/", "/jobs", "/register"):
            go(walker.page, address)
            assert walker.page.evaluate(MEASURE) == []
            cut = "[...document.querySelectorAll('.page a, .page button')].map((one) => one.getBoundingClientRect())"
            assert walker.page.evaluate(f"{cut}.every((box) => box.left >= 0 && box.right <= innerWidth)"), address
        walker.leave()
    finally:
        small.stop()


def test_sound_is_turned_down_and_off_on_every_page_and_back_with_the_next_visit(browser: Browser, rig: KioskRig
                                                                                  ) -> None:  # fmt: skip
    walker = stand_before(browser, rig, 1080, 1920)
    volume = "(() => { const one = new Audio(); one.play().catch(() => {}); return one.volume; })()"
    assert walker.page.evaluate(volume) == pytest.approx(0.7)
    go(walker.page, "/jobs")
    for _ in range(3):
        walker.tap("#ease [data-loud='-1']")
    expect(walker.page.locator("#ease p")).to_contain_text("声音关了")
    assert walker.page.evaluate(volume) == 0
    walker.tap(".bar [data-end]")
    walker.page.wait_for_selector(".tiles")
    assert walker.page.evaluate(volume) == pytest.approx(0.7)
    walker.leave()


def test_a_machine_without_a_voice_says_so_in_words(browser: Browser, rig: KioskRig) -> None:
    walker = stand_before(browser, rig, 1080, 1920)
    walker.context.route("**/speech/**", lambda route: route.fulfill(status=204))
    walker.tap("#ease [data-read-aloud]")
    expect(walker.page.locator("#ease p")).to_contain_text("读不出声")
    walker.leave()
