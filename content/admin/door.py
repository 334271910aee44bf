"""The way in and out of the desk: plain routes on the hub's own app, beside NiceGUI.

A link is opened by GET, which changes nothing, and used by the button's POST: a preview cannot use it up.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from content.admin.login import (
    COOKIE,
    SESSION_LIFE,
    NotAllowed,
    at_the_desk,
    close_session,
    log_in,
    open_session,
    session_digest,
    set_password,
    still_here,
)
from content.admin.parts import MOUNT, AdminParts
from content.admin.passwords import WeakPassword
from content.admin.written import written
from content.model.people import Staff

_LONGEST_FORM = 4096
_THEME = Path(__file__).parent.parent / "theme"
_SHEETS = {"tokens.css": "text/css", "admin.css": "text/css", "desk.js": "text/javascript",
           "desk_lists.js": "text/javascript", "recorder.js": "text/javascript"}  # fmt: skip
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}
_ASK = "请用登录名和密码登录。第一次来，请系统管理员发一个一次性登录链接，在这台电脑上打开。"


def _page(sentence: str, link: str = "", status: int = 200, back: str = "", login: str = "") -> HTMLResponse:
    body = written("enter.html", sentence=sentence, link=link, back=back, login=login)
    return HTMLResponse(body, status_code=status, headers=_PRIVATE)


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_FORM:
            return {}
    return {name: values[0] for name, values in parse_qs(body.decode("utf8", "replace")).items()}


def _within(back: str) -> str:
    """Return where to go after the door: a page of the desk, never another site."""
    return back if back.startswith(MOUNT + "/") and "//" not in back and "\\" not in back else MOUNT + "/"


def _device(request: Request) -> str:
    agent = request.headers.get("user-agent", "")
    named = next((name for name in ("Edg", "Chrome", "Firefox", "Safari") if name in agent), "浏览器")
    where = "手机" if "Mobile" in agent else "电脑"
    return f"{where} {named} {request.client.host if request.client else ''}".strip()


def _let_in(parts: AdminParts, token: str, back: str) -> Response:
    answer = RedirectResponse(_within(back), status_code=303, headers=_PRIVATE)
    answer.set_cookie(COOKIE, token, max_age=int(SESSION_LIFE.total_seconds()), path="/", secure=parts.secure,
                      httponly=True, samesite="strict")  # fmt: skip
    return answer


async def _leave(parts: AdminParts, request: Request) -> None:
    """End the login this browser comes with, and every page it opened."""
    token = request.cookies.get(COOKIE, "")
    if token:
        digest = session_digest(parts.keys, token)
        await parts.live.keep(digest)
        await run_in_threadpool(close_session, parts.market, parts.keys, token, parts.clock.now())
        await parts.live.end(digest)


def open_door(app: FastAPI, parts: AdminParts) -> None:
    """Register `/enter`, `/password`, `/here`, `/leave` and the desk's static files."""

    @app.get("/enter")
    async def ask(link: str = "", back: str = "") -> Response:
        if not link:
            return _page(_ASK, back=_within(back))
        return _page("点下面的按钮进入后台。这个链接只能用一次，30 分钟内有效。", link)

    @app.post("/enter")
    async def enter(request: Request) -> Response:
        typed = await _form(request)
        link, back, login, now = typed.get("link", ""), typed.get("back", ""), typed.get("login", ""), parts.clock.now()
        try:
            if link:
                token = await run_in_threadpool(open_session, parts.market, parts.keys, link, now, _device(request))
            else:
                address = request.client.host if request.client else ""
                token = await run_in_threadpool(log_in, parts.market, parts.keys, login, typed.get("password", ""),
                                                address, now, _device(request))  # fmt: skip
        except NotAllowed as refusal:
            return _page(str(refusal), status=403, back=_within(back), login=login)
        await _leave(parts, request)  # whoever was logged in here before is not any more
        return _let_in(parts, token, back)

    @app.post("/leave")
    async def leave(request: Request) -> Response:
        await _leave(parts, request)
        answer = RedirectResponse("/enter", status_code=303, headers=_PRIVATE)
        answer.delete_cookie(COOKIE, path="/", secure=parts.secure, httponly=True, samesite="strict")
        return answer

    @app.post("/here")
    async def here(request: Request) -> Response:
        token = request.cookies.get(COOKIE, "")
        known = await run_in_threadpool(still_here, parts.market, parts.keys, token, parts.clock.now())
        return Response(status_code=204 if known else 401, headers=_PRIVATE)

    @app.get("/theme/{name}")
    async def sheet(name: str) -> Response:
        if name not in _SHEETS:
            return Response(status_code=404)
        return FileResponse(_THEME / name, media_type=_SHEETS[name], headers={"Cache-Control": "no-cache"})

    _open_password_page(app, parts)


def _open_password_page(app: FastAPI, parts: AdminParts) -> None:
    def who(token: str) -> tuple[Staff, bool] | None:
        with parts.market.reading() as tables:
            staff = at_the_desk(tables, parts.keys, token, parts.clock.now())
            return None if staff is None else (staff, tables.passwords.hash_of(staff.id) is not None)

    def page(staff: Staff, asks_current: bool, refusal: str = "") -> Response:
        body = written("password.html", login=staff.login, asks_current=asks_current, refusal=refusal, mount=MOUNT)
        return HTMLResponse(body, status_code=403 if refusal else 200, headers=_PRIVATE)

    @app.get("/password")
    async def ask_password(request: Request) -> Response:
        found = await run_in_threadpool(who, request.cookies.get(COOKIE, ""))
        return RedirectResponse("/enter", status_code=303) if found is None else page(*found)

    @app.post("/password")
    async def change_password(request: Request) -> Response:
        token, typed = request.cookies.get(COOKIE, ""), await _form(request)
        found = await run_in_threadpool(who, token)
        if found is None:
            return RedirectResponse("/enter", status_code=303)
        try:
            await run_in_threadpool(set_password, parts.market, parts.keys, token, typed.get("current", ""),
                                    typed.get("new", ""), typed.get("again", ""), parts.clock.now())  # fmt: skip
        except (NotAllowed, WeakPassword) as refusal:
            return page(*found, str(refusal))
        return RedirectResponse(MOUNT + "/", status_code=303, headers=_PRIVATE)
