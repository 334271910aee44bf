"""`PUT /package`: the hub's next program or its signature from an administrator's browser, bounded as it arrives."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from urllib.parse import unquote

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from content.admin.login import ADMINISTRATING, COOKIE, at_the_desk
from content.admin.parts import AdminParts
from content.errors import ContentError
from content.hubapi.own_update import OwnUpdate, Waiting
from content.hubapi.sticks import OnStick
from content.model.audit import Action
from content.model.people import Staff
from content.model.terminals import read_report
from content.store.database import Market, Tables

_LONGEST_NAME, _LONGEST_WORDS = 120, 200


def spoken_by(tables: Tables) -> tuple[tuple[str, int], ...]:
    """Return each terminal in use by name, and the protocol it said last."""
    return tuple((one.name, read_report(one.report).protocol) for one in tables.terminals.all()
                 if one.revoked_at is None)  # fmt: skip


def look(market: Market, own: OwnUpdate, staff: Staff, how: str, now: datetime) -> Waiting | None:
    """Look at what came and write down what came of it; ContentError when it is refused."""
    with market.reading() as tables:
        spoken = spoken_by(tables)
    try:
        waiting = own.look(spoken, market.path, staff.name, how, now)
    except ContentError as error:
        _note(market, staff, now, f"安装包没有收：{error}")
        raise
    if waiting is not None:
        note = waiting.note
        _note(market, staff, now, f"收到安装包 {note.version}（{how}，校验值 {note.sha256[:16]}…），等待安装")
    return waiting


def take_from_stick(market: Market, own: OwnUpdate, staff: Staff, found: OnStick, now: datetime) -> None:
    """Copy a package from a stick and look at it; ContentError when it is refused."""
    own.take(found)
    look(market, own, staff, "U 盘", now)


def _note(market: Market, staff: Staff, now: datetime, words: str) -> None:
    market.write(lambda tables: tables.audit.note(staff, now, Action.PROGRAM, subject="program",
                                                  words=words[:_LONGEST_WORDS]))  # fmt: skip


def open_package_upload(app: FastAPI, parts: AdminParts, own: OwnUpdate) -> None:
    """Register `PUT /package` with the file as body and its name, percent-encoded, in `X-Name`."""

    async def who(request: Request) -> Staff | None:
        token, now = request.cookies.get(COOKIE, ""), parts.clock.now()

        def ask() -> Staff | None:
            with parts.market.reading() as tables:
                return at_the_desk(tables, parts.keys, token, now)

        return await asyncio.to_thread(ask)

    @app.put("/package")
    async def package(request: Request) -> Response:
        staff = await who(request)
        if staff is None:
            return _refused("您已退出登录，文件没有收。请重新登录再传。", 401)
        if ADMINISTRATING.isdisjoint(staff.roles):
            return _refused("安装包只有系统管理员能传，请找他来。", 403)
        name = unquote(request.headers.get("x-name", ""))[:_LONGEST_NAME] or "文件"
        length = request.headers.get("content-length", "")
        try:
            with own.receiving(name, int(length) if length.isdigit() else None) as take:
                await _pieces(request, take)
            waiting = await asyncio.to_thread(look, parts.market, own, staff, "网页", parts.clock.now())
        except ContentError as error:
            return _refused(str(error), 422)
        return JSONResponse({"waiting": waiting is not None})


async def _pieces(request: Request, take: Callable[[bytes], None]) -> None:
    async for piece in request.stream():
        take(piece)


def _refused(sentence: str, status: int) -> Response:
    # the rest of the body is not wanted: the connection ends with the answer
    return JSONResponse({"error": sentence}, status_code=status, headers={"Connection": "close"})
