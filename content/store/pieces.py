"""培训课程, 招聘会, 维权知识 and 通知 in market.db."""

from __future__ import annotations

from content.model.notices import Course, JobFair, Notice, RightsArticle
from content.store.records import EditorialTable


class Courses(EditorialTable[Course]):
    """The courses; one is over when it ends."""

    kind = Course
    table = "course"
    word = "课程"
    searched = ("course.name", "course.provider")
    newest_first = "course.starts_at DESC, course.id DESC"
    living = "course.ends_at > :now"


class Fairs(EditorialTable[JobFair]):
    """The job fairs; one is over when it ends."""

    kind = JobFair
    table = "fair"
    word = "招聘会"
    searched = ("fair.name", "fair.place")
    newest_first = "fair.starts_at DESC, fair.id DESC"
    living = "fair.ends_at > :now"


class Articles(EditorialTable[RightsArticle]):
    """The rights articles, which do not end."""

    kind = RightsArticle
    table = "article"
    word = "维权知识"
    searched = ("article.title", "article.summary")
    newest_first = "article.updated_at DESC, article.id DESC"
    living = "1"


class Notices(EditorialTable[Notice]):
    """The notices of the market; one yet to begin is published, and waits in the edition for its instant."""

    kind = Notice
    table = "notice"
    word = "通知"
    searched = ("notice.title", "notice.body")
    newest_first = "notice.shown_from DESC, notice.id DESC"
    living = "notice.shown_until > :now"
