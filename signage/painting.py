"""The scenes of one slot at an instant: records of the edition in, painted pictures out, a function a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from content.clock import calendar_day
from content.model.codes import FairTheme, MediaKind, NoticeKind
from content.model.programme import SCENES, Slot
from content.model.published import PublicFair, PublicJob, PublicNotice
from signage.on_air import OnAir, live, live_jobs, live_media, live_policies
from signage.scenes import evergreen, fairs, jobs, media, notices, wages
from signage.scenes.scene import Scene, Shape

FEATURED = 6  # jobs a day that get the whole glass


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is painted for: the edition, the instant, the hang of the glass, and the kinds that have a slot now.

    A programme of before has one slot for all notices and one for all fairs: what has no slot of its own goes there.
    """

    on_air: OnAir
    at: datetime
    shape: Shape
    kinds: frozenset[str]


def _pictures(moment: Moment, ids: Iterable[str]) -> tuple[Scene, ...]:
    """Paint the pictures a record names, the pages of a paper among them."""
    known = {one.id: one for one in live_media(moment.on_air, moment.at) if one.kind is MediaKind.IMAGE}
    return tuple(scene for key in ids if key in known for scene in media.picture(known[key], moment.shape))


def _policies(moment: Moment) -> Iterable[tuple[Scene, ...]]:
    market = moment.on_air.content.market
    return (notices.of_policy(one, market, moment.shape) for one in live_policies(moment.on_air, moment.at))


def _courses(moment: Moment) -> Iterable[tuple[Scene, ...]]:
    content = moment.on_air.content
    return (notices.of_course(one, content.market, moment.shape) + _pictures(moment, one.media)
            for one in live(content.courses, moment.at))  # fmt: skip


def _rights(moment: Moment) -> Iterable[tuple[Scene, ...]]:
    content = moment.on_air.content
    return (notices.of_article(one, content.market, moment.shape) for one in live(content.articles, moment.at))


def _notices(moment: Moment, shown: Callable[[PublicNotice], bool]) -> Iterable[tuple[Scene, ...]]:
    content, at = moment.on_air.content, moment.at
    return (notices.of_notice(one, content.market, moment.shape) + _pictures(moment, one.media)
            for one in live(content.notices, at) if one.shown_from <= at and shown(one))  # fmt: skip


def _publicity(moment: Moment) -> Iterable[tuple[Scene, ...]]:
    return _notices(moment, lambda one: one.kind is NoticeKind.PUBLICITY)


def _told(moment: Moment) -> Iterable[tuple[Scene, ...]]:
    apart = "publicity" in moment.kinds
    return _notices(moment, lambda one: one.kind is NoticeKind.NOTICE or not apart)


def _fairs(moment: Moment, shown: Callable[[PublicFair], bool]) -> Iterable[tuple[Scene, ...]]:
    content, at = moment.on_air.content, moment.at
    return (fairs.of_fair(one, content.market, moment.shape, at) + _pictures(moment, one.media)
            for one in live(content.fairs, at) if shown(one))  # fmt: skip


def _to_come(moment: Moment) -> Iterable[tuple[Scene, ...]]:
    apart = "live" in moment.kinds
    return _fairs(moment, lambda one: one.theme is not FairTheme.LIVE or not apart)


def _streams(moment: Moment) -> Iterable[tuple[Scene, ...]]:
    return _fairs(moment, lambda one: one.theme is FairTheme.LIVE)


def _booths(moment: Moment) -> Iterable[tuple[Scene, ...]]:
    offers = fairs.offers_of(live_jobs(moment.on_air, moment.at))
    return (fairs.booths(one, offers, moment.shape)
            for one in live(moment.on_air.content.fairs, moment.at) if one.booths)  # fmt: skip


def _featured(moment: Moment) -> Iterable[tuple[Scene, ...]]:
    market = moment.on_air.content.market
    found = jobs.featured(live_jobs(moment.on_air, moment.at), calendar_day(moment.at), FEATURED)
    return ((notices.of_job(one, market, moment.shape),) for one in found)


def _board(moment: Moment, heading: str, found: tuple[PublicJob, ...], kind: str) -> Iterable[tuple[Scene, ...]]:
    market, shape = moment.on_air.content.market, moment.shape
    said, day = jobs.remark(len(found), shape), calendar_day(moment.at)
    return ((jobs.paint_board(jobs.Board(heading=heading, remark=said, jobs=page, kind=kind, shape=shape, beside=None,
                                         market=market, day=day)),) for page in jobs.pages(found, shape))  # fmt: skip


def _urgent(moment: Moment) -> Iterable[tuple[Scene, ...]]:
    return _board(moment, "急招", jobs.urgent(live_jobs(moment.on_air, moment.at)), "urgent")


def _shown_media(moment: Moment, kind: MediaKind) -> Iterable[tuple[Scene, ...]]:
    shown = (one for one in live_media(moment.on_air, moment.at) if one.on_screens and one.kind is kind)
    return (media.picture(one, moment.shape) if kind is MediaKind.IMAGE else (media.film(one),) for one in shown)


def _service(moment: Moment) -> Iterable[tuple[Scene, ...]]:
    content = moment.on_air.content
    return (evergreen.service(content.market, content.licences, moment.shape),)


_PAINTERS: Mapping[str, Callable[[Moment], Iterable[tuple[Scene, ...]]]] = MappingProxyType({
    "urgent": _urgent, "publicity": _publicity, "notice": _told, "policy": _policies, "job": _featured,
    "fair": _to_come, "booths": _booths, "live": _streams, "course": _courses, "rights": _rights,
    "wages": lambda moment: (wages.guide(moment.on_air.content.wages, moment.shape),),
    "shortage": lambda moment: (wages.shortage(live_jobs(moment.on_air, moment.at), moment.shape),),
    "picture": lambda moment: _shown_media(moment, MediaKind.IMAGE),
    "film": lambda moment: _shown_media(moment, MediaKind.VIDEO), "service": _service,
    "safety": lambda _: ((evergreen.safety(),),), "evacuation": lambda _: ((evergreen.evacuation(),),),
    "hotlines": lambda _: ((evergreen.hotlines(),),),
})  # fmt: skip

BOARDS = ("jobs_today", "jobs", "jobs_township")  # painted by the round itself, which counts their hour
KNOWN = frozenset((*BOARDS, *_PAINTERS, "emergency"))


def scenes_of_slot(moment: Moment, slot: Slot) -> tuple[Scene, ...]:
    """Return the scenes of a slot, none of a kind this version does not know; words of its own take their place."""
    if slot.title or slot.text:
        known = SCENES.get(slot.scene)
        tag = known.foot or known.label if known else "通知"
        return notices.of_words(slot.scene, tag, slot.title, slot.text, moment.shape)
    paint = _PAINTERS.get(slot.scene)
    return tuple(scene for part in paint(moment) for scene in part) if paint else ()


def label(scene: str, shape: Shape, turn: int, of: int) -> str:
    """Return what stands in the foot: 政策 2 / 8; upright, where the foot is narrow, 2 / 8."""
    known = SCENES.get(scene)
    counted = f"{turn} / {of}" if of > 1 else ""
    name = known.foot if known and shape is Shape.LANDSCAPE else ""
    return " ".join(part for part in (name, counted) if part)
