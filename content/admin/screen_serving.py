"""Pictures of screens through plain routes, for whoever is logged in: the newest of each, and the one of each scene."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, Response

from content.admin.login import COOKIE, at_the_desk
from content.admin.parts import AdminParts
from content.feeds.thumbnails import thumbnail

# a picture never changes under its scene; a shared computer keeps it for this day only
_KEPT = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600", "X-Frame-Options": "DENY"}
_NEVER_KEPT = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


def live_path(terminal_id: str, moment: str = "") -> str:
    """Return where staff see what is on a screen's glass; another `moment` makes the browser ask again."""
    return f"/screen-live/{terminal_id}" + (f"?at={moment}" if moment else "")


def picture_path(scene_id: str, small: bool = False) -> str:
    """Return where staff see the picture of a scene."""
    return f"/screen-picture/{scene_id}/small" if small else f"/screen-picture/{scene_id}"


def _known(parts: AdminParts, request: Request) -> bool:
    with parts.market.reading() as tables:
        return at_the_desk(tables, parts.keys, request.cookies.get(COOKIE, ""), parts.clock.now()) is not None


def _live(parts: AdminParts, request: Request, terminal_id: str) -> Response:
    if not _known(parts, request):
        return Response(status_code=401, headers=_NEVER_KEPT)
    found = parts.hall.picture(terminal_id)
    if found is None:
        return Response(status_code=404, headers=_NEVER_KEPT)
    return Response(found.jpeg, media_type="image/jpeg", headers=_NEVER_KEPT)


def _picture(parts: AdminParts, request: Request, scene_id: str, small: bool) -> Response:
    if not _known(parts, request):
        return Response(status_code=401, headers=_NEVER_KEPT)
    with parts.market.reading() as tables:
        found = tables.scene_pictures.get(scene_id)
    path = parts.market.picture_files.path_of(found.sha256) if found is not None else None
    if path is None or not path.is_file():
        return Response(status_code=404, headers=_NEVER_KEPT)
    if not small:
        return FileResponse(path, media_type="image/png", headers=_KEPT)
    made = thumbnail(path)
    return Response(status_code=404, headers=_NEVER_KEPT) if made is None else Response(
        made, media_type="image/jpeg", headers=_KEPT)  # fmt: skip


def open_screens(app: FastAPI, parts: AdminParts) -> None:
    """Register `/screen-live/{terminal_id}` and `/screen-picture/{scene_id}` with its small one."""

    @app.get("/screen-live/{terminal_id}")
    async def live(request: Request, terminal_id: str) -> Response:
        return await asyncio.to_thread(_live, parts, request, terminal_id)

    @app.get("/screen-picture/{scene_id}")
    async def whole(request: Request, scene_id: str) -> Response:
        return await asyncio.to_thread(_picture, parts, request, scene_id, False)

    @app.get("/screen-picture/{scene_id}/small")
    async def small(request: Request, scene_id: str) -> Response:
        return await asyncio.to_thread(_picture, parts, request, scene_id, True)
