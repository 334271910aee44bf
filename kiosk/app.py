"""The kiosk's web application: plain routes for health and files, NiceGUI mounted at /kiosk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse, RedirectResponse, Response
from nicegui import app as nicegui_app
from nicegui import ui

from content.errors import LinkError
from content.faults import answer_faults
from content.speech import Speech
from content.theme.frame import answer_errors, dress
from content.theme.templates import render
from kiosk.input.routes import add_input_routes
from kiosk.input.service import InputService
from kiosk.pages.frame import add_pages
from kiosk.pages.hall import Hall
from kiosk.speaking import add_speech_routes
from kiosk.visit import VisitTimes

log = logging.getLogger(__name__)

_HERE = Path(__file__).parent
_THEME = _HERE.parent / "content" / "theme"
_FILES = {
    "tokens.css": _THEME / "tokens.css",
    "kiosk.css": _THEME / "kiosk.css",
    "trades.svg": _THEME / "trades.svg",
    "kiosk.js": _HERE / "components" / "kiosk.js",
    "ink.js": _HERE / "input" / "ink.js",
    "asking.js": _HERE / "input" / "asking.js",
    "reading.js": _HERE / "components" / "reading.js",
    "ease.js": _HERE / "components" / "ease.js",
}
_BOOT = _THEME / "templates" / "kiosk_boot.html"
_SWEEP_S = 5.0
_SLACK_S = 15.0  # the browser ends a visit itself; the process only when the browser cannot
_USAGE_S = 60.0  # how often it is looked whether an hour is over
_TAB_STORAGE_S = 3600.0
USUAL_PANEL_MM = 268  # the shorter side of 21.5 inches, 16:9

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def build_app(hall: Hall, times: VisitTimes, health: Callable[[], dict[str, Any]], lifespan: Lifespan | None = None,
              speech: Speech | None = None, *, panel_mm: int = USUAL_PANEL_MM,
              prompts: bool = True) -> FastAPI:  # fmt: skip
    """Build the application; `health` answers at once with plain JSON values and names nobody; no speech is silence."""
    application = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    answer_faults(application, _lost)
    add_plain_routes(application, health)
    application.state.input = InputService(hall.edition, hall.clock.now)
    add_input_routes(application, application.state.input)
    if speech is not None:
        add_speech_routes(application, speech, hall.edition)
    clock = f"?idle={times.idle_s}&grace={times.grace_s}&done={times.done_s}&attract={times.attract_s}"
    clock += f"&prompts={int(prompts and speech is not None)}"
    dress(("/assets/tokens.css", "/assets/kiosk.css"),
          ("/assets/reading.js", "/assets/ease.js", f"/assets/kiosk.js{clock}"))  # fmt: skip
    ui.add_head_html(f"<style>{panel_rule(panel_mm)}</style>", shared=True)
    add_pages(hall)
    answer_errors(_lost)
    nicegui_app.timer(_SWEEP_S, lambda: hall.visits.sweep(_SLACK_S))
    nicegui_app.timer(_USAGE_S, lambda: asyncio.to_thread(file_usage, hall))
    nicegui_app.storage.max_tab_storage_age = _TAB_STORAGE_S
    ui.run_with(
        application, mount_path="/kiosk", title="零工市场", language="zh-CN", tailwind=False, reconnect_timeout=30,
        binding_refresh_interval=None, show_welcome_message=False,
    )  # fmt: skip
    return application


def _lost(sentence: str) -> str:
    return render("kiosk_lost.html", sentence=sentence)


def file_usage(hall: Hall, *, all_of_it: bool = False) -> None:
    """File the counts of the hours that are over, or all when the process ends; waits for the disk."""
    outbox, now = hall.outbox(), hall.clock.now()
    if outbox is None:
        return
    try:
        hall.visits.usage.file(now, lambda body: outbox.file("usage", body, now, hall.clock_ok()), all_of_it=all_of_it)
    except LinkError as error:
        log.warning("usage is filed later: %s", error)


def panel_rule(panel_mm: int) -> str:
    """Return what one millimetre is on a panel whose shorter side is so long: the length all others come from."""
    return f"html:root{{--mm:calc(100vmin / {panel_mm})}}"


def add_plain_routes(application: FastAPI, health: Callable[[], dict[str, Any]]) -> None:
    """Add health, the boot page and the files pages load."""

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
