"""What the screen process holds: the edition in use, the timelines drawn from it, the scene last painted."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
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
from signage.display.hours import Span, is_on
from signage.programme import OnAir, unknown_scenes
from signage.scenes.scene import Scene, Shape
from signage.schedule import Timeline, before_all, clock_is_lost, draw_up, scenes_of, to_wire
from signage.strikes import StrikeBook, add, left_out, sentences, without, words_of

_REDRAW = timedelta(minutes=5)
_MOST_JOBS = 10_000
_STALE_AFTER = timedelta(days=8)  # the jobs are reviewed and published every Friday
_SILENT_AFTER = timedelta(seconds=90)  # three times the longest scene
_OPENING = timedelta(minutes=3)  # after the display's hours begin, the glass may still be warming up

R = TypeVar("R", PublicJob, PublicPolicy, PublicCourse, PublicFair, PublicArticle, PublicNotice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A timeline as it goes over the wire."""

    body: bytes
    etag: str
    drawn_at: datetime
    in_time: bool
    scenes: dict[str, Scene]


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
        notices=tuple(one for one in edition.notices() if one.valid_until > midnight),
        media=tuple(one for one in edition.media() if one.valid_until is None or one.valid_until > midnight),
        wages=edition.wages(),
        licences=edition.licences(),
    )
    manifest = edition.manifest
    return OnAir(order=manifest.order, number=manifest.number, built_at=manifest.built_at, content=content,
                 programme=edition.programme())  # fmt: skip


def _pressed(timeline: Timeline, now: datetime) -> Drawn:
    body = json.dumps(to_wire(timeline), ensure_ascii=False, separators=(",", ":")).encode()
    return Drawn(body=body, etag=f'"{hashlib.sha256(body).hexdigest()[:24]}"', drawn_at=now, in_time=timeline.in_time,
                 scenes=scenes_of(timeline))  # fmt: skip


