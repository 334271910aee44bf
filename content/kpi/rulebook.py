"""A county's scoring rules as records, and what makes a set of them impossible to score by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from content.kpi.facts import ServedBy, ServiceKind
from content.kpi.measures import MEASURES, SATISFACTIONS, SHARES, Indicator
from content.kpi.readings import Readings
from content.model.cases import Satisfaction
from content.model.codes import EmployerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One tier of the half-year: its points where every measure reaches its figure."""

    at: tuple[Fraction, ...]
    points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """How satisfaction earns points: `points` at `start`, `adds` more for `every` further share."""

    start: Fraction
    points: Fraction
    every: Fraction
    adds: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRule:
    """One of the ten: tiers of the half-year and targets of the year, or the steps of a satisfaction."""

    code: Indicator
    group: str
    label: str
    points: Fraction  # the most it can give
    clause: str
    half_text: str
    year_text: str
    half: tuple[Tier, ...] = ()
    year: tuple[Fraction, ...] = ()
    steps: Steps | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingRules:
    """What counts and what does not."""

    late_after_days: int
    employer_kinds: tuple[EmployerKind, ...]
    served_by: tuple[ServedBy, ...]
    services: tuple[ServiceKind, ...]
    satisfied: tuple[Satisfaction, ...]
    least_answers: int
    repost_days: int
    outsourced_months: int
    least_fair_employers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """From how many points on which share of the budget is paid; None is the points' own share."""

    least: Fraction
    text: str
    share: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyRules:
    """年度运营补贴."""

    clause: str
    cap_yuan: int
    years: tuple[int, ...]
    half: Band
    bands: tuple[Band, ...]  # highest first
    none_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstructionRules:
    """建设补贴."""

    clause: str
    yearly_yuan: int
    years: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionRules:
    """What follows a low score or a grave violation."""

    clause: str
    below: Fraction
    rectify_text: str
    years_in_row: int
    end_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """All a county scores its market by."""

    title: str
    document: str
    full_points: int
    decimals: int
    indicator: tuple[IndicatorRule, ...]
    counting: CountingRules
    subsidy: SubsidyRules
    construction: ConstructionRules
    sanctions: SanctionRules
    readings: Readings

    def rule(self, code: Indicator) -> IndicatorRule:
        """Return the rule of an indicator; each has one, or the file was refused when it was read."""
        return next(one for one in self.indicator if one.code is code)


def faults(rules: Rulebook) -> Iterator[str]:
    """Yield in Chinese what contradicts itself; nothing where the rules can be scored by."""
    codes = [one.code for one in rules.indicator]
    if sorted(codes) != sorted(Indicator):
        yield "十项指标要各有一段 [[indicator]]，不能缺也不能重"
    if sum(one.points for one in rules.indicator) != rules.full_points:
        yield f"各项满分加起来不是 {rules.full_points} 分"
    for one in rules.indicator:
        yield from (f"“{one.label}”{fault}" for fault in _indicator(one))
    yield from _money(rules)
    counting = rules.counting
    least = (counting.late_after_days, counting.least_answers, counting.repost_days, counting.least_fair_employers)
    if min(least) < 0 or counting.outsourced_months < 1 or not 0 <= rules.decimals <= 6:
        yield "天数、份数、家数不能是负数，月数至少是 1，小数位数在 0 到 6 之间"


def _indicator(rule: IndicatorRule) -> Iterator[str]:
    if not rule.clause or rule.points <= 0:
        yield "要写明条款，满分要大于 0"
    if (rule.code in SATISFACTIONS) is (rule.steps is None):
        yield "满意度要写 steps，其他指标不能写"
    elif rule.steps is not None:
        steps = rule.steps
        if rule.half or rule.year or not 0 < steps.start <= 1 or min(steps.every, steps.adds) <= 0 \
                or not 0 <= steps.points <= rule.points:  # fmt: skip
            told = "start 在 0 和 100% 之间，every、adds 大于 0，points 不超过满分，不另写 half、year"
            yield f"的 steps 要{told}"
    else:
        yield from _tiers(rule)


def _tiers(rule: IndicatorRule) -> Iterator[str]:
    width = len(MEASURES[rule.code])
    figures = [tier.at for tier in rule.half] + [rule.year]
    if not rule.half or any(len(at) != width or min(at) <= 0 for at in figures if at) or not all(figures):
        yield f"半年各档和全年目标都要写 {width} 个大于 0 的数"
        return
    if rule.code in SHARES and any(max(at) > 1 for at in figures):
        yield "是占比，要写成 15% 这样，不超过 100%"
    rising = all(low.points < high.points and all(a <= b for a, b in zip(low.at, high.at, strict=True))
                 and low.at != high.at for low, high in pairwise(rule.half))  # fmt: skip
    if not rising or rule.half[0].points <= 0 or rule.half[-1].points != rule.points:
        yield "的半年各档要从低到高，最高一档等于满分"


def _money(rules: Rulebook) -> Iterator[str]:
    subsidy = rules.subsidy
    least = [band.least for band in subsidy.bands]
    if not least or any(high <= low for high, low in pairwise(least)):
        yield "补贴的各档（bands）要从高到低写"
    bands = (subsidy.half, *subsidy.bands)
    if any(not 0 <= band.least <= rules.full_points or not 0 <= (band.share or 0) <= 1 for band in bands):
        yield "补贴各档的分数在 0 和满分之间，比例不超过 100%"
    if subsidy.half.share is None:
        yield "半年补贴要写拨付预算的百分之几（share）"
    if min(subsidy.cap_yuan, rules.construction.yearly_yuan, rules.construction.years) < 0 or not subsidy.years:
        yield "补贴的金额和年数不能是负数，年度要写全"
    if not 0 <= rules.sanctions.below <= rules.full_points or rules.sanctions.years_in_row < 1:
        yield "整改的分数线在 0 和满分之间，连续年数至少是 1"
