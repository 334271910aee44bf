"""Keeping one picture of the handbook of the desk."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import Page

from tests.contract.market_rig import REPOSITORY

OUT = REPOSITORY / "docs" / "images" / "desk"
COLOURS = 96  # flat areas and text: nothing is lost, and a picture weighs a third


def keep(page: Page, name: str) -> None:
    """Take one picture of what the window shows."""
    page.wait_for_timeout(400)  # a message slides in, a button lights up
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS).save(OUT / f"{name}.png", optimize=True)
    print(name)
