"""Which browsers get the plain page: user agents as their makers publish them."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from content.admin.old_browser import OldBrowsers, too_old

_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
IE11 = "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko"  # 360 in its compatible mode too
EDGE = f"{_WINDOWS} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"


@pytest.mark.parametrize(("agent", "old"), [
    (IE11, True), ("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)", True),
    (f"{_WINDOWS} Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763", True),
    (f"{_WINDOWS} Chrome/86.0.4240.198 Safari/537.36", True),  # 360 安全浏览器 13
    (f"{_WINDOWS} Chrome/98.0.4758.102 Safari/537.36", True), (f"{_WINDOWS} Chrome/99.0.4844.51 Safari/537.36", False),
    (f"{_WINDOWS} Chrome/114.0.5735.289 Safari/537.36", False),  # 360 极速浏览器 X
    (EDGE, False), ("Mozilla/5.0 (X11; Linux x86_64; rv:96.0) Gecko/20100101 Firefox/96.0", True),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", False),
    ("Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36", False),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1", False),
    ("python-httpx/0.28", False), ("", False),
])  # fmt: skip
def test_a_browser_is_known_by_what_it_names_itself(agent: str, old: bool) -> None:
    assert too_old(agent) is old


async def test_an_old_browser_is_told_what_to_install_in_a_page_it_can_read() -> None:
    app = FastAPI()

    @app.get("/staff/jobs")
    async def jobs() -> str:
        return "built"

    @app.get("/link/board")
    async def board() -> str:
        return "told"

    transport = httpx.ASGITransport(OldBrowsers(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as browser:
        old = (await browser.get("/staff/jobs", headers={"user-agent": IE11})).text
        assert "Edge" in old and "360" in old and "极速模式" in old and "built" not in old
        assert "<script" not in old and "<link" not in old and "var(" not in old
        # control: a browser of today, and a terminal whatever it says
        assert "built" in (await browser.get("/staff/jobs", headers={"user-agent": EDGE})).text
        assert "told" in (await browser.get("/link/board", headers={"user-agent": IE11})).text
