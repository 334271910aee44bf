"""Members of staff at the desk in a real browser, each with an account, a login and a window of their own."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

from openpyxl import Workbook
from playwright.sync_api import Browser, Locator, Page, expect

from tests.contract.market_visitor import PATIENCE_MS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AtTheDesk:
    """Somebody logged in by a one-time link; `errors` is what their browser complained of."""

    def __init__(self, browser: Browser, link: str, width: int = 1440, height: int = 900) -> None:
        self._browser = browser
        context = browser.new_context(viewport={"width": width, "height": height}, has_touch=width < 500,
                                      locale="zh-CN", accept_downloads=True)  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(link)
        self.page.get_by_role("button", name="进入后台").click()
        self.page.wait_for_url("**/staff/**")

    def go(self, path: str) -> None:
        """Open a page of the desk."""
        self.page.goto(re.sub(r"/staff/.*", "/staff" + path, self.page.url))
        self.page.wait_for_function("window.did_handshake === true")

    def sees(self, *words: str) -> None:
        """Wait until all the words stand on the page."""
        for one in words:
            expect(self.page.locator("body")).to_contain_text(one, timeout=PATIENCE_MS)

    def press(self, name: str) -> None:
        """Press the button that is called so."""
        self.page.get_by_role("button", name=re.compile(name)).first.click()

    def fill(self, texts: Mapping[str, str]) -> None:
        """Type into fields by their labels."""
        for label, text in texts.items():
            self.page.get_by_label(label).first.fill(text)

    def tick(self, name: str, wanted: bool = True) -> None:
        """Set a check box, whose mark follows the server's answer."""
        box = self.page.get_by_role("checkbox", name=name, exact=True)
        if box.is_checked() is not wanted:
            box.click()
        expect(box).to_be_checked(checked=wanted)

    def row(self, words: str) -> Locator:
        """Return the row of a list that holds the words."""
        return self.page.locator("tbody tr", has_text=words).first

    def add_colleague(self, name: str, login: str, *roles: str, narrow: bool = False) -> AtTheDesk:
        """Make an account, hand out its link, and return its owner at a desk of their own."""
        self.go("/accounts/new")
        self.fill({"姓名": name, "登录名": login, "签责任书的日期": "2026-11-02"})
        self.tick("启用")
        for role in ("录入员", *roles):  # a new account starts as 录入员
            self.tick(role, role in roles)
        self.press("保存")
        self.page.wait_for_url("**/staff/accounts")
        self.page.wait_for_function("window.did_handshake === true")
        return AtTheDesk(self._browser, self.link_for(name), *((390, 844) if narrow else ()))

    def link_for(self, name: str) -> str:
        """Return a one-time link for an account of the open list."""
        self.row(name).get_by_role("button", name="发登录链接").click()
        shown = self.page.locator(".link")
        expect(shown).to_contain_text("http")
        return shown.inner_text()

    def leave(self) -> None:
        """Close the window."""
        self.page.context.close()


def workbook(rows: list[list[str]]) -> bytes:
    """Return rows as a firm sends them."""
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
