"""Things to read: 政策 in plain words first, 培训, 招聘会 and 维权; all from the edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.clock import calendar_day
from content.edition.reading import Edition
from content.model.codes import CourseKind, InsuranceTopic, PolicyCategory, RightsTopic
from content.model.places import HOTLINES
from content.model.published import PublicArticle, PublicCourse, PublicPolicy
from content.theme import words
from kiosk.components.panel import Panel
from kiosk.listing import Choice
from kiosk.pages.calm import NO_EDITION, NOT_THERE, show_calm
from kiosk.pages.hall import Hall, Here, Routes

_SHORT = 56  # characters of a text on a card
_INSURED = "insured"  # all policies about one of the four insurances
# the four of R139 as people call them; the last one's own name is no chip
_INSURANCES = {InsuranceTopic.PENSION: "养老保险", InsuranceTopic.UNEMPLOYMENT: "失业保险",
               InsuranceTopic.INJURY: "工伤保险", InsuranceTopic.GIG: "意外伤害险"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One card of a list."""

    href: str
    title: str
    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One thing to read: plain words first, then sections of heading and text or list."""

    headline: str
    plain: str
    sections: tuple[tuple[str, str | tuple[str, ...]], ...]


def add_list(routes: Routes, hall: Hall, here: Here, path: str, title: str, empty: str,
             leaves: Callable[[Edition, datetime, str], tuple[Leaf, ...]],
             chips: Callable[[str], tuple[Choice, ...]] = lambda kind: ()) -> None:  # fmt: skip
    """Add a list; `kind` in the address picks among its chips."""

    def listing(kind: str = "") -> None:
        panel = Panel()

        def show() -> None:
            edition = hall.edition()
            if edition is None:
                show_calm(panel, here, *NO_EDITION, title=title, back="/kiosk/")
                return
            panel.show("kiosk_notices.html", title=title, who=here.person, chips=chips(kind), empty=empty,
                       leaves=leaves(edition, hall.clock.now(), kind))  # fmt: skip

        show()
        here.on_edition = show

    routes[path] = listing


def add_sheet(routes: Routes, hall: Hall, here: Here, path: str, title: str,
              sheet: Callable[[Edition, datetime, str], Sheet | None]) -> None:  # fmt: skip
    """Add the page of one thing, at `path`/{id}."""

    def reading(id: str) -> None:
        panel = Panel()

        def show() -> None:
            edition = hall.edition()
            found = sheet(edition, hall.clock.now(), id) if edition is not None else None
            if edition is None or found is None:
                headline, lines = NO_EDITION if edition is None else NOT_THERE
                show_calm(panel, here, headline, lines, title=title, back=f"/kiosk{path}")
                return
            panel.show("kiosk_article.html", title=title, back=f"/kiosk{path}", who=here.person,
                       headline=found.headline, plain=found.plain, sections=found.sections)  # fmt: skip

        show()
        here.on_edition = show

    routes[f"{path}/{{id}}"] = reading


def short(text: str) -> str:
    """Return the beginning of a text for a card."""
    return text if len(text) <= _SHORT else text[:_SHORT].rstrip("，、；。 ") + "…"


def policy_leaves(edition: Edition, now: datetime, kind: str) -> tuple[Leaf, ...]:
    """Return the policies of a category or about an insurance, newest first."""
    return tuple(
        Leaf(href=f"/kiosk/policies/{one.id}", title=one.title, text=short(one.summary),
             tags=(one.level.label, one.category.label, *_insurance_of(one)))
        for one in edition.policies(now)
        if kind in ("", one.category, one.insurance) or (kind == _INSURED and one.insurance)
    )  # fmt: skip


def _insurance_of(one: PublicPolicy) -> tuple[str, ...]:
    return (_INSURANCES[InsuranceTopic(one.insurance)],) if one.insurance in set(InsuranceTopic) else ()


def policy_chips(kind: str) -> tuple[Choice, ...]:
    """Return 全部, the five categories (R144) and the insurances in one; within these each of the four (R139)."""
    if kind == _INSURED or kind in set(InsuranceTopic):
        back = Choice(label="‹ 全部政策", href="/kiosk/policies")
        each = {one.value: word for one, word in _INSURANCES.items()}
        return (back, *_chips("/policies", {_INSURED: "四种保险"} | each, kind))
    named = {"": "全部"} | {one.value: one.label for one in PolicyCategory} | {_INSURED: "四种保险"}
    return _chips("/policies", named, kind)


def _chips(path: str, named: dict[str, str], kind: str) -> tuple[Choice, ...]:
    return tuple(Choice(label=word, href=f"/kiosk{path}" + (f"?kind={key}" if key else ""), on=key == kind)
                 for key, word in named.items())  # fmt: skip


def course_chips(kind: str) -> tuple[Choice, ...]:
    """Return 全部, skill and founding (R007), and where to say what one would rather learn."""
    named = {"": "全部"} | {one.value: f"{one.label}课" for one in CourseKind}
    return (*_chips("/courses", named, kind), Choice(label="想学别的？告诉我们", href="/kiosk/survey"))


def article_chips(kind: str) -> tuple[Choice, ...]:
    """Return 全部, the four topics (R171), and where to ask for somebody to mediate."""
    named = {"": "全部"} | {one.value: one.label for one in RightsTopic}
    return (*_chips("/rights", named, kind), Choice(label="要人调解？先预约", href="/kiosk/dispute"))


def policy_sheet(edition: Edition, now: datetime, policy_id: str) -> Sheet | None:
    """Return a policy in force: what it means for me, who, what to bring, where, then the wording."""
    found = edition.policy(policy_id)
    if found is None or (found.valid_until is not None and found.valid_until <= now):
        return None
    return _policy(found)


def _policy(one: PublicPolicy) -> Sheet:
    end = f"，到{_last_day(one.valid_until)}为止" if one.valid_until else ""
    document = f"{one.level.label}级 · {one.issuer} · {one.document_number}"
    return Sheet(headline=one.title, plain=one.summary, sections=(
        ("谁能办", one.who), ("要带什么", one.materials), ("到哪里办", one.where),
        ("从什么时候算", f"{one.effective_on.year}年{words.day(one.effective_on)}起{end}"),
        ("文件原话", one.body), ("文件", f"{document}\n{one.issued_on.year}年{words.day(one.issued_on)}印发"),
        ("消息来源", one.source_name),
    ))  # fmt: skip


def _last_day(end: datetime) -> str:
    last = calendar_day(end - timedelta(microseconds=1))  # an end at midnight belongs to the day before
    return f"{last.year}年{words.day(last)}"


def course_leaves(edition: Edition, now: datetime, kind: str) -> tuple[Leaf, ...]:
    """Return the courses of a kind, soonest first."""
    return tuple(
        Leaf(href=f"/kiosk/courses/{one.id}", title=one.name,
             text=f"{words.day_and_minute(one.starts_at)}开课 · {one.place or one.mode.label}",
             tags=("免费", one.mode.label, one.kind.label))
        for one in edition.courses(now) if kind in ("", one.kind)
    )  # fmt: skip


def course_sheet(edition: Edition, now: datetime, course_id: str) -> Sheet | None:
    """Return a course with the six fields of R163."""
    found = next((one for one in edition.courses(now) if one.id == course_id), None)
    return _course(found) if found is not None else None


def _course(one: PublicCourse) -> Sheet:
    seats = f"，{one.seats} 个名额" if one.seats else ""
    return Sheet(headline=one.name, plain=f"不收学费{seats}。{words.day_and_minute(one.starts_at)}开课。", sections=(
        ("怎么报名", one.sign_up), ("在哪里上课", one.place), ("时间安排", one.schedule), ("学什么", one.outline),
        ("怎么上课", one.mode.label), ("谁来教", one.provider),
    ))  # fmt: skip


def fair_leaves(edition: Edition, now: datetime, kind: str) -> tuple[Leaf, ...]:
    """Return the fairs, soonest first."""
    return tuple(Leaf(href=f"/kiosk/fairs/{one.id}", title=one.name,
                      text=f"{words.day_and_minute(one.starts_at)} · {one.place}",
                      tags=(one.theme.label, f"{one.invited} 家单位"))
                 for one in edition.fairs(now))  # fmt: skip


def article_leaves(edition: Edition, now: datetime, kind: str) -> tuple[Leaf, ...]:
    """Return 维权知识 on a topic, or all of it, as a list of leaves in the edition's order."""
    return tuple(Leaf(href=f"/kiosk/rights/{one.id}", title=one.title, text=short(one.summary), tags=(one.topic.label,))
                 for one in edition.articles(now) if kind in ("", one.topic))  # fmt: skip


def article_sheet(edition: Edition, now: datetime, article_id: str) -> Sheet | None:
    """Return a rights article with the phone numbers that help."""
    found = next((one for one in edition.articles(now) if one.id == article_id), None)
    return _article(found) if found is not None else None


def _article(one: PublicArticle) -> Sheet:
    phones = tuple(f"{number} {what}" for number, what in HOTLINES if number.startswith("12") and number != "120")
    return Sheet(headline=one.title, plain=one.summary, sections=(("详细说", one.body), ("打电话问", phones)))
