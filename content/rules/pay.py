"""Whether the pay of a job is lawful and likely (domain B1 PAY-5, 劳动合同法 §68, §72, minimum wage)."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from content.model.codes import PayUnit, Settlement, WorkForm
from content.model.findings import Finding, Severity
from content.model.jobs import JobPost
from content.model.market import MinimumWage

CODE = "PAY-5"

Kind = tuple[str, PayUnit]  # trade and unit: a day's pay is no measure for a piece's


@dataclass(frozen=True, slots=True, kw_only=True)
class PayMedian:
    """The median pay of `jobs` jobs of one trade and unit, each counted with the middle of its pay."""

    fen: Fraction
    jobs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figures:
    spread: Fraction
    above_median: Fraction
    below_median: Fraction
    least_jobs: int
    paid_days: Fraction
    full_day_tenths: int
    part_time_day_tenths: int


@cache
def _figures() -> _Figures:
    data = tomllib.loads(Path(__file__).with_name("pay.toml").read_text("utf8"))
    read: dict[str, Any] = {name: Fraction(value) if isinstance(value, str) else value for name, value in data.items()}
    return _Figures(**read)


def pay_medians(jobs: Iterable[JobPost]) -> dict[Kind, PayMedian]:
    """Return the medians of trades and units with enough jobs to have one (5)."""
    pays: defaultdict[Kind, list[Fraction]] = defaultdict(list)
    for job in jobs:
        if job.pay_min_fen > 0:
            pays[job.trade_code, job.pay_unit].append(_middle(job))
    least = _figures().least_jobs
    return {kind: PayMedian(fen=Fraction(median(found)), jobs=len(found))
            for kind, found in pays.items() if len(found) >= least}  # fmt: skip


def _middle(job: JobPost) -> Fraction:
    return Fraction(job.pay_min_fen + max(job.pay_min_fen, job.pay_max_fen), 2)


def check_pay(job: JobPost, wage: MinimumWage | None, medians: Mapping[Kind, PayMedian]) -> tuple[Finding, ...]:
    """Return what a reviewer must give a reason for; without a figure there is nothing to weigh (completeness blocks).

    `wage` None means the market has not typed it yet: nothing is compared with it then.
    """
    if job.pay_min_fen <= 0:
        return ()
    return (*_settlement(job), *_hours(job), *_minimum(job, wage), *_spread(job), *_unusual(job, medians))


def _reason(field: str, sentence: str) -> Finding:
    return Finding(field=field, sentence=sentence, severity=Severity.WARN, code=CODE)


def _settlement(job: JobPost) -> Iterator[Finding]:
    part_time = job.form is WorkForm.PART_TIME
    if job.settlement is Settlement.MONTH and (part_time or job.pay_unit is PayUnit.HOUR):
        what = "非全日制用工" if part_time else "按小时计酬"
        yield _reason("settlement", f"{what}不能一个月才结一次：《劳动合同法》第七十二条规定最长不超过十五日。"
                                    "请改成日结、周结或半月结；确属全日制的，说明理由。")  # fmt: skip


def _hours(job: JobPost) -> Iterator[Finding]:
    most = _figures().part_time_day_tenths
    if job.form is WorkForm.PART_TIME and job.daily_hours_tenths > most:
        yield _reason("daily_hours_tenths", f"《劳动合同法》第六十八条：非全日制平均每天不超过 {most // 10} 小时。"
                                            "请改工时或用工形式，或者说明理由。")  # fmt: skip


def _minimum(job: JobPost, wage: MinimumWage | None) -> Iterator[Finding]:
    if wage is None:
        return
    least = _least_fen(job, wage)
    if least is not None and job.pay_min_fen < least[0]:
        since = f"{wage.effective_on.year}年{wage.effective_on.month}月{wage.effective_on.day}日起执行"
        yield _reason("pay_min_fen", f"低于最低工资：{least[1]}（{wage.source}，{since}）。"
                                     "请和用工单位核实后改正，或者说明理由。")  # fmt: skip


def _least_fen(job: JobPost, wage: MinimumWage) -> tuple[Fraction, str] | None:
    """Return the least lawful pay in fen for the job's unit and how it comes about; None for a unit without one."""
    if job.pay_unit is PayUnit.HOUR:
        return Fraction(wage.hourly_fen), f"每小时不少于 {_yuan(Fraction(wage.hourly_fen))} 元"
    if job.pay_unit is PayUnit.MONTH and job.form is WorkForm.FULL_TIME:
        return Fraction(wage.monthly_fen), f"每月不少于 {_yuan(Fraction(wage.monthly_fen))} 元"
    if job.pay_unit is PayUnit.DAY and job.daily_hours_tenths > 0:
        figures = _figures()
        share = min(Fraction(1), Fraction(job.daily_hours_tenths, figures.full_day_tenths))
        least = wage.monthly_fen / figures.paid_days * share
        how = f"月最低工资按 {float(figures.paid_days):g} 天、每天 8 小时折算"
        return least, f"{how}，这样的一天不少于 {_yuan(least)} 元"
    return None


def _spread(job: JobPost) -> Iterator[Finding]:
    if job.pay_max_fen > job.pay_min_fen * _figures().spread:
        yield _reason("pay_max_fen", "最高报酬是最低报酬的两倍半以上，看不出到底能拿多少。请写明怎么算，或者说明理由。")


def _unusual(job: JobPost, medians: Mapping[Kind, PayMedian]) -> Iterator[Finding]:
    usual = medians.get((job.trade_code, job.pay_unit))
    if usual is None:
        return
    figures = _figures()
    amid = f"本市场 {usual.jobs} 个同工种岗位的中位数是 {_yuan(usual.fen)} 元/{job.pay_unit.label}"
    if job.pay_max_fen > usual.fen * figures.above_median:
        yield _reason("pay_max_fen", f"{amid}，这里高出三倍以上。请核实有没有多打一个零、是不是噱头，或者说明理由。")
    elif job.pay_max_fen < usual.fen * figures.below_median:
        yield _reason("pay_max_fen", f"{amid}，这里不到三分之一。请核实有没有少打一个零，或者说明理由。")


def _yuan(fen: Fraction) -> str:
    """Return fen as 元, rounded up to the fen: what is called the least must suffice."""
    whole = -(-fen.numerator // fen.denominator)
    return f"{whole // 100}.{whole % 100:02}".rstrip("0").rstrip(".")
