"""What the page 合同到期移交 does: begin an archive, call the hand-over off, hand the file out; each on the record."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from content.admin.login import ADMINISTRATING, COOKIE, at_the_desk
from content.admin.parts import AdminParts
from content.errors import ContentError, StoreError
from content.model.audit import Action
from content.model.people import Staff
from content.security.handing_over_job import ARCHIVE, HandingOver, Job, Made
from content.store.database import Market
from content.store.moving import MoveMark, move_mark, put_mark, take_mark_away

_PRIVATE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One hub's market, its folder, and the work on its archive."""

    market: Market
    data: Path
    work: HandingOver

    def standing(self, staff_id: str) -> tuple[Job, Made | None, bool]:
        """Return how far the work is, what lies there, and whether the hub takes nothing new for it."""
        mark = move_mark(self.data)
        return self.work.job(staff_id), self.work.made(), mark is not None and bool(mark.handed_to)


def ending_of(market: Market, data: Path) -> Ending:
    """Return the hand-over of a hub; one that fails lets the hub work again."""

    def failed(job: Job) -> None:
        if job.final:
            take_mark_away(data)

    return Ending(market=market, data=data, work=HandingOver(data, failed))


def begin(ending: Ending, staff: Staff, to: str, final: bool, now: datetime) -> None:
    """Write an archive for somebody; with `final` the hub takes nothing new from here on. StoreError: nothing began."""
    ending.work.require_room()
    ending.market.require_here()
    note(ending, staff, f"{'正式移交：全部数据' if final else '试做移交的归档'}，给{to}", now)
    if final:
        put_mark(ending.data, MoveMark(at=now, copied=True, handed_to=to))
        ending.market.write(lambda tables: None)  # behind everything that was begun before
    try:
        ending.work.start(to, final, staff.id, staff.name, now)
    except BaseException:
        if final:
            take_mark_away(ending.data)
        raise


def call_off(ending: Ending, staff: Staff, now: datetime) -> None:
    """Let the hub work again and throw the archive away; StoreError while it is being made."""
    if ending.work.job(staff.id).running:
        raise StoreError("正在导出，请等它做完再取消。")
    mark = move_mark(ending.data)
    if mark is None or not mark.handed_to:
        raise StoreError("这台中心没有在移交，照常办理。")
    ending.work.discard()
    take_mark_away(ending.data)
    note(ending, staff, f"取消移交给{mark.handed_to}，照常办理", now)


def note(ending: Ending, staff: Staff, words: str, now: datetime) -> None:
    """Write down what was done; also while nothing new is taken."""
    ending.market.write(lambda tables: tables.audit.note(staff, now, Action.EXPORTED, subject="hand-over", words=words))


def open_hand_over(app: FastAPI, parts: AdminParts, ending: Ending) -> None:
    """Register `/hand-over/archive`: the encrypted file, to an administrator."""

    def found(token: str) -> Staff | None:
        with parts.market.reading() as tables:
            return at_the_desk(tables, parts.keys, token, parts.clock.now())

    @app.get("/hand-over/archive")
    async def archive(request: Request) -> Response:
        staff = await asyncio.to_thread(found, request.cookies.get(COOKIE, ""))
        if staff is None:
            return RedirectResponse("/enter", status_code=303, headers=_PRIVATE)
        if ADMINISTRATING.isdisjoint(staff.roles):
            return Response("归档只有系统管理员能下载，请找他来。", status_code=403, headers=_PRIVATE)
        made = await asyncio.to_thread(ending.work.made)
        if made is None:
            return Response("没有归档，请回到“合同到期移交”页导出。", status_code=404, headers=_PRIVATE)
        try:
            await asyncio.to_thread(note, ending, staff, f"下载移交的归档 {made.sha256[:16]}…", parts.clock.now())
        except ContentError as error:
            return Response(str(error), status_code=503, headers=_PRIVATE)
        return FileResponse(ending.work.archive, media_type="application/octet-stream", filename=ARCHIVE,
                            headers=_PRIVATE)  # fmt: skip
