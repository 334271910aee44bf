"""Draws a character as hurried hands do: slanted, warped, strokes displaced, joined, now and then backwards."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from kiosk.input.features import Floats
from kiosk.input.making.strokes import SIDE

_STEP = 30.0
_JOINING = (0.0, 0.1, 0.25, 0.5)  # how readily a hand joins strokes
_BACKWARDS = 0.04


def resampled(stroke: Floats, step: float = _STEP) -> Floats:
    """Return the stroke with points about a step apart, its own corners kept."""
    points = [stroke[:1]]
    for start, end in pairwise(stroke):
        pieces = max(1, int(np.hypot(*(end - start)) / step))
        points.append(start + (end - start) * (np.arange(1, pieces + 1) / pieces)[:, None])
    return np.vstack(points)


def distorted(strokes: list[Floats], random: np.random.Generator) -> list[Floats]:
    """Return a distorted copy; how strongly is drawn anew for each."""
    strength = random.uniform(0.3, 2.0)
    slant = np.eye(2) + random.normal(0, 0.08 * strength, (2, 2))
    bend = random.normal(0, 0.10 * strength, 2)
    drawn = []
    for stroke in strokes:
        centre = stroke.mean(0)
        moved = centre + (stroke - centre) * (1 + random.normal(0, 0.10 * strength, 2))
        moved = moved + random.normal(0, 22 * strength, 2) + _wobble(len(moved), 9 * strength, random)
        moved = _warped(moved, slant, bend)
        drawn.append(moved[::-1] if random.random() < _BACKWARDS else moved)
    return _joined(drawn, random)


def _wobble(count: int, amplitude: float, random: np.random.Generator) -> Floats:
    knots = max(2, count // 8)
    at_knots = random.normal(0, amplitude, (knots + 1, 2))
    place = np.linspace(0, knots, count)
    knot = np.minimum(place.astype(int), knots - 1)
    beyond = (place - knot)[:, None]
    return np.asarray(at_knots[knot] * (1 - beyond) + at_knots[knot + 1] * beyond)


def _warped(stroke: Floats, slant: Floats, bend: Floats) -> Floats:
    half = SIDE / 2
    slanted = (stroke - half) @ slant.T
    return np.asarray(slanted + half * bend * ((slanted / half) ** 2 - 0.3) + half)


def _joined(strokes: list[Floats], random: np.random.Generator) -> list[Floats]:
    readily = random.choice(_JOINING)
    joined = [strokes[0]]
    for stroke in strokes[1:]:
        if random.random() < readily:
            joined[-1] = np.vstack([joined[-1], stroke])
        else:
            joined.append(stroke)
    return joined
