"""The page of promises names tests that are there, and the handbook of operations commands and settings that are."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

from content.__main__ import command_line
from content.settings import BackupSettings

ROOT = Path(__file__).parents[2]
PROMISES = (ROOT / "docs/reliability.md").read_text("utf8")
OPERATIONS = (ROOT / "docs/operations.zh-CN.md").read_text("utf8")


def test_every_test_that_holds_a_promise_is_there() -> None:
    named = set(re.findall(r"`((?:tests/[\w/]+/)?test_\w+\.py)`", PROMISES))
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(named) > 8
    assert {name for name in named if not any(one == name or one.endswith(f"/{name}") for one in there)} == set()


def test_every_promise_has_a_figure_a_test_and_a_result() -> None:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in PROMISES.splitlines()
            if line.startswith("| ")][1:]  # fmt: skip
    assert len(rows) >= 10
    assert all(len(row) == 6 and row[1] and row[2] and "test_" in row[3] and row[5] for row in rows)


def _unnamed(page: str) -> set[str]:
    """Return which of T1 to T31 have neither a row of the table nor a line under Not held yet or Not shown."""
    rows = "\n".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| "))
    owned = page.split("## Not held yet", 1)[-1]
    named = set(re.findall(r"\bT\d+\b", rows)) | set(re.findall(r"\bT\d+\b", owned.split("What was run today", 1)[0]))
    return {f"T{number}" for number in range(1, 32)} - named


def test_each_test_of_the_plan_has_a_row_or_stands_under_what_is_not_shown() -> None:
    assert _unnamed(PROMISES) == set()


def test_a_test_of_the_plan_that_is_left_out_is_noticed() -> None:
    """A control: the page without its row of T9."""
    without = "\n".join(line for line in PROMISES.splitlines() if not line.startswith("| P5, T9 |"))
    assert _unnamed(without) == {"T9"}


def test_the_commands_of_the_handbook_are_commands() -> None:
    parser = command_line()
    lines = re.findall(r"(?<![/\w])linggong ((?:backup|[a-z]+(?:-link|-code)?)\b[^`，。；\n]*)", OPERATIONS)
    assert {line.split()[1] for line in lines if line.startswith("backup")} == {"now", "drill", "restore", "sheet"}
    assert {"setup", "doctor", "update", "migrate", "staff-link"} <= {line.split()[0] for line in lines}
    for line in lines:
        parser.parse_args(line.split())


def test_the_settings_of_the_handbook_are_settings() -> None:
    block = "\n".join(line.strip() for line in OPERATIONS.split("[backup]\n", 1)[1].split("\n\n", 1)[0].splitlines())
    assert set(tomllib.loads(block)) == {part.name for part in fields(BackupSettings)} - {"same_disk"}


def test_every_timer_of_the_handbook_is_there() -> None:
    timers = set(re.findall(r"linggong-[\w-]+\.timer", OPERATIONS))
    assert timers == {path.name for path in (ROOT / "systemd").glob("*.timer")}