class Live:
    """Thread-safe: the follower hands editions in, web requests take timelines out.

    `thin` names the televisions served over the LAN, `hours` when glass is meant to be lit.
    """

    def __init__(
        self, clock: Clock, market_name: str, zone: str = "", *, thin: tuple[str, ...] = (), own_glass: bool = True,
        hours: tuple[Span, ...] = (), strikes: StrikeBook | None = None,
    ) -> None:  # fmt: skip
        self._clock, self._zone = clock, zone
        self._screens = (("",) if own_glass else ()) + thin
        self._hours, self._book = hours, strikes or StrikeBook(None)
        self._market_name = market_name
        self._lock = threading.Lock()  # held while drawing, so that a timeline is drawn once
        self._edition: Edition | None = None
        self._on_air: OnAir | None = None
        self._drawn: dict[Shape, Drawn] = {}
        self.link_faults: tuple[str, ...] = ()  # what the station finds wrong between this box and the hub
        self._media: tuple[dict[str, Path], dict[str, Path]] = ({}, {})  # of this edition and of the one before
        self._painted: dict[str, Painted] = {}
        self.repainted: Callable[[], None] = lambda: None  # a glass shows another edition; called in any thread

    def take(self, edition: Edition) -> None:
        """Put an edition on air; all shapes in use are drawn before anyone is given one of them."""
        now = self._clock.now()
        on_air = read(edition, now)
        shapes = tuple(self._drawn) or (Shape.LANDSCAPE,)
        files = edition.media_paths()
        drawn = {shape: self._draw(on_air, shape, now) for shape in shapes}
        with self._lock:
            old, self._edition, self._on_air, self._drawn = self._edition, edition, on_air, drawn
            self._media = (files, self._media[0])
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
            self._drawn[shape] = self._draw(self._on_air, shape, now)
            return self._drawn[shape]

    def media_file(self, name: str) -> Path | None:
        """Return where a picture or film of this edition or the one before lies; a scene of it may still be on."""
        now, before = self._media
        return now.get(name) or before.get(name)

    def _draw(self, on_air: OnAir, shape: Shape, now: datetime) -> Drawn:
        timeline = draw_up(on_air, now, shape, self._zone)
        return _pressed(without(timeline, left_out(self._book.strikes, on_air.order, now)), now)

    def paint(self, order: int, scene_id: str, screen: str = "") -> None:
        """Note what a player has put on its glass; `screen` names a television, "" is the box's own."""
        before = self._painted.get(screen)
        self._painted[screen] = Painted(order=order, scene_id=scene_id, at=self._clock.now())
        if before is None or before.order != order:
            self.repainted()

    def painted(self) -> Painted | None:
        """Return what stands on the box's own glass, as its player says."""
        return self._painted.get("")

    def strike(self, order: int, scene_id: str) -> bool:
        """Count a failure of a scene on the glass and leave it out; False where it is not of this edition."""
        with self._lock:
            on_air, now = self._on_air, self._clock.now()
            scene = next((drawn.scenes[scene_id] for drawn in self._drawn.values() if scene_id in drawn.scenes), None)
            if on_air is None or order != on_air.order or scene is None:
                return False
            self._book.write(add(self._book.strikes, order, scene_id, words_of(scene), now))
            self._drawn = {shape: self._draw(on_air, shape, now) for shape in self._drawn}
            return True

    def faults(self) -> tuple[str, ...]:
        """Return what is wrong, in sentences that say who should do what."""
        now, on_air = self._clock.now(), self._on_air
        found: list[str] = []
        if on_air is None:
            found.append("还没有收到任何一期内容，请系统管理员检查配对和网络。")
        elif clock_is_lost(on_air, now):
            found.append("本机时钟比这一期的制作时间还早，只播放常备画面，请系统管理员校准时间。")
        elif now - on_air.built_at > _STALE_AFTER:
            days = (now - on_air.built_at).days
            found.append(f"按本机时钟，这一期已经放了 {days} 天，请系统管理员核对时钟；时钟没错，请发布新的一期。")
        found += self.link_faults
        if on_air is not None and unknown_scenes(on_air.programme):
            kinds = "、".join(unknown_scenes(on_air.programme))
            found.append(f"节目单里有本机不认识的画面（{kinds}），请系统管理员升级本机程序。")
        if not all(drawn.in_time for drawn in self._drawn.values()):
            found.append("岗位太多，一块屏一小时放不完一遍，请系统管理员给屏幕分区，或请录入员清理过期岗位。")
        if on_air is not None:
            found += sentences(self._book.strikes, on_air.order)
        return (*found, *self._silent(now))

    def _silent(self, now: datetime) -> tuple[str, ...]:
        """Name the glass that stands; what is dark by its hours is not silent."""
        if not (is_on(self._hours, now) and is_on(self._hours, now - _OPENING)):
            return ()
        silent = [name for name in self._screens
                  if (painted := self._painted.get(name)) is None or now - painted.at > _SILENT_AFTER]  # fmt: skip
        return tuple(
            f"电视“{name}”很久没有换过画面，请现场人员看看它开着没有、网址对不对。" if name
            else "播放页很久没有换过画面，请现场人员看一下大屏，并请系统管理员重启播放页。"
            for name in silent
        )  # fmt: skip

    def health(self) -> dict[str, object]:
        """Return how the screen is, as JSON values."""
        on_air, painted = self._on_air, self.painted()
        thin = {name: one for name, one in sorted(dict(self._painted).items()) if name}
        return {
            "edition_order": on_air.order if on_air else None,
            "edition_number": on_air.number if on_air else None,
            "painted_order": painted.order if painted else None,
            "painted_scene": painted.scene_id if painted else None,
            "painted_at": to_text(painted.at) if painted else None,
            "screens": [{"name": name, "painted_order": one.order, "painted_scene": one.scene_id,
                         "painted_at": to_text(one.at)} for name, one in thin.items()],
            "faults": list(self.faults()),
        }

    def close(self) -> None:
        """Let the edition go."""
        with self._lock:
            if self._edition is not None:
                self._edition.close()
                self._edition = None
