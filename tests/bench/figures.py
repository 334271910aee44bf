"""One measured figure, and how figures are printed and kept."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with its unit; `target` is the most it may be, `baseline` what it is set beside in the same run."""

    name: str
    value: float
    unit: str
    target: float | None = None
    baseline: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Say whether the target is met; None where there is none."""
        return None if self.target is None else self.value <= self.target


def table(figures: list[Figure]) -> str:
    """Return the figures as aligned text."""
    rows = [("figure", "value", "target", "baseline", "", "note")]
    for one in figures:
        rows.append((
            one.name, f"{one.value:.3g} {one.unit}", "" if one.target is None else f"≤ {one.target:g} {one.unit}",
            "" if one.baseline is None else f"{one.baseline:.3g} {one.unit}",
            {None: "", True: "met", False: "MISSED"}[one.met], one.note,
        ))  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def as_json(figures: list[Figure]) -> list[dict[str, object]]:
    """Return the figures for bench.json, each with whether its target was met."""
    return [asdict(one) | {"met": one.met} for one in figures]


def p95(times: list[float]) -> float:
    """Return the time 95 of 100 stay below: of the times in order, the one at that place, none reckoned between two."""
    return sorted(times)[int(len(times) * 0.95)]


def say(words: str) -> None:
    """Tell how far a run has come, beside its figures."""
    print(f"  {words}", file=sys.stderr)
