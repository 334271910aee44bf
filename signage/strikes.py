"""Scenes that failed on the glass: skipped for a while, left out after three times, all forgotten at a new edition."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from markupsafe import Markup

from content.model.codec import from_json, to_json
from content.model.programme import SCENES
from signage.programme import Item
from signage.scenes.scene import Scene
from signage.schedule import Timeline

log = logging.getLogger(__name__)

STRIKES_OUT = 3
SKIPPED_FOR = timedelta(minutes=5)
_NAMED_BY = 16  # characters
_MOST = 500  # more failing scenes than this are not the scenes' fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """How often a scene failed, and when last."""

    scene: str
    name: str  # in words, for staff
    times: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Strikes:
    """The failures under one edition."""

    order: int = 0
    strikes: tuple[Strike, ...] = ()


def under(strikes: Strikes, order: int) -> Strikes:
    """Return the failures that count under an edition: none of another's."""
    return strikes if strikes.order == order else Strikes(order=order)


def add(strikes: Strikes, order: int, scene: str, name: str, now: datetime) -> Strikes:
    """Count one failure of a scene under an edition."""
    held = under(strikes, order)
    before = next((one.times for one in held.strikes if one.scene == scene), 0)
    rest = tuple(one for one in held.strikes if one.scene != scene)[-_MOST:]
    return replace(held, strikes=(*rest, Strike(scene=scene, name=name, times=before + 1, at=now)))


def left_out(strikes: Strikes, order: int, now: datetime) -> frozenset[str]:
    """Return the scenes not shown now: three strikes for as long as the edition lasts, fewer for five minutes."""
    return frozenset(
        one.scene for one in under(strikes, order).strikes
        if one.times >= STRIKES_OUT or timedelta(0) <= now - one.at < SKIPPED_FOR
    )  # fmt: skip


def blacklisted(strikes: Strikes, order: int) -> tuple[Strike, ...]:
    """Return the scenes left out until the next edition."""
    return tuple(one for one in under(strikes, order).strikes if one.times >= STRIKES_OUT)


def without(timeline: Timeline, scenes: frozenset[str]) -> Timeline:
    """Return the timeline without these scenes. An emergency is never left out, and evergreen scenes never all."""

    def kept(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(item for item in items if item.scene.id not in scenes or item.scene.kind == "emergency")

    if not scenes:
        return timeline
    segments = tuple(replace(part, items=kept(part.items)) for part in timeline.segments)
    return replace(timeline, segments=tuple(part for part in segments if part.items),
                   evergreen=kept(timeline.evergreen) or timeline.evergreen)  # fmt: skip


def words_of(scene: Scene) -> str:
    """Return what staff call the scene: its kind and its first words."""
    text = " ".join(Markup(scene.markup).striptags().split())  # nosec B704 - for its text alone
    known = SCENES.get(scene.kind)
    return f"{(known.foot if known else '') or '画面'}“{text[:_NAMED_BY]}…”"


def sentences(strikes: Strikes, order: int) -> tuple[str, ...]:
    """Return the faults in words."""
    return tuple(
        f"{one.name}在屏上三次都没有显示出来，本期内不再播放，请录入员检查这条内容，改好后重新发布。"
        for one in blacklisted(strikes, order)
    )


class StrikeBook:
    """The strikes in one small file: a restart of the process must not show a broken scene three times more."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self.strikes = self._read()

    def _read(self) -> Strikes:
        try:
            return from_json(Strikes, self._file.read_bytes()) if self._file is not None else Strikes()
        except (OSError, ValueError):
            return Strikes()

    def write(self, strikes: Strikes) -> None:
        """Keep them; a full disk costs the memory of strikes, never the picture."""
        self.strikes = strikes
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_bytes(to_json(strikes))
            fresh.replace(self._file)
        except OSError as error:
            log.error("strikes are not kept: %s", error)
