"""A month counted by the score's own rules: its numbers, what of them enters the year, and the year up to its end.

Rows, guards and readings are those of `score`, so the year's column is what the score says at the end of that month. A
month counts what is one thing within it; a firm served in March and again in May is in both months and once in the
year, and `adds` is what the month brought to the year: the `adds` of twelve months are the year.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from fractions import Fraction

from content.kpi.facts import Facts, Row, ServiceKind
from content.kpi.indicators import Denominator, denominator, figures
from content.kpi.ledgers import columns_of_ordered, ordered
from content.kpi.measures import MEASURES, SATISFACTIONS, SHARES, Column, Indicator, Measure
from content.kpi.periods import Period, PeriodKind, month_end
from content.kpi.rulebook import Rulebook

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCount:
    """One measure, as filled in; `verified` is the month's number after what was found untrue."""

    measure: Measure
    month: int
    adds: int
    year: int
    verified: int
    late: int  # of the month's rows those marked 补录


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTarget:
    """What full points ask for in the year; None where the county has not told what it is a share of."""

    measure: Measure
    value: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCounts:
    """All numbers of one month up to and with the day `as_of`."""

    first: date
    as_of: date
    counts: tuple[MonthCount, ...]
    services: tuple[tuple[ServiceKind, int], ...]  # of 常态业务人次 of the month, every kind that counts
    targets: tuple[YearTarget, ...]
    employment: Denominator  # what 新增就业 is a share of, and 帮扶
    aid: Denominator
    remarks: tuple[str, ...]

    def of(self, measure: Measure) -> MonthCount:
        """Return the numbers of one measure."""
        return next(one for one in self.counts if one.measure is measure)

    def target(self, measure: Measure) -> int | None:
        """Return the year's target of a measure, None where it has none or nobody knows it yet."""
        return next((one.value for one in self.targets if one.measure is measure), None)


def rows_of_month(facts: Facts, month: date) -> frozenset[str]:
    """Return the ids of all rows that happened in the month that begins on `month`."""
    ledgers = (rows for part in fields(facts) if isinstance(rows := getattr(facts, part.name), tuple))
    last = month_end(month)
    return frozenset(row.id for rows in ledgers for row in rows if isinstance(row, Row) and month <= row.on <= last)


def whole_at_least(value: Fraction) -> int:
    """Return the least whole number that reaches a target."""
    return -(-value.numerator // value.denominator)


def month_counts(rules: Rulebook, facts: Facts, year: Period, month: date, today: date) -> MonthCounts:
    """Return the numbers of the month that begins on `month`, of a month still running up to and with today.

    Corrections of the 考核组 belong to an assessment and to no month, so they are in none of these numbers.
    """
    facts, last = ordered(replace(facts, adjustments=())), min(month_end(month), today)
    whole = columns_of_ordered(rules, facts, year, last)
    before = columns_of_ordered(rules, facts, year, month - _DAY)[Column.OPERATOR]
    # the cut-off stays the year's: a late entry counts in its month as it counts in the score
    within = columns_of_ordered(rules, facts, replace(year, first=max(month, year.first)), last)
    own, kept = within[Column.OPERATOR], within[Column.VERIFIED]
    up_to = whole[Column.OPERATOR]
    counts = tuple(
        MonthCount(measure=one, month=own[one].value, adds=up_to[one].value - before[one].value,
                   year=up_to[one].value, verified=kept[one].value, late=len(own[one].late)) for one in Measure
    )  # fmt: skip
    counted = frozenset(own[Measure.SERVED].rows)
    kinds = Counter(row.kind for row in facts.services if row.id in counted)
    employment, aid = (denominator(code, PeriodKind.YEAR, facts.county, rules.readings,
                                   up_to[Measure.HARDSHIP_PERSONS].value) for code in SHARES)  # fmt: skip
    if employment is None or aid is None:
        raise ValueError("a share without what it is a share of")
    remarks = (f"{one.label}：{remark.sentence}" for one in Measure for remark in own[one].remarks)
    return MonthCounts(
        first=month, as_of=last, counts=counts, employment=employment, aid=aid, remarks=tuple(dict.fromkeys(remarks)),
        services=tuple((ServiceKind(kind), kinds[ServiceKind(kind)]) for kind in rules.counting.services),
        targets=_targets(rules, year, employment, aid))  # fmt: skip


def _targets(rules: Rulebook, year: Period, employment: Denominator, aid: Denominator) -> tuple[YearTarget, ...]:
    found = []
    for code in Indicator:
        if code in SATISFACTIONS:
            continue
        _, targets = figures(rules.rule(code), rules.readings, year)
        share_of = {Indicator.NEW_EMPLOYMENT: employment, Indicator.HARDSHIP_AID: aid}.get(code)
        for measure, target in zip(MEASURES[code], targets, strict=True):
            value = None if share_of is not None and share_of.value is None else whole_at_least(
                target * (share_of.value or 0) if share_of is not None else target)  # fmt: skip
            found.append(YearTarget(measure=measure, value=value))
    return tuple(found)
