"""Takes the pictures of the kiosk: every view and step on a standing panel, as it is and with 大字 and 高对比."""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.kiosk_rig import KioskRig, Walker
from tests.browser.kiosk_views import OVERLAYS, STEPS, addresses, go
from tests.contract.market_rig import REPOSITORY
from tests.contract.market_visitor import chromium

OUT = REPOSITORY / "docs" / "images" / "kiosk"
PANEL = (1080, 1920)
_SHRUNK = (540, 960)
_COLOURS = 24  # flat grounds and type: the set of some 130 pictures stays under 6 MB
_MODES = {"": "", "large": "elder contrast"}
_NAMES = {"我还在": "still-here"}


def _named(path: str, step: str = "") -> str:
    words = f"{path} {_NAMES.get(step, step)}"
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "home"


class _Camera:
    """One panel, with a picture taken in each mode."""

    def __init__(self, browser: Browser, rig: KioskRig, out: Path) -> None:
        self.walker, self._out = Walker(browser, rig), out
        self.walker.page.set_viewport_size({"width": PANEL[0], "height": PANEL[1]})
        self.taken: list[Path] = []

    def take(self, name: str) -> None:
        """Keep what stands on the glass, in both modes."""
        page = self.walker.page
        for ending, mode in _MODES.items():
            page.evaluate("mode => { document.documentElement.className = mode; }", mode)
            raw = page.screenshot(animations="disabled")
            shrunk = Image.open(io.BytesIO(raw)).convert("RGB").resize(_SHRUNK, Image.Resampling.LANCZOS)
            path = self._out / f"{'-'.join(filter(None, (name, ending)))}.png"
            shrunk.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
            self.taken.append(path)
        page.evaluate("document.documentElement.className = ''")


def _all_views(camera: _Camera, rig: KioskRig) -> None:
    walker = camera.walker
    for path, address in addresses(rig):
        go(walker.page, address)
        camera.take(_named(path))
        for step, way in STEPS.get(path, ()):
            way(walker, rig)
            camera.take(_named(path, step))
    rig.reader.calm()
    walker.open("/kiosk/")
    for name, way in OVERLAYS:
        way(walker, rig)
        camera.take(_named("", name))
    rig.reader.calm()


def main(out: Path = OUT) -> None:
    """Take all of them anew; each is to be looked at before it is committed."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        rig = KioskRig(Path(folder), idle_s="3600")
        try:
            camera = _Camera(browser, rig, out)
            _all_views(camera, rig)
            camera.walker.leave()
        finally:
            rig.stop()
    weight = sum(path.stat().st_size for path in camera.taken)
    print(f"{len(camera.taken)} pictures, {weight / 1e6:.1f} MB")


if __name__ == "__main__":
    sys.exit(main())
