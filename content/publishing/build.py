"""Building the two files of an edition: edition.db and the programme."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlite_utils.utils import sqlite3

from content.clock import calendar_day, to_text
from content.edition.layout import (
    ALWAYS,
    INDEXES,
    LAYOUT,
    NEVER,
    SCHEMA,
    filter_tokens,
    sound_tokens,
    text_tokens,
)
from content.errors import EditionError
from content.model.codec import to_json
from content.model.published import EditionContent, PublicJob
from content.model.trades import trade_groups
from content.publishing.sounds import Sounds, sounds_of, syllables
from content.theme.words import can_start_on

HORIZON_DAYS = 45  # for how many days ahead an edition knows which jobs can be begun


def _startable(job: PublicJob, today: date) -> Iterable[date]:
    days = (today + timedelta(days=ahead) for ahead in range(HORIZON_DAYS))
    return (day for day in days if can_start_on(job, day) and day <= calendar_day(job.valid_until))


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


Tokens = Callable[[str, str, str], list[str]]  # text and two kinds of `content.edition.layout`


def _tokens_of(sounds: Sounds) -> tuple[Tokens, Tokens]:
    """Return how texts become tokens, by character and by sound; each text once, as firms and phrases recur."""

    def read(text: str, kind: str, _: str) -> list[str]:
        return text_tokens(text, kind)

    def heard(text: str, whole: str, initial: str) -> list[str]:
        return sound_tokens(syllables(text, sounds), whole, initial)

    return cache(read), cache(heard)


def index_text(job: PublicJob, today: date, read: Tokens, heard: Tokens) -> str:
    """Return the words under which a job is found, space between them (`content.edition.layout`)."""
    tokens = filter_tokens(group=job.trade_group, trade=job.trade_code, township=job.township_code,
                           settlement=job.settlement, days=_startable(job, today), number=job.number)  # fmt: skip
    for number in job.also_numbers:
        tokens += filter_tokens(number=number)
    for text in (job.title, job.trade_name):
        tokens += read(text, "t", "")
        tokens += heard(text, "r", "j")
    for text in _heard(job):
        tokens += heard(text, "p", "i")
    for text in _read(job):
        tokens += read(text, "", "")
    return " ".join(dict.fromkeys(tokens))


def _write_jobs(connection: Any, jobs: tuple[PublicJob, ...], today: date) -> None:
    read, heard = _tokens_of(sounds_of(text for job in jobs for text in _heard(job)))
    for place, job in enumerate(jobs, start=1):
        row = (place, job.id, job.number, job.trade_group, job.headcount, to_text(job.valid_until))
        connection.execute("INSERT INTO job VALUES (?, ?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO job_body VALUES (?, ?)", (place, to_json(job).decode()))
        words = index_text(job, today, read, heard)
        connection.execute("INSERT INTO job_words(rowid, words) VALUES (?, ?)", (place, words))


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


def build_edition_db(content: EditionContent, path: Path, today: date) -> None:
    """Write edition.db at a path that does not exist yet, whole and fsynced; jobs keep the order of `content`.

    EditionError when the disk or the making of pinyin fails.
    """
    try:
        _write(content, path, today)
    except sqlite3.Error as error:
        raise EditionError(f"新一期的文件没有写成（{error}），没有发布，请系统管理员检查磁盘后再发布。") from error
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _write(content: EditionContent, path: Path, today: date) -> None:
    connection = sqlite3.connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.executescript(SCHEMA)
        connection.execute("BEGIN")
        connection.execute("INSERT INTO about VALUES ('layout', ?)", (str(LAYOUT),))
        connection.execute("INSERT INTO about VALUES ('market', ?)", (to_json(content.market).decode(),))
        connection.execute("INSERT INTO about VALUES ('licences', ?)", (to_json(content.licences).decode(),))
        _write_jobs(connection, content.jobs, today)
        _write_records(connection, content)
        connection.execute("INSERT INTO job_words(job_words) VALUES ('optimize')")
        connection.execute("COMMIT")
        connection.executescript(INDEXES)
        connection.execute("ANALYZE")
    finally:
        connection.close()
