"""考核得分 at the desk: what is read of a year, its score as it stands, and what the 考核组 and the bureau file."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from content.admin.login import NotAllowed
from content.clock import calendar_day
from content.errors import ContentError, StoreError
from content.kpi.facts import Adjustment, Check, Facts, SubsidyFacts
from content.kpi.filed import (
    Assessment,
    CountyFigure,
    FigureName,
    MoneyFiled,
    RowCheck,
    check_of_row,
    subsidy_facts,
)
from content.kpi.ledgers import columns
from content.kpi.measures import Column, Measure
from content.kpi.outlook import Outlook, outlook
from content.kpi.periods import Period, PeriodKind, full_year, half_year
from content.kpi.rulebook import Rulebook
from content.kpi.rulebook_file import county_rulebook
from content.kpi.score import Score, score
from content.model.audit import Action
from content.model.codec import from_json, to_json
from content.model.codes import Role
from content.model.ids import new_id
from content.model.people import Staff
from content.reports.score_sheet import ScoreSheet, rows_digest, rules_digest, sheet_of
from content.rules.cadence import month_days
from content.store.database import Tables

# the regulation gives the figures to the bureau; the manager keeps them where the bureau hands over paper only
SEEING = frozenset((Role.MANAGER, Role.ASSESSOR, Role.AUDITOR, Role.ADMINISTRATOR))
FILING = frozenset((Role.MANAGER, Role.ASSESSOR))
ASSESSING = frozenset((Role.ASSESSOR,))
FIRST_YEAR = 2025  # 试运营 began
_HALF_MONTHS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRead:
    """All of a year as read in one go."""

    year: int
    facts: Facts
    filed: MoneyFiled
    names: Mapping[str, str]  # of staff, by id


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """The score of a period as it stands, with what it was made from."""

    rules: Rulebook
    period: Period
    score: Score
    facts: Facts
    money: SubsidyFacts
    outlook: Outlook
    filed: MoneyFiled
    names: Mapping[str, str]

    @property
    def sheet(self) -> ScoreSheet:
        """Return it in words, without the digests."""
        return sheet_of(self.rules, self.score, self.facts, self.money, self.names)

    @property
    def sealed_sheet(self) -> ScoreSheet:
        """Return it in words with the digests; takes a moment, as every row goes into one."""
        return replace(self.sheet, rules_sha256=rules_digest(self.rules),
                       rows_sha256=rows_digest(self.facts, self.period.last))  # fmt: skip


def read_year(tables: Tables, year: int) -> YearRead:
    """Return a year from the database."""
    return YearRead(year=year, facts=tables.score.facts(year), filed=tables.score.money(year),
                    names={one.id: one.name for one in tables.staff.all()})  # fmt: skip


def at_hand(read: YearRead, of: PeriodKind, now: datetime) -> AtHand:
    """Return the score of a period of that year; ContentError where the market was not open in it."""
    rules = county_rulebook()
    start = read.filed.standing.get(FigureName.PERIOD_START)
    make = half_year if of is PeriodKind.HALF else full_year
    period = make(read.year, None if start is None else start.day)
    if period is None:
        raise ContentError(f"{read.year} 年{of.label}还没有开始考核，起算日期在“局里的数字”里。")
    money = subsidy_facts(read.year, read.filed)
    found = score(rules, read.facts, period, calendar_day(now))
    return AtHand(rules=rules, period=period, score=found, facts=read.facts, money=money, filed=read.filed,
                  outlook=outlook(rules, found, money), names=read.names)  # fmt: skip


def asked_period(year: str, of: str, today: date) -> tuple[int, PeriodKind]:
    """Return the year and period an address names, this year's whole one where it names none."""
    wanted = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else today.year
    known = FIRST_YEAR <= wanted <= today.year + 1
    return wanted if known else today.year, PeriodKind.HALF if of == PeriodKind.HALF.value else PeriodKind.YEAR


UseCase = Callable[[Tables, Staff], None]


def file_figure(figure: CountyFigure) -> UseCase:
    """Return the use case that keeps a checked figure under the name of who sits there."""

    def step(tables: Tables, staff: Staff) -> None:
        tables.score.add_figure(replace(figure, entered_by=staff.id))
        tables.audit.note(staff, figure.entered_at, Action.ASSESSED, subject="county_figure", subject_id=figure.id,
                          words=f"{figure.year} 年{figure.name.label}")  # fmt: skip

    return step


def check_row(row_id: str, check: Check, reason: str, now: datetime) -> UseCase:
    """Return the use case that keeps what was found out about a row; StoreError where a reason is missing."""

    def step(tables: Tables, staff: Staff) -> None:
        table, _, key = row_id.partition("/")
        found = RowCheck(table=table, row_id=key, check=check, reason=reason.strip(), by=staff.id, at=now)
        for wrong in check_of_row(found):
            raise StoreError(wrong.sentence)
        tables.score.add_check(found)
        tables.audit.note(staff, now, Action.ASSESSED, subject=table, subject_id=key, words=check.label)

    return step


def adjust(year: int, adjustment: Adjustment) -> UseCase:
    """Return the use case that keeps a checked correction."""

    def step(tables: Tables, staff: Staff) -> None:
        tables.score.add_adjustment(year, replace(adjustment, by=staff.id))
        words = f"{year} 年{adjustment.of.label} {adjustment.measure.label} {adjustment.change:+d}"
        tables.audit.note(staff, adjustment.at, Action.ASSESSED, subject="kpi_adjustment", subject_id=adjustment.id,
                          words=words)  # fmt: skip

    return step


