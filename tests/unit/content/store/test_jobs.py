"""岗位: numbers, versions, stages, lists, and what an edition may take."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from content.errors import StaleRecord, StoreError
from content.model.codes import Stage, VerifyMethod
from content.model.jobs import JobPost
from content.store.database import Market
from content.store.records import Page
from content.store.stages import next_stages
from tests.unit.content.store.samples import DAY, JOB, NOW, employer, job

LATER = NOW + timedelta(hours=1)
D, S, R, A, F, W = Stage.DRAFT, Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED, Stage.FILLED, Stage.WITHDRAWN
# the brief of the desk: draft → review → approved or returned, approved ⇄ filled, out from anywhere but out
LAWFUL = {(D, S), (S, A), (S, R), (R, S), (A, F), (F, A), (D, W), (S, W), (R, W), (A, W), (F, W)}


def _save(market: Market, record: JobPost, expected: int | None = None) -> JobPost:
    return market.write(lambda tables: tables.jobs.save(record, expected))


def _approved(market: Market, **changes: object) -> JobPost:
    return _save(market, job(stage=A, reviewed_by="staff-2", reviewed_at=NOW, **changes))


def test_a_job_comes_back_as_it_was_saved(staffed: Market) -> None:
    full = job(reviewed_by="staff-2", reviewed_at=NOW, review_note="好", ends_on=JOB.starts_on, hazards=())
    assert _save(staffed, full) == full
    with staffed.reading() as tables:
        assert tables.jobs.get("job-1") == full
        assert tables.jobs.by_number(1001) == full
        assert tables.jobs.get("none") is None


def test_numbers_are_digits_rise_and_are_never_given_twice(staffed: Market) -> None:
    first = staffed.write(lambda tables: tables.jobs.next_number())
    second = staffed.write(lambda tables: tables.jobs.next_number())
    assert 1000 < first < second < 100_000


def test_a_number_that_came_in_with_a_job_is_not_given_again(staffed: Market) -> None:
    _save(staffed, job(number=1001))
    _save(staffed, job(id="job-2", number=1500))
    _save(staffed, job(id="job-3", number=7))
    assert staffed.write(lambda tables: tables.jobs.next_number()) == 1501


def test_a_second_save_of_the_same_reading_is_stale_and_changes_nothing(staffed: Market) -> None:
    read = _save(staffed, JOB)
    mine = _save(staffed, replace(read, title="搬运工"), read.version)
    assert mine.version == read.version + 1
    with pytest.raises(StaleRecord, match="刚被别人改过"):
        _save(staffed, replace(read, title="小工"), read.version)
    with pytest.raises(StaleRecord):
        _save(staffed, JOB)  # new, but there already
    with pytest.raises(StaleRecord):
        _save(staffed, job(id="job-2", number=1002), 1)  # read, but gone
    with staffed.reading() as tables:
        assert tables.jobs.get("job-1") == mine


def test_a_save_that_changes_nothing_keeps_version_and_time(staffed: Market) -> None:
    read = _save(staffed, JOB)
    assert _save(staffed, replace(read, updated_at=LATER), read.version) == read


def test_only_an_approved_job_is_checked_again_and_its_history_says_how(staffed: Market) -> None:
    _save(staffed, JOB)
    with pytest.raises(StoreError, match="再提交审核"):
        staffed.write(lambda tables: tables.jobs.checked_again("job-1", VerifyMethod.PHONE, "staff-1", LATER))
    _save(staffed, job(id="job-7", number=1007, stage=Stage.APPROVED))
    checked = staffed.write(lambda tables: tables.jobs.checked_again("job-7", VerifyMethod.VISIT, "staff-2", LATER))
    assert (checked.stage, checked.verified_at, checked.verified_by) == (Stage.APPROVED, LATER, "staff-2")
    with staffed.reading() as tables:
        assert tables.jobs.revisions("job-7")[0].note == "再核实：实地走访"


def test_a_save_can_change_neither_number_nor_author(staffed: Market) -> None:
    read = _save(staffed, JOB)
    saved = _save(staffed, replace(read, title="小工", number=7, created_by="x", created_at=LATER), read.version)
    assert (saved.number, saved.created_by, saved.created_at) == (1001, "staff-1", NOW)


@pytest.mark.parametrize(("start", "wanted"), list(product(Stage, Stage)))
def test_stages_change_as_the_table_says_and_no_other_way(staffed: Market, start: Stage, wanted: Stage) -> None:
    assert (wanted in next_stages(start)) == ((start, wanted) in LAWFUL)
    _save(staffed, job(stage=start))
    if (start, wanted) in LAWFUL:
        moved = staffed.write(lambda tables: tables.jobs.set_stage("job-1", wanted, "staff-2", LATER, "理由"))
        assert (moved.stage, moved.updated_at, moved.version) == (wanted, LATER, 2)
        return
    with pytest.raises(StoreError, match=f"{start.label}.*{wanted.label}"):
        staffed.write(lambda tables: tables.jobs.set_stage("job-1", wanted, "staff-2", LATER))
    with staffed.reading() as tables:
        assert tables.jobs.get("job-1") == job(stage=start)


def test_a_verdict_names_its_reviewer_and_filling_does_not(staffed: Market) -> None:
    _save(staffed, job(stage=S))
    passed = staffed.write(lambda tables: tables.jobs.set_stage("job-1", A, "staff-2", LATER, "属实"))
    assert (passed.reviewed_by, passed.reviewed_at, passed.review_note) == ("staff-2", LATER, "属实")
    filled = staffed.write(lambda tables: tables.jobs.set_stage("job-1", F, "staff-3", LATER + DAY))
    assert (filled.reviewed_by, filled.reviewed_at) == ("staff-2", LATER)


def test_a_stage_of_nothing_is_refused(staffed: Market) -> None:
    with pytest.raises(StoreError, match="不在库里"):
        staffed.write(lambda tables: tables.jobs.set_stage("none", S, "staff-1", NOW))


def test_a_save_does_not_change_the_stage(staffed: Market) -> None:
    read = _save(staffed, JOB)
    with pytest.raises(StoreError, match="按流程"):
        _save(staffed, replace(read, stage=A), read.version)


@pytest.mark.parametrize("stage", [A, F])
def test_changing_what_the_hall_reads_sends_an_approved_job_back_to_review(staffed: Market, stage: Stage) -> None:
    read = _save(staffed, job(stage=stage, reviewed_by="staff-2", reviewed_at=NOW))
    again = _save(staffed, replace(read, pay_min_fen=18000), read.version)
    assert (again.stage, again.reviewed_by, again.reviewed_at) == (S, None, None)


def test_changing_what_the_hall_does_not_read_leaves_it_approved(staffed: Market) -> None:
    read = _approved(staffed)
    kept = _save(staffed, replace(read, verified_by="staff-9"), read.version)
    assert (kept.stage, kept.reviewed_by, kept.version) == (A, "staff-2", 2)


def test_a_draft_stays_a_draft_when_it_changes(staffed: Market) -> None:
    read = _save(staffed, JOB)
    assert _save(staffed, replace(read, title="小工"), read.version).stage is D


def test_pages_find_by_title_employer_and_number_newest_first(staffed: Market) -> None:
    staffed.write(lambda tables: tables.employers.save(employer(id="firm-2", name="江畔_合作社", credit_code=""), None))
    kept = ((1001, "采茶", "firm-2", D), (1002, "小工", "firm-1", A), (1013, "采茶 100%", "firm-1", A))
    for number, title, firm, stage in kept:
        _save(staffed, job(id=f"job-{number}", number=number, title=title, employer_id=firm, stage=stage))

    def found(page: Page) -> tuple[list[int], int]:
        with staffed.reading() as tables:
            records, total = tables.jobs.page(page)
        return [record.number for record in records], total

    assert found(Page()) == ([1013, 1002, 1001], 3)
    assert found(Page(limit=1, offset=1)) == ([1002], 3)
    assert found(Page(stage=A)) == ([1013, 1002], 2)
    assert found(Page(text="采茶")) == ([1013, 1001], 2)
    assert found(Page(text=" 采茶 ", stage=A)) == ([1013], 1)
    assert found(Page(text="合作社")) == ([1001], 1)
    assert found(Page(text="1002")) == ([1002], 1)
    assert found(Page(text="100%")) == ([1013], 1)
    assert found(Page(text="江畔_")) == ([1001], 1)
    assert found(Page(text="_")) == ([1013, 1002, 1001], 3)  # nothing in it to look for
    assert found(Page(text="caicha")) == ([1013, 1001], 2)
    assert found(Page(text="xiaogong")) == ([1002], 1)
    assert found(Page(text="cc")) == ([1013, 1001], 2)
    assert found(Page(text="' OR 1=1 --")) == ([], 0)


def test_counts_name_every_stage(staffed: Market) -> None:
    _save(staffed, JOB)
    _save(staffed, job(id="job-2", number=1002, stage=S))
    with staffed.reading() as tables:
        assert tables.jobs.counts() == {D: 1, S: 1, R: 0, A: 0, F: 0, W: 0}


def test_an_edition_takes_only_approved_living_verified_jobs_of_verified_employers(staffed: Market) -> None:
    unknown = employer(id="firm-2", verified_by=None, verified_at=None, verified_how=None)
    staffed.write(lambda tables: tables.employers.save(unknown, None))
    _approved(staffed)
    refused = (
        {"stage": D}, {"stage": S}, {"stage": R}, {"stage": F}, {"stage": W}, {"valid_until": NOW},
        {"employer_id": "firm-2"}, {"verified_at": None},
    )  # fmt: skip
    for number, change in enumerate(refused, start=2000):
        facts = {"stage": A, "reviewed_by": "staff-2", "reviewed_at": NOW} | change
        _save(staffed, job(id=f"job-{number}", number=number, **facts))
    with staffed.reading() as tables:
        assert [record.id for record in tables.jobs.publishable(NOW)] == ["job-1"]
        assert tables.jobs.publishable(NOW + 3 * DAY) == ()
        assert [record.id for record in tables.employers.publishable(NOW)] == ["firm-1"]


def test_publishing_is_noted_once_and_makes_no_open_form_stale(staffed: Market) -> None:
    read = _approved(staffed)
    staffed.write(lambda tables: tables.jobs.mark_published(["job-1", "none"], NOW))
    staffed.write(lambda tables: tables.jobs.mark_published(["job-1"], LATER))
    with staffed.reading() as tables:
        stored = tables.jobs.get("job-1")
    assert stored == replace(read, published_at=NOW, carried_at=NOW)
    assert _save(staffed, replace(read, title="小工"), read.version).published_at == NOW


def test_today_counts_new_jobs_and_lists_those_about_to_end(staffed: Market) -> None:
    _approved(staffed, valid_until=NOW + DAY)
    _approved(staffed, id="job-2", number=1002, valid_until=NOW + 5 * DAY, created_at=NOW - 40 * DAY,
              address="尧渡镇建设路 2 号")  # fmt: skip
    _save(staffed, job(id="job-3", number=1003, verified_how=VerifyMethod.VISIT, valid_until=NOW + DAY))
    staffed.write(lambda tables: tables.jobs.mark_published(["job-1", "job-2"], NOW))
    with staffed.reading() as tables:
        assert tables.jobs.added_between(NOW, NOW + DAY) == {"job-1", "job-2"}
        assert tables.jobs.added_between(NOW - DAY, NOW) == set()
        assert [record.id for record in tables.jobs.expiring(NOW, NOW + 3 * DAY)] == ["job-1"]


def test_a_job_of_an_unknown_employer_or_with_a_taken_number_is_refused_in_words(staffed: Market) -> None:
    _save(staffed, JOB)
    for wrong in (job(id="job-2", number=1002, employer_id="nobody"), job(id="job-2")):
        with pytest.raises(StoreError, match="核对编号和所选单位"):
            _save(staffed, wrong)
