"""The page of requirements has every number once and in order, and names files and tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/requirements.md").read_text("utf8")
# the numbers of the list: 方案, 附件1 一 to 六, 附件2
_RUNS = ((1, 15), (101, 118), (121, 139), (141, 152), (161, 168), (171, 174), (181, 189), (201, 213))
NUMBERS = [f"R{number:03d}" for first, last in _RUNS for number in range(first, last + 1)]
STATES = ("met", "met in part: ", "a person's task: ", "met: ")


def _rows(page: str) -> list[list[str]]:
    lines = (line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| number |"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _not_there(page: str) -> set[str]:
    """Return what the page names in backticks and the repository does not hold."""
    missing = set()
    for named in re.findall(r"`([^`]+)`", page):
        path, _, test = named.partition("::")
        if "/" not in path or path.startswith("/"):
            continue  # a word, or an address
        file = ROOT / path
        if not file.exists() or (test and not re.search(rf"^(async )?def {test}\(", file.read_text("utf8"), re.M)):
            missing.add(named)
    return missing


def test_every_requirement_has_its_line_once_and_in_order() -> None:
    assert len(NUMBERS) == 98
    assert [row[0] for row in _rows(PAGE) if row[0].startswith("R")] == NUMBERS


def test_every_line_names_a_place_a_test_and_how_it_stands() -> None:
    for row in _rows(PAGE):
        assert len(row) == 5, row[0]
        assert "`" in row[2] and "::test_" in row[3], row[0]
        assert row[4] == "met" or row[4].startswith(STATES[1:]), row[0]


def test_every_file_and_test_of_the_page_is_there() -> None:
    assert _not_there(PAGE) == set()


def test_a_line_left_out_and_a_file_or_test_that_is_not_there_are_noticed() -> None:
    """Controls: the page without R142, with a file, and with a test that nobody wrote."""
    without = "\n".join(line for line in PAGE.splitlines() if not line.startswith("| R142 |"))
    assert [row[0] for row in _rows(without) if row[0].startswith("R")] != NUMBERS
    planted = f"{PAGE}\n`content/no_such_file.py` `tests/unit/test_requirements_page.py::test_nobody_wrote`"
    assert _not_there(planted) == {"content/no_such_file.py", "tests/unit/test_requirements_page.py::test_nobody_wrote"}
