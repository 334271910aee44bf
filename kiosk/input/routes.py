"""What the panel's script asks of this process: plain routes, answered in worker threads, nothing in an address."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import Body, FastAPI
from fastapi.responses import FileResponse

from kiosk.input.pinyin_engine import MOST_LETTERS, Mode
from kiosk.input.service import InputService

_RARE = Path(__file__).with_name("data") / "rare_names.json"
_STROKES, _POINTS = 64, 2000

Letters = Annotated[str, Body(embed=True, pattern=r"^[a-z']*$", max_length=MOST_LETTERS)]
Strokes = Annotated[
    list[Annotated[list[tuple[float, float]], Body(max_length=_POINTS)]], Body(embed=True, max_length=_STROKES)]


def add_input_routes(application: FastAPI, service: InputService) -> None:
    """Add the three routes; `def`, not `async def`, so that the event loop never waits for an engine."""

    @application.post("/input/strokes")
    def strokes(strokes: Strokes) -> dict[str, list[dict[str, object]]]:
        return {"candidates": [{"text": one, "used": 0} for one in service.strokes(strokes)]}

    @application.post("/input/pinyin")
    def pinyin(letters: Letters, mode: Annotated[Mode, Body(embed=True)]) -> dict[str, list[dict[str, object]]]:
        return {"candidates": [{"text": one.text, "used": one.used} for one in service.pinyin(letters, mode)]}

    @application.get("/input/rare_names")
    async def rare_names() -> FileResponse:
        return FileResponse(_RARE, headers={"Cache-Control": "no-cache"})
