"""What the page plays: plain routes for prompts and for a page read aloud (读给我听)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Body, FastAPI
from fastapi.responses import FileResponse, Response

from content.edition.reading import Edition
from content.speech import LONGEST, Sound, Speech

_QUIET = 204


def add_speech_routes(application: FastAPI, speech: Speech, edition: Callable[[], Edition | None]) -> None:
    """Add both routes; 204 is silence. `def`, so that the event loop never waits for a voice."""

    @application.get("/speech/prompt/{key}")
    def prompt(key: str) -> Response:
        return _played(speech.prompt(key, edition()))

    @application.post("/speech/text")
    def text(
        text: Annotated[str, Body(embed=True, max_length=LONGEST)], personal: Annotated[bool, Body(embed=True)] = True
    ) -> Response:
        return _played(speech.say(text, personal=personal))


def _played(sound: Sound | None) -> Response:
    if sound is None:
        return Response(status_code=_QUIET)
    headers = {"Cache-Control": "no-store"}
    if sound.path is not None:
        return FileResponse(sound.path, media_type=sound.mime, headers=headers)
    return Response(sound.wav, media_type=sound.mime, headers=headers)
