"""Speaks to a simulated device over its control socket: one JSON line there, one back."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from content.errors import ContentError

_DEADLINE_S = 2.0


class TwinAway(ContentError):
    """The simulated device does not answer; it is being restarted or was never started."""


async def ask_twin(control: Path, command: dict[str, Any]) -> dict[str, Any]:
    """Send one command and return the answer; TwinAway when there is none within two seconds."""
    try:
        async with asyncio.timeout(_DEADLINE_S):
            reader, writer = await asyncio.open_unix_connection(str(control))
            try:
                writer.write(json.dumps(command, ensure_ascii=False).encode() + b"\n")
                await writer.drain()
                line = await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError) as error:
        raise TwinAway("模拟设备没有应答，可能正在重启，请等几秒再试。") from error
    try:
        answer = json.loads(line)
    except json.JSONDecodeError as error:
        raise TwinAway("模拟设备的应答看不懂，请看终端窗口里它的日志。") from error
    return answer if isinstance(answer, dict) else {"answer": answer}
