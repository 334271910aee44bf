"""The top level holds the rooms of the house and nothing else, and no part of a room stands outside the walls."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOP = {
    "kiosk", "signage", "printer", "content", "tests", "systemd", "docs", "pyproject.toml", "Makefile", "README.md",
    "debian", "README.zh-CN.md", "CHANGES.md", "LICENSE", "CONTRIBUTING.md", "requirements.lock", ".ci",
}  # fmt: skip


def test_the_top_level_is_exactly_the_rooms() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/", 1)[0] for line in listed.splitlines()}
    dots = {name for name in top if name.startswith(".") and name != ".ci"}
    assert top - dots == TOP


def _parts(room: str) -> set[str]:
    """Return the modules and packages right under a room, without its `desk/`, which the hub registers."""
    there = [path for path in (ROOT / room).iterdir() if path.suffix == ".py" or any(path.glob("*.py"))]
    return {f"{room}.{path.stem}" for path in there if path.stem not in ("__init__", "desk")}


def _contract(beginning: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))
    found = [one for one in project["tool"]["importlinter"]["contracts"] if one["name"].startswith(beginning)]
    assert len(found) == 1
    return set(found[0]["source_modules"])


def test_every_part_of_a_terminal_is_kept_from_the_rooms_of_the_hub() -> None:
    assert _contract("What runs on a terminal") - {"content.public"} == _parts("kiosk") | _parts("signage")


def test_every_part_of_the_screen_is_kept_from_nicegui() -> None:
    assert _contract("The screen never imports NiceGUI") == _parts("signage")
