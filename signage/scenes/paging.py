"""Splitting rows into pages: as few as take them, evenly filled, in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

R = TypeVar("R")


def evenly(rows: Sequence[R], most: int) -> tuple[tuple[R, ...], ...]:
    """Split rows into as few pages of at most `most` as fit, evenly filled, in order."""
    if not rows:
        return ()
    number = -(-len(rows) // most)
    size, longer = divmod(len(rows), number)
    split, start = [], 0
    for index in range(number):
        end = start + size + (index < longer)
        split.append(tuple(rows[start:end]))
        start = end
    return tuple(split)
