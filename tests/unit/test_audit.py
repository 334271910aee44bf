"""What the audit calls well, and that each of its rules has something to find and something to leave alone."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.audit.verdicts import of_findings, of_parts, of_samples

AUDIT = Path(__file__).parents[1] / "audit"
TODAY = date(2026, 11, 26)
WELL: dict[str, Any] = {"name": "a", "version": "1", "vulns": []}
FAULTY: dict[str, Any] = {"name": "b", "version": "1", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"]}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


def test_each_rule_has_a_bad_and_a_good_sample() -> None:
    rules = re.findall(r"^  - id: ([\w-]+)$", (AUDIT / "rules.yml").read_text("utf8"), re.MULTILINE)
    assert len(rules) >= 9
    assert {path.name for path in (AUDIT / "samples").iterdir()} == {
        f"{rule}.{kind}.py" for rule in rules for kind in ("bad", "good")}  # fmt: skip


@pytest.mark.parametrize(("parts", "online", "well", "ran"), [
    ([WELL], False, True, True), ([WELL, FAULTY], False, False, True), ([WELL, SKIPPED], False, False, True),
    ([SKIPPED], False, True, False), ([SKIPPED], True, False, True), ([], False, True, False),
    ([SKIPPED, FAULTY], False, False, True),
])  # fmt: skip
def test_a_part_that_was_not_looked_up_is_not_called_well(
    parts: list[dict[str, Any]], online: bool, well: bool, ran: bool
) -> None:
    verdict = of_parts({"dependencies": parts}, (), TODAY, online)
    assert (verdict.well, verdict.ran) == (well, ran)
    assert ("not run" in verdict.line()) is not ran


@pytest.mark.parametrize(("until", "well"), [(TODAY, True), (date(2026, 11, 25), False)])
def test_a_fault_is_forgiven_until_its_day(until: date, well: bool) -> None:
    allowed = ({"id": "CVE-1", "why": "not reached", "until": until},)
    assert of_parts({"dependencies": [FAULTY]}, allowed, TODAY, False).well is well


def test_findings_and_deaf_or_jumpy_rules_are_wrong() -> None:
    assert of_findings("bandit", []).well and not of_findings("bandit", ["x:1 B602"]).well
    assert of_samples({"a": {"a"}}, {"a": set()}, {"a"}).well
    assert not of_samples({"a": set()}, {"a": set()}, {"a"}).well
    assert not of_samples({"a": {"a"}}, {"a": {"a"}}, {"a"}).well
    assert not of_samples({}, {}, {"a"}).well
