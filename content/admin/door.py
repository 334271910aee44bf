"""The way in and out of the desk: plain routes on the hub's own app, beside NiceGUI.

A link is opened by GET, which changes nothing, and used by the button's POST: a preview cannot use it up.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from content.admin.login import COOKIE, SESSION_LIFE, NotAllowed, close_session, open_session
from content.admin.parts import MOUNT, AdminParts
from content.admin.written import written

_LONGEST_FORM = 4096
_THEME = Path(__file__).parent.parent / "theme"
_SHEETS = ("tokens.css", "admin.css")
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}


def _page(sentence: str, link: str = "", status: int = 200) -> HTMLResponse:
    body = written("enter.html", sentence=sentence, link=link)
    return HTMLResponse(body, status_code=status, headers=_PRIVATE)


async def _typed(request: Request, name: str) -> str:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_FORM:
            return ""
    values = parse_qs(body.decode("utf8", "replace")).get(name, [""])
    return values[0]


def open_door(app: FastAPI, parts: AdminParts) -> None:
    """Register `/enter`, `/leave` and the desk's style sheets."""

    @app.get("/enter")
    async def ask(link: str = "") -> Response:
        if not link:
            return _page("请向系统管理员要一个一次性登录链接，在这台电脑上打开。")
        return _page("点下面的按钮进入后台。这个链接只能用一次，30 分钟内有效。", link)

    @app.post("/enter")
    async def enter(request: Request) -> Response:
        link = await _typed(request, "link")
        try:
            token = await run_in_threadpool(open_session, parts.market, parts.keys, link, parts.clock.now())
        except NotAllowed as refusal:
            return _page(str(refusal), status=403)
        answer = RedirectResponse(MOUNT + "/", status_code=303, headers=_PRIVATE)
        answer.set_cookie(COOKIE, token, max_age=int(SESSION_LIFE.total_seconds()), path="/", secure=parts.secure,
                          httponly=True, samesite="strict")  # fmt: skip
        return answer

    @app.post("/leave")
    async def leave(request: Request) -> Response:
        await run_in_threadpool(close_session, parts.market, parts.keys, request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("/enter", status_code=303, headers=_PRIVATE)
        answer.delete_cookie(COOKIE, path="/", secure=parts.secure, httponly=True, samesite="strict")
        return answer

    @app.get("/theme/{name}")
    async def sheet(name: str) -> Response:
        if name not in _SHEETS:
            return Response(status_code=404)
        return FileResponse(_THEME / name, media_type="text/css", headers={"Cache-Control": "no-cache"})
