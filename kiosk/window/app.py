"""The window's web application: plain routes for health and files, NiceGUI mounted at /window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse, RedirectResponse, Response
from nicegui import ui

from content.faults import answer_faults
from content.theme.frame import answer_errors, dress
from content.theme.templates import render
from kiosk.app import Lifespan
from kiosk.window.page import add_page
from kiosk.window.parts import Window

_THEME = Path(__file__).parent.parent.parent / "content" / "theme"
_FILES = {name: _THEME / name for name in ("tokens.css", "admin.css", "window.css")}


def build_window(window: Window, health: Callable[[], dict[str, Any]], lifespan: Lifespan | None = None) -> FastAPI:
    """Build the application; `health` answers at once with plain JSON values and names nobody."""
    application = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    answer_faults(application)

    @application.get("/health")
    async def say_health() -> dict[str, Any]:
        return health()

    @application.get("/")
    async def front() -> Response:
        return RedirectResponse("/window/")

    @application.get("/assets/{name}")
    async def asset(name: str) -> Response:
        if name not in _FILES:
            raise HTTPException(404)
        return FileResponse(_FILES[name], headers={"Cache-Control": "no-cache"})

    dress(("/assets/admin.css", "/assets/window.css"))
    add_page(window)
    answer_errors(lambda sentence: render("kiosk_lost.html", sentence=sentence))
    ui.run_with(
        application, mount_path="/window", title="服务窗口", language="zh-CN", tailwind=False, reconnect_timeout=30,
        binding_refresh_interval=None, show_welcome_message=False,
    )  # fmt: skip
    return application
