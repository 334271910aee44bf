"""What is answered to a question that cannot be read, and when we fail at one: a sentence, and a number to tell."""

from __future__ import annotations

import logging
from collections.abc import Callable
from secrets import randbelow

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

log = logging.getLogger(__name__)

_NUMBER = "linggong_fault"
_MALFORMED = "送来的内容不是约定的写法，没有收下，请系统管理员核对程序的版本。"


def note_fault(error: BaseException) -> str:
    """Write a fault to the log with its traceback and return the number it is found by there; once for each fault."""
    number = getattr(error, _NUMBER, None)
    if isinstance(number, str):
        return number  # from the app within: it raises again what it has answered
    number = f"{randbelow(10**6):06d}"
    setattr(error, _NUMBER, number)
    log.error("fault %s", number, exc_info=error)
    return number


def fault_sentence(number: str) -> str:
    """Return what is said of a fault to whoever meets it."""
    return f"这一页出了错，请稍候再试；一直这样，请把编号 {number} 告诉工作人员，系统管理员在日志里能查到。"


def answer_faults(app: FastAPI, html: Callable[[str], str] | None = None) -> None:
    """Answer faults and malformed questions of an app's plain routes in words of ours; `html` makes a page of them.

    FastAPI's own answer repeats what was sent, which may name a person, and fails on what is no text.
    """

    async def malformed(_request: Request, _error: Exception) -> Response:
        return JSONResponse({"detail": _MALFORMED}, status_code=422)

    async def fault(_request: Request, error: Exception) -> Response:
        said = fault_sentence(note_fault(error))
        return PlainTextResponse(said, 500) if html is None else HTMLResponse(html(said), 500)

    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(Exception, fault)
