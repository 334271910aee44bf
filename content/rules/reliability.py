"""How well the items of a scale hang together: Cronbach's α, for staff who read results of the 职业小测. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import variance

LEAST_PEOPLE = 30
LEAST_ALPHA = 0.6  # below it a scale is warned of (domain D)


def cronbach_alpha(rows: Sequence[Sequence[int]]) -> float | None:
    """Return α of complete answers, one row a person; None with too few people or where nobody differs."""
    if len(rows) < LEAST_PEOPLE or len(rows[0]) < 2:
        return None
    total = float(variance([sum(row) for row in rows]))
    if not total:
        return None
    items = len(rows[0])
    apart = float(sum(variance(column) for column in zip(*rows, strict=True)))
    return items / (items - 1) * (1 - apart / total)
