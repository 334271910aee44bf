"""All ledgers the score of a year is read from, each by its readers; a new one joins here and in `score_rows`."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
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


def _merged(db: Database) -> dict[str, str]:
    """Return, by the index of a record that was merged, the index of the one that stands for it in the end (R123)."""
    into = dict(db.execute(
        """SELECT lower(hex(gone.id_number_index)), lower(hex(kept.id_number_index)) FROM seeker AS gone
        JOIN seeker AS kept ON kept.id = gone.merged_into
        WHERE gone.merged_into <> '' AND length(gone.id_number_index) AND length(kept.id_number_index)""").fetchall())
    return {gone: _end_of(kept, into) for gone, kept in into.items()}


def _end_of(person: str, into: dict[str, str]) -> str:
    passed = {person}
    while into.get(person, person) not in passed:
        person = into[person]
        passed.add(person)
    return person


def _under(row: Row, merged: dict[str, str]) -> Row:
    if isinstance(row, Placement | Aid | Referral | Service) and row.person in merged:
        return replace(row, person=merged[row.person])
    return row


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
    merged = _merged(db)
    found: dict[str, list[Row]] = {}
    with _collector_at_rest():
        for name, reader in readers:
            rows = reader(reading)
            found.setdefault(name, []).extend((_under(row, merged) for row in rows) if merged else rows)
    # each reader in order of day; together they are sorted runs, which costs next to nothing
    ledgers: dict[str, Any] = {name: tuple(sorted(rows, key=attrgetter("on"))) for name, rows in found.items()}
    return Facts(**ledgers)
