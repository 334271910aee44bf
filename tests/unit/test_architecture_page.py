"""The map of the house names only what is there: files, functions, classes, fields."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("architecture.md", "score.md")
CODE = (".py", ".js", ".css", ".html", ".toml", ".service", ".timer", ".path", ".xml")
OTHERS = {"IndexedDB"}  # names that are not ours


def _tracked() -> list[str]:
    said = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return said.stdout.splitlines()


def _unknown(text: str, files: list[str]) -> set[str]:
    """Return what a page names that no source has: snake_case, CamelCase, and modules by their ending."""
    source = "\n".join((ROOT / one).read_text("utf8") for one in files if one.endswith(CODE))
    known = set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", source)) | {Path(one).stem for one in files} | OTHERS
    names = set(re.findall(r"\b[a-z]+_[a-z_]+\b|\b[A-Z][a-z]+[A-Z][A-Za-z]+\b", text))
    modules = set(re.findall(r"\b[a-z_/]+\.(?:py|js)\b", text))
    lost = {one for one in modules if not any(path == one or path.endswith(f"/{one}") for path in files)}
    return {name for name in names if name not in known} | lost


@pytest.mark.parametrize("page", PAGES)
def test_everything_a_page_names_is_there(page: str) -> None:
    assert _unknown((ROOT / "docs" / page).read_text("utf8"), _tracked()) == set()


def test_a_name_that_is_gone_is_found() -> None:
    """A control: a function, a class and a module nobody wrote."""
    said = "no_such_" + "function(x) of No" + "SuchClass in nowhere_" + "at_all.py"
    assert len(_unknown(said, _tracked())) >= 3
