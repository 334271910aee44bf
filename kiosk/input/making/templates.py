"""Learns from distorted copies of every character what tells characters apart: a projection and a mean for each.

Linear discriminant analysis: 512 features come down to 128 in which the spread within characters is the same in every
direction, so that the nearest mean is the likeliest character.
"""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing import Pool

import numpy as np

from kiosk.input.features import SIZE, Floats, features
from kiosk.input.making.distorting import distorted, resampled

COPIES, DIMENSIONS = 16, 128
_RIDGE = 0.15
_CHUNK = 100


def _chunk(work: tuple[int, list[list[Floats]], int]) -> Floats:
    seed, characters, copies = work
    random = np.random.default_rng(seed)
    plain = [[resampled(stroke) for stroke in strokes] for strokes in characters]
    return np.array([
        [_features(strokes), *(_features(distorted(strokes, random)) for _ in range(copies))] for strokes in plain
    ])  # fmt: skip


def _features(strokes: list[Floats]) -> Floats:
    return features([list(map(tuple, stroke)) for stroke in strokes])


def samples(strokes: dict[str, list[Floats]], copies: int = COPIES, processes: int = 2) -> Floats:
    """Return features by character and copy, the undistorted one first; the same numbers however many processes."""
    every = list(strokes.values())

    def work() -> Iterator[tuple[int, list[list[Floats]], int]]:
        for start in range(0, len(every), _CHUNK):
            yield start, every[start:start + _CHUNK], copies

    with Pool(processes) as pool:
        return np.concatenate(pool.map(_chunk, work()))


def learn(seen: Floats, dimensions: int = DIMENSIONS) -> tuple[Floats, Floats, Floats]:
    """Return (projection, origin, means): a character's features minus origin, times projection, lie near its mean."""
    means = seen.mean(1)
    origin = means.mean(0)
    apart = (seen - means[:, None]).reshape(-1, SIZE)
    within = apart.T @ apart / len(apart)
    within += np.eye(SIZE) * np.trace(within) / SIZE * _RIDGE
    between = np.cov(means.T)
    whitening = np.linalg.inv(np.linalg.cholesky(within))
    _, directions = np.linalg.eigh(whitening @ between @ whitening.T)
    projection = whitening.T @ directions[:, ::-1][:, :dimensions]
    projection *= np.sign(projection[np.abs(projection).argmax(0), np.arange(projection.shape[1])])
    return projection, origin, (means - origin) @ projection
