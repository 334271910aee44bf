"""The ledgers joined for the score: every one of them is read, told in words, and found again by what was checked."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

from content.kpi.facts import Check, Facts, Row
from content.model.consultations import ConsultStepKind
from content.store.database import Market
from content.store.score_ledgers import READERS, read_ledgers
from content.store.score_rows import TELLERS, told_rows
from tests.unit.content.store.samples import COURSE, EMPLOYER
from tests.unit.content.store.test_course_sessions import session
from tests.unit.content.store.test_hall_answers import of_firm, of_seeker
from tests.unit.content.store.test_hall_ledgers import asked, step
from tests.unit.content.store.test_help_facts import filled as helped  # noqa: F401  the fixture

MAY = date(2026, 5, 20)
GIVEN: dict[str, Any] = {"day": MAY, "entered_at": datetime(2026, 5, 20, 4, tzinfo=UTC),
                         "noted_at": datetime(2026, 5, 20, 4, tzinfo=UTC)}  # fmt: skip
LEDGERS = {"consultation", "course_session", "employer_answer", "seeker_answer", "guidance", "placement", "referral",
           "aid_event"}  # fmt: skip


def _filled(market: Market) -> Market:
    def put(tables: Any) -> None:
        tables.employers.save(EMPLOYER, None)
        tables.courses.save(COURSE, None)
        tables.consultations.add(asked("q", **GIVEN))
        tables.consultations.add_step(step("q", ConsultStepKind.ANSWERED))
        tables.course_sessions.add(session("s", **GIVEN))
        tables.employer_answers.add(of_firm("f", **GIVEN))
        tables.seeker_answers.add(of_seeker("p", **GIVEN))

    market.write(put)
    return market


def _rows(facts: Facts) -> list[Row]:
    ledgers = [held for one in fields(facts) if isinstance(held := getattr(facts, one.name), tuple)]
    return [row for ledger in ledgers for row in ledger if isinstance(row, Row)]


def test_every_ledger_is_read_in_order_of_day_and_told_in_words(helped: Market) -> None:  # noqa: F811
    market = _filled(helped)
    with market.reading() as tables:
        found = _rows(read_ledgers(tables._db, 2026, {}))
        told = told_rows(tables._db, tuple(row.id for row in found))
    assert {row.id.partition("/")[0] for row in found} >= LEDGERS
    wordless = {row.id.partition("/")[0] for row in found if row.id not in told}
    # the fixture's placements are with a firm the books do not hold
    assert wordless <= {"placement"} and set(TELLERS) >= LEDGERS
    assert all(words.text and "李" not in words.text + words.small for words in told.values())
    for name, _ in READERS:
        with market.reading() as tables:
            days = [row.on for row in getattr(read_ledgers(tables._db, 2026, {}), name)]
        assert days == sorted(days)


def test_what_was_found_of_a_row_goes_with_it(helped: Market) -> None:  # noqa: F811
    market = _filled(helped)
    with market.reading() as tables:
        ids = [row.id for row in _rows(read_ledgers(tables._db, 2026, {})) if row.id.partition("/")[0] in LEDGERS]
        checks = {row_id: list(Check)[number % 3] for number, row_id in enumerate(ids)}
        found = {row.id: row.check for row in _rows(read_ledgers(tables._db, 2026, checks))}
    assert {row_id: found[row_id] for row_id in ids} == checks
