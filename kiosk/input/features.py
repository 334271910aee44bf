"""What a handwritten character looks like whatever the order of its strokes: directions on a grid, as numbers.

The ink is moved and scaled by its centre and spread, each piece of line is counted into its cell of a 16 × 16 grid and
its two nearest of eight directions, and the grid is blurred down to 8 × 8. Where one stroke ends and the next begins is
not seen, so running hand loses little; a stroke drawn backwards does look different.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Stroke = Sequence[tuple[float, float]]

DIRECTIONS, GRID, FINE = 8, 8, 16
SIZE = DIRECTIONS * GRID * GRID
_SPREAD = 4.2  # the box holds 2.1 standard deviations either way
_FLATTEST, _DOT = 0.04, 0.02  # of the ink's longer side: least spread either way, and the length of a dot
_STEP = 0.03  # of the box, the longest piece that is counted whole
_BLUR = 0.085


def _kernel() -> Floats:
    coarse, fine = ((np.arange(n) + 0.5) / n for n in (GRID, FINE))
    weights = np.exp(-((coarse[:, None] - fine[None]) ** 2) / (2 * _BLUR**2))
    return np.asarray(weights / weights.sum(1, keepdims=True))


_KERNEL = _kernel()


def features(strokes: Sequence[Stroke]) -> Floats:
    """Return SIZE numbers for strokes of (x, y) points, y downwards, in any unit; zeros when there is no ink.

    Strokes are taken in an order of their own, and rounding takes what is left of the machine's, so that any
    permutation of them gives the same numbers.
    """
    drawn = [np.asarray(stroke, float) for stroke in sorted(map(list, strokes)) if len(stroke)]
    if not drawn:
        return np.zeros(SIZE)
    side = float(np.ptp(np.vstack(drawn), axis=0).max()) or 1.0
    lines = [_smoothed(line, side) for line in drawn]
    start, end = np.vstack([line[:-1] for line in lines]), np.vstack([line[1:] for line in lines])
    length = np.hypot(*(end - start).T)
    inked = length > 1e-6 * side
    if not inked.any():
        return np.zeros(SIZE)
    start, end = _normalised(start[inked], end[inked], length[inked], side)
    grid = _counted(start, end)
    blurred = _KERNEL @ grid @ _KERNEL.T
    return np.asarray(np.round(np.sqrt(np.maximum(blurred, 0)).reshape(-1), 6), np.float64)


def _smoothed(line: Floats, side: float) -> Floats:
    if len(line) == 1:
        return np.vstack([line, line + side * _DOT])  # a dot is a short line
    if len(line) > 4:
        line = line.copy()
        line[1:-1] = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
    return line


def _normalised(start: Floats, end: Floats, length: Floats, side: float) -> tuple[Floats, Floats]:
    """Move the centre of the ink to the middle of a unit box and scale its spread, keeping half of its aspect.

    The spread has a floor: the trembling of 一 is no shape, and a dot must not become the whole box.
    """
    middle, weight = (start + end) / 2, (length / length.sum())[:, None]
    centre = (middle * weight).sum(0)
    spread = np.maximum(np.sqrt((((middle - centre) ** 2) * weight).sum(0)), side * _FLATTEST)
    scale = np.sqrt(spread / spread.max()) / (spread * _SPREAD)
    return (start - centre) * scale + 0.5, (end - centre) * scale + 0.5


def _counted(start: Floats, end: Floats) -> Floats:
    """Return the length of line in each direction and cell."""
    along = end - start
    length = np.hypot(along[:, 0], along[:, 1])
    pieces = np.maximum(1, np.ceil(length / _STEP).astype(int))
    of = np.repeat(np.arange(len(pieces)), pieces)
    first = np.repeat(np.cumsum(pieces) - pieces, pieces)
    place = ((np.arange(len(of)) - first + 0.5) / pieces[of])[:, None]
    point = np.clip(start[of] + along[of] * place, 0, 0.9999)
    share = (length / pieces)[of]
    turn = (np.arctan2(along[:, 1], along[:, 0]) / (np.pi / 4))[of] % DIRECTIONS
    low = np.floor(turn).astype(int) % DIRECTIONS
    beyond = turn - np.floor(turn)
    cell = (point[:, 1] * FINE).astype(int) * FINE + (point[:, 0] * FINE).astype(int)
    layer = FINE * FINE
    counted = np.bincount(low * layer + cell, share * (1 - beyond), DIRECTIONS * layer)
    counted += np.bincount((low + 1) % DIRECTIONS * layer + cell, share * beyond, DIRECTIONS * layer)
    return np.asarray(counted.reshape(DIRECTIONS, FINE, FINE))
