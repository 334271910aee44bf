"""Complaint files and hirings in market.db, and a job that one of them keeps from the hall."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from content.clock import SetClock
from content.errors import StaleRecord, StoreError
from content.model.codes import Channel, Stage, VerifyMethod
from content.model.history import Deed
from content.model.seekers import Sealed
from content.model.walk_in import Complaint, ComplaintKind, ComplaintState, Hiring, Outcome
from content.publishing.content import edition_content, why_not
from content.store.database import Market
from tests.unit.content.store.samples import EMPLOYER, JOB, KEYS, NOW

FILE = Complaint(id="c-1", number="12-000417", code_digest=b"1", terminal_id="t-1", occurred_at=NOW, clock_ok=True,
                 channel=Channel.KIOSK, kind=ComplaintKind.FEE, job_id="job-1", job_number=1001, employer_name="样例",
                 text=None, phone=None)  # fmt: skip
HIRING = Hiring(id="h-1", number="12-000425", code_digest=b"2", terminal_id="t-1", occurred_at=NOW, clock_ok=True,
                channel=Channel.KIOSK, employer_id=EMPLOYER.id, job_id="job-1", known_employer=True,
                contact_name=Sealed(ciphertext=b"3", mask="李*"), contact_phone=Sealed(ciphertext=b"4", mask="*"),
                consent_version="1")  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path):  # type: ignore[no-untyped-def]
    opened = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))
    seen = {"verified_by": "staff-1", "verified_at": NOW, "verified_how": VerifyMethod.VISIT}
    opened.write(lambda tables: tables.employers.save(replace(EMPLOYER, **seen), None))
    opened.write(lambda tables: tables.jobs.save(replace(JOB, stage=Stage.DRAFT, **seen), None, "staff-1"))
    yield opened
    opened.close()


def _approve(shop: Market) -> None:
    for stage in (Stage.SUBMITTED, Stage.APPROVED):
        shop.write(lambda tables, stage=stage: tables.jobs.set_stage("job-1", stage, "staff-2", NOW))  # type: ignore[misc]


def _shown(shop: Market) -> list[str]:
    with shop.reading() as tables:
        return [job.id for job in edition_content(tables, NOW).jobs]


def test_a_suspended_job_is_in_no_edition_keeps_its_approval_and_comes_back(shop: Market) -> None:
    _approve(shop)
    assert _shown(shop) == ["job-1"]
    kept = shop.write(lambda tables: tables.jobs.suspend("job-1", "举报 12-000417", "staff-2", NOW))
    assert kept.stage is Stage.APPROVED
    assert _shown(shop) == []
    with shop.reading() as tables:
        assert "因举报暂停展示" in why_not(kept, tables.employers.get(EMPLOYER.id), NOW)
    back = shop.write(lambda tables: tables.jobs.suspend("job-1", "", "staff-2", NOW))
    assert (back.stage, back.reviewed_by) == (Stage.APPROVED, "staff-2")
    assert _shown(shop) == ["job-1"]
    with shop.reading() as tables:
        assert [one.deed for one in tables.jobs.revisions("job-1")][:2] == [Deed.RESUMED, Deed.SUSPENDED]


def test_a_form_or_an_old_version_does_not_lift_a_suspension(shop: Market) -> None:
    _approve(shop)
    kept = shop.write(lambda tables: tables.jobs.suspend("job-1", "举报", "staff-2", NOW))
    shop.write(lambda tables: tables.jobs.save(replace(kept, title="改名", suspended=""), kept.version, "staff-1"))
    shop.write(lambda tables: tables.jobs.restore("job-1", 1, "staff-1", NOW))
    with shop.reading() as tables:
        job = tables.jobs.get("job-1")
    assert job is not None
    assert job.suspended == "举报"


def test_nothing_is_closed_without_an_outcome(shop: Market) -> None:
    shop.write(lambda tables: tables.complaints.add(FILE))
    for wanting in (replace(FILE, state=ComplaintState.ANSWERED, answer="查过了"),
                    replace(FILE, state=ComplaintState.ANSWERED, outcome=Outcome.TRUE, answer=" ")):  # fmt: skip
        with pytest.raises(StoreError, match="请选一个处理结果"):
            shop.write(lambda tables, wanting=wanting: tables.complaints.save(wanting, 1))  # type: ignore[misc]
    with pytest.raises((sqlite3.IntegrityError, StoreError)):
        shop.write(lambda tables: tables._db.execute("UPDATE complaint SET state = 'answered'"))
    with shop.reading() as tables:
        assert tables.complaints.open_count() == 1


def test_two_who_handle_one_file_do_not_overwrite_each_other(shop: Market) -> None:
    shop.write(lambda tables: tables.complaints.add(FILE))
    shop.write(lambda tables: tables.complaints.save(replace(FILE, state=ComplaintState.CHECKING), 1))
    with pytest.raises(StaleRecord, match="刚被别人处理过"):
        shop.write(lambda tables: tables.complaints.save(replace(FILE, handled_by="other"), 1))
    shop.write(lambda tables: tables.complaints.add(FILE))
    with shop.reading() as tables:
        stands = tables.complaints.get("c-1")
    assert stands is not None
    assert (stands.state, stands.version) == (ComplaintState.CHECKING, 2)


def test_a_hiring_waits_until_it_is_answered_or_its_job_goes_on(shop: Market) -> None:
    shop.write(lambda tables: tables.hirings.add(HIRING))
    with shop.reading() as tables:
        assert tables.hirings.waiting() == (HIRING,)
    shop.write(lambda tables: tables.hirings.answer(HIRING, "请带营业执照来窗口", "staff-1", NOW))
    with shop.reading() as tables:
        assert tables.hirings.waiting_count() == 0
        found = tables.hirings.get("h-1")
    assert found is not None
    assert (found.answer, found.answered_at, found.version) == ("请带营业执照来窗口", NOW, 2)
    with pytest.raises(StaleRecord):
        shop.write(lambda tables: tables.hirings.answer(HIRING, "别的", "staff-2", NOW))
