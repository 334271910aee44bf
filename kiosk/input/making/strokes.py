"""Reads stroke medians of hanzi-writer-data and puts rare characters together from them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

from kiosk.input.features import Floats
from kiosk.input.making.rare_names import COMPOSED, rare_names

SIDE = 1024.0  # of the em box; y downwards
_ASCENT = 900
_LEAST_SHARE, _GROWTH = 0.34, 0.5  # a part is as wide or high as the root of its strokes, and never a sliver


def gb2312() -> tuple[str, ...]:
    """Return the 6,763 characters of levels 1 and 2."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return tuple(one for cell in cells if (one := cell.decode("gb2312", "ignore")))


def all_strokes(folder: Path) -> dict[str, list[Floats]]:
    """Return the strokes of every character that is to be recognised and has any, by code point."""

    def of(character: str) -> list[Floats]:
        medians = json.loads((folder / f"{character}.json").read_text("utf8"))["medians"]
        return [np.array([(x, _ASCENT - y) for x, y in stroke], float) for stroke in medians]

    drawn = {one: of(one) for one in {*gb2312(), *rare_names()} if (folder / f"{one}.json").is_file()}
    composed = {one: compose(parts, of) for one, parts in COMPOSED.items() if one not in drawn}
    return dict(sorted((drawn | composed).items()))


def without_strokes(strokes: dict[str, list[Floats]]) -> str:
    """Return the rare characters of names that cannot be written by hand, only picked or typed."""
    return "".join(one for one in rare_names() if one not in strokes)


def compose(description: str, of: Callable[[str], list[Floats]]) -> list[Floats]:
    """Return the strokes of a description such as ⿰王⿱羽㐱 in the em box."""
    pieces = re.findall(r"[⿰⿱]|[^⿰⿱\d]\d*", description)

    def take() -> list[Floats]:
        piece = pieces.pop(0)
        if piece not in "⿰⿱":
            return of(piece[0])[int(piece[1:] or 0):]
        first, second = take(), take()
        weights = [len(part) ** _GROWTH for part in (first, second)]
        share = min(max(weights[0] / sum(weights), _LEAST_SHARE), 1 - _LEAST_SHARE)
        axis = 0 if piece == "⿰" else 1
        return _fitted(first, axis, 0.0, share) + _fitted(second, axis, share, 1.0)

    return take()


def _fitted(strokes: list[Floats], axis: int, start: float, end: float) -> list[Floats]:
    """Stretch strokes from their own bounds into a band of the em box, leaving some room to the sides."""
    points = np.vstack(strokes)
    low, high = points.min(0), points.max(0)
    room = np.array([[0.06, 0.94], [0.06, 0.94]])
    room[axis] = start + (end - start) * np.array([0.06, 0.94])
    scale = (room[:, 1] - room[:, 0]) * SIDE / np.maximum(high - low, SIDE / 8)
    return [(stroke - low) * scale + room[:, 0] * SIDE for stroke in strokes]
