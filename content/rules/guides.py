"""办事指南: 就业失业登记 and 困难认定, and which papers the ticked categories ask for. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from content.model.codec import from_plain
from content.model.published import HardshipDisplay


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """How one matter is done at the window."""

    key: str
    title: str
    plain: str
    who: str
    steps: tuple[str, ...]
    papers: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HardshipGround:
    """One ground of 困难认定 in the hall's words; ticked in memory only, most are sensitive (PIPL §28)."""

    label: str
    papers: tuple[str, ...]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("guides.toml").read_text("utf8"))


@cache
def guides() -> dict[str, Guide]:
    """Return the guides of 办事指南 by their key, as `guides.toml` has them."""
    return {row["key"]: from_plain(Guide, row) for row in _table()["guide"]}


@cache
def _common_grounds() -> tuple[HardshipGround, ...]:
    return tuple(from_plain(HardshipGround, row) for row in _table()["category"])


def hardship_grounds(typed: HardshipDisplay) -> tuple[HardshipGround, ...]:
    """Return the grounds as offered: the market's own list, or the common core where it has typed none."""
    own = tuple(HardshipGround(label=one.label, papers=(one.evidence,) if one.evidence else ())
                for one in typed.categories)  # fmt: skip
    return own or _common_grounds()


def hardship_papers(grounds: Sequence[HardshipGround], ticked: Collection[int]) -> tuple[str, ...]:
    """Return what to bring for the grounds at these places, each paper once."""
    own = (paper for place, ground in enumerate(grounds) if place in ticked for paper in ground.papers)
    return tuple(dict.fromkeys((*guides()["hardship"].papers, *own)))
