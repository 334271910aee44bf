"""What a tool's answer means: well, wrong, or not asked at all; pure, so that a test can hold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of one look; `ran` is False where it could not be made and nobody is to blame."""

    name: str
    well: bool
    ran: bool = True
    words: str = ""

    def line(self) -> str:
        """Return it for the record."""
        state = "not run" if not self.ran else "well" if self.well else "WRONG"
        return f"{self.name:<12} {state:<8} {self.words}".rstrip()


def of_findings(name: str, findings: Sequence[str]) -> Verdict:
    """Return the verdict on a tool that lists what is wrong."""
    return Verdict(name=name, well=not findings, words=f"{len(findings)} findings " + " · ".join(findings[:20]))


def of_samples(bad: Mapping[str, set[str]], good: Mapping[str, set[str]], rules: set[str]) -> Verdict:
    """Return whether each rule finds its bad sample and leaves its good one alone; sample names are the rules'."""
    deaf = sorted(rule for rule in rules if rule not in bad.get(rule, set()))
    jumpy = sorted(rule for rule in rules if good.get(rule, {rule}))
    return Verdict(name="samples", well=not deaf and not jumpy,
                   words=f"{len(rules)} rules; find nothing: {deaf}; find too much: {jumpy}")  # fmt: skip


def of_parts(report: Mapping[str, Any], allowed: Sequence[Mapping[str, Any]], today: date, online: bool) -> Verdict:
    """Return the verdict on pip-audit's report.

    A part that was skipped was not looked at, which fails. When not even one was, there is no service to ask (pip
    itself is in the list, and every service knows it): that is not run, unless it is known to be `online`.
    """
    parts = report.get("dependencies", [])
    skipped = [str(part["name"]) for part in parts if "skip_reason" in part]
    forgiven = {str(one["id"]) for one in allowed if one["until"] >= today}
    faults = [f"{part['name']} {fault['id']}" for part in parts for fault in part.get("vulns", ())
              if not forgiven & {fault["id"], *fault.get("aliases", ())}]  # fmt: skip
    if faults:
        return Verdict(name="pip-audit", well=False, words=f"{len(faults)} known faults: " + " · ".join(faults[:20]))
    if skipped or not parts:
        words = f"{len(skipped)} of {len(parts)} parts could not be looked up"
        nobody = len(skipped) == len(parts) and not online
        return Verdict(name="pip-audit", well=nobody, ran=not nobody, words=words)
    return Verdict(name="pip-audit", well=True, words=f"{len(parts)} parts, no known fault")
