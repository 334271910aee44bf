"""The handbook of the desk: every page of the menu is told of, every picture is there."""

from __future__ import annotations

import re
from pathlib import Path

from content.admin.app import own_pages
from kiosk.desk import terminals
from signage.desk.pages import screen_pages

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "handbook.zh-CN.md").read_text("utf8")


def test_every_page_of_the_menu_has_its_section() -> None:
    told = set(re.findall(r"^### (.+)$", TEXT, re.MULTILINE))
    menu = {page.title for page in (*own_pages(), terminals.PAGE, *screen_pages()) if page.menu}
    assert menu - told == set()


def test_every_picture_named_is_there_and_every_picture_there_is_named() -> None:
    named = set(re.findall(r"images/desk/[\w-]+\.png", TEXT))
    there = {path.relative_to(DOCS).as_posix() for path in (DOCS / "images" / "desk").glob("*.png")}
    assert named == there


def test_the_way_of_a_job_is_told_in_ten_pictures() -> None:
    steps = re.findall(r"images/desk/step-(\d\d)-", TEXT)
    assert steps == [f"{step:02d}" for step in range(1, 11)]
