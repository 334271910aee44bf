"""How a refusal is said: a status for the program and a Chinese sentence for the person, never a stack."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from json import dumps, loads
from typing import Any

from fastapi import HTTPException, Request

BODY_LIMIT = 1_048_576  # bytes of a batch of filings
SMALL_BODY_LIMIT = 65_536  # bytes of anything else
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")  # of a surrogate pair (RFC 8259, 8.2)
_TOO_LARGE = "送来的内容太大，没有收下，请系统管理员查看终端程序的日志。"


def refuse(status: int, sentence: str) -> HTTPException:
    """Return the exception that answers `{"detail": sentence}`."""
    return HTTPException(status_code=status, detail=sentence)


async def read_object(request: Request, limit: int) -> dict[str, Any]:
    """Read a JSON object of at most `limit` bytes from the body; 413 or 400 with a sentence otherwise."""
    data = await _read(request.stream(), limit)
    try:
        plain = loads(data)
        if _HALF.search(data):
            dumps(plain, ensure_ascii=False).encode()  # half a character is no text: no database takes it
    except (ValueError, RecursionError):
        plain = None
    if not isinstance(plain, dict):
        raise refuse(400, "送来的内容不是约定的格式，请系统管理员核对终端与中心的程序版本。")
    return plain


async def read_bytes(request: Request, limit: int, too_large: str) -> bytes:
    """Read a body of at most `limit` bytes as it is; 413 with the sentence otherwise."""
    return await _read(request.stream(), limit, too_large)


async def _read(stream: AsyncIterator[bytes], limit: int, too_large: str = _TOO_LARGE) -> bytes:
    data = bytearray()
    async for chunk in stream:
        data += chunk
        if len(data) > limit:
            raise refuse(413, too_large)
    return bytes(data)
