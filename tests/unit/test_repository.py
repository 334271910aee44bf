"""The top level holds the rooms of the house and nothing else."""

from __future__ import annotations

import subprocess
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
