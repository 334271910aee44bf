"""Policies, courses, rights, notices, a job by itself, the emergency page: one picture with labelled lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from content.clock import calendar_day, local
from content.model.codes import NoticeKind, PolicyLevel
from content.model.published import MarketCard, PublicArticle, PublicCourse, PublicJob, PublicNotice, PublicPolicy
from content.model.trades import trade_groups
from content.theme import words
from signage.scenes import qr
from signage.scenes.prose import Line, Page, fit, fit_one, fit_with_code, room_for, tag_line, wider_than_glass
from signage.scenes.scene import Scene, Shape, paint

_TERM = "公示期"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The days to go, large: 还有 12 天, or a word in their place: 明天."""

    before: str
    what: str
    after: str

    @property
    def is_number(self) -> bool:
        """Say whether the middle is a figure."""
        return self.what.isdecimal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A picture of prose before it is fitted; `tag` in parts, the first is always shown."""

    kind: str
    tag: tuple[str, ...]
    title: str
    lines: tuple[Line, ...]
    content_id: str = ""
    valid_until: datetime | None = None
    source: str = ""
    code: qr.Code | None = None
    count: Count | None = None
    pay: words.Pay | None = None
    number: int | None = None


def paint_sheet(sheet: Sheet, shape: Shape, *, whole: bool = True) -> tuple[Scene, ...]:
    """Paint all of a sheet on as many pages as it needs, or of its lines what fits one page."""
    room, plain = (room_for(sheet.title, shape, coded=coded, source=sheet.source, counted=sheet.count is not None,
                            paid=sheet.pay is not None) for coded in (sheet.code is not None, False))  # fmt: skip
    sourced = True
    if not whole:
        parts: tuple[tuple[Page, bool], ...] = ((fit_one(sheet.lines, room), True),)
    elif shape is Shape.PORTRAIT and sheet.code is not None and len(fit(sheet.lines, room)) > 1:
        # upright the code takes half the glass: it stands on the last page, the source on the others
        room = room_for(sheet.title, shape, coded=True, counted=sheet.count is not None)
        parts = fit_with_code(sheet.lines, room, plain)
        sourced = False
    else:
        parts = tuple((page, True) for page in fit(sheet.lines, room))
    return tuple(
        _paint_page(
            replace(sheet, code=sheet.code if coded else None, source=sheet.source if sourced or not coded else ""),
            shape, page, index, len(parts), (room if coded else plain).long_title)
        for index, (page, coded) in enumerate(parts, start=1)
    )  # fmt: skip


def _paint_page(sheet: Sheet, shape: Shape, page: Page, index: int, of: int, long: bool) -> Scene:
    part = f"第 {index} / {of} 页" if of > 1 else ""
    data: dict[str, object] = {
        "kind": sheet.kind, "tag": tag_line(sheet.tag, shape, part), "title": sheet.title, "lines": page.lines,
        "size": page.size, "source": sheet.source, "code": sheet.code, "count": sheet.count, "pay": sheet.pay,
        "number": sheet.number, "long": long, "tight": sheet.pay is not None and wider_than_glass(sheet.pay, shape),
    }  # fmt: skip
    return paint(sheet.kind, data, content_ids=(sheet.content_id,) if sheet.content_id else (),
                 valid_until=sheet.valid_until, template="prose")  # fmt: skip


def moment(instant: datetime) -> str:
    """Return 11月23日（星期一）09:00."""
    at = local(instant)
    return f"{words.day(at.date())}（{words.weekday(at.date())}）{at:%H:%M}"


def last_day(until: datetime) -> str:
    """Return 12月2日 for an end at the midnight after it."""
    return words.day(calendar_day(until - timedelta(seconds=1)))


@lru_cache(maxsize=512)
def of_policy(policy: PublicPolicy, market: MarketCard, shape: Shape) -> tuple[Scene, ...]:
    """Paint a policy in plain words: what it gives, who may, what to bring, where."""
    lines = (Line(label="说什么", text=policy.summary), Line(label="谁能办", text=policy.who),
             Line(label="带什么", text="、".join(policy.materials)),
             Line(label="哪里办", text=policy.where))  # fmt: skip
    level = "国家" if policy.level is PolicyLevel.NATION else f"{policy.level.label}级"
    return paint_sheet(Sheet(
        kind="policy", tag=(f"{level}政策", policy.category.label), title=policy.title, lines=lines,
        content_id=policy.id, valid_until=policy.valid_until, code=qr.of_policy(policy, market),
        source=f"来源：{policy.issuer} · {policy.issued_on.year}年{words.day(policy.issued_on)}",
    ), shape)  # fmt: skip


@lru_cache(maxsize=128)
def of_course(course: PublicCourse, market: MarketCard, shape: Shape) -> tuple[Scene, ...]:
    """Paint a course with the six fields of R163."""
    lines = (Line(label="什么时候", text=f"{moment(course.starts_at)} 开课，{course.schedule}"),
             Line(label="学什么", text=course.outline), Line(label="怎么上", text=course.mode.label),
             Line(label="在哪里", text=course.place), Line(label="怎么报名", text=course.sign_up),
             Line(label="谁来教", text=course.provider))  # fmt: skip
    return paint_sheet(Sheet(
        kind="course", tag=("免费培训", course.kind.label, f"{course.seats} 个名额" if course.seats else ""),
        title=course.name, lines=lines, content_id=course.id, valid_until=course.valid_until,
        code=qr.of_page("courses", course.id, "扫码看课程安排", market),
    ), shape)  # fmt: skip


@lru_cache(maxsize=128)
def of_article(article: PublicArticle, market: MarketCard, shape: Shape) -> tuple[Scene, ...]:
    """Paint a piece of 维权知识 by its summary; the whole text is on the kiosk."""
    lines = (Line(label="要记住", text=article.summary), Line(label="看全文", text="到自助机点“维权”"))
    return paint_sheet(Sheet(
        kind="rights", tag=("维权知识", article.topic.label), title=article.title, lines=lines, content_id=article.id,
        valid_until=article.valid_until, code=qr.of_page("rights", article.id, "扫码看全文", market),
    ), shape)  # fmt: skip


@lru_cache(maxsize=128)
def of_notice(notice: PublicNotice, market: MarketCard, shape: Shape) -> tuple[Scene, ...]:
    """Paint a notice of the market, a 公示 with its term and where to object."""
    lines = [Line(label="", text=notice.body)]
    if notice.kind is NoticeKind.PUBLICITY:
        term = f"{words.day_of(notice.shown_from)}—{last_day(notice.valid_until)}（7 个工作日）"
        where = f"到服务台，或打 {market.complaint_phone}" if market.complaint_phone else "到服务台"
        lines += [Line(label=_TERM, text=term), Line(label="有意见", text=where)]
    return paint_sheet(Sheet(
        kind="publicity" if notice.kind is NoticeKind.PUBLICITY else "notice", tag=(notice.kind.label,),
        title=notice.title, lines=tuple(lines), content_id=notice.id, valid_until=notice.valid_until,
    ), shape)  # fmt: skip


@lru_cache(maxsize=512)
def of_job(job: PublicJob, market: MarketCard, shape: Shape) -> Scene:
    """Paint one job over the whole glass: pay first, its number and code beside; lines that do not fit stay away."""
    across = shape is Shape.LANDSCAPE  # upright a line holds little: what is nearest to the question, the rest by code
    a_day = f"一天 {job.daily_hours_tenths / 10:g} 小时" if job.daily_hours_tenths and across else ""
    start = f"{words.day(job.starts_on)}起" if job.starts_on and across else ""
    checked = f"，{words.day_of(job.verified_at)}核实" if across else ""
    offers = "，".join(one for one in (job.meals, job.lodging, job.transport) if words.is_provided(one))
    lines = (Line(label="在哪里", text=words.place(job) if across else job.township_name),
             Line(label="几点干", text="，".join(part for part in (start, job.hours, a_day) if part)),
             Line(label="招几人", text=f"{job.headcount} 人，{words.deadline(job)}截止{checked}"),
             Line(label="要什么", text=job.requirements), Line(label="管什么", text=offers),
             Line(label="干什么", text=job.duties))  # fmt: skip
    tag = ("急招", job.settlement.label) if job.urgent else (job.settlement.label,)
    return paint_sheet(Sheet(
        kind="job", tag=(*tag, trade_groups().get(job.trade_group, job.trade_name), job.employer_name),
        title=job.title, lines=lines, content_id=job.id, valid_until=job.valid_until, code=qr.of_job(job, market),
        pay=words.pay(job), number=job.number,
    ), shape, whole=False)[0]  # fmt: skip


@lru_cache(maxsize=16)
def of_emergency(title: str, text: str, until: datetime | None, shape: Shape) -> tuple[Scene, ...]:
    """Paint the emergency page that takes the whole screen until its end."""
    return paint_sheet(Sheet(kind="emergency", tag=("紧急通知",), title=title, lines=(Line(label="", text=text),),
                             valid_until=until), shape)  # fmt: skip


@lru_cache(maxsize=32)
def of_words(kind: str, tag: str, title: str, text: str, shape: Shape) -> tuple[Scene, ...]:
    """Paint words a slot brings itself."""
    return paint_sheet(Sheet(kind=kind, tag=(tag,), title=title, lines=(Line(label="", text=text),)), shape)


def facts_sheet(kind: str, tag: str, title: str, facts: Sequence[tuple[str, str]],
                shape: Shape) -> tuple[Scene, ...]:  # fmt: skip
    """Paint labelled facts, those that are empty left out."""
    lines = tuple(Line(label=label, text=text) for label, text in facts if text)
    return paint_sheet(Sheet(kind=kind, tag=(tag,), title=title, lines=lines), shape)
