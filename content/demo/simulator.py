"""The simulator's page: ID cards to put on the reader, the paper out of the printer, a button for each fault."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from content.demo.twin_control import TwinAway, ask_twin
from content.settings import SimulatorSettings, read_settings

_PAGE = Path(__file__).parent / "simulator_page"
_READER_COMMANDS = {"put", "remove", "fault", "delays"}
_PRINTER_COMMANDS = {"fault", "paper", "clear"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Where the simulated devices listen and where the printer leaves its paper."""

    reader: Path
    printer: Path
    paper: Path


async def _answer(control: Path, command: dict[str, Any]) -> dict[str, Any]:
    try:
        return await ask_twin(control, command)
    except TwinAway as away:
        return {"away": str(away)}


def build(twins: Twins) -> FastAPI:
    """Return the simulator's web application; it holds no state of its own."""
    app = FastAPI(title="零工站模拟器", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/")
    async def page() -> FileResponse:
        return FileResponse(_PAGE / "index.html", headers={"Cache-Control": "no-store"})

    @app.get("/health")
    async def health() -> dict[str, bool]:
        return {"ok": True}

    @app.get("/state")
    async def state() -> dict[str, Any]:
        return {
            "cards": (await _answer(twins.reader, {"cards": True})).get("cards", []),
            "reader": await _answer(twins.reader, {"status": True}),
            "printer": await _answer(twins.printer, {"status": True}),
            "slips": (await _answer(twins.printer, {"slips": True})).get("slips", []),
        }

    @app.post("/reader")
    async def reader(command: dict[str, Any]) -> dict[str, Any]:
        return await _passed_on(twins.reader, command, _READER_COMMANDS)

    @app.post("/printer")
    async def printer(command: dict[str, Any]) -> dict[str, Any]:
        return await _passed_on(twins.printer, command, _PRINTER_COMMANDS)

    @app.get("/paper/{name}")
    async def paper(name: str) -> FileResponse:
        path = twins.paper / name
        if Path(name).name != name or path.suffix != ".png" or not path.is_file():
            raise HTTPException(404, "没有这张小票")
        return FileResponse(path)

    app.mount("/page", StaticFiles(directory=_PAGE))
    return app


async def _passed_on(control: Path, command: dict[str, Any], allowed: set[str]) -> dict[str, Any]:
    if not command or set(command) - allowed:
        raise HTTPException(400, "模拟器不认识这个命令")
    return await _answer(control, command)


def main() -> None:
    """Serve the page until SIGTERM."""
    settings = read_settings(SimulatorSettings, "simulator")
    app = build(Twins(reader=settings.reader_control, printer=settings.printer_control, paper=settings.paper))
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning")


if __name__ == "__main__":
    main()
