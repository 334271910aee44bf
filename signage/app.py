"""The screen's web application: the player's files, its timeline, its reports, and the process's health."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

import content.theme
from content.clock import Clock
from content.model.filings import Play
from signage.errors import PlaysError
from signage.live import Live
from signage.plays import Plays
from signage.scenes.scene import Shape
from signage.schedule import milliseconds

PLAYER = Path(__file__).parent / "player"
_TOKENS = Path(content.theme.__file__).parent / "tokens.css"
# The page may load nothing and talk to nobody but this process.
_POLICY = "; ".join(
    ["default-src 'none'", *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "connect", "frame"))]
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
    live: Live, plays: Plays, clock: Clock, health: Callable[[], dict[str, object]], player: Path = PLAYER
) -> FastAPI:
    """Put the routes together; nothing is started here."""
    app = FastAPI(title="linggong screen", docs_url=None, redoc_url=None, openapi_url=None)
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

    @app.post("/plays")
    def record(reports: Annotated[list[PlayReport], Field(max_length=100)]) -> JSONResponse:
        try:
            plays.record(tuple(_as_play(report) for report in reports))
        except PlaysError as error:
            return JSONResponse({"message": str(error)}, status_code=503)
        return JSONResponse({"stored": len(reports)})

    @app.post("/painted")
    def painted(report: PaintReport) -> Response:
        live.paint(report.order, report.scene)
        return Response(status_code=204)

    @app.get("/health")
    def show_health() -> JSONResponse:
        return JSONResponse(health())

    app.mount("/player", StaticFiles(directory=player), name="player")
    return app
