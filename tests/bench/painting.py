"""Times between a finger or a click and a painted frame, taken inside the page.

The beginning is the event's own `timeStamp`: when the browser got the input, so that a busy page cannot hide its delay.
What is waited for is looked at once in every animation frame, after the page's own work and before the browser paints
that frame. The end is the beginning of the next animation frame, when the one that holds the change has been handed
over: up to one frame (17 ms) more than the truth, and never less. Three things are timed so:

- press: `pointerdown` → the touched thing looks otherwise than at rest (transform, filter, colour, the text it writes);
- change: `click` → another view than the one that was left stands there with what is expected in it. It is carried
  through the session's storage, so a click that loads a new document is timed by the same clock;
- seen: a text appears in, or goes from, what a selector names; by the wall clock, so that pages can be compared.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Frame, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]  # fmt: skip
FINGER_DOWN_MS = 100  # how long a finger rests on what it taps
_REST_MS = 120  # between two taps of an impatient person
_PATIENCE_MS = 20_000
_ASK_MS = 20

_IN_PAGE = """(() => {
  const VIEW = ".page, .writer-page", kept = "bench";
  const bench = window.bench = { clicked: 0, seen: 0 };
  const wall = (moment) => performance.timeOrigin + moment;
  const whenPainted = (done) => requestAnimationFrame(() => done(wall(performance.now())));
  const eachFrame = (look) => requestAnimationFrame(() => { if (!look()) eachFrame(look); });
  const tap = () => JSON.parse(sessionStorage.getItem(kept) || "null");
  const note = (news) => sessionStorage.setItem(kept, JSON.stringify({ ...tap(), ...news }));
  bench.tap = tap;
  bench.expect = (wanted) => sessionStorage.setItem(kept, JSON.stringify({ wanted }));

  const looks = (target) => {
    const style = getComputedStyle(target), written = target.closest(".writer")?.querySelector(".fields");
    return [style.transform, style.filter, style.backgroundColor, written?.textContent].join("|");
  };
  addEventListener("pointerdown", (event) => {
    const target = event.target.closest?.("a, button");
    bench.clicked = wall(event.timeStamp);
    if (!target || !tap()) return;
    note({ down: bench.clicked });
    const atRest = looks(target);
    eachFrame(() => {
      const answers = !target.isConnected || looks(target) !== atRest;
      if (answers) whenPainted((pressed) => note({ pressed }));
      return answers;
    });
  }, true);

  const awaitView = (left) => eachFrame(() => {
    const view = document.querySelector(VIEW), wanted = tap().wanted;
    const there = view && view !== left && view.querySelector(wanted);
    if (there) whenPainted((changed) => note({ changed, pressed: tap().pressed ?? changed }));
    return there;
  });
  addEventListener("click", (event) => {
    if (!tap()?.wanted || tap().up) return;
    note({ up: wall(event.timeStamp) });
    awaitView(document.querySelector(VIEW));
  }, true);
  if (window.top === window && location.protocol === "http:" && tap()?.up && !tap().changed) awaitView(null);

  bench.lookFor = (selector, text, present) => {
    bench.seen = 0;
    eachFrame(() => {
      const there = [...document.querySelectorAll(selector)].some((one) => one.textContent.includes(text));
      if (there === present) whenPainted((seen) => { bench.seen = seen; });
      return there === present;
    });
  };
})();"""


# one step, so that no new edition comes between looking and tapping
_AIM = """([selector, wanted]) => {
  const target = document.querySelector(selector);
  if (!target) return null;
  target.scrollIntoView({ block: "nearest" });
  const box = target.getBoundingClientRect();
  bench.expect(wanted);
  return { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 90) };
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """What one tap took, in ms; `change_ms` is None where no view was to follow."""

    press_ms: float
    change_ms: float | None


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Debian's Chromium, headless, without its calls home."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def timed_page(browser: Browser, width: int, height: int, *, touch: bool = False) -> Page:
    """Open an empty page of its own context that will time what happens in it."""
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=touch, locale="zh-CN")
    context.add_init_script(_IN_PAGE)
    context.set_default_timeout(_PATIENCE_MS)
    return context.new_page()


class Finger:
    """Taps as a touch panel does: down, rest, up, by the browser's input pipeline."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._input: CDPSession = page.context.new_cdp_session(page)

    def tap(self, selector: str, wanted: str = "", patience_ms: float = _PATIENCE_MS) -> Tap:
        """Tap the first that matches; `wanted` is what the view that follows shows, "" where none follows."""
        spot: dict[str, float] | None = self.page.evaluate(_AIM, [selector, wanted])
        if spot is None:
            raise LookupError(f"nothing to tap at {selector}")
        self._input.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [spot]})
        self.page.wait_for_timeout(FINGER_DOWN_MS)
        self._input.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        answer = "changed" if wanted else "pressed"
        self.page.wait_for_function(f"window.bench && bench.tap().{answer}", timeout=patience_ms)
        told: dict[str, float] = self.page.evaluate("bench.tap()")
        self.page.wait_for_timeout(_REST_MS)
        return Tap(press_ms=told["pressed"] - told["down"],
                   change_ms=told["changed"] - told["up"] if wanted else None)  # fmt: skip


def look_for(frame: Frame, selector: str, text: str, *, present: bool = True) -> None:
    """Begin to watch for a text in what the selector names; `seen_ms` tells when."""
    frame.evaluate("([selector, text, present]) => bench.lookFor(selector, text, present)", [selector, text, present])


def until(frame: Frame, expression: str, argument: object = None, patience_ms: float = _PATIENCE_MS) -> Any:
    """Return the first true value; asked from outside, because the player's policy forbids to poll by eval."""
    deadline = time.monotonic() + patience_ms / 1000
    while not (value := frame.evaluate(expression, argument)):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{frame.url}: waited {patience_ms:.0f} ms for {expression}")
        frame.page.wait_for_timeout(_ASK_MS)
    return value


def seen_ms(frame: Frame) -> float:
    """Wait until what is looked for is painted and return the wall clock's ms."""
    return float(until(frame, "bench.seen"))


def clicked_ms(page: Page) -> float:
    """Return when the page was last clicked, in the wall clock's ms."""
    return float(page.evaluate("bench.clicked"))
