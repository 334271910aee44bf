"""Where the year is heading: pace, the score at its end if it goes on like this, and what a change would bring.

Everything is projected in proportion to the days gone. Distinct firms and persons grow slower than that late in a
year, so a projection is a hint to the manager and never a figure of the sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from content.kpi.facts import Check, Count, Facts, SubsidyFacts
from content.kpi.indicators import Standing, figures, standing
from content.kpi.measures import MEASURES, SATISFACTIONS, Indicator, Measure
from content.kpi.periods import Period, PeriodKind, midnight_after
from content.kpi.rulebook import Rulebook
from content.kpi.score import IndicatorScore, Score, printed, score
from content.kpi.subsidy import half_round, year_round


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """One indicator against the calendar."""

    code: Indicator
    pace: Fraction | None  # value ÷ (target × share of the days gone): 1 is in time; None where days mean nothing
    expected: tuple[Fraction, ...]  # where the values would be at an even pace
    projected: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The period at its end, if it goes on as it did."""

    gone: Fraction
    paces: tuple[Pace, ...]
    points: Fraction
    printed: str
    subsidy_fen: int  # what the round at its end would pay


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is missing to the next points of one indicator: the half-year's next tier, the year's target."""

    code: Indicator
    more: tuple[int, ...]  # of each measure
    gain: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a change of facts does."""

    before: Score
    after: Score
    gains: tuple[tuple[Indicator, Fraction], ...]  # where the points differ
    points: Fraction
    subsidy_fen: int


def outlook(rules: Rulebook, found: Score, money: SubsidyFacts) -> Outlook:
    """Return pace and projection of a score; before its first day is over it stays as it is."""
    gone = found.period.gone(found.as_of)
    paces = tuple(_pace(rules, found.period, line, gone) for line in found.indicators)
    points = sum((one.projected.points for one in paces), Fraction())
    return Outlook(gone=gone, paces=paces, points=points, printed=printed(points, rules.decimals),
                   subsidy_fen=due_fen(rules, found.period, points, money))  # fmt: skip


def due_fen(rules: Rulebook, period: Period, points: Fraction, money: SubsidyFacts) -> int:
    """Return what the round at the end of a period pays for so many points."""
    if period.kind is PeriodKind.HALF:
        return half_round(rules, points, money.budget_fen).due_fen
    return year_round(rules, points, money).due_fen


def _pace(rules: Rulebook, period: Period, line: IndicatorScore, gone: Fraction) -> Pace:
    now = line.decisive.standing
    if line.code in SATISFACTIONS or not gone:
        return Pace(code=line.code, pace=None, expected=now.targets, projected=now)
    # half a fair is none
    counts = {measure: floor(value / gone) for measure, value in zip(MEASURES[line.code], now.counted, strict=True)}
    projected = standing(rules, line.code, period, counts, now.denominator)
    return Pace(code=line.code, pace=None if now.missing else now.fulfilled / gone,
                expected=tuple(target * gone for target in now.targets), projected=projected)  # fmt: skip


def with_more(facts: Facts, found: Score, more: Mapping[Measure, int]) -> Facts:
    """Return the facts with so much more of some measures, as if done on the last day known."""
    day = min(found.as_of, found.period.last)
    extra = tuple(Count(id=f"what-if/{measure}", on=day, entered_at=midnight_after(day), check=Check.CONFIRMED,
                        measure=measure, value=value, source="假设") for measure, value in more.items())  # fmt: skip
    return replace(facts, counts=(*facts.counts, *extra))


def what_if(rules: Rulebook, changed: Facts, before: Score, money: SubsidyFacts) -> Difference:
    """Return what changed facts do to a score and to what is paid for it."""
    after = score(rules, changed, before.period, before.as_of)
    gains = tuple(
        (new.code, new.decisive.standing.points - old.decisive.standing.points)
        for old, new in zip(before.indicators, after.indicators, strict=True)
        if new.decisive.standing.points != old.decisive.standing.points
    )
    paid = (due_fen(rules, one.period, one.points, money) for one in (after, before))
    return Difference(before=before, after=after, gains=gains, points=after.points - before.points,
                      subsidy_fen=next(paid) - next(paid))  # fmt: skip


def steps(rules: Rulebook, found: Score) -> tuple[Step, ...]:
    """Return the next gain within reach of each indicator that is not full, the largest first."""
    near = (_step(rules, found.period, line) for line in found.indicators)
    return tuple(sorted((one for one in near if one is not None), key=lambda one: -one.gain))


def _step(rules: Rulebook, period: Period, line: IndicatorScore) -> Step | None:
    now, rule = line.decisive.standing, line.rule
    if now.missing or now.points >= rule.points:
        return None
    if rule.steps is not None:
        return _satisfied_more(rules, period, line)
    tiers, targets = figures(rule, rules.readings, period)
    if period.kind is PeriodKind.HALF:
        targets = next(tier.at for tier in tiers if tier.points > now.points)
    whole = 1 if now.denominator is None else now.denominator.value or 1
    more = tuple(max(0, ceil(target * whole) - counted) for target, counted in zip(targets, now.counted, strict=True))
    return Step(code=line.code, more=more, gain=_with(rules, period, line, more).points - now.points)


def _satisfied_more(rules: Rulebook, period: Period, line: IndicatorScore) -> Step | None:
    """Return how many more satisfied answers reach the next step; None where no number of them does."""
    now, rule = line.decisive.standing, line.rule
    if rule.steps is None:
        return None
    share = rule.steps.start
    while share <= now.values[0]:
        share += rule.steps.every
    if share >= 1:
        return None
    satisfied, answers = now.counted
    number = ceil((share * answers - satisfied) / (1 - share))
    return Step(code=line.code, more=(number, number),
                gain=_with(rules, period, line, (number, number)).points - now.points)  # fmt: skip


def _with(rules: Rulebook, period: Period, line: IndicatorScore, more: tuple[int, ...]) -> Standing:
    now = line.decisive.standing
    counts = {measure: counted + extra
              for measure, counted, extra in zip(MEASURES[line.code], now.counted, more, strict=True)}  # fmt: skip
    return standing(rules, line.code, period, counts, now.denominator)
