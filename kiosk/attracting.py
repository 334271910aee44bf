"""The loop that invites people while nobody is here: a few big cards from the edition in use, naming no person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.clock import calendar_day
from content.edition.reading import Edition
from content.edition.search import JobQuery, search_jobs
from content.model.published import MarketCard, PublicJob

_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """What the cards say; `jobs` are today's first, else the newest day work."""

    market: MarketCard
    jobs: tuple[PublicJob, ...]
    today_count: int
    job_count: int
    headcount: int
    courses: int
    policies: int


def loop(edition: Edition, now: datetime) -> Loop:
    """Return the loop of an edition at an instant."""
    todays = search_jobs(edition, JobQuery(today=calendar_day(now), limit=_SHOWN), now)
    return Loop(
        market=edition.market(), jobs=todays.jobs or edition.jobs(now, _SHOWN), today_count=todays.count,
        job_count=sum(edition.group_counts(now).values()), headcount=edition.headcount(now),
        courses=len(edition.courses(now)), policies=len(edition.policies(now)),
    )  # fmt: skip
