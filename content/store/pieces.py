"""培训课程, 招聘会, 维权知识, 通知 and 工资指导价位 in market.db."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from content.clock import to_text
from content.model.codes import RightsTopic
from content.model.fairs import shown_booths
from content.model.notices import Course, JobFair, Notice, RightsArticle, WageGuide
from content.rules.coverage import Live
from content.store.editorial import EditorialTable
from content.store.records import Named, equal_to, looked_after, sorted_by

_PICKED = "WHERE month = :month AND stage = 'approved' AND published_at IS NOT NULL ORDER BY published_at, id"


class Courses(EditorialTable[Course]):
    """The courses; one is over when it ends."""

    kind = Course
    table = "course"
    word = "课程"
    over = "course.ends_at <= :now"
    sorts: ClassVar[Named] = sorted_by("course", "name starts_at mode seats updated_at stage")
    filters: ClassVar[Named] = {**looked_after("course"), **equal_to("course", "kind mode month")}
    newest_first = "course.starts_at DESC, course.id DESC"
    living = "course.ends_at > :now"
    unpublished: ClassVar[frozenset[str]] = EditorialTable.unpublished | {"month"}

    def picked_for(self, month: str) -> tuple[Course, ...]:
        """Return the courses that went out as picked for a month, over or not (R162)."""
        return self._select(_PICKED, {"month": month})


class Fairs(EditorialTable[JobFair]):
    """The job fairs; one is over when it ends."""

    kind = JobFair
    table = "fair"
    word = "招聘会"
    over = "fair.ends_at <= :now"
    sorts: ClassVar[Named] = sorted_by("fair", "name starts_at theme invited updated_at stage")
    filters: ClassVar[Named] = {**looked_after("fair"), **equal_to("fair", "theme")}
    newest_first = "fair.starts_at DESC, fair.id DESC"
    living = "fair.ends_at > :now"
    # what is noted while a fair is prepared, held and followed up must not take it off the hall
    unpublished: ClassVar[frozenset[str]] = EditorialTable.unpublished | {
        "plan", "plan_fixed_at", "emergency_plan", "security_plan", "roster", "announcements", "held", "follow_up",
        "followed_up_on", "invitations",
    }  # fmt: skip

    def _changed_for_the_hall(self, one: JobFair, other: JobFair) -> bool:
        return shown_booths(one) != shown_booths(other) or super()._changed_for_the_hall(one, other)

    def around(self, first: datetime, last: datetime) -> tuple[JobFair, ...]:
        """Return the fairs not withdrawn that end after `first` and begin before `last`, soonest first."""
        return self._select("WHERE stage <> 'withdrawn' AND ends_at > :first AND starts_at < :last ORDER BY starts_at",
                            {"first": to_text(first), "last": to_text(last)})  # fmt: skip

    def ahead(self, now: datetime) -> tuple[JobFair, ...]:
        """Return the fairs not withdrawn that have not begun, soonest first."""
        return self._select("WHERE starts_at > :now AND stage <> 'withdrawn' ORDER BY starts_at, id",
                            {"now": to_text(now)})  # fmt: skip


class Articles(EditorialTable[RightsArticle]):
    """The rights articles; most have no end."""

    kind = RightsArticle
    table = "article"
    word = "维权知识"
    over = "(article.expires_on IS NOT NULL AND article.expires_on < :today)"
    sorts: ClassVar[Named] = sorted_by("article", "title topic updated_at stage")
    filters: ClassVar[Named] = {**looked_after("article"), **equal_to("article", "topic month")}
    newest_first = "article.updated_at DESC, article.id DESC"
    living = "(article.expires_on IS NULL OR article.expires_on >= :today)"
    unpublished: ClassVar[frozenset[str]] = EditorialTable.unpublished | {"month"}

    def picked_for(self, month: str) -> tuple[RightsArticle, ...]:
        """Return the articles that went out as a month's own (R172)."""
        return self._select(_PICKED, {"month": month})

    def live_topics(self, now: datetime) -> dict[RightsTopic, Live]:
        """Return what stands in the edition by topic (R171)."""
        return {RightsTopic(one): live for one, live in self.live_by("topic", now).items()}


class Notices(EditorialTable[Notice]):
    """The notices of the market; one yet to begin is published, and waits in the edition for its instant."""

    kind = Notice
    table = "notice"
    word = "通知"
    over = "notice.shown_until <= :now"
    sorts: ClassVar[Named] = sorted_by("notice", "title shown_from shown_until updated_at stage")
    filters: ClassVar[Named] = {**looked_after("notice"), **equal_to("notice", "kind")}
    newest_first = "notice.shown_from DESC, notice.id DESC"
    living = "notice.shown_until > :now"


class WageGuides(EditorialTable[WageGuide]):
    """The wage guides typed from documents."""

    kind = WageGuide
    table = "wage_guide"
    word = "工资指导价位"
    over = "(wage_guide.expires_on IS NOT NULL AND wage_guide.expires_on < :today)"
    sorts: ClassVar[Named] = sorted_by("wage_guide", "title issued_on updated_at stage")
    filters: ClassVar[Named] = {**looked_after("wage_guide")}
    newest_first = "wage_guide.issued_on DESC, wage_guide.id DESC"
    living = "(wage_guide.expires_on IS NULL OR wage_guide.expires_on >= :today)"
