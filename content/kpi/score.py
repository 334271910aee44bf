"""The score of one period: ten indicators as filled in and as verified, the total, and what it was read by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from content.kpi.counting import Remark, Tally
from content.kpi.facts import Facts
from content.kpi.indicators import Standing, denominator, standing
from content.kpi.ledgers import Tallies, columns
from content.kpi.measures import MEASURES, SATISFACTIONS, Column, Indicator, Measure
from content.kpi.periods import Period, PeriodKind
from content.kpi.readings import OF_INDICATOR, HalfDenominator, Official, ReadingUsed, YearDenominator, readings_used
from content.kpi.rulebook import IndicatorRule, Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One column of one indicator: how it stands, the points as printed, and the numbers with their rows."""

    standing: Standing
    printed: str
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorScore:
    """One line of the sheet."""

    code: Indicator
    rule: IndicatorRule
    text: str  # what 附件2 says for this period
    operator: Scored
    verified: Scored
    official: Column
    readings: tuple[ReadingUsed, ...]
    remarks: tuple[Remark, ...]
    beside: tuple[Tally, ...] = ()  # shown, never scored: 其中已上岗, 招聘人数
    other: Standing | None = None  # by the other figure of the county, where the bureau has told both (A3.1)

    @property
    def decisive(self) -> Scored:
        """Return the column that decides."""
        return self.verified if self.official is Column.VERIFIED else self.operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The score of a period as known at the end of a day."""

    period: Period
    as_of: date
    title: str
    document: str
    indicators: tuple[IndicatorScore, ...]
    operator_points: Fraction
    verified_points: Fraction
    points: Fraction  # of the column that decides, exact
    printed: str
    readings: tuple[ReadingUsed, ...]
    missing: tuple[str, ...]  # what has to be brought before it is complete

    def line(self, code: Indicator) -> IndicatorScore:
        """Return what one indicator scored, in both columns."""
        return next(one for one in self.indicators if one.code is code)


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Return a value of 0 or more rounded half up."""
    scale = 10**decimals
    return Fraction((2 * value.numerator * scale + value.denominator) // (2 * value.denominator), scale)


def printed(value: Fraction, decimals: int) -> str:
    """Return a value of 0 or more as text with so many places, rounded half up: 9.17."""
    whole = int(rounded(value, decimals) * 10**decimals)
    digits = f"{whole:0{decimals + 1}}"
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def score(rules: Rulebook, facts: Facts, period: Period, as_of: date) -> Score:
    """Return the score of a period from all rows up to and with the day `as_of`."""
    counted = columns(rules, facts, period, as_of)
    lines = tuple(_line(rules, facts, period, code, counted) for code in Indicator)
    official = Column.VERIFIED if rules.readings.official is Official.VERIFIED else Column.OPERATOR
    operator = sum((one.operator.standing.points for one in lines), Fraction())
    verified = sum((one.verified.standing.points for one in lines), Fraction())
    points = verified if official is Column.VERIFIED else operator
    return Score(
        period=period, as_of=as_of, title=rules.title, document=rules.document, indicators=lines,
        operator_points=operator, verified_points=verified, points=points, printed=printed(points, rules.decimals),
        readings=readings_used(rules.readings),
        missing=tuple(dict.fromkeys(one.decisive.standing.missing for one in lines if one.decisive.standing.missing)),
    )  # fmt: skip


def _line(rules: Rulebook, facts: Facts, period: Period, code: Indicator,
          counted: dict[Column, Tallies]) -> IndicatorScore:  # fmt: skip
    rule = rules.rule(code)
    scored = {column: _scored(rules, facts, period, code, tallies) for column, tallies in counted.items()}
    official = Column.VERIFIED if rules.readings.official is Official.VERIFIED else Column.OPERATOR
    decisive = scored[official]
    return IndicatorScore(
        code=code, rule=rule, text=rule.half_text if period.kind is PeriodKind.HALF else rule.year_text,
        operator=scored[Column.OPERATOR], verified=scored[Column.VERIFIED], official=official,
        readings=readings_used(rules.readings, OF_INDICATOR[code]),
        remarks=(*(remark for tally in decisive.tallies for remark in tally.remarks), *_remarks(rules, code, decisive)),
        beside=tuple(counted[official][measure] for measure in _BESIDE.get(code, ())),
        other=_other(rules, facts, period, code, counted[official]),
    )  # fmt: skip


_BESIDE: dict[Indicator, tuple[Measure, ...]] = {
    Indicator.REFERRALS: (Measure.PLACED,), Indicator.POSTINGS: (Measure.VACANCIES,),
    Indicator.HARDSHIP_AID: (Measure.HARDSHIP_PERSONS,),
}  # fmt: skip


def _counts(tallies: Tallies) -> dict[Measure, int]:
    return {measure: tally.value for measure, tally in tallies.items()}


def _scored(rules: Rulebook, facts: Facts, period: Period, code: Indicator, tallies: Tallies) -> Scored:
    persons = tallies[Measure.HARDSHIP_PERSONS].value
    share_of = denominator(code, period.kind, facts.county, rules.readings, persons)
    found = standing(rules, code, period, _counts(tallies), share_of)
    return Scored(standing=found, printed=printed(found.points, rules.decimals),
                  tallies=tuple(tallies[measure] for measure in MEASURES[code]))  # fmt: skip


def _remarks(rules: Rulebook, code: Indicator, scored: Scored) -> tuple[Remark, ...]:
    found = []
    if code in SATISFACTIONS and scored.standing.counted[1] < rules.counting.least_answers:
        found.append(Remark(sentence=f"样本不足：有效答卷 {scored.standing.counted[1]} 份，少于 "
                                     f"{rules.counting.least_answers} 份，请窗口经办人再收集。"))  # fmt: skip
    late = tuple(dict.fromkeys(row for tally in scored.tallies for row in tally.late))
    if late:
        found.append(Remark(sentence=f"其中 {len(late)} 条是补录。", rows=late))
    return tuple(found)


def _other(rules: Rulebook, facts: Facts, period: Period, code: Indicator, tallies: Tallies) -> Standing | None:
    """Return new employment by the figure that did not decide, where both are known."""
    county = facts.county
    if code is not Indicator.NEW_EMPLOYMENT or None in (county.new_employment_target, county.new_employment_actual):
        return None
    readings = rules.readings
    if period.kind is PeriodKind.HALF:
        target = readings.half_denominator is HalfDenominator.ANNUAL_TARGET
        other = HalfDenominator.ANNUAL_ACTUAL if target else HalfDenominator.ANNUAL_TARGET
        readings = replace(readings, half_denominator=other)
    else:
        other_year = next(one for one in YearDenominator if one is not readings.year_denominator)
        readings = replace(readings, year_denominator=other_year)
    share_of = denominator(code, period.kind, county, readings)
    return standing(rules, code, period, _counts(tallies), share_of)
