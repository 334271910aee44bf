"""Pay that is unlawful or unlikely (B1 PAY-5); the figures of the law and of pay.toml are worked out by hand here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from content.model.codes import PayUnit, Settlement, WorkForm
from content.model.findings import Severity
from content.model.jobs import JobPost
from content.model.market import MinimumWage
from content.rules.pay import PayMedian, check_pay, pay_medians
from tests.unit.content.store.samples import JOB

# invented figures of a round size
WAGE = MinimumWage(monthly_fen=217500, hourly_fen=2000, source="示例文件〔2026〕1号", source_url="",
                   effective_on=date(2026, 3, 1))  # fmt: skip
DAY = replace(JOB, trade_code="A11", pay_unit=PayUnit.DAY, pay_min_fen=22000, pay_max_fen=22000,
              settlement=Settlement.DAY, form=WorkForm.TEMPORARY, daily_hours_tenths=80)  # fmt: skip


def fields(job: JobPost, wage: MinimumWage | None = None, median_fen: int | None = None) -> list[str]:
    medians = {} if median_fen is None else {
        (job.trade_code, job.pay_unit): PayMedian(fen=Fraction(median_fen), jobs=5)}
    found = check_pay(job, wage, medians)
    assert all(one.severity is Severity.WARN and one.code == "PAY-5" and one.sentence.endswith("。") for one in found)
    return [one.field for one in found]


def test_usual_day_work_has_no_findings() -> None:
    assert fields(DAY, WAGE, median_fen=21000) == []


@pytest.mark.parametrize(("unit", "form", "settlement", "flagged"), [
    (PayUnit.HOUR, WorkForm.PART_TIME, Settlement.MONTH, True),
    (PayUnit.HOUR, WorkForm.TEMPORARY, Settlement.MONTH, True),
    (PayUnit.DAY, WorkForm.PART_TIME, Settlement.MONTH, True),
    (PayUnit.HOUR, WorkForm.PART_TIME, Settlement.HALF_MONTH, False),
    (PayUnit.HOUR, WorkForm.PART_TIME, Settlement.WEEK, False),
    (PayUnit.MONTH, WorkForm.FULL_TIME, Settlement.MONTH, False),
])  # fmt: skip
def test_part_time_is_settled_within_fifteen_days(
    unit: PayUnit, form: WorkForm, settlement: Settlement, flagged: bool
) -> None:
    job = replace(DAY, pay_unit=unit, form=form, settlement=settlement, daily_hours_tenths=40)
    assert fields(job) == ["settlement"] * flagged
    if flagged:
        assert "第七十二条" in check_pay(job, None, {})[0].sentence and "十五日" in check_pay(job, None, {})[0].sentence


def test_part_time_is_four_hours_a_day_at_most() -> None:
    part_time = replace(DAY, form=WorkForm.PART_TIME)
    assert fields(replace(part_time, daily_hours_tenths=40)) == []
    assert fields(replace(part_time, daily_hours_tenths=41)) == ["daily_hours_tenths"]


@pytest.mark.parametrize(("unit", "form", "hours", "fen", "flagged"), [
    (PayUnit.HOUR, WorkForm.TEMPORARY, 80, 2000, False), (PayUnit.HOUR, WorkForm.TEMPORARY, 80, 1999, True),
    (PayUnit.MONTH, WorkForm.FULL_TIME, 80, 217500, False), (PayUnit.MONTH, WorkForm.FULL_TIME, 80, 217499, True),
    (PayUnit.MONTH, WorkForm.PHASED, 30, 90000, False),
    # 2175 / 21.75 = 100 yuan for a day of eight hours, 50 for one of four; nothing more for longer ones
    (PayUnit.DAY, WorkForm.TEMPORARY, 80, 10000, False), (PayUnit.DAY, WorkForm.TEMPORARY, 80, 9999, True),
    (PayUnit.DAY, WorkForm.TEMPORARY, 40, 5000, False), (PayUnit.DAY, WorkForm.TEMPORARY, 40, 4999, True),
    (PayUnit.DAY, WorkForm.TEMPORARY, 120, 10000, False), (PayUnit.PIECE, WorkForm.TEMPORARY, 80, 10, False),
])  # fmt: skip
def test_pay_below_the_minimum_wage_needs_a_reason(
    unit: PayUnit, form: WorkForm, hours: int, fen: int, flagged: bool
) -> None:
    job = replace(DAY, pay_unit=unit, form=form, daily_hours_tenths=hours, pay_min_fen=fen, pay_max_fen=fen)
    assert fields(job, WAGE) == ["pay_min_fen"] * flagged
    assert fields(job, None) == []


def test_the_minimum_wage_is_named_with_its_source_and_date() -> None:
    (finding,) = check_pay(replace(DAY, pay_unit=PayUnit.HOUR, pay_min_fen=1850, pay_max_fen=2200), WAGE, {})
    assert all(part in finding.sentence for part in ("每小时不少于 20 元", "示例文件〔2026〕1号", "2026年3月1日"))


def test_pay_that_spreads_more_than_two_and_a_half_times_needs_a_reason() -> None:
    assert fields(replace(DAY, pay_max_fen=55000)) == []
    assert fields(replace(DAY, pay_max_fen=55001)) == ["pay_max_fen"]


def test_pay_far_from_the_median_of_its_trade_needs_a_reason() -> None:
    assert fields(replace(DAY, pay_min_fen=60000, pay_max_fen=60000), median_fen=20000) == []
    assert fields(replace(DAY, pay_min_fen=60001, pay_max_fen=60001), median_fen=20000) == ["pay_max_fen"]
    assert fields(replace(DAY, pay_min_fen=7000, pay_max_fen=7000), median_fen=21000) == []
    assert fields(replace(DAY, pay_min_fen=6999, pay_max_fen=6999), median_fen=21000) == ["pay_max_fen"]


def test_a_median_needs_five_jobs_of_the_same_trade_and_unit() -> None:
    jobs = [replace(DAY, pay_min_fen=fen, pay_max_fen=fen) for fen in (18000, 20000, 22000, 26000)]
    hourly = replace(DAY, pay_unit=PayUnit.HOUR)
    ranged = replace(DAY, pay_min_fen=20000, pay_max_fen=22000)  # counts as 21000
    assert pay_medians([*jobs, hourly]) == {}
    assert pay_medians([*jobs, ranged, hourly, replace(DAY, pay_min_fen=0)]) == {
        ("A11", PayUnit.DAY): PayMedian(fen=Fraction(21000), jobs=5)}


def test_a_job_without_a_figure_is_left_to_completeness() -> None:
    assert check_pay(replace(DAY, pay_min_fen=0, pay_max_fen=0), WAGE, {}) == ()
