"""From numbers to points: the ten indicators of 附件2 三, exact, with what each is measured against (A2-2, A2-3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from content.kpi.facts import CountyFigures, Figure
from content.kpi.measures import MEASURES, SATISFACTIONS, Indicator, Measure
from content.kpi.periods import Period, PeriodKind
from content.kpi.readings import (
    AidDenominator,
    FirstYear,
    HalfBelowFirstTier,
    HalfDenominator,
    Readings,
    ReferralYear,
    SatisfactionSteps,
    YearDenominator,
)
from content.kpi.rulebook import IndicatorRule, Rulebook, Steps, Tier

_ZERO = Fraction()


@dataclass(frozen=True, slots=True, kw_only=True)
class Denominator:
    """What a share is a share of, and where it comes from; `asks` says who has to bring it where there is none."""

    label: str
    value: int | None
    document: str = ""
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one indicator stands in one column."""

    counted: tuple[int, ...]  # as counted, in the order of MEASURES
    values: tuple[Fraction, ...]  # what is compared: counts, or the share
    targets: tuple[Fraction, ...]  # of full points
    fulfilled: Fraction  # share of the target reached, by the reading of two targets; may be more than 1
    points: Fraction
    denominator: Denominator | None = None
    missing: str = ""  # a sentence where it cannot be scored yet; it gives no points until then


def denominator(code: Indicator, kind: PeriodKind, county: CountyFigures, readings: Readings,
                persons: int = 0) -> Denominator | None:  # fmt: skip
    """Return what an indicator is a share of; None for one that is none. `persons`: those in the ledger of 帮扶."""
    if code is Indicator.NEW_EMPLOYMENT:
        return _county(*_employment_figure(kind, county, readings))
    if code is not Indicator.HARDSHIP_AID:
        return None
    if readings.aid_denominator is AidDenominator.ANNUAL_TASK:
        return _county("全年上级下达的失业人员再就业和就业困难人员就业目标任务", county.aid_task)
    asks = "" if persons else "帮扶台账里还没有人，请就业指导员先建帮扶档案。"
    return Denominator(label="帮扶台账中的失业和就业困难人数", value=persons or None, asks=asks)


def _employment_figure(kind: PeriodKind, county: CountyFigures, readings: Readings) -> tuple[str, Figure | None]:
    target = "全县全年新增就业目标数", county.new_employment_target
    actual = "全县全年新增就业实际数", county.new_employment_actual
    if kind is PeriodKind.YEAR:
        known = county.new_employment_actual is not None
        return actual if known and readings.year_denominator is YearDenominator.ACTUAL_ELSE_TARGET else target
    half = "全县上半年新增就业实际数", county.new_employment_half
    return {HalfDenominator.ANNUAL_TARGET: target, HalfDenominator.ANNUAL_ACTUAL: actual,
            HalfDenominator.HALF_ACTUAL: half}[readings.half_denominator]  # fmt: skip


def _county(label: str, figure: Figure | None) -> Denominator:
    if figure is None:
        return Denominator(label=label, value=None, asks=f"还没有{label}，请县人社局填报并附文件。")
    if figure.value <= 0:
        return Denominator(label=label, value=None, document=figure.document,
                           asks=f"{label}不能是 {figure.value}，请县人社局按文件更正。")  # fmt: skip
    return Denominator(label=label, value=figure.value, document=figure.document)


def standing(rules: Rulebook, code: Indicator, period: Period, counts: Mapping[Measure, int],
             share_of: Denominator | None) -> Standing:  # fmt: skip
    """Return how an indicator stands with its counts."""
    rule, counted = rules.rule(code), tuple(counts[measure] for measure in MEASURES[code])
    if code in SATISFACTIONS:
        return _satisfaction(rule, rules.readings, counted)
    tiers, targets = figures(rule, rules.readings, period)
    if share_of is None:
        values = tuple(Fraction(one) for one in counted)
    elif share_of.value is None:
        return Standing(counted=counted, values=(_ZERO,), targets=targets, fulfilled=_ZERO, points=_ZERO,
                        denominator=share_of, missing=share_of.asks)  # fmt: skip
    else:
        values = (Fraction(counted[0], share_of.value),)
    fulfilled = _fulfilled(values, targets, rules.readings.referral_year)
    if period.kind is PeriodKind.HALF:
        points = _tier_points(values, tiers, rules.readings)
    else:
        points = rule.points * min(Fraction(1), fulfilled)
    return Standing(counted=counted, values=values, targets=targets, fulfilled=fulfilled, points=points,
                    denominator=share_of)  # fmt: skip


def figures(rule: IndicatorRule, readings: Readings, period: Period) -> tuple[tuple[Tier, ...], tuple[Fraction, ...]]:
    """Return tiers and targets of a period, made smaller where the market opened within it and the reading says so."""
    by = period.open_share if readings.first_year is FirstYear.PRORATED else Fraction(1)
    tiers = tuple(Tier(at=tuple(one * by for one in tier.at), points=tier.points) for tier in rule.half)
    half = period.kind is PeriodKind.HALF
    return tiers, tiers[-1].at if half else tuple(one * by for one in rule.year)


def _fulfilled(values: tuple[Fraction, ...], targets: tuple[Fraction, ...], reading: ReferralYear) -> Fraction:
    """Return which share of its target is reached; the weaker of two, unless the reading is another (A3.3)."""
    shares = [value / target for value, target in zip(values, targets, strict=True)]
    if reading is ReferralYear.PERSONS_ONLY:
        return shares[0]
    if reading is ReferralYear.MEAN:
        return sum((min(Fraction(1), one) for one in shares), _ZERO) / len(shares) if len(shares) > 1 else shares[0]
    return min(shares)


def _tier_points(values: tuple[Fraction, ...], tiers: tuple[Tier, ...], readings: Readings) -> Fraction:
    """Return the points of the highest tier all values reach."""
    reached = [tier.points for tier in tiers if all(a >= b for a, b in zip(values, tier.at, strict=True))]
    if reached or readings.half_below_first_tier is HalfBelowFirstTier.NOTHING:
        return max(reached, default=_ZERO)
    return tiers[0].points * min(value / at for value, at in zip(values, tiers[0].at, strict=True))


def _satisfaction(rule: IndicatorRule, readings: Readings, counted: tuple[int, ...]) -> Standing:
    steps = rule.steps
    if steps is None:
        raise ValueError(f"“{rule.label}”没有 steps，请系统管理员改正考核规则。")
    full = steps.start + steps.every * (rule.points - steps.points) / steps.adds
    satisfied, answers = counted
    if answers <= 0:
        return Standing(counted=counted, values=(_ZERO,), targets=(full,), fulfilled=_ZERO, points=_ZERO,
                        missing=f"还没有有效答卷，算不出{rule.label}，请窗口经办人组织问卷或访谈。")  # fmt: skip
    share = Fraction(min(satisfied, answers), answers)
    return Standing(counted=counted, values=(share,), targets=(full,), fulfilled=share / full,
                    points=satisfaction_points(share, steps, rule.points, readings))  # fmt: skip


def satisfaction_points(share: Fraction, steps: Steps, most: Fraction, readings: Readings) -> Fraction:
    """Return the points of a share of satisfied answers: nothing below the start, then by whole steps (A3.10)."""
    if share < steps.start:
        return _ZERO
    risen = (share - steps.start) / steps.every
    if readings.satisfaction_steps is SatisfactionSteps.WHOLE:
        risen = Fraction(floor(risen))
    return min(most, steps.points + risen * steps.adds)
