"""A box that starts with its hub dead: the screen process, then Chromium on the profile it had, to the first scene.

Timed are the parts of a box that are ours, by the wall clock from outside: the process from its start until it answers
with an edition, the browser from its start until its player reports the first scene painted. The kernel, the
display server and the desktop are not in it. Both are killed, never ended.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.contract.hall_processes import market
from tests.contract.printer_process import REPOSITORY

_BROWSER = [*ARGUMENTS, "--headless=new", "--window-size=1920,1080",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # fmt: skip
_PATIENCE_S = 60.0
_LOOK_S = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdStart:
    """What one start took, in seconds."""

    process_s: float
    browser_s: float

    @property
    def whole_s(self) -> float:
        """Return what the hall waits for: one after the other, as the box starts them."""
        return self.process_s + self.browser_s


class Box:
    """What a box has on its disk: pairing, shelf and the browser's profile; its hub is gone for good."""

    def __init__(self, folder: Path, port: int, hub_url: str) -> None:
        self._folder, self._url = folder, f"http://127.0.0.1:{port}"
        own = {"PORT": str(port), "DATA": str(folder / "screen"), "HUB_URL": hub_url}
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "LINGGONG"))}
        self._environment = clean | {f"LINGGONG_SCREEN_{name}": value for name, value in own.items()}
        self._client = httpx.Client(base_url=self._url, timeout=5, trust_env=False)

    def start(self) -> ColdStart:
        """Start both, kill both, and return what it took; AssertionError when no scene came."""
        process = browser = None
        try:
            began = time.monotonic()
            process = self._begin([sys.executable, "-m", "signage"])
            self._until("edition_order", lambda value: value is not None)
            served = time.monotonic()
            browser = self._begin([CHROMIUM, *_BROWSER, f"--user-data-dir={self._folder / 'profile'}",
                                   f"--app={self._url}/"])  # fmt: skip
            self._until("painted_order", lambda value: value)
            return ColdStart(process_s=served - began, browser_s=time.monotonic() - served)
        finally:
            for one in (browser, process):
                if one is not None:
                    os.killpg(one.pid, signal.SIGKILL)
                    one.wait()

    def _begin(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=REPOSITORY, env=self._environment, start_new_session=True,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip

    def _until(self, name: str, holds: Callable[[object], object]) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            try:
                if holds(self._client.get("/health").json()[name]):
                    return
            except httpx.HTTPError:
                pass
            time.sleep(_LOOK_S)
        raise AssertionError(f"{name} never came: no scene on the glass within {_PATIENCE_S} s")

    def close(self) -> None:
        """Hang up."""
        self._client.close()


@contextmanager
def dead_hub(folder: Path) -> Iterator[Box]:
    """Let a box take an edition, kill its hub and itself, and return what is left on the disk."""
    with market(folder) as running:
        box = Box(folder, running.port, running.hub_url)
    try:
        yield box
    finally:
        box.close()
