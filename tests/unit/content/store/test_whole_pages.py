"""Pages of whole ledgers: the same rows from either end, and an older file gets the indexes with its rows kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from content.clock import SetClock
from content.model.codes import Channel
from content.model.guidance import Guidance, GuidanceResult, GuidanceTopic, ServicePlan
from content.model.seekers import Sealed
from content.store import driver, migrations
from content.store.chains import following
from content.store.database import Market
from content.store.schema_pages import PAGE_INDEXES
from tests.unit.content.store.samples import EMPLOYER, KEYS, NOW

ROWS = 37


def _fill(tables: Any) -> None:
    chance = random.Random(3)
    for number in range(ROWS):
        day = date(2026, 5, 1) + timedelta(days=chance.randrange(9))
        at, key = datetime(2026, 5, 1, 2, tzinfo=UTC), f"g-{number:03}"
        one = Guidance(id=key, root=key, person_index=bytes([number]), name=Sealed(ciphertext=b"?", mask="李*"),
                       entered_at=at, entered_by="s", written_at=at, written_by="s", registration_id="r", day=day,
                       topic=GuidanceTopic.FIRST, channel=Channel.PHONE, result=GuidanceResult.DONE,
                       words=Sealed(ciphertext=b"?", mask=""))  # fmt: skip
        tables.guidance.add(one)
        if number % 5 == 0:
            tables.guidance.add(following(one, f"c-{number:03}", "s", at, reason="记错了", day=day + timedelta(days=1)))


def test_every_page_is_the_part_of_the_whole_it_says(market: Market) -> None:
    market.write(_fill)
    with market.reading() as tables:
        standing = tables.guidance.select(f"WHERE {tables.guidance.stands}", [])
        whole = sorted(standing, key=lambda one: (one.day, one.id), reverse=True)
        assert len(whole) == ROWS
        for limit in (5, 10, 50):
            for offset in range(0, ROWS + 5, 4):
                found, total = tables.guidance.listed(limit, offset)
                assert [one.id for one in found] == [one.id for one in whole[offset : offset + limit]]
                assert total == ROWS


def _plan(number: int, review_on: date, mask: str) -> ServicePlan:
    at, key = datetime(2026, 5, 1, 2, tzinfo=UTC), f"p-{number:03}"
    # of whom nobody knows any more, a plan has no name left
    name = Sealed(ciphertext=b"?" if mask else b"", mask=mask)
    return ServicePlan(id=key, root=key, person_index=bytes([number]), name=name, entered_at=at, entered_by="s",
                       written_at=at, written_by="s", counsellor="s", day=at.date(), review_on=review_on,
                       goal=Sealed(ciphertext=b"?", mask=""), steps=Sealed(ciphertext=b"?", mask=""))  # fmt: skip


def _fill_plans(tables: Any) -> list[tuple[date, str]]:
    """Keep plans, some put off, some void, some nameless; return day and id of those to be looked at again."""
    chance, open_ones = random.Random(4), []
    for number in range(ROWS):
        day = date(2026, 5, 1) + timedelta(days=chance.randrange(9))
        one = _plan(number, day, "" if number % 9 == 4 else "李*")
        tables.plans.add(one)
        if number % 5 == 0:
            later = day + timedelta(days=3)
            one = following(one, f"c-{number:03}", "s", NOW, reason="改期", review_on=later, void=number % 10 == 0)
            tables.plans.add(one)
        if number % 9 != 4 and number % 10 != 0:
            open_ones.append((one.review_on, one.id))
    return sorted(open_ones)


def test_plans_come_by_their_day_from_either_end_without_the_void_and_the_nameless(market: Market) -> None:
    expected = market.write(_fill_plans)
    assert ROWS // 2 < len(expected) < ROWS
    with market.reading() as tables:
        for limit in (5, 10, 50):
            for offset in range(0, ROWS + 5, 3):
                found, total = tables.plans.listed(limit, offset)
                assert [(one.review_on, one.id) for one in found] == expected[offset : offset + limit]
                assert total == len(expected)


def test_a_file_of_an_earlier_program_gets_the_indexes_and_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="ledger_pages")
    db.close()
    names = {statement.split()[2] for statement in PAGE_INDEXES}
    old = Market.open(path, KEYS, SetClock(NOW))
    try:
        old.write(lambda tables: tables.employers.save(EMPLOYER, None))
        old.write(_fill)
        with old.reading() as tables:
            known = {one for (one,) in tables._db.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
            assert names <= known
            assert tables.guidance.listed(1, 0)[1] == ROWS
    finally:
        old.close()


def test_a_file_before_the_covering_indexes_gets_them_for_those_they_replace(tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="covered_pages")
    before = _indexes(db)
    migrations.migrate(db)
    after = _indexes(db)
    db.close()
    assert before - after == {"employer_answer_by_day", "seeker_answer_by_day"}
    assert after - before == {"employer_answer_said", "seeker_answer_said", "hall_case_faces",
                              "service_plan_open"}


def _indexes(db: Any) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall()}


def test_a_month_of_answers_and_a_day_of_work_are_read_from_indexes_alone(market: Market) -> None:
    first, last = date(2026, 5, 1), date(2026, 5, 31)
    with market.reading() as tables:
        said = tables.month_answers
        asked: dict[str, Callable[[], object]] = {
            "COVERING INDEX employer_answer_said": lambda: tuple(said.of_firms(first, last)),
            "COVERING INDEX seeker_answer_said": lambda: tuple(said.of_seekers(first, last)),
            "COVERING INDEX hall_case_faces": lambda: tuple(said.of_kiosks(first, last)),
            "COVERING INDEX audit_by_day": lambda: tables.work_logs.counts("s", first),
            "INDEX service_plan_open": lambda: tables.plans.listed(50, 0),
        }
        for index, ask in asked.items():
            statements: list[str] = []
            tables._db.conn.set_trace_callback(statements.append)
            ask()
            tables._db.conn.set_trace_callback(None)
            plans = [str(row) for sql in statements for row in tables._db.execute(f"EXPLAIN QUERY PLAN {sql}")]
            assert any(index in plan for plan in plans), plans


def test_the_lists_ask_their_indexes(market: Market) -> None:
    """What a page of 100,000 rows costs is which index it is found by, and SQLite says which."""
    asked = {
        "referral_followed_up": "SELECT count(*) FROM referral WHERE outcome = 'waiting' AND day <= '2026-05-01'",
        "referral_unconfirmed": "SELECT id FROM referral WHERE confirmed_at IS NULL ORDER BY day, id",
        "hall_case_pages": """SELECT id FROM hall_case WHERE kind = 'dispute'
            ORDER BY state IN ('new', 'handling') DESC, occurred_at DESC, id DESC LIMIT 50""",
        "fair_by_start": "SELECT id FROM fair WHERE starts_at > '2026'",
        "consult_step_answered": "SELECT subject_id FROM consult_step WHERE kind = 'answered' ORDER BY 1",
    }  # fmt: skip
    with market.reading() as tables:
        for index, sql in asked.items():
            plan = " ".join(str(row) for row in tables._db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall())
            assert index in plan
