"""A whole kiosk for the browser: its process, the reader's and the printer's twins, and no hub."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from content.model.published import EditionContent
from kiosk.reader.base import IdCard
from tests.contract.printer_process import TwinProcess as PrinterTwin
from tests.fixtures.readers import TwinProcess as ReaderTwin
from tests.pages.kiosk_market import furnish

REPOSITORY = Path(__file__).parents[2]
DEADLINE_S = 30.0
START_S = 120.0  # a process that starts among many others
# keys do not move, so what a tap waits for beside its place would only cost time: eleven of them are a phone number
_MIDDLE = """selector => { const box = document.querySelector(selector)?.getBoundingClientRect();
return box?.width ? [box.x + box.width / 2, box.y + box.height / 2] : null; }"""


def wait_until(true: Callable[[], Any], what: str, seconds: float = DEADLINE_S) -> Any:
    """Return the first true value; fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if value := true():
                return value
        except OSError:
            pass
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s for {what}")


class KioskRig:
    """Starts everything on the real protocols; `stop` ends only what it started."""

    def __init__(self, folder: Path, prepare: Callable[[KioskRig], None] = lambda rig: None,
                 shaped: Callable[[EditionContent], EditionContent] = lambda content: content,
                 **settings: str) -> None:  # fmt: skip
        self.data = folder / "kiosk"
        self.content = furnish(self.data, datetime.now(UTC), shaped=shaped)
        prepare(self)
        self.reader = ReaderTwin()
        self.reader.start()
        self.reader.calm()
        self.printer = PrinterTwin("tcp", folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = settings
        try:
            self.process = self.start()
        except BaseException:  # nothing of a kiosk that never came up may run on
            self.stop()
            raise

    def start(self) -> subprocess.Popen[bytes]:
        """Start the kiosk and wait until it holds the edition."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
        given = {"port": str(self.port), "data": str(self.data), "hub_url": "http://127.0.0.1:9",
                 "prompts": "false", "reader_port": str(self.reader.link),
                 "printer": f"tcp://127.0.0.1:{self.printer.port}"}  # fmt: skip
        env = clean | {f"LINGGONG_KIOSK_{name.upper()}": value for name, value in (given | self._settings).items()}
        self.process = subprocess.Popen([sys.executable, "-m", "kiosk"], cwd=REPOSITORY, env=env)
        wait_until(lambda: self.health()["edition_order"], "the kiosk to show its edition", START_S)
        return self.process

    def health(self) -> dict[str, Any]:
        """Return what the kiosk says of itself."""
        with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def put_card(self, card: IdCard) -> None:
        """Lay a card on the reader."""
        self.reader.control.put(card)

    def stop(self) -> None:
        """End all processes of the rig."""
        self.process.terminate()
        self.process.wait(15)
        self.printer.stop()
        self.reader.close()


class Walker:
    """Someone before the kiosk: a browser of the design's size that is only ever touched, and counts its touches."""

    def __init__(self, browser: Browser, rig: KioskRig, size: tuple[int, int] = (1080, 1920)) -> None:
        self.context = browser.new_context(base_url=rig.url, viewport={"width": size[0], "height": size[1]},
                                           has_touch=True, locale="zh-CN")  # fmt: skip
        self.page = self.context.new_page()
        self.page.set_default_timeout(DEADLINE_S * 1000)
        self.errors: list[str] = []
        self._forgiving = False
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("console", lambda message: self._note(message.text) if message.type == "error" else None)
        self.touches = 0
        self.open("/kiosk/")

    def open(self, path: str) -> None:
        """Load a page whole and wait until it answers."""
        self.page.goto(path)
        self.page.wait_for_function("window.did_handshake === true")
        self.page.wait_for_selector(".page")

    def tap(self, selector: str) -> None:
        """Touch something once it is there."""
        self.page.tap(selector)
        self.touches += 1

    def type(self, text: str) -> None:
        """Touch the keys of the panel one after another, on the tab that has them."""
        self.page.wait_for_selector(".kb")
        tab = self.page.locator(f'[data-tab={"digits" if text[0].isdigit() else "pinyin"}]:not(.on)')
        if tab.count():
            tab.tap()
            self.touches += 1
        for key in text:
            x, y = self.page.wait_for_function(_MIDDLE, arg=f'.kb [data-key="{key}"]').json_value()
            self.page.touchscreen.tap(x, y)
            self.touches += 1

    def draw(self, strokes: Sequence[Sequence[tuple[float, float]]]) -> None:
        """Draw a character into the writing field with a finger; places are parts of the field's side."""
        self.page.wait_for_selector(".draw canvas")
        box = self.page.locator(".draw canvas").bounding_box()
        if box is None:
            raise AssertionError("the writing field is not there")
        side = min(box["width"], box["height"])
        left, top = box["x"] + (box["width"] - side) / 2, box["y"] + (box["height"] - side) / 2
        finger = self.context.new_cdp_session(self.page)
        for stroke in strokes:
            for place, (x, y) in enumerate([*stroke[::4], stroke[-1]]):
                finger.send("Input.dispatchTouchEvent", {
                    "type": "touchMove" if place else "touchStart",
                    "touchPoints": [{"x": left + x * side, "y": top + y * side}]})  # fmt: skip
            finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        self.touches += len(strokes)
        finger.detach()

    def forgive(self) -> None:
        """Expect the browser to complain from now on: the process is being taken away."""
        self._forgiving = True

    def leave(self) -> None:
        """Close the browser's window."""
        self.context.close()

    def _note(self, text: str) -> None:
        if not self._forgiving:
            self.errors.append(text)
