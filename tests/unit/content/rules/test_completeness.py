"""What keeps a record from the hall: every required item of B3, R104, R143–R145 and R163 asked for by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.model.codes import EmployerKind, JobSource
from content.model.findings import Finding, Severity
from content.rules.completeness import check_course, check_employer, check_job, check_policy, is_phone
from tests.unit.content.store.samples import COURSE, JOB, NOW, POLICY
from tests.unit.content.store.samples import EMPLOYER as NEAR_EMPLOYER

EMPLOYER = replace(NEAR_EMPLOYER, credit_code="91350100M000100Y43")
POLICY_IN_FORCE = replace(POLICY, expires_on=date(2027, 1, 1))


def fields(findings: tuple[Finding, ...], severity: Severity = Severity.BLOCK) -> list[str]:
    return [finding.field for finding in findings if finding.severity is severity]


def test_complete_records_have_no_findings() -> None:
    assert check_job(JOB, EMPLOYER, NOW) == ()
    assert check_employer(EMPLOYER) == ()
    assert check_policy(POLICY_IN_FORCE, NOW) == ()
    assert check_course(COURSE, NOW) == ()


@pytest.mark.parametrize(("field", "value"), [
    ("title", " "), ("trade_code", "Z99"), ("headcount", 0), ("headcount", 1000), ("duties", ""),
    ("requirements", ""), ("skills", ""), ("township_code", "110101001"), ("address", ""), ("hours", ""),
    ("daily_hours_tenths", 0), ("daily_hours_tenths", 241), ("ends_on", date(2026, 11, 23)), ("insurance", ""),
    ("pay_min_fen", 0), ("pay_max_fen", 21999), ("contact_name", ""), ("contact_phone", "微信同号"),
    ("verified_at", None), ("valid_until", NOW), ("minors_allowed", True),
])  # fmt: skip
def test_each_missing_or_wrong_item_of_a_job_blocks_at_its_field(field: str, value: object) -> None:
    (finding,) = check_job(replace(JOB, **{field: value}), EMPLOYER, NOW)
    assert (finding.field, finding.severity, finding.code) == (field, Severity.BLOCK, "STRUCT")
    assert finding.sentence.endswith(("。", "）。"))


@pytest.mark.parametrize(("field", "value"), [
    ("headcount", 1), ("headcount", 999), ("daily_hours_tenths", 240), ("ends_on", date(2026, 11, 24)),
    ("pay_max_fen", 30000), ("contact_phone", "0566-7011234"), ("valid_until", NOW + timedelta(seconds=1)),
    ("starts_on", None),
])  # fmt: skip
def test_values_at_the_edge_pass(field: str, value: object) -> None:
    assert check_job(replace(JOB, **{field: value}), EMPLOYER, NOW) == ()


def test_one_blank_working_condition_is_asked_for_and_five_block() -> None:
    conditions = ("meals", "lodging", "transport", "risks", "protection")
    one = check_job(replace(JOB, lodging=""), EMPLOYER, NOW)
    assert (fields(one), fields(one, Severity.WARN)) == ([], ["lodging"])
    five = check_job(replace(JOB, **dict.fromkeys(conditions, "")), EMPLOYER, NOW)
    assert fields(five) == list(conditions)


def test_a_trade_that_needs_a_certificate_names_it() -> None:
    welding = replace(JOB, trade_code="B09")
    assert fields(check_job(welding, EMPLOYER, NOW)) == ["certificates"]
    assert check_job(replace(welding, certificates="焊工证"), EMPLOYER, NOW) == ()


def test_minors_may_do_what_is_neither_listed_nor_hazardous() -> None:
    packing = replace(JOB, trade_code="E04", minors_allowed=True, hazards=())
    assert check_job(packing, EMPLOYER, NOW) == ()
    assert fields(check_job(replace(packing, hazards=("高处",)), EMPLOYER, NOW)) == ["minors_allowed"]


@pytest.mark.parametrize("source", [JobSource.AGENCY, JobSource.PLATFORM])
def test_a_forwarded_job_names_where_it_comes_from(source: JobSource) -> None:
    forwarded = replace(JOB, source=source)
    assert fields(check_job(forwarded, EMPLOYER, NOW)) == ["source_name"]
    assert check_job(replace(forwarded, source_name="样例网"), EMPLOYER, NOW) == ()


def test_without_an_instant_the_last_save_decides_whether_time_is_over() -> None:
    assert check_job(JOB, EMPLOYER) == ()
    assert fields(check_job(replace(JOB, valid_until=JOB.updated_at), EMPLOYER)) == ["valid_until"]


def test_a_job_needs_an_employer_and_that_one_verified() -> None:
    assert fields(check_job(JOB, None, NOW)) == ["employer_id"]
    unverified = replace(EMPLOYER, verified_by=None, verified_at=None, verified_how=None)
    (finding,) = check_job(JOB, unverified, NOW)
    assert finding.field == "employer_id"
    assert EMPLOYER.name in finding.sentence


@pytest.mark.parametrize(("field", "value"), [
    ("name", ""), ("introduction", ""), ("address", ""), ("contact_name", ""), ("contact_phone", "12"),
    ("credit_code", ""), ("credit_code", "91350100M000100Y44"), ("township_code", ""), ("licence_seen", False),
    ("agent_id_seen", False), ("authorisation_seen", False), ("verified_at", None),
])  # fmt: skip
def test_each_paper_of_an_employer_is_asked_for(field: str, value: object) -> None:
    assert fields(check_employer(replace(EMPLOYER, **{field: value}))) == [field]


def test_a_household_has_no_licence_but_shows_who_asks() -> None:
    household = replace(EMPLOYER, kind=EmployerKind.HOUSEHOLD, credit_code="", licence_seen=False,
                        authorisation_seen=False)  # fmt: skip
    assert check_employer(household) == ()
    assert fields(check_employer(replace(household, agent_id_seen=False))) == ["agent_id_seen"]


@pytest.mark.parametrize(("field", "value"), [
    ("title", ""), ("document_number", ""), ("issuer", ""), ("source_name", ""), ("summary", ""), ("who", ""),
    ("body", ""), ("where", ""), ("materials", ()), ("source_url", "javascript:alert(1)"),
    ("expires_on", date(2026, 1, 31)), ("expires_on", date(2026, 11, 22)),
])  # fmt: skip
def test_each_item_of_a_policy_is_asked_for(field: str, value: object) -> None:
    assert fields(check_policy(replace(POLICY_IN_FORCE, **{field: value}), NOW)) == [field]


def test_a_policy_holds_through_its_last_day_and_may_name_none() -> None:
    assert check_policy(replace(POLICY, expires_on=date(2026, 11, 23)), NOW) == ()
    assert check_policy(replace(POLICY, expires_on=None), NOW) == ()


@pytest.mark.parametrize("field", ["name", "outline", "schedule", "provider", "sign_up"])
def test_a_course_shows_the_six_items_of_r163(field: str) -> None:
    # the sixth, 授课方式, is a closed list and cannot be blank
    assert fields(check_course(replace(COURSE, **{field: ""}), NOW)) == [field]


def test_a_course_ends_after_it_begins_and_not_before_today() -> None:
    assert fields(check_course(replace(COURSE, ends_at=COURSE.starts_at - timedelta(hours=1)), NOW)) == ["ends_at"]
    assert fields(check_course(COURSE, COURSE.ends_at)) == ["ends_at"]


@pytest.mark.parametrize(("text", "holds"), [
    ("13900005678", True), ("139 0000 5678", True), ("0566-7011234", True), ("7011234", True), ("400-123-4567", True),
    ("12333", True), ("110", True), ("12900005678", False), ("1390000567", False), ("电话", False), ("", False),
])  # fmt: skip
def test_phones_are_taken_as_people_write_them(text: str, holds: bool) -> None:
    assert is_phone(text) is holds
