"""Building the two files of an edition: edition.db and the programme."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from sqlite_utils.utils import sqlite3

from content.clock import calendar_day, to_text
from content.edition.layout import (
    ALWAYS,
    FILTERS,
    INDEXES,
    LAYOUT,
    NEVER,
    SCHEMA,
    TOWNSHIP_LETTERS,
    filter_tokens,
    sound_tokens,
    text_tokens,
)
from content.errors import EditionError
from content.model.codec import to_json
from content.model.places import TOWNSHIPS
from content.model.published import EditionContent, PublicJob
from content.model.trades import trade_groups
from content.publishing.sounds import Sounds, readings, sounds_of, syllables
from content.theme.words import can_start_on, is_provided

HORIZON_DAYS = 45  # for how many days ahead an edition knows which jobs can be begun


def _days(job: PublicJob, today: date) -> tuple[str, ...]:
    """Return the filter tokens of the days on which the job can be begun."""
    first = max(today, job.starts_on or today)
    last = min(day for day in (calendar_day(job.valid_until), job.ends_on, today + timedelta(days=HORIZON_DAYS - 1))
               if day)  # fmt: skip
    return _day_tokens(first, last) if can_start_on(job, first) else ()


@lru_cache(maxsize=4096)
def _day_tokens(first: date, last: date) -> tuple[str, ...]:
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return tuple(filter_tokens(days=days))


def _heard(job: PublicJob) -> tuple[str, ...]:
    """Return the fields that are found by sound."""
    return (job.title, job.trade_name, job.skills, job.township_name, job.employer_name, job.settlement.label)


def _read(job: PublicJob) -> tuple[str, ...]:
    """Return the fields that are found by their characters."""
    group = trade_groups().get(job.trade_group, "")
    return (job.title, job.trade_name, group, job.employer_name, job.duties, job.requirements, job.skills,
            job.certificates, job.township_name, job.address, job.gathering, job.hours, job.form.label,
            job.meals, job.lodging, job.transport, job.insurance, job.pay_note, job.settlement.label,
            job.pay_unit.label, job.employer_kind.label, "急招" if job.urgent else "",
            "零工作坊" if job.is_workshop else "")  # fmt: skip


def _offers(job: PublicJob) -> tuple[str, ...]:
    """Return what a job can be filtered by beside its codes; 16–17 may do what has no hazard (domain B2)."""
    found = {"meals": is_provided(job.meals), "lodging": is_provided(job.lodging),
             "minors": job.minors_allowed and not job.hazards}  # fmt: skip
    return tuple(name for name, holds in found.items() if holds)


Tokens = Callable[[str, str, str], tuple[str, ...]]  # text and two kinds of `content.edition.layout`


def _tokens_of(sounds: Sounds) -> tuple[Tokens, Tokens]:
    """Return how texts become tokens, by character and by sound; each text once, as firms and phrases recur."""

    def read(text: str, kind: str, _: str) -> tuple[str, ...]:
        return tuple(text_tokens(text, kind))

    def heard(text: str, whole: str, initial: str) -> tuple[str, ...]:
        return tuple(sound_tokens(syllables(text, sounds), whole, initial))

    return cache(read), cache(heard)


def index_text(job: PublicJob, today: date, read: Tokens, heard: Tokens) -> str:
    """Return the words under which a job is found, space between them (`content.edition.layout`)."""
    tokens = set(filter_tokens(group=job.trade_group, trade=job.trade_code, township=job.township_code,
                               settlement=job.settlement, pay_unit=job.pay_unit, offers=_offers(job),
                               number=job.number))  # fmt: skip
    tokens.update(_days(job, today), *(filter_tokens(number=number) for number in job.also_numbers))
    named = (job.title, job.trade_name)
    tokens.update(*(read(text, "t", "") for text in named), *(heard(text, "r", "j") for text in named))
    tokens.update(*(heard(text, "p", "i") for text in _heard(job)), *(read(text, "", "") for text in _read(job)))
    return " ".join(tokens)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """What the tables hold of one job; its place is its number among all rows."""

    id: str
    number: int
    trade_group: str
    headcount: int
    valid_until: str
    township_code: str
    body: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRows:
    """The jobs as written, in display order, and the readings of the hanzi in them; `rows` can be gone through once."""

    rows: Iterable[JobRow]
    readings: Mapping[str, tuple[str, ...]]


# a patch after 已招满 changes one job of thousands; the others need not be spelled out again
_MOST_KEPT = 6_000  # jobs, some 30 MB
_kept: dict[tuple[PublicJob, date], JobRow] = {}


def job_rows(jobs: tuple[PublicJob, ...], today: date) -> JobRows:
    """Return what is written of the jobs; EditionError when the making of pinyin fails."""
    sounds = sounds_of(text for job in jobs for text in _heard(job))
    read, heard = _tokens_of(sounds)

    def row(job: PublicJob) -> JobRow:
        return JobRow(id=job.id, number=job.number, trade_group=job.trade_group, headcount=job.headcount,
                      valid_until=to_text(job.valid_until), township_code=job.township_code,
                      body=to_json(job).decode(), words=index_text(job, today, read, heard))  # fmt: skip

    if len(jobs) > _MOST_KEPT:
        return JobRows(rows=map(row, jobs), readings=readings(sounds))
    before = dict(_kept)  # a copy, so that a publish beside this one takes nothing away
    rows = [before.get((job, today)) or row(job) for job in jobs]
    _kept.clear()
    _kept.update(((job, today), one) for job, one in zip(jobs, rows, strict=True))
    return JobRows(rows=rows, readings=readings(sounds))


def _write_jobs(connection: Any, jobs: JobRows) -> None:
    letters = dict(zip(TOWNSHIPS, TOWNSHIP_LETTERS, strict=False))
    townships = []  # of each place as one letter, after the list that says which letter is which
    for place, job in enumerate(jobs.rows, start=1):
        row = (place, job.id, job.number, job.trade_group, job.headcount, job.valid_until)
        connection.execute("INSERT INTO job VALUES (?, ?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO job_body VALUES (?, ?)", (place, job.body))
        connection.execute("INSERT INTO job_words(rowid, words) VALUES (?, ?)", (place, job.words))
        townships.append(letters.get(job.township_code, "-"))
    known = json.dumps(jobs.readings, ensure_ascii=False)
    connection.execute("INSERT INTO about VALUES ('readings', ?)", (known,))
    connection.execute("INSERT INTO about VALUES ('townships', ?)", (" ".join(TOWNSHIPS) + "\n" + "".join(townships),))


def _write_records(connection: Any, content: EditionContent) -> None:
    def end(instant: datetime | None) -> str:
        return NEVER if instant is None else to_text(instant)

    rows: list[tuple[str, str, datetime | None, str, object]] = []
    rows += [("policy", ALWAYS, one.valid_until, one.id, one) for one in content.policies]
    rows += [("course", ALWAYS, one.valid_until, one.id, one) for one in content.courses]
    rows += [("fair", ALWAYS, one.valid_until, one.id, one) for one in content.fairs]
    rows += [("article", ALWAYS, one.valid_until, one.id, one) for one in content.articles]
    rows += [("notice", to_text(one.shown_from), one.valid_until, one.id, one) for one in content.notices]
    rows += [("media", to_text(one.shown_from) if one.shown_from else ALWAYS, one.valid_until, one.id, one)
             for one in content.media]  # fmt: skip
    rows += [("wage", ALWAYS, None, str(place), one) for place, one in enumerate(content.wages)]
    # a merged duplicate's number, which may stand on a slip, leads to the job that was kept
    rows += [("number", ALWAYS, None, str(number), job.id) for job in content.jobs for number in job.also_numbers]
    for place, (kind, begin, until, name, record) in enumerate(rows, start=1):
        connection.execute("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)",
                           (kind, place, name, begin, end(until), to_json(record).decode()))  # fmt: skip


def build_edition_db(content: EditionContent, path: Path, today: date, rows: JobRows | None = None) -> None:
    """Write edition.db at a path that does not exist yet, whole and fsynced; jobs keep the order of `content`.

    `rows` stand in for the jobs of `content` where those are made by the million.

    EditionError when the disk or the making of pinyin fails.
    """
    try:
        _write(content, path, rows if rows is not None else job_rows(content.jobs, today))
    except sqlite3.Error as error:
        raise EditionError(f"新一期的文件没有写成（{error}），没有发布，请系统管理员检查磁盘后再发布。") from error
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _write(content: EditionContent, path: Path, jobs: JobRows) -> None:
    connection = sqlite3.connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.executescript(SCHEMA)
        connection.execute("BEGIN")
        connection.execute("INSERT INTO about VALUES ('layout', ?)", (str(LAYOUT),))
        connection.execute("INSERT INTO about VALUES ('filters', ?)", (str(FILTERS),))
        connection.execute("INSERT INTO about VALUES ('market', ?)", (to_json(content.market).decode(),))
        connection.execute("INSERT INTO about VALUES ('licences', ?)", (to_json(content.licences).decode(),))
        connection.execute("INSERT INTO about VALUES ('hardship', ?)", (to_json(content.hardship).decode(),))
        connection.execute("INSERT INTO about VALUES ('windows', ?)", (to_json(content.windows).decode(),))
        _write_jobs(connection, jobs)
        _write_records(connection, content)
        connection.execute("INSERT INTO job_words(job_words) VALUES ('optimize')")
        connection.execute("COMMIT")
        connection.executescript(INDEXES)
        connection.execute("ANALYZE")
    finally:
        connection.close()
