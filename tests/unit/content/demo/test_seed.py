"""The demonstration's market is full, lawful in form, and invented."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from content.clock import calendar_day
from content.demo.credit_codes import invented_credit_code
from content.demo.seed import demo_records
from content.model.codes import PolicyCategory, PolicyLevel, RightsTopic, Settlement, Stage, WorkForm
from content.model.places import TOWNSHIPS
from content.model.trades import trade_groups, trades

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def test_at_least_240_approved_jobs_cover_every_group_and_township() -> None:
    jobs = [job for job in demo_records(NOW).jobs if job.stage is Stage.APPROVED]
    assert len(jobs) >= 240
    assert {trades()[job.trade_code].group for job in jobs} == set(trade_groups())
    assert {code for code in TOWNSHIPS if code < "341721400"} <= {job.township_code for job in jobs}


def test_policies_cover_four_levels_and_five_categories_and_rights_four_topics() -> None:
    records = demo_records(NOW)
    assert len(records.policies) == 24
    assert {policy.level for policy in records.policies} == set(PolicyLevel)
    assert {policy.category for policy in records.policies} == set(PolicyCategory)
    assert {article.topic for article in records.articles} == set(RightsTopic)


def test_no_job_has_ended_on_the_day_it_is_planted() -> None:
    today = calendar_day(NOW)
    jobs = demo_records(NOW).jobs
    assert all(job.valid_until > NOW and (job.ends_on is None or job.ends_on >= today) for job in jobs)


def test_part_time_work_keeps_to_four_hours_and_fifteen_days() -> None:
    """劳动合同法 §68 (4 hours a day) and §72 (paid within 15 days)."""
    part_time = [job for job in demo_records(NOW).jobs if job.form is WorkForm.PART_TIME]
    assert part_time
    assert all(job.daily_hours_tenths <= 40 and job.settlement is not Settlement.MONTH for job in part_time)


def test_job_numbers_are_unique_and_short() -> None:
    numbers = Counter(job.number for job in demo_records(NOW).jobs)
    assert max(numbers.values()) == 1
    assert all(1000 < number < 10000 for number in numbers)


def test_a_credit_code_passes_an_independent_checksum() -> None:
    """GB 32100-2015: Σ value(i)·3^(i−1) over all 18 places, the check counting 1, is 0 modulo 31."""
    code = invented_credit_code("private", 7)
    values = {character: value for value, character in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1]
    assert len(code) == 18
    assert sum(values[character] * weight for character, weight in zip(code, weights, strict=True)) % 31 == 0
