"""What a screenshot proves: pure functions over decoded brightness.

The stage between head and foot is looked at by itself: a picture that stands while the clock above it goes on is a
fault, and so is an empty stage under a good head. The whole picture, clock included, has to change every two minutes.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from PIL import Image

BLANK_SHARE = 0.004  # of the stage; the emptiest scene there is (请稍候) fills 0.012, see the tests
LOOKS_STILL = 4
SCENES_STILL = 3
CLOCK_MUST_MOVE = timedelta(minutes=2, seconds=30)
LOOKS_SILENT = 3

_STAGE = (0.125, 0.9)  # of the height: between head and foot in both shapes
_LEVEL = 16  # of 255: nearer than this to the commonest brightness counts as ground
_ORBIT = 4  # pixels between two places of the orbit, which two looks may be apart
# A shift brings a few pixels in at one edge of the stage: text cut there moves a column's mean by less than this, the
# ground at left and right hardly a row's. One digit that differs moves a row by 0.3 and a column by 3.
_ROW_SLACK, _COLUMN_SLACK = 0.15, 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Pixels:
    """What is kept of one screenshot."""

    drawn: float  # share of the stage that is not ground
    rows: array[float]  # mean brightness of each row of the stage, and of each column
    columns: array[float]
    digest: str  # of every pixel


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at the glass: the scene said to be on, and the pixels; None where no screenshot came."""

    at: datetime
    scene: str
    pixels: Pixels | None


class Verdict(StrEnum):
    """What the looks so far come to; UNKNOWN is no fault, SILENT is one of its own."""

    GOOD = "good"
    BLANK = "blank"
    STILL = "still"
    SILENT = "silent"
    UNKNOWN = "unknown"


def see(picture: Image.Image) -> Pixels:
    """Reduce a screenshot of any size and mode to what is compared."""
    grey = picture.convert("L")
    width, height = grey.size
    stage = grey.crop((0, int(height * _STAGE[0]), width, int(height * _STAGE[1])))
    levels = stage.histogram()
    ground = max(range(256), key=levels.__getitem__)
    near = sum(levels[max(0, ground - _LEVEL) : ground + _LEVEL + 1])
    return Pixels(
        drawn=1 - near / sum(levels),
        rows=_means(stage, (1, stage.height)),
        columns=_means(stage, (stage.width, 1)),
        digest=hashlib.sha256(grey.tobytes()).hexdigest(),
    )


def is_blank(pixels: Pixels) -> bool:
    """Say whether the stage is nearly of one brightness."""
    return pixels.drawn < BLANK_SHARE


def _means(stage: Image.Image, size: tuple[int, int]) -> array[float]:
    return array("f", stage.convert("F").resize(size, Image.Resampling.BOX).tobytes())


def same_picture(one: Pixels, two: Pixels) -> bool:
    """Say whether two stages show the same, the orbit's few pixels apart or not."""
    return _same_line(one.rows, two.rows, _ROW_SLACK) and _same_line(one.columns, two.columns, _COLUMN_SLACK)


def _same_line(one: array[float], two: array[float], slack: float) -> bool:
    """Say whether two lines of means agree when one is shifted by some pixels."""
    if len(one) != len(two):
        return False
    inner = range(_ORBIT, len(one) - _ORBIT)
    return any(all(abs(one[at] - two[at + shift]) <= slack for at in inner) for shift in range(-_ORBIT, _ORBIT + 1))


def judge(looks: Sequence[Look]) -> Verdict:
    """Judge the looks, oldest first. One blank look may be a moment of change: two in a row are blank."""
    if not looks:
        return Verdict.UNKNOWN
    if looks[-1].pixels is None:
        silent = len(looks) >= LOOKS_SILENT and all(look.pixels is None for look in looks[-LOOKS_SILENT:])
        return Verdict.SILENT if silent else Verdict.UNKNOWN
    seen = [(look, look.pixels) for look in looks if look.pixels is not None]
    if is_blank(seen[-1][1]):
        return Verdict.BLANK if len(seen) > 1 and is_blank(seen[-2][1]) else Verdict.UNKNOWN
    return Verdict.STILL if _stands_still(seen) else Verdict.GOOD


def _stands_still(seen: Sequence[tuple[Look, Pixels]]) -> bool:
    """Say whether the pixels stand although the clock, or the scenes said to be on, moved on."""
    last_look, last = seen[-1]
    frozen_since = last_look.at
    for look, pixels in reversed(seen):
        if pixels.digest != last.digest:
            break
        frozen_since = look.at
    if last_look.at - frozen_since >= CLOCK_MUST_MOVE:
        return True
    recent = seen[-LOOKS_STILL:]
    scenes = {look.scene for look, _ in recent if look.scene}
    return (
        len(recent) == LOOKS_STILL
        and len(scenes) >= SCENES_STILL
        and all(same_picture(pixels, last) for _, pixels in recent)
    )
