"""What may stand in an edition: only the reviewed, verified and unexpired, and of that only the public fields."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from content.model.codes import Settlement, Stage
from content.publishing.content import display_order, public_job, public_policy
from content.store.tables import Tables
from tests.unit.content.edition.samples import public_job as shown_job
from tests.unit.content.publishing.conftest import Desk, approved_job
from tests.unit.content.store.samples import DAY, EMPLOYER, NOW, POLICY, employer
from tests.unit.content.store.samples import replace as changed

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("changes", [
    {"stage": Stage.DRAFT}, {"stage": Stage.SUBMITTED}, {"stage": Stage.RETURNED}, {"stage": Stage.FILLED},
    {"stage": Stage.WITHDRAWN}, {"reviewed_at": None}, {"verified_at": None}, {"verified_how": None},
    {"valid_until": NOW}, {"valid_until": NOW - SECOND},
])  # fmt: skip
def test_a_job_that_is_not_in_order_never_gets_in(desk: Desk, changes: dict[str, Any]) -> None:
    desk.put(approved_job(2000, **changes))
    desk.publisher.publish("甲")
    assert desk.shown() == [1002, 1001]
    assert public_job(approved_job(2000, **changes), EMPLOYER, NOW) is None


@pytest.mark.parametrize("changes", [{"verified_at": None}, {"verified_how": None}])
def test_no_job_of_an_unverified_employer_gets_in_and_staff_are_told(desk: Desk, changes: dict[str, Any]) -> None:
    def fill(tables: Tables) -> None:
        tables.employers.save(employer(id="firm-2", credit_code="91341721MA2N00000B", **changes), None)
        tables.jobs.save(approved_job(2000, employer_id="firm-2"), None)

    desk.market.write(fill)
    assert [line for line in desk.publisher.difference(NOW).held_back if "2000" in line and "单位" in line]
    desk.publisher.publish("甲")
    assert desk.shown() == [1002, 1001]


def test_a_job_in_order_gets_in(desk: Desk) -> None:
    desk.put(approved_job(2000, valid_until=NOW + SECOND))
    desk.publisher.publish("甲")
    assert desk.shown() == [2000, 1002, 1001]


def test_nothing_of_the_private_fields_reaches_a_file_of_the_edition(desk: Desk) -> None:
    """The same canary in a public field is found, so the search would see it."""
    private = {"created_by": "鸟笼-1", "reviewed_by": "鸟笼-2", "review_note": "鸟笼-3", "verified_by": "鸟笼-4"}

    def fill(tables: Tables) -> None:
        tables.employers.save(employer(
            id="firm-2", credit_code="91341721MA2N00000B", contact_name="鸟笼-5", contact_phone="13712340000",
            address="鸟笼-6", industry="鸟笼-7", verified_by="鸟笼-8"), None)  # fmt: skip
        tables.jobs.save(approved_job(2000, employer_id="firm-2", duties="公开的金丝雀", **private), None)
        tables.policies.save(changed(
            POLICY, id="policy-2", stage=Stage.APPROVED, reviewed_at=NOW, expires_on=None, created_by="鸟笼-1",
            reviewed_by="鸟笼-2", review_note="鸟笼-3"), None)  # fmt: skip

    desk.market.write(fill)
    desk.publisher.publish("鸟笼-9")
    data = b"".join(path.read_bytes() for path in desk.shelf.root.rglob("*") if path.is_file())
    assert "公开的金丝雀".encode() in data
    assert "鸟笼".encode() not in data
    assert b"13712340000" not in data


def test_day_work_stands_first_then_the_newest() -> None:
    old_day = shown_job(1, published_at=NOW - DAY)
    new_day = shown_job(2, published_at=NOW)
    newest = shown_job(3, published_at=NOW + DAY, settlement=Settlement.MONTH)
    same_time = shown_job(4, published_at=NOW)
    assert [one.number for one in display_order([newest, old_day, new_day, same_time])] == [4, 2, 1, 3]


def test_a_policy_holds_to_the_end_of_its_last_day_in_the_county() -> None:
    policy = changed(POLICY, stage=Stage.APPROVED, expires_on=date(2026, 11, 23))
    end = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # midnight in Shanghai
    shown = public_policy(policy, end - SECOND)
    assert shown is not None
    assert shown.valid_until == end
    assert public_policy(policy, end) is None


@pytest.mark.parametrize("stage", [one for one in Stage if one is not Stage.APPROVED])
def test_a_policy_not_passed_stays_out(stage: Stage) -> None:
    assert public_policy(changed(POLICY, stage=stage), NOW) is None
