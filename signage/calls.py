"""叫号 on the screen: the board for the player, the voice that says a call, and how loud it is at which hour."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime
from datetime import time as moment
from typing import Annotated

from fastapi import FastAPI, Path, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field

from content.clock import Clock, local, milliseconds
from content.errors import SettingsError
from content.link.board import HeardBoard
from content.model.codec import to_json
from content.speech import Speech
from content.spoken import call as call_words

_HOURS = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])-([01]?[0-9]|2[0-3]):([0-5][0-9])")
_SILENT = "浏览器不让叫号发声，请系统管理员给 Chromium 加上 --autoplay-policy=no-user-gesture-required。"
Hours = tuple[moment, moment] | None
_TicketNumber = Annotated[str, Path(pattern=r"^[A-Z][0-9]{1,7}$")]
_WindowNumber = Annotated[int, Path(ge=1, le=99)]


class VoiceReport(BaseModel):
    """What the player says of its voice: "" when it may speak."""

    model_config = ConfigDict(extra="forbid")
    blocked: bool = Field()


def hours_of(text: str) -> Hours:
    """Read `20:00-08:00`, None for ""; SettingsError says how to write it."""
    if not text.strip():
        return None
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise SettingsError(f"[screen] quiet_hours = {text!r} 读不懂，请系统管理员写成 20:00-08:00，或者留空。")
    hour, minute, to_hour, to_minute = map(int, found.groups())
    return moment(hour, minute), moment(to_hour, to_minute)


def volume_at(now: datetime, loud: int, quiet: int, quiet_hours: Hours) -> int:
    """Return how loud the voice is at an instant, in percent; hours may run over midnight."""
    if quiet_hours is None:
        return loud
    start, end = quiet_hours
    at = local(now).time()
    inside = start <= at < end if start <= end else at >= start or at < end
    return quiet if inside else loud


class Calls:
    """What the player asks about calls; thread-safe."""

    def __init__(self, board: Callable[[], HeardBoard | None], clock: Clock, *, loud: int = 100, quiet: int = 30,
                 quiet_hours: Hours = None, steady: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        self._board, self._clock, self._steady = board, clock, steady
        self._loud, self._quiet, self._quiet_hours = loud, quiet, quiet_hours
        self._blocked = False

    def board(self) -> HeardBoard | None:
        """Return the board, None when it is not to be shown."""
        return self._board()

    def headers(self, heard: HeardBoard) -> dict[str, str]:
        """Return how old the board is (ms), the hub's time now, and how loud to speak."""
        steady_s = self._steady()
        volume = volume_at(self._clock.now(), self._loud, self._quiet, self._quiet_hours)
        return {"ETag": heard.tag, "Cache-Control": "no-store", "Linggong-Volume": str(volume),
                "Linggong-Age": str(round(heard.age_s(steady_s) * 1000)),
                "Linggong-Now": str(milliseconds(heard.hub_time(steady_s)))}  # fmt: skip

    def hear(self, report: VoiceReport) -> None:
        """Note whether the browser lets the voice speak."""
        self._blocked = report.blocked

    def health(self) -> dict[str, object]:
        """Return whether the board is known and the voice may speak, as JSON values."""
        return {"calls": self.board() is not None, "voice": "".join(self.faults())}

    def faults(self) -> tuple[str, ...]:
        """Return what keeps a call from being heard, in a sentence that says who should do what."""
        return (_SILENT,) if self._blocked else ()


def add_call_routes(app: FastAPI, calls: Calls, speech: Speech) -> None:
    """Add the board, the voice and the player's word about it; 204 is no board, and silence."""

    @app.get("/calls")
    def board(request: Request) -> Response:
        heard = calls.board()
        if heard is None:
            return Response(status_code=204, headers={"Cache-Control": "no-store"})
        if request.headers.get("If-None-Match") == heard.tag:
            return Response(status_code=304, headers=calls.headers(heard))
        return Response(to_json(heard.board), media_type="application/json", headers=calls.headers(heard))

    @app.post("/calls/voice")
    def voice(report: VoiceReport) -> Response:
        calls.hear(report)
        return Response(status_code=204)

    @app.get("/speech/call/{number}/{window}")
    def say(number: _TicketNumber, window: _WindowNumber) -> Response:
        sound = speech.say(call_words(number, window), personal=False)
        if sound is None or sound.path is None:
            return Response(status_code=204)
        return FileResponse(sound.path, media_type=sound.mime, headers={"Cache-Control": "no-store"})
