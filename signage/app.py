"""The screen's web application: the player's files, its timeline, its reports, and the process's health."""

from __future__ import annotations

import hashlib
import logging
import mimetypes
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

import content.theme
from content.clock import Clock, milliseconds, to_text
from content.faults import answer_faults
from content.link.pictures import JPEG_LIMIT, PNG_LIMIT, is_picture
from content.model.filings import Play
from signage.errors import PlaysError
from signage.glass import Glass, GlassReport
from signage.live import Live
from signage.plays import Plays
from signage.scenes.scene import Shape

log = logging.getLogger(__name__)

PLAYER = Path(__file__).parent / "player"
_TOKENS = Path(content.theme.__file__).parent / "tokens.css"
# The page may load nothing and talk to nobody but this process.
_POLICY = "; ".join(
    ["default-src 'none'", *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "media", "connect", "frame"))]
)

_SceneId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
_MAX_MS = 24 * 3600 * 1000


class PlayReport(BaseModel):
    """One whole play as the player tells it; instants in ms since 1970 UTC."""

    model_config = ConfigDict(extra="forbid")
    edition_order: int = Field(ge=0, lt=1 << 53)
    scene_id: _SceneId
    content_ids: list[Annotated[str, StringConstraints(max_length=64)]] = Field(max_length=40)
    started_ms: int = Field(ge=0, lt=1 << 43)
    milliseconds: int = Field(ge=0, le=_MAX_MS)


class PaintReport(BaseModel):
    """The scene now on the glass."""

    model_config = ConfigDict(extra="forbid")
    order: int = Field(ge=0, lt=1 << 53)
    scene: _SceneId


class StrikeReport(BaseModel):
    """A scene that did not come onto the glass, or came there empty."""

    model_config = ConfigDict(extra="forbid")
    order: int = Field(ge=0, lt=1 << 53)
    scene: _SceneId


_Sentence = Annotated[str, StringConstraints(max_length=300)]


class GlassWords(BaseModel):
    """What the supervisor of the browser tells every few seconds."""

    model_config = ConfigDict(extra="forbid")
    display: Literal["on", "off", "unknown", "none"]
    wanted_on: bool
    browser_mb: int | None = Field(ge=0)
    restarts: int = Field(ge=0)
    verdict: Annotated[str, StringConstraints(max_length=20)]
    looked_at: Annotated[str, StringConstraints(max_length=40)]
    faults: list[_Sentence] = Field(max_length=10)


def _as_play(report: PlayReport) -> Play:
    return Play(
        edition_order=report.edition_order,
        scene_id=report.scene_id,
        content_ids=tuple(report.content_ids),
        started_at=datetime.fromtimestamp(report.started_ms / 1000, UTC),
        milliseconds=report.milliseconds,
    )


def code_version(folder: Path = PLAYER) -> str:
    """Return a hash of the player's files; when it changes, running players are swapped for new ones."""
    digest = hashlib.sha256()
    for path in sorted((*folder.glob("*.html"), *folder.glob("*.css"), *folder.glob("*.js"), _TOKENS)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def make_app(
    live: Live, plays: Plays, clock: Clock, health: Callable[[], dict[str, object]], player: Path = PLAYER,
    glass: Glass | None = None, on_picture: Callable[[], None] = lambda: None,
) -> FastAPI:  # fmt: skip
    """Put the routes together; nothing is started here. `on_picture` is called when a picture waits for the hub."""
    app = FastAPI(title="linggong screen", docs_url=None, redoc_url=None, openapi_url=None)
    answer_faults(app)
    version = code_version(player)

    def page(name: str) -> FileResponse:
        return FileResponse(player / name, headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"})

    @app.get("/")
    def shell() -> FileResponse:
        return page("shell.html")

    @app.get("/player")
    def player_page() -> FileResponse:
        return page("player.html")

    @app.get("/tokens.css")
    def tokens() -> FileResponse:
        return FileResponse(_TOKENS, headers={"Cache-Control": "no-cache"})

    @app.get("/timeline")
    def timeline(request: Request, shape: Shape = Shape.LANDSCAPE) -> Response:
        drawn = live.timeline(shape)
        headers = {"ETag": drawn.etag, "Cache-Control": "no-cache", "Linggong-Player": version,
                   "Linggong-Now": str(milliseconds(clock.now()))}  # fmt: skip
        if request.headers.get("If-None-Match") == drawn.etag:
            return Response(status_code=304, headers=headers)
        return Response(drawn.body, media_type="application/json", headers=headers)

    @app.get("/media/{name}")
    def media(name: str) -> Response:
        path = live.media_file(name)
        if path is None:
            return Response(status_code=404)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return FileResponse(path, media_type=kind, headers={"Cache-Control": "max-age=86400, immutable",
                                                            "X-Content-Type-Options": "nosniff"})  # fmt: skip

    @app.post("/plays")
    def record(reports: Annotated[list[PlayReport], Field(max_length=100)]) -> JSONResponse:
        try:
            plays.record(tuple(_as_play(report) for report in reports))
        except PlaysError as error:
            return JSONResponse({"message": str(error)}, status_code=503)
        return JSONResponse({"stored": len(reports)})

    @app.post("/painted")
    def painted(request: Request, report: PaintReport) -> Response:
        live.paint(report.order, report.scene, getattr(request.state, "screen", ""))
        return Response(status_code=204)

    @app.post("/strikes")
    def strike(report: StrikeReport) -> JSONResponse:
        return JSONResponse({"counted": live.strike(report.order, report.scene)})

    @app.get("/health")
    def show_health() -> JSONResponse:
        return JSONResponse(health())

    if glass is not None:
        _serve_supervisor(app, live, clock, glass, on_picture)
    app.mount("/player", StaticFiles(directory=player), name="player")
    return app


def _serve_supervisor(app: FastAPI, live: Live, clock: Clock, glass: Glass, on_picture: Callable[[], None]) -> None:
    """Add the routes by which the supervisor of the browser tells and asks; they are never served to the LAN."""

    @app.post("/glass")
    def hear(words: GlassWords) -> JSONResponse:
        glass.hear(GlassReport(**{**words.model_dump(), "faults": tuple(words.faults)}))
        painted = live.painted()
        if painted is None:
            return JSONResponse({"order": 0, "scene": "", "painted_at": "", "age_ms": 0, "picture": False})
        return JSONResponse({
            "order": painted.order, "scene": painted.scene_id, "painted_at": to_text(painted.at),
            "age_ms": milliseconds(clock.now()) - milliseconds(painted.at),
            "picture": glass.pictures.wants(painted.scene_id),
        })  # fmt: skip

    @app.put("/glass/scenes/{scene}")
    async def keep(scene: _SceneId, request: Request) -> Response:
        png = await _picture(request, "image/png", PNG_LIMIT)
        if png is None:
            return Response(status_code=415)
        try:
            await run_in_threadpool(glass.pictures.put, scene, png)
        except OSError as error:
            log.error("the picture of a scene is not kept: %s", error)
            return Response(status_code=507)
        on_picture()
        return Response(status_code=201)

    @app.put("/glass/live")
    async def show(request: Request) -> Response:
        jpeg = await _picture(request, "image/jpeg", JPEG_LIMIT)
        if jpeg is None:
            return Response(status_code=415)
        glass.live = jpeg
        on_picture()
        return Response(status_code=204)


async def _picture(request: Request, mime: str, limit: int) -> bytes | None:
    """Return the body if it is such a picture; reading stops at the limit."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > limit:
            return None
    return bytes(data) if is_picture(bytes(data), mime) else None
