"""Files staff send: `PUT /upload`, the tray they lie in till a page uses them, and the field a page shows for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from nicegui import ui
from nicegui.events import GenericEventArguments

from content.admin.login import COOKIE, at_the_desk
from content.admin.parts import AdminParts
from content.admin.written import written
from content.errors import ContentError, StoreError
from content.feeds.intake import Intake, Taken
from content.feeds.recognise import FileRefused, FileSort, words_of

_KEPT_FOR = timedelta(hours=1)
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lying:
    taken: Taken
    staff_id: str
    since: datetime


class Tray:
    """Files taken in and not used yet; each is for the person who sent it, once, for an hour."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self._lying: dict[str, _Lying] = {}

    def put(self, taken: Taken, staff_id: str, now: datetime) -> None:
        """Lay a file on the tray; what lies too long is thrown away."""
        for old in [ticket for ticket, one in self._lying.items() if one.since + _KEPT_FOR <= now]:
            self._lying.pop(old).taken.drop()
        self._lying[taken.ticket] = _Lying(taken=taken, staff_id=staff_id, since=now)

    def take(self, ticket: str, staff_id: str) -> Taken:
        """Return a file and take it off the tray; its user drops it. FileRefused when it is gone."""
        lying = self._lying.get(ticket)
        if lying is None or lying.staff_id != staff_id:
            raise FileRefused("这个文件放太久，已经清掉了，请再选一次。")
        del self._lying[ticket]
        return lying.taken


def _wanted(text: str) -> frozenset[FileSort]:
    known = {sort.name: sort for sort in FileSort}
    return frozenset(known[name] for name in text.split(",") if name in known)


def open_uploads(app: FastAPI, parts: AdminParts, tray: Tray) -> None:
    """Register `PUT /upload?sorts=IMAGE,PDF` with the file as body and its name, percent-encoded, in `X-Name`."""

    async def who(request: Request) -> str | None:
        token, now = request.cookies.get(COOKIE, ""), parts.clock.now()

        def look() -> str | None:
            with parts.market.reading() as tables:
                staff = at_the_desk(tables, parts.keys, token, now)
                return staff.id if staff else None

        return await asyncio.to_thread(look)

    @app.put("/upload")
    async def upload(request: Request, sorts: str = "") -> Response:
        staff_id, wanted = await who(request), _wanted(sorts)
        if staff_id is None:
            return JSONResponse({"error": "您已退出登录，文件没有收。请重新登录再传。"}, status_code=401)
        name = unquote(request.headers.get("x-name", ""))[:_LONGEST_NAME] or "文件"
        length = request.headers.get("content-length", "")
        try:
            if not wanted:
                raise FileRefused("这里不收文件，请从页面上的按钮传。")
            path, digest = await tray.intake.receive(request.stream(), name, wanted,
                                                     int(length) if length.isdigit() else None)  # fmt: skip
            taken = await asyncio.to_thread(tray.intake.open, path, digest, name, wanted)
        except FileRefused as refusal:
            # the rest of the body is not wanted: the connection ends with the answer
            return JSONResponse({"error": str(refusal)}, status_code=422, headers={"Connection": "close"})
        tray.put(taken, staff_id, parts.clock.now())
        return JSONResponse({"ticket": taken.ticket})


class FileDrop:
    """A field to choose a file or drop it on; `on_file` gets what was taken in and must drop it when done.

    Another `template` brings the file another way, and tells it by the same event.
    """

    def __init__(self, tray: Tray | None, staff_id: str, word: str, wanted: frozenset[FileSort],
                 on_file: Callable[[Taken], Awaitable[None]], template: str = "file_drop.html",
                 marker: str = "file-drop") -> None:  # fmt: skip
        if tray is None:
            raise StoreError("中心没有收文件的地方，请系统管理员检查数据文件夹。")
        self._tray, self._staff_id, self._on_file = tray, staff_id, on_file
        sorts = ",".join(sort.name for sort in FileSort if sort in wanted)
        body = written(template, word=word, sorts=sorts, hint=words_of(wanted))
        # no tag of it is typed by people, and the sanitizer would drop the input
        self._place = ui.html(body, sanitize=False).classes("w-full").mark(marker)
        self._place.on("taken", self._taken, js_handler="(e) => emit(e.detail)")
        self._said = ui.label("").classes("note").mark(marker.replace("drop", "said"))

    async def _taken(self, event: GenericEventArguments) -> None:
        answer = event.args if isinstance(event.args, dict) else {}
        self._said.set_text(str(answer.get("error", "")))
        if "ticket" not in answer:
            return
        try:
            taken = self._tray.take(str(answer["ticket"]), self._staff_id)
            await self._on_file(taken)
        except ContentError as error:
            self._said.set_text(str(error))
