"""What the screen process holds: the edition in use, the timelines drawn from it, the scene last painted."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeVar

from content.clock import SHANGHAI, Clock, calendar_day, to_text
from content.edition.reading import Edition
from content.model.published import (
    EditionContent,
    PublicArticle,
    PublicCourse,
    PublicFair,
    PublicJob,
    PublicNotice,
    PublicPolicy,
)
from signage.programme import OnAir, unknown_scenes
from signage.scenes.scene import Shape
from signage.schedule import Timeline, before_all, clock_is_lost, draw_up, to_wire

_REDRAW = timedelta(minutes=5)
_MOST_JOBS = 10_000
_SILENT_AFTER = timedelta(seconds=90)  # three times the longest scene

R = TypeVar("R", PublicJob, PublicPolicy, PublicCourse, PublicFair, PublicArticle, PublicNotice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A timeline as it goes over the wire."""

    body: bytes
    etag: str
    drawn_at: datetime
    in_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """What the player says stands on the glass; the proof that an edition has arrived there."""

    order: int
    scene_id: str
    at: datetime


def _united(*parts: tuple[R, ...]) -> tuple[R, ...]:
    """Return the records of all parts, each once, in the order first met."""
    return tuple({record.id: record for part in parts for record in part}.values())


def read(edition: Edition, now: datetime) -> OnAir:
    """Read what the edition shows today, what ended today included: the edges of the day must not move."""
    midnight = datetime.combine(calendar_day(now), time(), SHANGHAI)
    content = EditionContent(
        market=edition.market(),
        jobs=edition.jobs(midnight, _MOST_JOBS),
        policies=_united(edition.policies(midnight), edition.policies(now)),
        courses=_united(edition.courses(midnight), edition.courses(now)),
        fairs=_united(edition.fairs(midnight), edition.fairs(now)),
        articles=_united(edition.articles(midnight), edition.articles(now)),
        notices=_united(edition.notices(midnight), edition.notices(now)),
    )
    manifest = edition.manifest
    return OnAir(order=manifest.order, number=manifest.number, built_at=manifest.built_at, content=content,
                 programme=edition.programme())  # fmt: skip


def _pressed(timeline: Timeline, now: datetime) -> Drawn:
    body = json.dumps(to_wire(timeline), ensure_ascii=False, separators=(",", ":")).encode()
    return Drawn(body=body, etag=f'"{hashlib.sha256(body).hexdigest()[:24]}"', drawn_at=now, in_time=timeline.in_time)


class Live:
    """Thread-safe: the follower hands editions in, web requests take timelines out."""

    def __init__(self, clock: Clock, market_name: str, zone: str = "") -> None:
        self._clock, self._zone = clock, zone
        self._market_name = market_name
        self._lock = threading.Lock()  # held while drawing, so that a timeline is drawn once
        self._edition: Edition | None = None
        self._on_air: OnAir | None = None
        self._drawn: dict[Shape, Drawn] = {}
        self._painted: Painted | None = None

    def take(self, edition: Edition) -> None:
        """Put an edition on air; all shapes in use are drawn before anyone is given one of them."""
        now = self._clock.now()
        on_air = read(edition, now)
        shapes = tuple(self._drawn) or (Shape.LANDSCAPE,)
        drawn = {shape: _pressed(draw_up(on_air, now, shape, self._zone), now) for shape in shapes}
        with self._lock:
            old, self._edition, self._on_air, self._drawn = self._edition, edition, on_air, drawn
        if old is not None:
            old.close()

    def timeline(self, shape: Shape) -> Drawn:
        """Return the timeline for a shape, drawn at most five minutes ago."""
        with self._lock:
            now = self._clock.now()
            known = self._drawn.get(shape)
            if known is not None and timedelta(0) <= now - known.drawn_at < _REDRAW:
                return known
            if self._edition is None:
                return _pressed(before_all(self._market_name), now)
            self._on_air = read(self._edition, now)
            self._drawn[shape] = _pressed(draw_up(self._on_air, now, shape, self._zone), now)
            return self._drawn[shape]

    def paint(self, order: int, scene_id: str) -> None:
        """Note what the player has put on the glass."""
        self._painted = Painted(order=order, scene_id=scene_id, at=self._clock.now())

    def faults(self) -> tuple[str, ...]:
        """Return what is wrong, in sentences that say who should do what."""
        now, on_air, painted = self._clock.now(), self._on_air, self._painted
        found = []
        if on_air is None:
            found.append("还没有收到任何一期内容，请系统管理员检查配对和网络。")
        elif clock_is_lost(on_air, now):
            found.append("本机时钟比这一期的制作时间还早，只播放常备画面，请系统管理员校准时间。")
        if on_air is not None and unknown_scenes(on_air.programme):
            kinds = "、".join(unknown_scenes(on_air.programme))
            found.append(f"节目单里有本机不认识的画面（{kinds}），请系统管理员升级本机程序。")
        if not all(drawn.in_time for drawn in self._drawn.values()):
            found.append("岗位太多，一块屏一小时放不完一遍，请系统管理员给屏幕分区，或请录入员清理过期岗位。")
        if painted is None or now - painted.at > _SILENT_AFTER:
            found.append("播放页很久没有换过画面，请现场人员看一下大屏，并请系统管理员重启播放页。")
        return tuple(found)

    def health(self) -> dict[str, object]:
        """Return how the screen is, as JSON values."""
        on_air, painted = self._on_air, self._painted
        return {
            "edition_order": on_air.order if on_air else None,
            "edition_number": on_air.number if on_air else None,
            "painted_order": painted.order if painted else None,
            "painted_scene": painted.scene_id if painted else None,
            "painted_at": to_text(painted.at) if painted else None,
            "faults": list(self.faults()),
        }

    def close(self) -> None:
        """Let the edition go."""
        with self._lock:
            if self._edition is not None:
                self._edition.close()
                self._edition = None
