"""Takes the pictures of the screen: every kind of scene on the real player in three sizes of glass."""

from __future__ import annotations

import base64
import io
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, Route

from signage.programme import Item
from signage.scenes.scene import Scene, Shape
from signage.schedule import Timeline, draw_up, to_wire
from tests.contract.market_rig import REPOSITORY
from tests.contract.market_visitor import chromium
from tests.unit.signage.full_hall import FullHall, demo_hall, scenes_by_kind
from tests.unit.signage.hall import hall
from tests.unit.signage.samples import NOON, on_air

OUT = REPOSITORY / "docs" / "images"
SIZES = {"1080p": (1920, 1080), "4k": (3840, 2160), "portrait": (1080, 1920)}
_COLOURS = (48, 24, 16)  # flat grounds and type: as many as leave a picture under _MOST bytes, sixteen at the least
_MOST = 150_000
_FILM = """async (words) => {
  const board = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
  const pen = board.getContext("2d");
  const draw = (turn) => {
    pen.fillStyle = "#0d5c63"; pen.fillRect(0, 0, 640, 360);
    pen.fillStyle = "#ffd9a8"; pen.font = "700 56px 'Noto Sans CJK SC'"; pen.fillText(words, 60, 200);
    pen.fillRect(60, 260, 20 + (turn * 8) % 500, 16);
  };
  draw(0);
  const recorder = new MediaRecorder(board.captureStream(25), { mimeType: "video/webm;codecs=vp8" });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((done) => { recorder.onstop = done; });
  recorder.start();
  for (let turn = 0; turn < 25; turn += 1) { draw(turn); await new Promise((done) => setTimeout(done, 40)); }
  recorder.stop();
  await stopped;
  const held = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(held.reduce((all, one) => all + String.fromCharCode(one), ""));
}"""

_PAGES = {"service": 2}  # pages of a kind that say different things
_ALONE = """(words) => !document.querySelector(".coming")
  && document.querySelector(".layer.front .scene")?.className === words"""


def film_of(browser: Browser, words: str) -> bytes:
    """Return a real film of about a second, recorded by the browser from a canvas."""
    page = browser.new_page()
    data = base64.b64decode(page.evaluate(_FILM, words))
    page.close()
    return data


def one_scene(scene: Scene, label: str, whole: Timeline) -> Timeline:
    """Return the hall's timeline with this scene alone in it: header, foot and ticker as they are."""
    return replace(whole, segments=(), evergreen=(Item(scene=scene, label=label),))


class Glass:
    """A player whose timeline is what was last put on it."""

    def __init__(self, page: Page, held: FullHall, shape: Shape) -> None:
        self.page, self._whole = page, draw_up(on_air(held.held, ()), NOON, shape)
        self._body, self._turn = "", 0
        page.route("**/timeline*", self._answer)

    def _answer(self, route: Route) -> None:
        headers = {"ETag": f'"{self._turn}"', "Linggong-Now": str(int(NOON.timestamp() * 1000) + self._turn * 1000)}
        route.fulfill(status=200, body=self._body, headers=headers)

    def show(self, scene: Scene, label: str = "") -> None:
        """Put a scene on and wait until it alone stands there."""
        self._turn += 1
        self._body = json.dumps(to_wire(one_scene(scene, label, self._whole)))
        name = re.search(r'class="scene ([^"]*)"', scene.markup)
        assert name is not None
        if self._turn == 1:
            return
        self.page.wait_for_function(_ALONE, arg=f"scene {name[1]}")


@contextmanager
def glass(browser: Browser, held: FullHall, size: tuple[int, int], folder: Path) -> Iterator[Glass]:
    """Open a player of that size over a screen process that serves the hall's media."""
    width, height = size
    shape = Shape.LANDSCAPE if width > height else Shape.PORTRAIT
    with hall(folder) as running:
        running.publish(held.held, 1, files=held.files)
        page = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
        shown = Glass(page, held, shape)
        first = scenes_by_kind(held.held, shape)["preparing"][0]
        shown.show(first)
        page.goto(f"{running.url}/player")
        page.locator(".layer.front .scene").wait_for()
        yield shown
        page.context.close()


def keep(page: Page, name: str) -> int:
    """Take one picture of the glass and return its bytes."""
    page.wait_for_timeout(300)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = OUT / f"{name}.png"
    for colours in _COLOURS:
        # by coverage: the median cut would give the few orange and red letters away
        lean = picture.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        lean.save(path, optimize=True)
        if path.stat().st_size <= _MOST:
            break
    return path.stat().st_size


def main() -> None:
    """Take them all, or only those of the kinds and sizes named on the command line."""
    named, total = set(sys.argv[1:]), 0
    sizes, only = named & set(SIZES), named - set(SIZES)
    with chromium() as browser, tempfile.TemporaryDirectory(prefix="pictures") as folder:
        held = demo_hall(film=film_of(browser, "消防演练"))
        for name, size in ((name, size) for name, size in SIZES.items() if name in (sizes or SIZES)):
            with glass(browser, held, size, Path(folder) / name) as shown:
                shape = Shape.LANDSCAPE if size[0] > size[1] else Shape.PORTRAIT
                for kind, scenes in scenes_by_kind(held.held, shape).items():
                    for place, scene in enumerate(scenes[: _PAGES.get(kind, 1)], 1):
                        title = f"screen-{kind.replace('_', '-')}{'' if place == 1 else f'-{place}'}-{name}"
                        if only and kind not in only:
                            continue
                        shown.show(scene, f"{place} / {len(scenes)}" if len(scenes) > 1 else "")
                        total += keep(shown.page, title)
    print(f"{total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
