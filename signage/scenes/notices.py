"""Policies, courses, fairs, rights, notices and the emergency page: all one picture with labelled lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from content.clock import local
from content.model.codes import FairTheme, PolicyLevel
from content.model.published import MarketCard, PublicArticle, PublicCourse, PublicFair, PublicNotice, PublicPolicy
from content.theme import words
from signage.scenes import qr
from signage.scenes.prose import Line, fit, room_for
from signage.scenes.scene import Scene, Shape, paint


def _paint(
    kind: str,
    tag: str,
    title: str,
    lines: Sequence[Line],
    shape: Shape,
    *,
    content_id: str = "",
    valid_until: datetime | None = None,
    source: str = "",
    code: qr.Code | None = None,
) -> tuple[Scene, ...]:
    room = room_for(title, shape, coded=code is not None, sourced=bool(source))
    parts = fit(lines, room)
    return tuple(
        paint(
            kind,
            {"kind": kind, "tag": tag, "title": title, "lines": page.lines, "size": page.size, "source": source,
             "code": code, "part": f"{index} / {len(parts)}" if len(parts) > 1 else "",
             "long": room.long_title},
            content_ids=(content_id,) if content_id else (),
            valid_until=valid_until,
            template="prose",
        )
        for index, page in enumerate(parts, start=1)
    )  # fmt: skip


def _moment(instant: datetime) -> str:
    at = local(instant)
    return f"{words.day(at.date())}（{words.weekday(at.date())}）{at:%H:%M}"


@lru_cache(maxsize=256)
def of_policy(policy: PublicPolicy, market: MarketCard, shape: Shape) -> tuple[Scene, ...]:
    """Paint a policy in plain words: what it gives, who may, what to bring, where."""
    lines = (Line(label="说什么", text=policy.summary), Line(label="谁能办", text=policy.who),
             Line(label="带什么", text="、".join(policy.materials)),
             Line(label="哪里办", text=policy.where))  # fmt: skip
    level = "国家" if policy.level is PolicyLevel.NATION else f"{policy.level.label}级"
    return _paint("policy", f"{level}政策 · {policy.category.label}", policy.title, lines, shape,
                  content_id=policy.id, valid_until=policy.valid_until, code=qr.of_policy(policy, market),
                  source=f"来源：{policy.issuer} · {policy.issued_on.year}年{words.day(policy.issued_on)}")  # fmt: skip


@lru_cache(maxsize=64)
def of_course(course: PublicCourse, shape: Shape) -> tuple[Scene, ...]:
    """Paint a course with the six fields of R163."""
    lines = (Line(label="什么时候", text=f"{_moment(course.starts_at)} 开课，{course.schedule}"),
             Line(label="学什么", text=course.outline), Line(label="怎么上", text=course.mode.label),
             Line(label="在哪里", text=course.place), Line(label="怎么报名", text=course.sign_up),
             Line(label="谁来教", text=course.provider))  # fmt: skip
    return _paint("course", f"免费培训 · {course.kind.label} · {course.seats} 个名额", course.name, lines, shape,
                  content_id=course.id, valid_until=course.valid_until)  # fmt: skip


@lru_cache(maxsize=64)
def of_fair(fair: PublicFair, shape: Shape) -> tuple[Scene, ...]:
    """Paint a job fair; its day is a date, never 明天, since a scene outlives a midnight."""
    lines = (Line(label="什么时候", text=_moment(fair.starts_at)), Line(label="在哪里", text=fair.place),
             Line(label="有多少", text=f"{fair.invited} 家单位招人" if fair.invited else ""),
             Line(label="说明", text=fair.summary))  # fmt: skip
    tag = fair.theme.label if fair.theme is FairTheme.LIVE else f"{fair.theme.label}招聘会"
    return _paint("fair", tag, fair.name, lines, shape,
                  content_id=fair.id, valid_until=fair.valid_until)  # fmt: skip


@lru_cache(maxsize=64)
def of_article(article: PublicArticle, shape: Shape) -> tuple[Scene, ...]:
    """Paint a piece of 维权知识 by its summary; the whole text is on the kiosk."""
    lines = (Line(label="要记住", text=article.summary), Line(label="看全文", text="到自助机点“维权”"))
    return _paint("rights", f"维权知识 · {article.topic.label}", article.title, lines, shape,
                  content_id=article.id, valid_until=article.valid_until)  # fmt: skip


@lru_cache(maxsize=64)
def of_notice(notice: PublicNotice, shape: Shape) -> tuple[Scene, ...]:
    """Paint a notice of the market."""
    return _paint("notice", "通知", notice.title, (Line(label="", text=notice.body),), shape,
                  content_id=notice.id, valid_until=notice.valid_until)  # fmt: skip


@lru_cache(maxsize=16)
def of_emergency(title: str, text: str, until: datetime | None, shape: Shape) -> tuple[Scene, ...]:
    """Paint the emergency page that takes the whole screen until its end."""
    return _paint("emergency", "紧急通知", title, (Line(label="", text=text),), shape, valid_until=until)


@lru_cache(maxsize=16)
def of_words(kind: str, tag: str, title: str, text: str, shape: Shape) -> tuple[Scene, ...]:
    """Paint words a slot brings itself."""
    return _paint(kind, tag, title, (Line(label="", text=text),), shape)
