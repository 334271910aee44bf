"""Invented people and the hands they touch the kiosk with, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from kiosk.reader.base import IdCard

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]  # fmt: skip
GLASS = {"width": 1080, "height": 1920}
PATIENCE_MS = 15_000.0
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, annex A


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """Somebody who does not exist; `spelling` is how the name is spelt on the kiosk's keys."""

    name: str
    spelling: tuple[str, ...]
    phone: str
    birth: date
    serial: int

    @property
    def number(self) -> str:
        """Return an ID number of 东至县 with the check character of the standard."""
        first = f"341721{self.birth:%Y%m%d}{self.serial:03d}"
        total = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True))
        return first + "10X98765432"[total % 11]

    def card(self) -> IdCard:
        """Return the card of this person."""
        return IdCard(
            kind="resident", name=self.name, sex="1" if self.serial % 2 else "2", nation_code="01", birth=self.birth,
            address="安徽省东至县尧渡镇示例村1号", number=self.number, authority="东至县公安局",
            valid_from=date(2020, 1, 1), valid_to=date(2040, 1, 1),
        )  # fmt: skip


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Debian's Chromium, headless, without its calls home."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


class Visitor:
    """Somebody at the kiosk's glass, who touches and reads."""

    def __init__(self, browser: Browser, port: int) -> None:
        self._home = f"http://127.0.0.1:{port}/kiosk/"
        self.context = browser.new_context(viewport=GLASS, has_touch=True, locale="zh-CN")  # type: ignore[arg-type]
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.walk_up()

    def walk_up(self) -> None:
        """Load the kiosk anew, as after the visit before."""
        self.page.goto(self._home)
        self.page.wait_for_function("window.did_handshake === true")

    def leave(self) -> None:
        """Close the browser's window."""
        self.context.close()

    def sees(self, *words: str) -> None:
        """Wait until all the words stand on the page."""
        for one in words:
            expect(self.page.locator("body")).to_contain_text(one, timeout=PATIENCE_MS)

    def sees_no(self, *words: str) -> None:
        """Wait until none of the words stands on the page."""
        for one in words:
            expect(self.page.locator("body")).not_to_contain_text(one, timeout=PATIENCE_MS)

    def touch(self, words: str) -> None:
        """Touch the first link or button that says so."""
        self.page.locator("a, button").filter(has_text=re.compile(words)).first.tap()

    def pick(self, act: str, value: str = "") -> None:
        """Touch a choice and wait until it is lit, or a button of a page."""
        chosen: Locator = self.page.locator(f'[data-act="{act}"]' + (f'[data-value="{value}"]' if value else ""))
        chosen.first.tap()
        if value:
            expect(chosen).to_have_class(re.compile("on"), timeout=PATIENCE_MS)

    def press(self, keys: str) -> None:
        """Touch keys of the panel, one after the other, on the tab that has them."""
        self.page.wait_for_selector(".kb")
        tab = self.page.locator(f'[data-tab={"digits" if keys[0].isdigit() else "pinyin"}]:not(.on)')
        if tab.count():
            tab.tap()
        for key in keys:
            self.page.locator(f'[data-key="{key}"]').tap()

    def go_on(self) -> None:
        """Touch the panel's key that takes what was typed."""
        self.page.locator('[data-key="go"]').tap()

    def ask_to_register(self) -> None:
        """Go from the first page to where the card is awaited, over the notice."""
        self.touch("求职登记")
        self.sees("先跟您说清楚")
        self.pick("agree")
        self.sees("没带身份证")

    def spell(self, person: Invented) -> None:
        """Type name and number instead of laying a card on the reader."""
        self.pick("hand")
        for character, letters in zip(person.name, person.spelling, strict=True):
            self.press(letters)
            self.page.locator(".cand button", has_text=character).first.tap()
        self.go_on()
        self.press(person.number)
        self.go_on()

    def wish(self, phone: str) -> str:
        """Choose 家政保洁's first trade, leave a phone number, and return the receipt number beside 好了."""
        self.sees("想干什么活")
        self.pick("group", "C")
        self.pick("trade", "C01")
        self.pick("next")
        self.sees("什么时候能上工")
        self.press(phone)
        self.go_on()
        self.sees("好了，登记成功")
        return self.page.locator(".ticket .big").inner_text()

    def report_job(self, phone: str) -> tuple[str, str]:
        """Report the job on the page for its fees and leave a phone; return the receipt's number and code."""
        self.touch("这个岗位有问题")
        self.sees("要举报什么事")
        self.pick("kind")
        self.sees("都可以空着")
        self.press(phone)
        self.go_on()
        self.go_on()
        self.sees("好了，举报收下了")
        return self.page.locator(".ticket .big").inner_text(), self.page.locator(".ticket .code").inner_text()

    def ask(self, number: str, code: str) -> None:
        """Ask from the first page what came of a receipt."""
        self.touch("更多服务")
        self.sees("看有没有回音")  # the first page's tile names 查回执 too
        self.touch("查回执")
        self.sees("请照小票上的号码点")
        self.press(number.replace("-", ""))
        self.go_on()
        self.press(code)
        self.go_on()

    def register_by_hand(self, person: Invented) -> str:
        """Register without a card and return the receipt number."""
        self.ask_to_register()
        self.spell(person)
        return self.wish(person.phone)
