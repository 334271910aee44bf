"""The kiosk's web application: plain routes for health and files, NiceGUI mounted at /kiosk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse, RedirectResponse, Response
from nicegui import app as nicegui_app
from nicegui import ui

from content.theme.frame import answer_errors, dress
from content.theme.templates import render
from kiosk.pages.frame import add_pages
from kiosk.pages.hall import Hall
from kiosk.visit import VisitTimes

_HERE = Path(__file__).parent
_THEME = _HERE.parent / "content" / "theme"
_FILES = {
    "tokens.css": _THEME / "tokens.css",
    "kiosk.css": _THEME / "kiosk.css",
    "kiosk.js": _HERE / "components" / "kiosk.js",
    "name_characters.json": _HERE / "input" / "name_characters.json",
}
_BOOT = _THEME / "templates" / "kiosk_boot.html"
_SWEEP_S = 5.0
_SLACK_S = 15.0  # the browser ends a visit itself; the process only when the browser cannot
_TAB_STORAGE_S = 3600.0

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def build_app(hall: Hall, times: VisitTimes, health: Callable[[], dict[str, Any]], lifespan: Lifespan | None = None
              ) -> FastAPI:  # fmt: skip
    """Build the application; `health` answers at once with plain JSON values and names nobody."""
    application = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    _add_plain_routes(application, health)
    clock = f"?idle={times.idle_s}&grace={times.grace_s}&done={times.done_s}"
    dress(("/assets/tokens.css", "/assets/kiosk.css"), (f"/assets/kiosk.js{clock}",))
    add_pages(hall)
    answer_errors(lambda sentence: render("kiosk_lost.html", sentence=sentence))
    nicegui_app.timer(_SWEEP_S, lambda: hall.visits.sweep(_SLACK_S))
    nicegui_app.storage.max_tab_storage_age = _TAB_STORAGE_S
    ui.run_with(
        application, mount_path="/kiosk", title="零工市场", language="zh-CN", tailwind=False, reconnect_timeout=30,
        binding_refresh_interval=None, show_welcome_message=False,
    )  # fmt: skip
    return application


def _add_plain_routes(application: FastAPI, health: Callable[[], dict[str, Any]]) -> None:
    @application.get("/health")
    async def say_health() -> dict[str, Any]:
        return health()

    @application.get("/boot")
    async def boot() -> Response:
        return FileResponse(_BOOT, media_type="text/html")

    @application.get("/")
    async def front() -> Response:
        return RedirectResponse("/kiosk/")

    @application.get("/assets/{name}")
    async def asset(name: str) -> Response:
        if name not in _FILES:
            raise HTTPException(404)
        return FileResponse(_FILES[name], headers={"Cache-Control": "no-cache"})


def on_loop(loop: asyncio.AbstractEventLoop, emit: Callable[..., None]) -> Callable[..., None]:
    """Return `emit` for use from any thread; it runs in the event loop, and not at all once that is closed."""

    def marshalled(*args: object) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(emit, *args)

    return marshalled
