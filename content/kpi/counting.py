"""From rows to numbers: what counts once, what counts nothing, and which rows stand behind each number.

Guards against inflated data (A3.4–A3.10, R212): the same thing twice is once, browsing and printing are nothing, a
question counts when it is answered, a firm not private is listed only, a late entry is marked 补录.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import TypeVar

from content.kpi.facts import Adjustment, Check, Facts, Row
from content.kpi.measures import Column, Measure
from content.kpi.periods import Period, midnight_after
from content.kpi.readings import LateEntries, Readings, VerifiedCounts
from content.kpi.rulebook import CountingRules
from content.model.codes import Labelled

R = TypeVar("R", bound=Row)


class Why(Labelled):
    """Why a row of the period does not count."""

    DUPLICATE = "duplicate", "已经计过一次"
    NO_SERVICE = "no_service", "浏览、打印、自助小测不是服务"
    UNFINISHED = "unfinished", "还没有办完或答复"
    UNCONFIRMED = "unconfirmed", "未经求职者同意和工作人员核实"
    NOT_PLACED = "not_placed", "还没有上岗"
    NOT_LASTED = "not_lasted", "劳务外包没有满规定的月数"
    NOT_REEMPLOYED = "not_reemployed", "还没有实现再就业"
    NO_EVIDENCE = "no_evidence", "没有证明材料或到场记录"
    NOT_PRIVATE = "not_private", "不是个私民营实体"
    NO_SERVED_EVENT = "no_served_event", "不是规定的服务方式"
    REPOST = "repost", "短期内重发"
    NOT_HELD = "not_held", "还没有举办"
    TOO_FEW_FIRMS = "too_few_firms", "邀请企业不足规定家数"
    INVALID = "invalid", "无效答卷"
    LATE = "late", "截止日后补录，未经核实"
    REJECTED = "rejected", "核实不属实"
    UNCHECKED = "unchecked", "还没有核实"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """The rows that do not count for one reason."""

    why: Why
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something the sheet says beside a number, and the rows it is about."""

    sentence: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One number and all it comes from; `rows` are the ids counted, each once."""

    measure: Measure
    value: int
    rows: tuple[str, ...] = ()
    late: tuple[str, ...] = ()  # of the rows counted those marked 补录
    left_out: tuple[LeftOut, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()  # of the verified column; `value` holds them
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One number in both columns."""

    operator: Tally
    verified: Tally


@dataclass(slots=True)
class _Sum:
    """One number while it is being added up."""

    measure: Measure
    value: int = 0
    rows: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    left_out: dict[Why, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, row_id: str, late: bool, worth: int = 1) -> None:
        self.value += worth
        self.rows.append(row_id)
        if late:
            self.late.append(row_id)

    def tally(self) -> Tally:
        left_out = tuple(LeftOut(why=why, rows=tuple(ids)) for why, ids in self.left_out.items())
        return Tally(measure=self.measure, value=self.value, rows=tuple(self.rows), late=tuple(self.late),
                     left_out=left_out)  # fmt: skip


class Admission:
    """Which rows belong to a period at all, and to which column; the deadlines of days are made once."""

    def __init__(self, period: Period, as_of: date, rules: CountingRules, readings: Readings) -> None:
        self.period = period
        self.first = period.first
        self.last = min(period.last, as_of)
        confirmed_only = readings.verified_counts is VerifiedCounts.CONFIRMED_ONLY
        self._unchecked = Why.UNCHECKED if confirmed_only else None
        self._late_counts = readings.late_entries is LateEntries.COUNTS
        self._grace = timedelta(days=rules.late_after_days)
        self._cut_off = self._deadline(period.last)
        self._deadlines: dict[date, datetime] = {}

    def _deadline(self, day: date) -> datetime:
        return midnight_after(day + self._grace)

    def is_late(self, row: Row) -> bool:
        """Say whether a row is 补录: entered after the end of the day that is still in time for it."""
        deadline = self._deadlines.get(row.on)
        if deadline is None:
            deadline = self._deadlines[row.on] = self._deadline(row.on)
        return row.entered_at >= deadline

    def ruling(self, row: Row) -> tuple[Why | None, Why | None]:
        """Return why a row is left out whatever it says: of both columns, and of the verified one."""
        check = row.check
        if check is Check.CONFIRMED:
            return None, None
        struck = Why.REJECTED if check is Check.REJECTED else self._unchecked
        if row.entered_at >= self._cut_off and not self._late_counts:
            return Why.LATE, struck
        return None, struck


def in_order(rows: Iterable[R]) -> list[R]:
    """Return rows by day, entry and id, so that which of two equal ones counts does not hang on the store."""
    found = sorted(rows, key=attrgetter("id"))  # three stable sorts take half the time of one by tuples
    found.sort(key=attrgetter("entered_at"))
    found.sort(key=lambda row: row.on.toordinal())
    return found


