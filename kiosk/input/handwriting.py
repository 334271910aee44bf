"""Strokes to characters: our own recogniser, which ignores their order, fused with Debian's zinnia where it is there.

The two err differently. Ours sees what is there and not how it was drawn; zinnia follows the order taught at school and
sees fine differences when it is kept. Figures: docs/input.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kiosk.input.features import Stroke, features
from kiosk.input.zinnia import Zinnia

DATA = Path(__file__).with_name("data")
SHOWN = 10
_OURS, _THEIRS = 100, 30  # ranks that are looked at
_PARTS = 8  # of a template's step
_FLATTENING, _ZINNIA_SHARE, _UNSEEN = 3, 0.7, 0.5  # measured on human strokes: docs/input.md
_MOST_STROKES, _MOST_POINTS = 64, 6000


class Recogniser:
    """The nearest of the learnt characters; safe for any number of threads."""

    def __init__(self, folder: Path = DATA) -> None:
        self.characters = (folder / "template_characters.txt").read_text("utf8").rstrip("\n")
        learnt = np.load(folder / "projection.npy")
        self._projection, self._offset = learnt[:-1], learnt[-1]
        self._templates = np.load(folder / "templates.npy").astype(np.int32)
        self._squares = (self._templates**2).sum(1) * _PARTS

    def ranked(self, strokes: Sequence[Stroke], most: int = _OURS) -> tuple[str, ...]:
        """Return the likeliest characters; the order of the strokes makes no difference at all."""
        seen = features(strokes)
        if not seen.any():
            return ()
        # sums whose order is always the same, then whole numbers: a product by BLAS differs with where memory lies
        at = (seen[:, None] * self._projection).sum(0) + self._offset
        distance = self._squares - 2 * (self._templates @ np.rint(at * _PARTS).astype(np.int32))
        order = np.argsort(distance, kind="stable")[:most]
        return tuple(self.characters[n] for n in order)


class Handwriting:
    """What the panel asks."""

    def __init__(self, own: Recogniser, zinnia: Zinnia | None) -> None:
        self._own, self._zinnia = own, zinnia

    def recognise(self, strokes: Sequence[Stroke]) -> tuple[str, ...]:
        """Return ten characters at most for strokes in a square of side 1, y downwards; none for a flood of ink."""
        if len(strokes) > _MOST_STROKES or sum(map(len, strokes)) > _MOST_POINTS:
            return ()
        own = self._own.ranked(strokes)
        theirs = self._zinnia.ranked(strokes, _THEIRS) if self._zinnia is not None and own else ()
        return fused(own, theirs)[:SHOWN]


def fused(own: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Return the characters of both lists by the sum of what their ranks are worth, ours first where that is equal.

    What zinnia alone sees counts half: out of order, it sees much that is not there.
    """
    worth = {character: 1 / (_FLATTENING + rank) for rank, character in enumerate(own)}
    for rank, character in enumerate(theirs):
        share = _ZINNIA_SHARE * (1 if character in worth else _UNSEEN)
        worth[character] = worth.get(character, 0.0) + share / (_FLATTENING + rank)
    return tuple(sorted(worth, key=lambda character: -worth[character]))
