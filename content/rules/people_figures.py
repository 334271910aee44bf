"""年龄、性别、技能 of seekers (R183): the bands they are counted in, and what is too few to be told; pure."""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 5  # a group of fewer people is not told by number: it could be somebody

SEXES = {"1": "男", "2": "女"}  # GB/T 2261.1
BANDS = {"16-24": "16—24 岁", "25-34": "25—34 岁", "35-44": "35—44 岁", "45-54": "45—54 岁", "55-64": "55—64 岁",
         "65-120": "65 岁以上"}  # fmt: skip


def band_of(age: int) -> str:
    """Return the band of an age, "" for what lies in none."""
    return next((band for band in BANDS if int(band.split("-")[0]) <= age <= int(band.split("-")[1])), "")


def at_least(people: int) -> int | None:
    """Return a number of people as it may be told by itself: None for one that is too small."""
    return None if 0 < people < LEAST else people


def shown(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return each group of people as it may be told: None for one that is too small.

    Where only one had to be kept back the next smallest is too: it could be reckoned from the sum.
    """
    small = {key for key, people in counts.items() if 0 < people < LEAST}
    if len(small) == 1:
        others = [key for key, people in counts.items() if people >= LEAST]
        small |= set(sorted(others, key=lambda key: counts[key])[:1])
    return {key: None if key in small else people for key, people in counts.items()}


def by_band(ages: Mapping[int, int]) -> dict[str, int]:
    """Return people by band of age, every band named."""
    found = dict.fromkeys(BANDS, 0)
    for age, people in ages.items():
        if (band := band_of(age)) in found:
            found[band] += people
    return found


def told(people: int | None) -> str:
    """Return a number of people in words."""
    return f"不足 {LEAST} 人或不便单列" if people is None else f"{people} 人"