@dataclass(slots=True)
class _Columns:
    """One number in both columns while it is being added up."""

    admission: Admission
    operator: _Sum
    verified: _Sum

    @staticmethod
    def of(measure: Measure, admission: Admission) -> _Columns:
        return _Columns(admission, _Sum(measure), _Sum(measure))

    def leave(self, row: Row, reason: Why, struck: Why | None) -> None:
        self.operator.left_out[reason].append(row.id)
        self.verified.left_out[struck or reason].append(row.id)

    def tallies(self) -> Pair:
        return Pair(operator=self.operator.tally(), verified=self.verified.tally())


def count(measure: Measure, rows: Iterable[R], admission: Admission, why: Callable[[R], Why | None],
          key: Callable[[R], Hashable], day: Callable[[R], date | None] | None = None,
          before: date | None = None) -> Pair:  # fmt: skip
    """Return how many different keys rows in order give.

    `day` tells when a row counts where that is not the day it happened (None: never yet); what has a day from `before`
    to the period's first takes its key and counts nothing.
    """
    total, first, last = _Columns.of(measure, admission), admission.first, admission.last
    begin = first if before is None else min(before, first)
    ruling, is_late = admission.ruling, admission.is_late
    taken, kept = set[Hashable](), set[Hashable]()  # keys of the operator's column and of the verified one
    operator, verified = total.operator, total.verified
    for row in rows:
        on = row.on if day is None else day(row)
        if on is None or not begin <= on <= last:
            if on is None and first <= row.on <= last:
                total.leave(row, Why.NOT_LASTED, None)
            continue
        refused, struck = ruling(row)
        reason = refused or why(row)
        if reason is not None:
            if on >= first:
                total.leave(row, reason, struck)
            continue
        subject, counts, late = key(row), on >= first, is_late(row)
        if subject not in taken:
            taken.add(subject)
            if counts:
                operator.take(row.id, late)
        elif counts:
            operator.left_out[Why.DUPLICATE].append(row.id)
        if struck is None and subject not in kept:
            kept.add(subject)
            if counts:
                verified.take(row.id, late)
        elif counts:
            verified.left_out[struck or Why.DUPLICATE].append(row.id)
    return total.tallies()


class Apart:
    """What was new last, by key: the same again within `days` after it is none (A3-8).

    To be new hangs on new ones only, so that a repost can never cost the posting after it.
    """

    def __init__(self, days: int) -> None:
        self._days = days
        self._new: dict[Hashable, date] = {}

    def is_new(self, key: Hashable, on: date) -> bool:
        """Return whether the one of that day is new; they are asked in the order of their days."""
        since = self._new.get(key)
        if since is not None and (on - since).days <= self._days:
            return False
        self._new[key] = on
        return True


def count_apart(measure: Measure, rows: Iterable[R], admission: Admission, key: Callable[[R], Hashable], days: int,
                worth: Callable[[R], int]) -> Pair:  # fmt: skip
    """Return how many rows in order are new: not within `days` after the last new one with the same key."""
    total, first, last = _Columns.of(measure, admission), admission.first, admission.last
    parts = ((total.operator, Apart(days), False), (total.verified, Apart(days), True))
    for row in rows:
        on = row.on
        if on > last:
            continue
        reason, struck = admission.ruling(row)
        if reason is not None:
            if on >= first:
                total.leave(row, reason, struck)
            continue
        subject = key(row)
        for part, apart, verified in parts:
            out = struck if verified else None
            if out is None and not apart.is_new(subject, on):
                out = Why.REPOST
            if on < first:
                continue
            if out is None:
                part.take(row.id, admission.is_late(row), worth(row))
            else:
                part.left_out[out].append(row.id)
    return total.tallies()


def completed(tally: Tally, facts: Facts, admission: Admission, column: Column) -> Tally:
    """Return a tally with the numbers brought from elsewhere and, in the verified column, the corrections of 考核组."""
    verified = column is Column.VERIFIED
    brought = [row for row in facts.counts
               if row.measure is tally.measure and admission.first <= row.on <= admission.last]  # fmt: skip
    found = tuple(one for one in facts.adjustments if verified and one.measure is tally.measure
                  and one.of is admission.period.kind)  # fmt: skip
    if not brought and not found:
        return tally
    total = _Sum(tally.measure, tally.value, list(tally.rows), list(tally.late))
    total.left_out.update({one.why: list(one.rows) for one in tally.left_out})
    for row in brought:
        refused, struck = admission.ruling(row)
        reason = refused or (struck if verified else None)
        if reason is None:
            total.take(row.id, admission.is_late(row), row.value)
        else:
            total.left_out[reason].append(row.id)
    value = max(0, total.value + sum(one.change for one in found))
    return replace(total.tally(), value=value, adjustments=found, remarks=tally.remarks)
