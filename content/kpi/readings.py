"""Where the text of 附件2 can be read in more than one way: each question a switch, each answer a sentence to print.

The numbers are those of A3 in the domain reference; docs/score.md says which reading is taken and why.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import get_type_hints

from content.kpi.measures import Indicator
from content.model.codes import Labelled


class HalfDenominator(Labelled):
    """Of what figure new employment is a share at the half-year."""

    ANNUAL_TARGET = "annual_target", "半年：占全县全年新增就业目标数"
    ANNUAL_ACTUAL = "annual_actual", "半年：占全县全年新增就业实际数"
    HALF_ACTUAL = "half_actual", "半年：占全县上半年新增就业实际数"


class YearDenominator(Labelled):
    """Of what figure new employment is a share at the end of the year."""

    ACTUAL_ELSE_TARGET = "actual_else_target", "全年：占全县全年新增就业实际数，没有公布时用目标数"
    TARGET = "target", "全年：占全县全年新增就业目标数"


class AidDenominator(Labelled):
    """Of what figure those helped are a share."""

    ANNUAL_TASK = "annual_task", "占全年上级下达的失业人员再就业和就业困难人员就业目标任务"
    PERSONS_IN_LEDGER = "persons_in_ledger", "占帮扶台账中的失业和就业困难人数"


class AidNumerator(Labelled):
    """Who counts as helped."""

    REEMPLOYED = "reemployed", "帮扶后实现再就业的人才算"
    AIDED = "aided", "得到帮扶的人都算"


class ReferralYear(Labelled):
    """What 按比例得分 means where there are two targets."""

    BOTH_TARGETS = "both_targets", "全年人次和零工作坊两个目标，按完成较少的一个算比例"
    PERSONS_ONLY = "persons_only", "全年只按推荐人次算比例"
    MEAN = "mean", "全年按两个目标完成比例的平均数算"


class ReferralCounted(Labelled):
    """When a referral counts."""

    CONFIRMED = "confirmed", "经求职者同意、由工作人员联系单位并核实的推荐计1人次，同人同岗只计一次"
    PLACED = "placed", "推荐后已上岗的计1人次，同人同岗只计一次"


class WorkshopCounted(Labelled):
    """What 零工作坊不少于30人 counts."""

    PERSONS = "persons", "零工作坊按不重复的人数计"
    REFERRALS = "referrals", "零工作坊按人次计"


class ServiceCounted(Labelled):
    """What one 人次 of regular service is."""

    PERSON_SERVICE_DAY = "person_service_day", "常态业务按“人×服务×天”计，浏览、打印不计"
    PERSON_DAY = "person_day", "常态业务按“人×天”计，浏览、打印不计"


class PostingCounted(Labelled):
    """What one 岗位 is."""

    POSTINGS = "postings", "岗位按发布的条数计，短期内重发不算新增"
    VACANCIES = "vacancies", "岗位按招聘人数计，短期内重发不算新增"


class SessionCounted(Labelled):
    """What one 场次 is."""

    SESSION = "session", "已举办、有到场记录的，每天计1场次"
    EVENT = "event", "已举办、有到场记录的，一期培训、一次活动不论几天计1场次"


class SmallFair(Labelled):
    """What becomes of a fair with fewer firms than 附件1 asks for."""

    COUNTS = "counts", "企业不足规定家数的招聘会照算，并注明"
    NOT = "not", "企业不足规定家数的招聘会不算"


class SatisfactionSteps(Labelled):
    """How 每提升5%加1分 runs between its steps."""

    WHOLE = "whole", "满意度每满5个百分点加1分，不足不加，低于80%不得分"
    PROPORTIONAL = "proportional", "满意度80%以上按比例加分，低于80%不得分"


class HalfBelowFirstTier(Labelled):
    """What the half-year gives below its first tier."""

    NOTHING = "nothing", "半年未到第一档不得分"
    PROPORTIONAL = "proportional", "半年未到第一档按第一档比例得分"


class FirstYear(Labelled):
    """What the targets are where the market opened within the period."""

    FULL_TARGETS = "full_targets", "年中开业的，目标不折算"
    PRORATED = "prorated", "年中开业的，目标按开业天数折算"


class LateEntries(Labelled):
    """What becomes of rows entered after the cut-off for days before it."""

    WHEN_CONFIRMED = "when_confirmed", "截止日后补录的，经考核组核实才算"
    COUNTS = "counts", "截止日后补录的照算，并注明"


class Official(Labelled):
    """Which column decides."""

    VERIFIED = "verified", "填报数与核定数分列，以核定数为准"
    OPERATOR = "operator", "填报数与核定数分列，以填报数为准"


class VerifiedCounts(Labelled):
    """Which rows the verified column counts."""

    NOT_REJECTED = "not_rejected", "核定数扣除核实不属实的"
    CONFIRMED_ONLY = "confirmed_only", "核定数只算逐条核实过的"


class BandScore(Labelled):
    """On which number the subsidy's bands are read: the text leaves a gap between 94 and 95."""

    TWO_DECIMALS = "two_decimals", "补贴档次按保留两位小数的总分，60分以上不足95分的按比例"
    WHOLE_POINTS = "whole_points", "补贴档次按四舍五入到整数的总分"
    EXACT = "exact", "补贴档次按不舍入的总分，60分以上不足95分的按比例"


