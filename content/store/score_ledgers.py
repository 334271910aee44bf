"""All ledgers the score of a year is read from, each by its readers; a new one joins here and in `score_rows`."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from operator import attrgetter
from typing import Any

from sqlite_utils import Database

from content.kpi.facts import Aid, Answer, Check, Facts, Placement, Referral, Row, Service, Session
from content.store import score_facts
from content.store.fact_rows import FactRows
from content.store.hall_facts import HallFacts
from content.store.help_facts import HelpFacts
from content.store.score_facts import Reading


def consultations(reading: Reading) -> Iterator[Service]:
    """Yield 咨询 at the windows and by phone."""
    return HallFacts(reading.db, reading.made).services(reading.first.year)


def course_sessions(reading: Reading) -> Iterator[Session]:
    """Yield the days of 培训班."""
    return HallFacts(reading.db, reading.made).sessions(reading.first.year)


def noted_answers(reading: Reading) -> Iterator[Answer]:
    """Yield 满意度 that staff noted, of firms and of seekers."""
    return HallFacts(reading.db, reading.made).answers(reading.first.year)


def guidance(reading: Reading) -> Iterable[Service]:
    """Return 职业指导 that was given."""
    return HelpFacts(reading.db, reading.made).guidance(reading.first.year)


def placements(reading: Reading) -> Iterable[Placement]:
    """Return 新增就业."""
    return HelpFacts(reading.db, reading.made).placements(reading.first.year)


def referrals(reading: Reading) -> Iterable[Referral]:
    """Return 推荐, of the year before too where 劳务外包 may fill its six months in this one."""
    return HelpFacts(reading.db, reading.made).referrals(reading.first.year)


def aids(reading: Reading) -> Iterable[Aid]:
    """Return 帮扶."""
    return HelpFacts(reading.db, reading.made).aids(reading.first.year)


Reader = Callable[[Reading], Iterable[Row]]

# the name in `Facts`, and what gives it rows; more readers of one name add up
READERS: tuple[tuple[str, Reader], ...] = (
    ("postings", score_facts.postings),
    ("employer_services", score_facts.firms_visited), ("employer_services", score_facts.firms_published),
    ("employer_services", score_facts.firms_at_fairs),
    ("services", score_facts.registrations), ("services", score_facts.answered_questions),
    ("services", consultations), ("services", guidance),
    ("sessions", score_facts.fairs), ("sessions", course_sessions),
    ("answers", score_facts.faces), ("answers", noted_answers),
    ("placements", placements), ("referrals", referrals), ("aids", aids),
)  # fmt: skip


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the collector from walking 100,000 rows again and again that all stay: a fifth of the time of reading."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def read_ledgers(db: Database, year: int, checks: Mapping[str, Check],
                 readers: tuple[tuple[str, Reader], ...] = READERS) -> Facts:  # fmt: skip
    """Return the rows of a year from all ledgers; figures and corrections are put in by who asks."""
    reading = Reading(db=db, first=date(year, 1, 1), last=date(year, 12, 31), made=FactRows(checks))
    found: dict[str, list[Row]] = {}
    with _collector_at_rest():
        for name, reader in readers:
            found.setdefault(name, []).extend(reader(reading))
    # each reader in order of day; together they are sorted runs, which costs next to nothing
    ledgers: dict[str, Any] = {name: tuple(sorted(rows, key=attrgetter("on"))) for name, rows in found.items()}
    return Facts(**ledgers)
