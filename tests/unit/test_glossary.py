"""The glossary names only what the code has."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("content", "kiosk", "signage", "printer")


def _source() -> str:
    return "\n".join(path.read_text("utf8") for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def test_every_name_in_the_glossary_stands_in_the_code() -> None:
    rows = [line for line in (ROOT / "docs/glossary.md").read_text("utf8").splitlines() if line.startswith("| ")]
    names = {name for row in rows[1:] for name in re.findall(r"`([^`]+)`", row.split("|")[2])}
    assert len(names) > 25
    source = _source()
    missing = sorted(
        name for name in names
        if name not in ROOMS and not re.search(rf"\b{re.escape(name.split('.')[-1])}\b", source)
    )  # fmt: skip
    assert not missing


def test_every_dependency_has_its_line_of_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf8")
    block = project.split("dependencies = [", 1)[1].split("]", 1)[0]
    packages = re.findall(r'"([a-z0-9-]+)', block)
    reasons = (ROOT / "docs/dependencies.md").read_text("utf8")
    assert len(packages) > 10
    assert [name for name in packages if name not in reasons] == []


def test_every_package_of_debian_has_its_reason_too() -> None:
    listed = [line for line in (ROOT / ".ci/apt.txt").read_text("utf8").splitlines() if line and line[0] not in "#["]
    reasons = set(re.findall(r"[a-z0-9.+-]+", (ROOT / "docs/dependencies.md").read_text("utf8")))
    assert len(listed) > 10
    assert [name for name in listed if name not in reasons] == []


def test_the_lock_file_pins_by_hash_and_names_no_index() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf8")
    assert "--hash=sha256:" in lock
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|file://", lock)
