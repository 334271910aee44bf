"""What is due outside: a fair's first notice a week ahead (R113), one rights article a month (R172)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from content.clock import SHANGHAI, calendar_day
from content.model.notices import JobFair
from content.model.published import PublicArticle
from content.rules.hall_completeness import NOTICE_DAYS

REMIND = timedelta(days=3)  # before a first notice falls due


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstNotice:
    """When a fair had to be announced first, and when it was."""

    due_at: datetime
    told_at: datetime | None

    def pressing(self, now: datetime) -> bool:
        """Say whether it is to be done now: not told, and due within three days or over."""
        return self.told_at is None and now > self.due_at - REMIND

    @property
    def late(self) -> bool:
        """Say whether it was told after it was due."""
        return self.told_at is not None and self.told_at > self.due_at


def first_notice(fair: JobFair) -> FirstNotice:
    """Return how a fair stands to its first notice."""
    return FirstNotice(due_at=fair.starts_at - timedelta(days=NOTICE_DAYS),
                       told_at=min((one.at for one in fair.announcements), default=None))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DueArticle:
    """The article of a month: which, whether somebody picked it, and when it went out."""

    article: PublicArticle
    picked: bool
    told_at: datetime | None


def month_begin(now: datetime) -> datetime:
    """Return the first instant of the market's month."""
    return datetime.combine(date.replace(calendar_day(now), day=1), time(), SHANGHAI).astimezone(UTC)


def article_due(articles: Sequence[PublicArticle], picked: frozenset[str], told: Mapping[str, datetime],
                now: datetime) -> DueArticle | None:  # fmt: skip
    """Return the article of this month: the one told, else the one picked, else the one not told for longest.

    `told` is when each article last went out; None where nothing is published.
    """
    begin = month_begin(now)

    def rank(article: PublicArticle) -> tuple[bool, bool, datetime]:
        last = told.get(article.id, datetime.min.replace(tzinfo=UTC))
        return (last < begin, article.id not in picked, last)

    if not articles:
        return None
    chosen = min(articles, key=rank)
    last = told.get(chosen.id)
    return DueArticle(article=chosen, picked=chosen.id in picked,
                      told_at=last if last is not None and last >= begin else None)  # fmt: skip
