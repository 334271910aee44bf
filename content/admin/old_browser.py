"""A browser too old for the desk gets one plain page that says what to install, instead of a page that stays empty."""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from content.admin.gate import is_page

# NiceGUI's pages stand on cascade layers (`@layer`): Chromium 99, Firefox 97, Safari 15.4
OLDEST = {"Chrome": 99, "Firefox": 97, "Version": 15}
_GONE = re.compile(r"MSIE |Trident/|Edge/\d")  # Internet Explorer, and the Edge of before 2020
_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>请换一个浏览器</title></head>
<body><h1>这个浏览器太旧，打不开后台</h1>
<p>请用下面任何一种，打开同一个网址：</p>
<ul><li>Microsoft Edge 浏览器，99 版以上（Windows 10、11 自带）</li>
<li>360 安全浏览器、360 极速浏览器，内核 99 以上，并切到“极速模式”（地址栏右边的闪电）</li>
<li>Chrome 浏览器，99 版以上</li></ul>
<p>这台电脑装不了，请找系统管理员。</p></body></html>
"""


def too_old(agent: str) -> bool:
    """Say whether a browser names itself as one the desk does not run in; what names itself otherwise may try."""
    if _GONE.search(agent):
        return True
    said = {name: int(version) for name, version in re.findall(r"(Chrome|Firefox|Version)/(\d{1,4})", agent)}
    if "Chrome" in said:  # Edge and 360 too; on Android it also says Version/4.0
        return said["Chrome"] < OLDEST["Chrome"]
    return any(version < OLDEST[name] for name, version in said.items())


class OldBrowsers:
    """Answers pages of the desk for old browsers by itself; no script and no style sheet is needed to read it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or say what to install."""
        if is_page(scope) and scope["method"] == "GET" and too_old(Headers(scope=scope).get("user-agent", "")):
            await HTMLResponse(_PAGE, headers={"Cache-Control": "no-store"})(scope, receive, send)
            return
        await self._app(scope, receive, send)
