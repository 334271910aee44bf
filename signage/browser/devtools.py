"""One page of Chromium over the DevTools protocol (chromedevtools.github.io/devtools-protocol); deadlines on all."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any

import httpx
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from signage.errors import BrowserSilent

_LONGEST_ANSWER = 64 * 1024 * 1024  # a 4K screenshot as base64 is some 10 MB at worst
_CONNECT_S = 3.0


def page_address(port: int) -> str:
    """Return the address of the browser's first page; BrowserSilent where there is none yet."""
    try:
        targets = httpx.get(f"http://127.0.0.1:{port}/json/list", timeout=_CONNECT_S, trust_env=False).json()
        return next(str(one["webSocketDebuggerUrl"]) for one in targets if one["type"] == "page")
    except (httpx.HTTPError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise BrowserSilent("浏览器还没有打开页面。") from error


class Devtools:
    """A connection to one page, usable from several threads; `on_event(method)` is called by the reading thread.

    When the line breaks, `on_event("")` is called once, and every call raises BrowserSilent.
    """

    def __init__(self, address: str, on_event: Callable[[str], None]) -> None:
        self._on_event = on_event
        self._lock = threading.Lock()
        self._number = 0
        self._held = ExitStack()
        self._waiting: dict[int, queue.SimpleQueue[dict[str, Any] | None]] = {}
        try:
            self._line = self._held.enter_context(
                connect(address, open_timeout=_CONNECT_S, close_timeout=1, max_size=_LONGEST_ANSWER, compression=None,
                        proxy=None, ping_interval=None)
            )  # fmt: skip
        except (OSError, TimeoutError, WebSocketException) as error:
            raise BrowserSilent("浏览器不接受连接。") from error
        self._broken = False
        self._reader = threading.Thread(target=self._read, name="devtools", daemon=True)
        self._reader.start()

    def call(self, method: str, deadline_s: float = 5.0, **parameters: Any) -> dict[str, Any]:
        """Send one command and return its result; BrowserSilent when none comes in time or the browser refuses."""
        answer: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        with self._lock:
            self._number += 1
            number = self._number
            self._waiting[number] = answer
        try:
            if self._broken:
                raise BrowserSilent("与浏览器的连接断了。")
            self._line.send(json.dumps({"id": number, "method": method, "params": parameters}))
            said = answer.get(timeout=deadline_s)
        except (OSError, WebSocketException, queue.Empty) as error:
            raise BrowserSilent(f"浏览器没有回答 {method}。") from error
        finally:
            with self._lock:
                self._waiting.pop(number, None)
        if said is None or "result" not in said:
            raise BrowserSilent(f"浏览器没有做到 {method}。")
        result: dict[str, Any] = said["result"]
        return result

    def evaluate(self, expression: str, deadline_s: float = 5.0) -> Any:
        """Return the value of an expression in the page, awaited if it is a promise; BrowserSilent if it throws."""
        said = self.call("Runtime.evaluate", deadline_s, expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in said:
            raise BrowserSilent("页面里的检查没有做成。")
        return said.get("result", {}).get("value")

    def close(self) -> None:
        """Hang up; the page goes on."""
        with suppress(OSError, WebSocketException):
            self._held.close()
        if self._reader is not threading.current_thread():
            self._reader.join(timeout=3)

    def _read(self) -> None:
        try:
            for text in self._line:
                said = json.loads(text)
                if "id" not in said:
                    self._on_event(str(said.get("method", "")))
                    continue
                with self._lock:
                    answer = self._waiting.get(said["id"])
                if answer is not None:
                    answer.put(said)
        except (OSError, WebSocketException, ValueError):
            pass
        self._broken = True
        with self._lock:
            waiting = tuple(self._waiting.values())
        for answer in waiting:
            answer.put(None)
        self._on_event("")
