"""A file of an earlier program is brought to this one's shape with every row in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from content.clock import SetClock, calendar_day, to_text
from content.model.cases import Awareness, Satisfaction
from content.model.codec import to_json
from content.model.codes import Stage
from content.model.history import Deed
from content.model.published import MarketCard
from content.model.sessions import CourseReview, ReviewKind
from content.store import driver, migrations
from content.store.database import Market
from content.store.employers import Employers
from content.store.mapping import row_mapping
from content.store.records import Page
from tests.unit.content.store.samples import (
    ARTICLE,
    COURSE,
    DAY,
    EMPLOYER,
    FAIR,
    JOB,
    KEYS,
    NOTICE,
    NOW,
    POLICY,
)

RECORDS = {"course": COURSE, "fair": FAIR, "article": ARTICLE, "notice": NOTICE}


def _insert(db: Database, table: str, row: dict[str, Any]) -> None:
    """Store what of a row the older table has columns for."""
    known = {column[1] for column in db.execute(f"PRAGMA table_info({table})").fetchall()}
    db.table(table).insert({name: value for name, value in row.items() if name in known})


@pytest.fixture
def old_file(tmp_path: Path) -> Iterator[Path]:
    """A market.db as the program before `desk_records` left it."""
    path = tmp_path / "market.db"
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="desk_records")
    _insert(db, "employer", Employers(db, KEYS, SetClock(NOW))._to_row(EMPLOYER))
    job = replace(JOB, stage=Stage.APPROVED, reviewed_by="staff-2", reviewed_at=NOW, published_at=NOW)
    _insert(db, "job", row_mapping(type(JOB)).to_row(job))
    _insert(db, "policy", row_mapping(type(POLICY)).to_row(POLICY))
    for table, record in RECORDS.items():
        approved = replace(record, stage=Stage.APPROVED)  # type: ignore[type-var]
        _insert(db, table, row_mapping(type(record)).to_row(approved))
    card = to_json(MarketCard(name="样例市场")).decode()
    db.table("setting").insert({"name": "market_card", "value": card, "updated_at": "2026-11-23T01:30:00.000Z"})
    db.close()
    yield path


@pytest.fixture
def upgraded(old_file: Path) -> Iterator[Market]:
    """That file opened by this program."""
    market = Market.open(old_file, KEYS, SetClock(NOW))
    yield market
    market.close()


def test_every_record_is_there_afterwards(upgraded: Market) -> None:
    with upgraded.reading() as tables:
        firm = tables.employers.get("firm-1")
        assert firm is not None
        assert (firm.name, firm.contact_phone, firm.licence_until) == (EMPLOYER.name, EMPLOYER.contact_phone, None)
        job = tables.jobs.get("job-1")
        assert job is not None
        assert (job.title, job.published_at, job.carried_at, job.pick_up) == (JOB.title, NOW, NOW, "")
        assert tables.policies.get("policy-1") == POLICY
        assert tables.market.get().card == MarketCard(name="样例市场")
        for name, record in (("courses", COURSE), ("fairs", FAIR), ("articles", ARTICLE), ("notices", NOTICE)):
            stored = getattr(tables, name).get(record.id)
            wanted = replace(record, stage=Stage.APPROVED, created_by="", created_at=NOW, reviewed_at=NOW)
            assert stored == wanted
            assert getattr(tables, name).publishable(NOW) == (stored,)


def test_who_was_not_asked_and_what_a_note_was_about_is_said_of_earlier_rows(tmp_path: Path) -> None:
    """Rows of before `asked_and_noted` keep what they said, and their seals hold."""
    path = tmp_path / "market.db"
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="asked_and_noted")
    _insert(db, "course", row_mapping(type(COURSE)).to_row(COURSE))
    review = CourseReview(id="v", course_id=COURSE.id, words="多练手", at=NOW, by="s")
    _insert(db, "course_review", row_mapping(CourseReview).to_row(review))
    db.table("hall_case").insert({
        "id": "face", "kind": "satisfaction", "number": "", "code_digest": b"", "terminal_id": "t-1",
        "occurred_at": to_text(NOW), "clock_ok": 1, "channel": "kiosk", "subject": "满意", "choice": "good",
        "subject_id": "", "once": b"", "body": b"x", "name_mask": "", "phone_mask": "", "state": "noted", "answer": "",
        "answered_at": None, "handled_by": "", "version": 1})  # fmt: skip
    db.close()
    market = Market.open(path, KEYS, SetClock(NOW))
    with market.reading() as tables:
        (said,) = tables.month_answers.of_kiosks(calendar_day(NOW), calendar_day(NOW))
        assert (said.face, said.awareness) == (Satisfaction.GOOD, Awareness.NOT_ASKED)
        assert tables.course_sessions.reviews(COURSE.id) == (review,)
        assert review.kind is ReviewKind.EFFECT
        assert tables.seals.check().findings == ()
    market.close()


def test_what_was_there_is_found_by_pinyin(upgraded: Market) -> None:
    with upgraded.reading() as tables:
        assert tables.jobs.page(Page(text="zhuangxiegong"))[1] == 1
        assert tables.employers.page(Page(text="yangli jianzhu"))[1] == 1
        assert tables.policies.page(Page(text="danbaodaikuan"))[1] == 1


def test_the_first_change_notes_what_was_there_before(upgraded: Market) -> None:
    upgraded.write(lambda tables: tables.jobs.save(replace(tables.jobs.get("job-1"), title="小工"), 1, "甲"))  # type: ignore[type-var]
    with upgraded.reading() as tables:
        changed, kept = tables.jobs.revisions("job-1")
        before = tables.jobs.at_version("job-1", 1)
    assert (kept.deed, kept.by, kept.version) == (Deed.KEPT, "staff-1", 1)
    assert (changed.deed, changed.by, changed.version) == (Deed.SAVED, "甲", 2)
    assert before is not None
    assert before.title == JOB.title


def test_a_second_start_changes_nothing(old_file: Path) -> None:
    Market.open(old_file, KEYS, SetClock(NOW)).close()
    market = Market.open(old_file, KEYS, SetClock(NOW + DAY))
    with market.reading() as tables:
        assert tables.jobs.page(Page())[1] == 1
        assert tables._db.execute("SELECT count(*) FROM history").fetchone() == (0,)
    market.close()


def test_unsaved_forms_of_an_earlier_program_are_forgotten_and_other_settings_stay(old_file: Path) -> None:
    db = driver.open_for_writing(old_file)
    for name in ("draft/job/staff-1", "drafting"):
        db.table("setting").insert({"name": name, "value": '"x"', "updated_at": "2026-11-23T01:30:00.000Z"})
    db.close()
    market = Market.open(old_file, KEYS, SetClock(NOW))
    with market.reading() as tables:
        assert tables.settings.get("draft/job/staff-1") is None
        assert tables.settings.get("drafting") == '"x"'
    market.close()