class Proportion(Labelled):
    """What 依据考核分值比例 is a share of."""

    OF_FULL_POINTS = "of_full_points", "按比例拨付：总分÷100"
    OF_FULL_BAND = "of_full_band", "按比例拨付：总分÷95"


class MissedHalf(Labelled):
    """What becomes of the half-year's share when the half-year missed it."""

    PAYABLE = "payable", "半年未达60分的，年终仍按全年应得拨付"
    LOST = "lost", "半年未达60分的，半年部分不再拨付"


class Rectification(Labelled):
    """Which score below 60 asks for 整改."""

    HALF_OR_YEAR = "half_or_year", "半年或全年低于60分都要整改"
    YEAR_ONLY = "year_only", "全年低于60分才要整改"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """The answer taken to each question; all come from the county's rules file."""

    half_denominator: HalfDenominator
    year_denominator: YearDenominator
    aid_denominator: AidDenominator
    aid_numerator: AidNumerator
    referral_year: ReferralYear
    referral_counted: ReferralCounted
    workshop_counted: WorkshopCounted
    service_counted: ServiceCounted
    posting_counted: PostingCounted
    session_counted: SessionCounted
    small_fair: SmallFair
    satisfaction_steps: SatisfactionSteps
    half_below_first_tier: HalfBelowFirstTier
    first_year: FirstYear
    late_entries: LateEntries
    official: Official
    verified_counts: VerifiedCounts
    band_score: BandScore
    proportion: Proportion
    missed_half: MissedHalf
    rectification: Rectification


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingUsed:
    """One answer as the sheet prints it."""

    switch: str  # its name in [readings]
    place: str  # where A3 asks the question, "" for one found since
    sentence: str
    chosen: str
    others: tuple[str, ...]  # sentences of the answers not taken


_PLACES = {
    "half_denominator": "A3.1", "year_denominator": "A3.1", "aid_denominator": "A3.2", "aid_numerator": "",
    "referral_year": "A3.3", "referral_counted": "A3.4", "workshop_counted": "A3.5", "service_counted": "A3.6",
    "posting_counted": "A3.8", "session_counted": "A3.9", "small_fair": "A3.9", "satisfaction_steps": "A3.10",
    "half_below_first_tier": "A3.16", "first_year": "A3.17", "late_entries": "R208", "official": "A3.21",
    "verified_counts": "A3.21", "band_score": "A3.11", "proportion": "A3.12", "missed_half": "A3.13",
    "rectification": "A3.15",
}  # fmt: skip

_OF_COUNTS = ("first_year", "late_entries", "official", "verified_counts")
_OF_SATISFACTION = ("satisfaction_steps", "late_entries", "official", "verified_counts")
OF_INDICATOR: dict[Indicator, tuple[str, ...]] = {
    Indicator.NEW_EMPLOYMENT: ("half_denominator", "year_denominator", "half_below_first_tier", *_OF_COUNTS),
    Indicator.HARDSHIP_AID: ("aid_denominator", "aid_numerator", "half_below_first_tier", *_OF_COUNTS),
    Indicator.REFERRALS: ("referral_counted", "workshop_counted", "referral_year", "half_below_first_tier",
                          *_OF_COUNTS),
    Indicator.EMPLOYERS: ("half_below_first_tier", *_OF_COUNTS),
    Indicator.POSTINGS: ("posting_counted", "half_below_first_tier", *_OF_COUNTS),
    Indicator.SERVICES: ("service_counted", "half_below_first_tier", *_OF_COUNTS),
    Indicator.TRAININGS: ("session_counted", "half_below_first_tier", *_OF_COUNTS),
    Indicator.FAIRS: ("session_counted", "small_fair", "half_below_first_tier", *_OF_COUNTS),
    Indicator.SEEKER_SATISFACTION: _OF_SATISFACTION,
    Indicator.EMPLOYER_SATISFACTION: _OF_SATISFACTION,
}  # fmt: skip


@cache
def _kinds() -> dict[str, type[Labelled]]:
    return get_type_hints(Readings)


def readings_used(readings: Readings, switches: tuple[str, ...] = ()) -> tuple[ReadingUsed, ...]:
    """Return the answers taken to the switches named, or to all, in the order of the record."""
    kinds = _kinds()
    named = [part.name for part in fields(Readings) if not switches or part.name in switches]
    return tuple(_used(name, getattr(readings, name), kinds[name]) for name in named)


def _used(name: str, chosen: Labelled, kind: type[Labelled]) -> ReadingUsed:
    others = tuple(one.label for one in kind if one is not chosen)
    return ReadingUsed(switch=name, place=_PLACES[name], sentence=chosen.label, chosen=chosen.value, others=others)
