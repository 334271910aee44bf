"""The draft on the real player: its own files and timeline below one path, and no report of a play ever leaves it."""

from __future__ import annotations

import json
import mimetypes
import threading
from functools import cache
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, Response

import content.theme
from content.admin.parts import AdminParts
from content.admin.previews import NEVER_KEPT, SCREEN, Draft, may_look, shut_out
from content.clock import milliseconds
from content.errors import EditionError
from signage.app import PLAYER
from signage.live import read
from signage.scenes.scene import Shape
from signage.schedule import Timeline, before_all, draw_up, to_wire

_TOKENS = Path(content.theme.__path__[0]) / "tokens.css"
_TYPES = {"html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
          "svg": "image/svg+xml"}  # fmt: skip
_POLICY = "; ".join((
    *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "media", "connect")), "default-src 'none'",
    "frame-ancestors 'self'",
))  # fmt: skip
# what the player would tell its screen process; a preview has nobody to tell
_NO_REPORTS = ("export function played() {}\nexport async function deliver() {}\nexport const painted = () => {};\n"
               "export const struck = () => {};\n")  # fmt: skip
_MARK = (".preview-mark{position:fixed;inset:0;display:grid;place-items:center;pointer-events:none;z-index:9;"
         "opacity:.3;font:800 30vmin/1 var(--sans);color:var(--card);text-shadow:0 0 2vmin var(--ink);"
         "transform:rotate(-24deg)}")  # fmt: skip


@cache
def _file(name: str) -> bytes | None:
    """Return a file of the player, marked as a preview."""
    if name == "reports.js":
        return _NO_REPORTS.encode()
    if name == "preview.css":
        return _MARK.encode()
    path = next((one for one in PLAYER.iterdir() if one.name == name and one.is_file()), None)
    if path is None:
        return None
    text = path.read_text("utf8")  # the player's own addresses are relative
    if name == "player.html":
        text = text.replace("</body>", '<div class="preview-mark">预览</div></body>').replace(
            "<body>", f'<link rel="stylesheet" href="{SCREEN}/player/preview.css"><body>')  # fmt: skip
    return text.encode()


def _answer(body: bytes, name: str, **headers: str) -> Response:
    kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return Response(body, media_type=kind, headers={**NEVER_KEPT, "Content-Security-Policy": _POLICY, **headers})


class _Drawing:
    """The timelines of the newest draft, each drawn once."""

    def __init__(self, parts: AdminParts, draft: Draft) -> None:
        self._clock, self._draft = parts.clock, draft
        self._lock = threading.Lock()
        self._drawn: dict[tuple[int, Shape], Timeline] = {}

    def timeline(self, shape: Shape) -> Timeline:
        """Return the draft's timeline for a shape; the picture before all editions while there is no draft."""
        with self._lock:
            edition = self._draft.edition()
            if edition is None:
                return before_all("还没有生成草稿")
            key, now = (edition.manifest.order, shape), self._clock.now()
            if key not in self._drawn:
                self._drawn = {known: one for known, one in self._drawn.items() if known[0] == key[0]}
                self._drawn[key] = draw_up(read(edition, now), now, shape)
            return self._drawn[key]


def open_player(app: FastAPI, parts: AdminParts, draft: Draft) -> None:
    """Register the player below `/preview/screen`."""
    drawing = _Drawing(parts, draft)

    def timeline_for(shape: Shape, known: str) -> Response:
        try:
            found = drawing.timeline(shape)
        except EditionError as error:
            return Response(str(error), status_code=503, headers=NEVER_KEPT)
        headers = {**NEVER_KEPT, "ETag": f'"{found.order}-{shape}"', "Linggong-Player": "preview",
                   "Linggong-Now": str(milliseconds(parts.clock.now()))}  # fmt: skip
        if known == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        body = json.dumps(to_wire(found), ensure_ascii=False, separators=(",", ":")).encode()
        return Response(body, media_type="application/json", headers=headers)

    def media(name: str) -> Response:
        try:
            edition = draft.edition()
        except EditionError as error:
            return Response(str(error), status_code=503, headers=NEVER_KEPT)
        path = None if edition is None else edition.media_paths().get(name)
        return Response(status_code=404, headers=NEVER_KEPT) if path is None else FileResponse(
            path, media_type=mimetypes.guess_type(name)[0], headers=NEVER_KEPT)  # fmt: skip

    def player(name: str) -> Response:
        body = _TOKENS.read_bytes() if name == "tokens.css" else _file(name)
        return Response(status_code=404, headers=NEVER_KEPT) if body is None else _answer(body, name)

    def answer(request: Request, path: str) -> Response:
        if not may_look(parts, request):
            return shut_out()
        if path == "timeline":
            asked = request.query_params.get("shape", "")
            shape = Shape(asked) if asked in set(Shape) else Shape.LANDSCAPE
            return timeline_for(shape, request.headers.get("If-None-Match", ""))
        if path.startswith("media/"):
            return media(path.removeprefix("media/"))
        return player(path.removeprefix("player/") or "player.html")

    @app.get(SCREEN + "/{path:path}")
    async def screen(request: Request, path: str) -> Response:
        return await run_in_threadpool(answer, request, path)
