"""From a click at the desk to the painted frame on the hall's screen and on the kiosk's first view."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Frame, Page

from tests.bench.kiosk_tour import HOME
from tests.bench.painting import clicked_ms, look_for, seen_ms, timed_page, until
from tests.bench.running_demo import RunningDemo

_NUMBERS = ".layer.front .row .number"
_NEW_BOARD = """(old) => {
  const shown = [...document.querySelectorAll(".layer.front .row .number")].map((one) => one.textContent).join();
  return shown && shown !== old && !document.querySelector(".layer.coming");
}"""
_BOARD_PATIENCE_MS = 180_000


@dataclass(slots=True)
class Times:
    """What each round took, in seconds."""

    filled_to_glass: list[float] = field(default_factory=list)
    published_to_screen: list[float] = field(default_factory=list)
    published_to_kiosk: list[float] = field(default_factory=list)


def log_in(browser: Browser, link: str) -> Page:
    """Use the one-time link the demonstration printed and return the desk."""
    page = timed_page(browser, 1440, 900)
    page.goto(link)
    page.get_by_role("button", name="进入后台").click()
    page.wait_for_url("**/staff/**")
    return page


class Hall:
    """A desk, a screen and a kiosk, all open in the browser, as in a market at work."""

    def __init__(self, browser: Browser, demo: RunningDemo, kiosk: Page) -> None:
        self._demo = demo
        self._desk = log_in(browser, demo.said(r"(http\S+/enter\?link=\S+)"))
        self._screen = timed_page(browser, 1920, 1080)
        self._screen.goto(demo.url("screen", "/"))
        self._kiosk = kiosk
        self._player.wait_for_selector(".layer.front *")

    @property
    def _player(self) -> Frame:
        frames = [frame for frame in self._screen.frames if frame.url.endswith("/player")]
        if not frames:
            self._screen.wait_for_selector("iframe")
            return self._player
        return frames[-1]

    def fill(self, times: Times) -> None:
        """Mark a job that just came up on the screen as 已招满 and time until it is off the glass."""
        player = self._player
        shown = ",".join(player.locator(_NUMBERS).all_inner_texts())
        # a board that has just come stays for many seconds: what goes from it went because of the click
        until(player, _NEW_BOARD, shown, _BOARD_PATIENCE_MS)
        number = player.locator(_NUMBERS).first.inner_text()
        self._desk.goto(self._demo.url("hub", f"/staff/jobs?text={number}"))
        button = self._desk.locator(f"tr:has(td.num:text-is('{number}')) button[data-do=filled]")
        button.wait_for()
        look_for(player, _NUMBERS, number, present=False)
        button.click()
        times.filled_to_glass.append((seen_ms(player) - clicked_ms(self._desk)) / 1000)

    def publish(self, times: Times) -> None:
        """Publish the next 期 and time until screen and kiosk name it."""
        self._desk.goto(self._demo.url("hub", "/staff/review"))
        button = self._desk.get_by_role("button", name="发布第")
        name = button.inner_text().removeprefix("发布").strip()
        # as a visitor finds it who has just come: on its first view
        self._kiosk.goto(self._demo.url("kiosk", "/kiosk/"))
        self._kiosk.wait_for_selector(HOME)
        player, kiosk = self._player, self._kiosk.main_frame
        look_for(player, "#remark", f"{name} ·")
        look_for(kiosk, ".edition", f"{name} ·")
        button.click()
        clicked = clicked_ms(self._desk)
        times.published_to_screen.append((seen_ms(player) - clicked) / 1000)
        times.published_to_kiosk.append((seen_ms(kiosk) - clicked) / 1000)

    def close(self) -> None:
        """Close desk and screen."""
        self._desk.context.close()
        self._screen.context.close()
