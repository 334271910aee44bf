"""The demonstration's ledgers: full, invented, of the past, planted once, on an ordinary day and on New Year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.admin.scoring import at_hand, read_year
from content.clock import SetClock, calendar_day
from content.demo.ledgers import plant_ledgers
from content.demo.people import PEOPLE, id_number_of
from content.demo.plant import plant
from content.kpi.periods import PeriodKind
from content.model.cases import CaseKind
from content.privacy import KeyRing
from content.rules.id_numbers import id_number_in
from content.store.aid import AidView
from content.store.audit import AuditPage
from content.store.database import Market
from content.store.referrals import ReferralView

KEYS = KeyRing.from_root(bytes(range(32)))
ORDINARY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 16, 5, tzinfo=UTC)  # 1 January 2027, 00:05 in the hall
_LONG_AGO = timedelta(days=60)


@pytest.fixture(params=[ORDINARY, NEW_YEAR], ids=["ordinary", "new year"])
def planted(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Market, datetime]]:
    """A market with the invented people in it."""
    now: datetime = request.param
    market = Market.open(tmp_path / "market.db", KEYS, SetClock(now))
    market.write(lambda tables: plant(tables, "demo", now))
    market.write(lambda tables: plant_ledgers(tables, KEYS, "demo", now))
    yield market, now
    market.close()


def test_every_ledger_shows_something_and_nothing_is_of_the_future(planted: tuple[Market, datetime]) -> None:
    market, now = planted
    today, since = calendar_day(now), calendar_day(now) - _LONG_AGO
    with market.reading() as tables:
        people, total = tables.seekers.registrations(PEOPLE + 1)
        referrals, _ = tables.referrals.listed(ReferralView.ALL, today, 200, 0)
        files, _ = tables.aid_files.listed(AidView.ALL, today, "", 50, 0)
        asked = tables.consultations.between(since, today)
        held = [one for one in tables.course_sessions.between(since, today) if one.held]
        counts = {kind: tables.cases.page(kind)[1] for kind in CaseKind}
        logs = tables.work_logs.between(since, today)
        answers = (*tables.seeker_answers.between(since, today),
                   *tables.employer_answers.between(since, today))  # fmt: skip
        read = at_hand(read_year(tables, today.year), PeriodKind.YEAR, now)
        audit, _ = tables.audit.page(AuditPage())
        assert tables.audit.first_fault() is None
        assert all(now - line.since <= timedelta(hours=20) for line in tables.line_reviews.waiting(PEOPLE))
    assert total == PEOPLE
    assert len(referrals) > 40
    assert len(files) > 3
    assert len(asked) > 30
    assert len(held) == 1
    assert len(logs) > 4
    filed = (CaseKind.DISPUTE, CaseKind.QUESTION, CaseKind.COURSE_SIGN_UP, CaseKind.TRAINING_SURVEY,
             CaseKind.SATISFACTION, CaseKind.SELF_TEST)  # fmt: skip
    assert all(counts[kind] for kind in filed)
    assert answers
    assert read.filed.standing
    instants = (
        *(one.occurred_at for one in people),
        *(one.written_at for one in referrals),
        *(one.written_at for one in files),
        *(one.noted_at for one in asked),
        *(one.at for one in audit),
    )
    assert all(instant <= now for instant in instants)


def test_planted_again_nothing_comes_twice(planted: tuple[Market, datetime]) -> None:
    market, now = planted
    market.write(lambda tables: plant_ledgers(tables, KEYS, "demo", now + timedelta(days=1)))
    with market.reading() as tables:
        assert tables.seekers.registrations(1)[1] == PEOPLE


def test_no_invented_number_can_be_anybodys() -> None:
    numbers = {id_number_of(place) for place in range(PEOPLE)}
    assert len(numbers) == PEOPLE
    assert not any(id_number_in(number) for number in numbers)
    assert id_number_in("11010519491231002X")  # a control: the example of GB 11643 is read