# notes in the same write that a sheet was signed because of an appeal
Because = Callable[[Tables, Staff, str], None]


def sign_sheet(year: int, of: PeriodKind, signers: str, note: str, now: datetime,
               because: Because | None = None) -> Callable[[Tables, Staff], Assessment]:  # fmt: skip
    """Return the use case that freezes the sheet of a period that is over; StoreError says what is still missing."""

    def step(tables: Tables, staff: Staff) -> Assessment:
        if Role.ASSESSOR not in staff.roles:
            raise NotAllowed("定稿只能由考核组做，请用考核组的账号登录。")
        # within the write: what is signed is what stands there at that moment
        found = at_hand(read_year(tables, year), of, now)
        lacking = [line.decisive.standing.missing for line in found.score.indicators
                   if line.decisive.standing.missing and line.decisive.standing.denominator is not None]  # fmt: skip
        if calendar_day(now) <= found.period.last:
            raise StoreError(f"{found.period.label}到 {found.period.last} 才截止，截止后再定稿。")
        if lacking:
            raise StoreError("还不能定稿：" + "；".join(lacking))
        if len(signers.strip()) < 2:
            raise StoreError("请写明考核小组签字的人和单位。")
        assessment = _assessment(found, signers.strip(), note.strip(), staff, now)
        tables.score.sign(assessment)
        if because is not None:
            because(tables, staff, assessment.id)
        tables.audit.note(staff, now, Action.ASSESSED, subject="assessment", subject_id=assessment.id,
                          words=f"{found.period.label}定稿 {assessment.printed} 分")  # fmt: skip
        return assessment

    return step


def _assessment(found: AtHand, signers: str, note: str, staff: Staff, now: datetime) -> Assessment:
    sheet = found.sealed_sheet
    return Assessment(
        id=new_id(now), year=found.period.year, of=found.period.kind, as_of=sheet.as_of, printed=sheet.total,
        points=str(found.score.points), rules_sha256=sheet.rules_sha256, rows_sha256=sheet.rows_sha256,
        readings=json.dumps({one.switch: one.chosen for one in found.score.readings}), sheet=to_json(sheet).decode(),
        signers=signers, note=note, signed_by=staff.id, signed_at=now)  # fmt: skip


def sheet_signed(assessment: Assessment) -> ScoreSheet:
    """Return a signed sheet as it was."""
    return from_json(ScoreSheet, assessment.sheet)


def still_as_signed(assessment: Assessment, facts: Facts) -> tuple[bool, bool]:
    """Say whether the rows, and whether the rules, are those a sheet was signed by."""
    last = (half_year if assessment.of is PeriodKind.HALF else full_year)(assessment.year)
    rows = last is not None and rows_digest(facts, last.last) == assessment.rows_sha256
    return rows, rules_digest(county_rulebook()) == assessment.rules_sha256


def month_counts(read: YearRead, now: datetime) -> Mapping[Measure, int]:
    """Return this month's 常态业务 and 零工作坊 as the score counts them, from the month's own rows alone."""
    first, last = month_days(calendar_day(now))
    month = replace(Facts(), services=tuple(one for one in read.facts.services if first <= one.on <= last),
                    referrals=tuple(one for one in read.facts.referrals if first <= one.on <= last))  # fmt: skip
    period = Period(kind=PeriodKind.YEAR, first=first, last=last)
    tallies = columns(county_rulebook(), month, period, calendar_day(now))[Column.OPERATOR]
    return {measure: tallies[measure].value for measure in (Measure.SERVED, Measure.WORKSHOP)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What 今日工作 tells of the score: the year, the period at hand (the half-year up to June), this month."""

    year: AtHand
    running: AtHand
    month: Mapping[Measure, int]


@dataclass(slots=True)
class ScoreGlance:
    """The score for 今日工作, counted anew at most every ten minutes: the page is opened far more often."""

    kept_for: timedelta = timedelta(minutes=10)
    _kept: tuple[datetime, Glance] | None = None
    _gate: threading.Lock = field(default_factory=threading.Lock)

    def all_at(self, tables: Tables, now: datetime) -> tuple[datetime, Glance]:
        """Return what is told and when it was counted; ContentError where the market was not open this year."""
        with self._gate:
            if self._kept is None or not self.is_at_hand(now):
                self._kept = now, _glance(tables, now)
            return self._kept

    def is_at_hand(self, now: datetime) -> bool:
        """Say whether it is told at once."""
        kept = self._kept
        return kept is not None and timedelta() <= now - kept[0] < self.kept_for

    def at(self, tables: Tables, now: datetime) -> tuple[datetime, AtHand]:
        """Return the score of this year and when it was counted."""
        at, found = self.all_at(tables, now)
        return at, found.year


def _glance(tables: Tables, now: datetime) -> Glance:
    today = calendar_day(now)
    read = read_year(tables, today.year)
    year = running = at_hand(read, PeriodKind.YEAR, now)
    if half_year(today.year, year.period.first) is not None and today.month <= _HALF_MONTHS:
        running = at_hand(read, PeriodKind.HALF, now)
    return Glance(year=year, running=running, month=month_counts(read, now))
