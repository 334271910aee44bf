"""What an edition has to show at an instant, as the screen reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from content.model.programme import Programme
from content.model.published import EditionContent, PublicJob, PublicMedia, PublicPolicy

_EXPIRY_GRID = timedelta(minutes=5)


class _Ending(Protocol):
    @property
    def valid_until(self) -> datetime | None: ...


R = TypeVar("R", bound=_Ending)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAir:
    """One edition as the screen reads it: everything it holds, expired or not."""

    order: int
    number: int
    built_at: datetime
    content: EditionContent
    programme: Programme


def job_ends(job: PublicJob) -> datetime:
    """Return when a job leaves the boards: on the five-minute grid at or before its end.

    A thousand separate ends would otherwise re-page the boards every few seconds.
    """
    past = job.valid_until.timestamp() % _EXPIRY_GRID.total_seconds()
    return job.valid_until - timedelta(seconds=past)


def live_jobs(on_air: OnAir, at: datetime) -> tuple[PublicJob, ...]:
    """Return the jobs that may be shown at the instant, in display order."""
    return tuple(job for job in on_air.content.jobs if job_ends(job) > at)


def live(records: Iterable[R], at: datetime) -> tuple[R, ...]:
    """Return the records not over at the instant, in the edition's order."""
    return tuple(one for one in records if one.valid_until is None or one.valid_until > at)


def live_policies(on_air: OnAir, at: datetime) -> tuple[PublicPolicy, ...]:
    """Return the policies in force at the instant, in the edition's order."""
    return live(on_air.content.policies, at)


def live_media(on_air: OnAir, at: datetime) -> tuple[PublicMedia, ...]:
    """Return the pictures and films that may be shown at the instant, the pages of a paper in their order."""
    shown = [one for one in live(on_air.content.media, at) if one.shown_from is None or one.shown_from <= at]
    return tuple(sorted(shown, key=lambda one: (one.page_of or one.id, one.page)))
