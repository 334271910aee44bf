"""From 报名 and its withdrawal to the ledger: sealed, once, in any order; and what a person hears of theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from content.clock import SetClock
from content.errors import StoreError
from content.hubapi.application_projections import (
    APPLICATION_TABLE,
    project_application,
    project_withdrawal,
    read_application,
    read_withdrawal,
)
from content.hubapi.projections import NotProjectable, is_known
from content.model.applications import ApplicationState, next_states
from content.model.codec import to_json
from content.model.filings import ApplicationBody, FilingHeader, WithdrawalBody
from content.privacy import ColumnCipher, KeyRing, blind_index
from content.store.database import Market

KEYS = KeyRing.from_root(bytes(range(32)))
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
ID_NUMBER, OTHER = "341721199003071234", "341721198801011235"
HEADER = FilingHeader(id="filing-1", kind="application", version=1, site_id="341721-01", terminal="terminal-1", seq=1,
                      occurred_at=NOON, clock_ok=True)  # fmt: skip
BODY = ApplicationBody(number="12-000417", code="4821", job_id="job-1", job_number=1042, employer_name="某某物流",
                       name="欧阳小甲", id_number=ID_NUMBER, phone="13900001234", consent_version="报名同意-1",
                       consented_at=NOON)  # fmt: skip
BACK = WithdrawalBody(application_number="12-000417", id_number=ID_NUMBER, withdrawn_at=NOON + timedelta(hours=1))
INDEX = blind_index(KEYS.index, "id1", ID_NUMBER)


def test_name_and_phone_are_sealed_and_the_id_number_is_not_kept() -> None:
    made = project_application(HEADER, BODY, NOON, KEYS)
    cipher = ColumnCipher(key=KEYS.data)
    assert cipher.decrypt(made.name.ciphertext, APPLICATION_TABLE, "name", "filing-1") == "欧阳小甲"
    assert cipher.decrypt(made.phone.ciphertext, APPLICATION_TABLE, "phone", "filing-1") == "13900001234"
    assert (made.name.mask, made.phone.mask, made.person_index) == ("欧阳**", "139****1234", INDEX)
    assert (made.employer_name, made.consent_version) == ("某某物流", "报名同意-1")
    assert made.state is ApplicationState.SUBMITTED
    assert not made.is_minor
    assert ID_NUMBER not in repr(made)


def test_under_16_is_not_introduced_to_work_and_16_is_marked() -> None:
    with pytest.raises(NotProjectable, match="未满16周岁"):
        project_application(HEADER, replace(BODY, id_number="341721201011241234"), NOON, KEYS)
    assert project_application(HEADER, replace(BODY, id_number="341721201011231234"), NOON, KEYS).is_minor


def test_a_broken_body_goes_to_staff_without_what_it_says() -> None:
    assert read_application(to_json(BODY)) == BODY
    assert read_withdrawal(to_json(BACK)) == BACK
    broken = to_json(BODY).replace(b'"consented_at"', b'"agreed_at"')
    for read in (read_application, read_withdrawal):
        with pytest.raises(NotProjectable, match="窗口经办人") as refused:
            read(broken)
        assert ID_NUMBER not in str(refused.value)
        assert refused.value.__cause__ is None


def test_both_kinds_are_known_in_version_1_only() -> None:
    assert is_known("application", 1)
    assert is_known("withdrawal", 1)
    assert not is_known("application", 2)


@pytest.fixture
def market(tmp_path: Path) -> Market:
    return Market.open(tmp_path / "market.db", KEYS, SetClock(NOON))


def _standing(market: Market, index: bytes = INDEX) -> list[tuple[str, str]]:
    with market.reading() as tables:
        return [(one.number, one.standing) for one in tables.applications.of_person(index)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_whatever_arrives_first_and_however_often_the_ledger_is_the_same(
    market: Market, order: tuple[int, ...]
) -> None:
    later = replace(HEADER, id="filing-2", seq=2, occurred_at=NOON + timedelta(minutes=5))
    steps = (
        lambda tables: tables.applications.add(project_application(HEADER, BODY, NOON, KEYS)),
        lambda tables: tables.applications.withdraw(project_withdrawal(replace(HEADER, id="filing-3"), BACK, KEYS)),
        lambda tables: tables.applications.add(
            project_application(later, replace(BODY, number="12-000425", job_id="job-2"), NOON, KEYS)),
    )  # fmt: skip
    for place in (*order, *order):
        market.write(steps[place])
    assert _standing(market) == [("12-000425", "已提交"), ("12-000417", "已撤回")]
    with market.reading() as tables:
        assert tables.applications.waiting() == 1
        assert tables.applications.page()[1] == 2
    market.close()


def test_nobody_takes_back_what_another_applied_for(market: Market) -> None:
    market.write(lambda tables: tables.applications.add(project_application(HEADER, BODY, NOON, KEYS)))
    strange = project_withdrawal(replace(HEADER, id="filing-9"), replace(BACK, id_number=OTHER), KEYS)
    market.write(lambda tables: tables.applications.withdraw(strange))
    assert _standing(market) == [("12-000417", "已提交")]
    assert _standing(market, blind_index(KEYS.index, "id1", OTHER)) == []
    market.close()


def test_a_state_noted_by_staff_stays_when_the_filing_comes_again(market: Market) -> None:
    application = project_application(HEADER, BODY, NOON, KEYS)
    market.write(lambda tables: tables.applications.add(application))
    market.write(lambda tables: tables.applications.set_state("filing-1", ApplicationState.CONTACTED, "staff-1", NOON))
    market.write(lambda tables: tables.applications.add(application))
    assert _standing(market) == [("12-000417", "已联系")]
    with pytest.raises(StoreError, match="不能直接改成"):
        market.write(lambda tables: tables.applications.set_state(
            "filing-1", ApplicationState.SUBMITTED, "staff-1", NOON))  # fmt: skip
    market.write(lambda tables: tables.applications.withdraw(project_withdrawal(HEADER, BACK, KEYS)))
    with pytest.raises(StoreError, match="本人已经撤回"):
        market.write(lambda tables: tables.applications.set_state("filing-1", ApplicationState.HIRED, "staff-1", NOON))
    with pytest.raises(StoreError, match="不在台账里"):
        market.write(lambda tables: tables.applications.set_state("nothing", ApplicationState.HIRED, "staff-1", NOON))
    market.close()


def test_a_result_noted_by_mistake_can_be_taken_back_one_step() -> None:
    ends = {ApplicationState.HIRED, ApplicationState.REFUSED, ApplicationState.FILLED}
    assert set(next_states(ApplicationState.SUBMITTED)) == {ApplicationState.CONTACTED, *ends}
    assert set(next_states(ApplicationState.CONTACTED)) == ends
    assert all(next_states(end) == (ApplicationState.CONTACTED,) for end in ends)
