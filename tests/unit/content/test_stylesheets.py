"""Every stylesheet closes what it opens: one brace lost when two are put together makes half a page look wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import content.theme

SHEETS = sorted(Path(content.theme.__file__).parent.glob("*.css"))


def left_open(sheet: str) -> list[str]:
    """Return the comments on lines of their own before which something is still open, and what ends the sheet so."""
    depth, found = 0, []
    for line in sheet.splitlines():
        if line.startswith("/*") and depth:
            found.append(line)
        depth += line.count("{") - line.count("}")
    return found + ["the end"] * (depth != 0)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_stylesheet_closes_what_it_opens(path: Path) -> None:
    assert left_open(path.read_text("utf8")) == []


def test_a_brace_that_is_missing_is_found() -> None:
    assert left_open("@media print{\n.a{top:0}\n/* next */\n.b{top:0}\n") == ["/* next */", "the end"]
