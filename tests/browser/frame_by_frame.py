"""A browser whose every frame is asked for: time stands between two frames, so none goes by unseen.

Debian's `chromium-headless-shell` alone still has this: a target made with `enableBeginFrameControl` draws only on
`HeadlessExperimental.beginFrame`, and `Emulation.setVirtualTimePolicy` lets the page's time run on by one frame and no
more. The policy is `advance`: one that waits for open requests would hide the very gaps that are looked for.
A screencast shows 2 to 11 frames a second and misses a short flash.
"""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageStat

HEADLESS_SHELL = "/usr/bin/chromium-headless-shell"
WIDTH, HEIGHT = 480, 270
FRAME_MS = 1000 / 60
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--enable-begin-frame-control",
              "--run-all-compositor-stages-before-draw", "--disable-background-networking", "--disable-sync",
              "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "about:blank"]  # fmt: skip


class Protocol:
    """The DevTools protocol over the browser's own pipe; events that nobody waits for are forgotten."""

    def __init__(self, profile: Path, browser: str = HEADLESS_SHELL, arguments: Sequence[str] = _ARGUMENTS) -> None:
        from_us, to_us = os.pipe(), os.pipe()
        # the browser reads 3 and writes 4; only a shell can put the pipes there after the fork
        command = ["/bin/bash", "-c", f'exec "$0" "$@" 3<&{from_us[0]} 4>&{to_us[1]}', browser,
                   "--remote-debugging-pipe", f"--user-data-dir={profile}", *arguments]  # fmt: skip
        self.process = subprocess.Popen(command, pass_fds=(from_us[0], to_us[1]), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        os.close(from_us[0])
        os.close(to_us[1])
        self._orders, self._answers = from_us[1], to_us[0]
        self._heard = b""
        self._number = 0

    def call(self, method: str, session: str = "", **parameters: object) -> dict[str, Any]:
        """Call a method and return its result."""
        self._number += 1
        order = {"id": self._number, "method": method, "params": parameters}
        os.write(self._orders, json.dumps(order | ({"sessionId": session} if session else {})).encode() + b"\0")
        return self._wait(lambda message: message.get("id") == self._number, method)

    def until_event(self, name: str, method: str, session: str, **parameters: object) -> None:
        """Call a method and wait for the event it leads to; the event may come before the answer."""
        self._number += 1
        order = {"id": self._number, "method": method, "params": parameters, "sessionId": session}
        os.write(self._orders, json.dumps(order).encode() + b"\0")
        self._wait(lambda message: message.get("method") == name, method)

    def _wait(self, wanted: Callable[[dict[str, Any]], bool], method: str) -> dict[str, Any]:
        while True:
            message = self._next()
            if "error" in message:
                raise RuntimeError(f"{method}: {message['error']}")
            if wanted(message):
                return dict(message.get("result", {}))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._heard:
            more = os.read(self._answers, 1 << 20)
            if not more:
                raise RuntimeError("the browser has ended: is it installed? .ci/apt.txt names it")
            self._heard += more
        message, _, self._heard = self._heard.partition(b"\0")
        return dict(json.loads(message))

    def close(self) -> None:
        """End the browser."""
        self.process.kill()
        self.process.wait()
        os.close(self._orders)
        os.close(self._answers)


@dataclass(slots=True)
class Film:
    """The frames taken so far: how many, in how many the sentinel showed, how many had an empty stage."""

    frames: int = 0
    sentinel: int = 0
    empty: int = 0
    worst: bytes = b""  # the first picture that was wrong, for whoever looks into it
    _last: bytes = b""
    _verdict: tuple[bool, bool] = field(default=(False, False))

    def look_at(self, picture: bytes) -> None:
        """Judge one frame; one that is byte for byte the frame before is judged like it."""
        if picture != self._last:
            self._last, self._verdict = picture, _judged(picture)
        sentinel, empty = self._verdict
        self.frames += 1
        self.sentinel += sentinel
        self.empty += empty
        if (sentinel or empty) and not self.worst:
            self.worst = picture

    def __str__(self) -> str:
        return f"{self.frames} frames, the background in {self.sentinel}, an empty stage in {self.empty}"


def _judged(picture: bytes) -> tuple[bool, bool]:
    frame = Image.open(io.BytesIO(picture)).convert("RGB")
    red, green, blue = frame.split()
    # Magenta is red and blue without green; a quarter of it shining through a fade gives about 45.
    tint = ImageChops.subtract(ImageChops.darker(red, blue), green)
    width, height = frame.size
    stage = frame.convert("L").crop((0, height // 8, width, height * 9 // 10))
    return tint.getextrema()[1] > 36, ImageStat.Stat(stage).stddev[0] < 4


class Camera:
    """One page, drawn frame by frame; `tick` is called before each frame, to carry the hall's clock along."""

    def __init__(self, protocol: Protocol, url: str, tick: Callable[[], None]) -> None:
        self._protocol, self._tick = protocol, tick
        target = protocol.call("Target.createTarget", url="about:blank", width=WIDTH, height=HEIGHT,
                               enableBeginFrameControl=True)["targetId"]  # fmt: skip
        self._session = str(protocol.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        for method in ("Page.enable", "HeadlessExperimental.enable"):
            protocol.call(method, self._session)
        # frames are dated on the page's own time line: animations run by the date of the frame
        paused = protocol.call("Emulation.setVirtualTimePolicy", self._session, policy="pause")
        self._ticks_ms = float(paused["virtualTimeTicksBase"])
        protocol.call("Page.navigate", self._session, url=url)

    def frame(self) -> bytes:
        """Let a sixtieth of a second pass in the page and return the frame that ends it; b"" while there is none."""
        self._tick()
        self._protocol.until_event("Emulation.virtualTimeBudgetExpired", "Emulation.setVirtualTimePolicy",
                                   self._session, policy="advance", budget=FRAME_MS)  # fmt: skip
        self._ticks_ms += FRAME_MS
        drawn = self._protocol.call("HeadlessExperimental.beginFrame", self._session, frameTimeTicks=self._ticks_ms,
                                    interval=FRAME_MS, screenshot={"format": "jpeg", "quality": 90})  # fmt: skip
        return base64.b64decode(drawn.get("screenshotData", ""))

    def boot(self, until: Callable[[], bool], most: int = 1200) -> int:
        """Let frames pass until it holds, and return how many; what they show is not judged."""
        for number in range(most):
            self.frame()
            if until():
                return number + 1
        raise AssertionError(f"the page has not begun within {most} frames")

    def ask(self, expression: str) -> Any:
        """Return what an expression is in the page now."""
        return self._protocol.call("Runtime.evaluate", self._session, expression=expression,
                                   returnByValue=True)["result"].get("value")  # fmt: skip

    def roll(self, film: Film, until: Callable[[], bool], most: int = 20_000) -> None:
        """Film until it holds, asked once every ten frames."""
        for number in range(most):
            film.look_at(self.frame())
            if number % 10 == 9 and until():
                return
        raise AssertionError(f"not within {most} frames; {film}")


@contextmanager
def camera_on(url: str, profile: Path, tick: Callable[[], None]) -> Iterator[Camera]:
    """Open the address in a browser of its own, standing before its first frame."""
    protocol = Protocol(profile)
    try:
        yield Camera(protocol, url, tick)
    finally:
        protocol.close()
