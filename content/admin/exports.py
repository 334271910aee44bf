"""Tables on their way out: written by one thread to a nameless file, fetched once by who asked, then gone."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from secrets import token_urlsafe
from typing import TYPE_CHECKING, BinaryIO, TypeVar
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from content.admin.login import COOKIE, at_the_desk
from content.admin.sheets_out import Sheet
from content.admin.written import written
from content.clock import local
from content.errors import ContentError
from content.feeds.sheet_stream import MOST_ROWS, write_csv, write_xlsx
from content.model.people import Staff
from content.store.database import Market
from content.store.records import Page

if TYPE_CHECKING:
    from content.admin.parts import AdminParts

T = TypeVar("T")

_KEPT_FOR = timedelta(minutes=10)
_MOST = 20  # files that lie and wait
_CHUNK = 1 << 16
_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """One finished table; the file has no name on the disk and is gone when it is closed."""

    file: BinaryIO = field(repr=False)
    name: str
    form: str
    rows: int
    staff_id: str
    at: datetime


def watermark(sheet: Sheet, staff: Staff, now: datetime, reason: str) -> str:
    """Return the line below a table that says who took it home, when, and why people are named in full."""
    told = f"写全，理由：{reason}" if reason else "只写一部分"
    people = f"，姓名、电话和证件号码{told}" if sheet.contacts else ""
    return f"{staff.name}（{staff.login}）{local(now):%Y-%m-%d %H:%M} 从零工市场后台导出{people}。不得外传。"


def write_sheet(market: Market, sheet: Sheet, page: Page, form: str, whole: bool, staff_id: str,
                now: datetime, mark: str = "") -> Finished:  # fmt: skip
    """Write what a list is asked for, all of it and as one committed state; ContentError when it is too long.

    `mark` is the line that stands below everything and counts as no row.
    """
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever takes it
    try:
        with market.reading() as tables:
            if form == "xlsx" and sheet.table(tables).page(page)[1] > MOST_ROWS:
                raise ContentError("超过 Excel 一张表能放的行数，请先筛选，或者导出 CSV。")
            below: tuple[tuple[str, ...], ...] = ((), (mark,)) if mark else ()
            lines = chain(sheet.lines(tables, page, now, whole), below)
            if form == "xlsx":
                rows = write_xlsx(file, sheet.title, sheet.heading, lines)
            else:
                rows = write_csv(file, sheet.heading, lines)
            rows -= len(below)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Finished(file=file, name=f"{sheet.title}.{form}", form=form, rows=rows, staff_id=staff_id, at=now)


class ExportTray:
    """What was written and not fetched yet, each under a ticket that works once and for one person."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._lying: dict[str, Finished] = {}
        # one at a time: several would share one core, and the threads that answer pages stay free
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="export")

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Do something long in the exporting thread, after what waits there."""
        return self._thread.submit(work)

    def put(self, finished: Finished) -> str:
        """Keep a table for ten minutes and return its ticket."""
        ticket = token_urlsafe(18)
        with self._gate:
            old = [key for key, one in self._lying.items() if one.at + _KEPT_FOR <= finished.at]
            spare = list(self._lying)[: max(len(self._lying) - len(old) - _MOST + 1, 0)]
            for key in {*old, *spare}:
                self._lying.pop(key).file.close()
            self._lying[ticket] = finished
        return ticket

    def take(self, ticket: str, staff_id: str) -> Finished | None:
        """Return what lies under a ticket, once, to who asked for it."""
        with self._gate:
            found = self._lying.get(ticket)
            if found is None or found.staff_id != staff_id:
                return None
            return self._lying.pop(ticket)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


def open_exports(app: FastAPI, parts: AdminParts, mount: str) -> None:
    """Register `/export/{ticket}` below the desk: the file, to who asked for it and is still logged in."""

    def who(token: str) -> str | None:
        with parts.market.reading() as tables:
            staff = at_the_desk(tables, parts.keys, token, parts.clock.now())
        return None if staff is None else staff.id

    @app.get(mount + "/export/{ticket}")
    async def fetch(ticket: str, request: Request) -> Response:
        staff_id = await run_in_threadpool(who, request.cookies.get(COOKIE, ""))
        if staff_id is None:
            return RedirectResponse("/enter", status_code=303)
        found = parts.exports.take(ticket, staff_id)
        if found is None:
            page = written("enter.html", sentence="这个文件已经取走或过期了，请回到列表再导出一次。", link="", back="",
                           login="")  # fmt: skip
            return Response(page, status_code=404, media_type="text/html")
        named = f"attachment; filename*=UTF-8''{quote(found.name)}"
        headers = {"Content-Disposition": named, "Cache-Control": "no-store"}
        return StreamingResponse(_chunks(found.file), media_type=_TYPES[found.form], headers=headers)
