"""培训课程, 招聘会, 维权知识, 通知 and 工资指导价位 in market.db."""

from __future__ import annotations

from typing import ClassVar

from content.model.notices import Course, JobFair, Notice, RightsArticle, WageGuide
from content.store.editorial import EditorialTable
from content.store.records import Named, equal_to, looked_after, sorted_by


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


class Notices(EditorialTable[Notice]):
    """The notices of the market; one yet to begin is published, and waits in the edition for its instant."""

    kind = Notice
    table = "notice"
    word = "通知"
    over = "notice.shown_until <= :now"
    sorts: ClassVar[Named] = sorted_by("notice", "title shown_from shown_until updated_at stage")
    filters: ClassVar[Named] = {**looked_after("notice")}
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
