"""年龄、性别、技能 of seekers (R183): the bands they are counted in, and what is too few to be told; pure."""

from __future__ import annotations

LEAST = 5  # a group of fewer people is not told by number: it could be somebody

SEXES = {"1": "男", "2": "女"}  # GB/T 2261.1
BANDS = {"16-24": "16—24 岁", "25-34": "25—34 岁", "35-44": "35—44 岁", "45-54": "45—54 岁", "55-64": "55—64 岁",
         "65-120": "65 岁以上"}  # fmt: skip


def band_of(age: int) -> str:
    """Return the band of an age, "" for what lies in none."""
    return next((band for band in BANDS if int(band.split("-")[0]) <= age <= int(band.split("-")[1])), "")


def told(people: int) -> int:
    """Return a number of people as it may be shown: 0 for a group that is too small to be told."""
    return people if people >= LEAST else 0
