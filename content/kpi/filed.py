"""What people file for the score beside the ledgers: the bureau's figures, checks, payments, the signed sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from content.clock import calendar_day
from content.kpi.facts import Check, CountyFigures, Figure, SubsidyFacts, Violation
from content.kpi.periods import PeriodKind
from content.kpi.rulebook import Rulebook
from content.model.codes import Labelled
from content.model.findings import Finding

_FEN = 100
_FIRST_YEAR = 2020  # no market of this kind is older
_MOST = 10**9


class FigureSort(Labelled):
    """What kind of value a figure has."""

    NUMBER = "number", "人数"
    MONEY = "money", "元"
    DAY = "day", "日期"


class FigureName(Labelled):
    """局里的数字: what only the county knows."""

    NEW_EMPLOYMENT_TARGET = "new_employment_target", "全县全年新增就业目标数"
    NEW_EMPLOYMENT_ACTUAL = "new_employment_actual", "全县全年新增就业实际数"
    NEW_EMPLOYMENT_HALF = "new_employment_half", "全县上半年新增就业实际数"
    UNEMPLOYED_TASK = "unemployed_task", "失业人员再就业目标任务"
    HARDSHIP_TASK = "hardship_task", "就业困难人员就业目标任务"
    BUDGET = "budget", "年度运营补贴预算"
    PERIOD_START = "period_start", "考核起算日期"
    PLAN_FILED = "plan_filed", "年度运营计划备案日期"
    ACCEPTED = "accepted", "建设验收合格日期"

    @property
    def sort(self) -> FigureSort:
        """Return what kind of value it has."""
        if self is FigureName.BUDGET:
            return FigureSort.MONEY
        days = (FigureName.PERIOD_START, FigureName.PLAN_FILED, FigureName.ACCEPTED)
        return FigureSort.DAY if self in days else FigureSort.NUMBER

    @property
    def asked(self) -> bool:
        """Say whether every year needs it; the others are told when the county has them."""
        return self in (FigureName.NEW_EMPLOYMENT_TARGET, FigureName.UNEMPLOYED_TASK, FigureName.HARDSHIP_TASK,
                        FigureName.BUDGET, FigureName.PLAN_FILED)  # fmt: skip

    @property
    def lasting(self) -> bool:
        """Say whether it holds for the years after it too."""
        return self in (FigureName.PERIOD_START, FigureName.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyFigure:
    """One figure as told once; a later one for the same name and year takes its place and this one stays."""

    id: str
    year: int
    name: FigureName
    value: str  # digits (money in fen), or a day as 2026-01-15
    document: str
    entered_by: str
    entered_at: datetime

    @property
    def number(self) -> int:
        """Return a count, or an amount in fen."""
        return int(self.value)

    @property
    def day(self) -> date:
        """Return a figure that is a day; ValueError where it is none."""
        return date.fromisoformat(self.value)


Standing = Mapping[FigureName, CountyFigure]  # of one year


class PaymentRound(Labelled):
    """What a payment was for."""

    HALF = "half", "上半年运营补贴"
    YEAR = "year", "年终运营补贴"
    CONSTRUCTION = "construction", "建设补贴"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyPayment:
    """Money the county paid; a wrong entry is set right by another with the opposite sign."""

    id: str
    year: int
    round: PaymentRound
    fen: int
    paid_on: date
    document: str
    by: str
    at: datetime


class RectificationStep(Labelled):
    """How far a 整改 has come."""

    ASKED = "asked", "责令整改"
    PASSED = "passed", "整改合格"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectification:
    """One step of a 整改."""

    id: str
    year: int
    step: RectificationStep
    on: date
    document: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCheck:
    """What the 考核组 found out about a row of a ledger; the last one of a row holds (R207)."""

    table: str
    row_id: str
    check: Check
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A sheet as it was signed; never changed, and after 复查 another stands after it (R211)."""

    id: str
    year: int
    of: PeriodKind
    as_of: date
    printed: str
    points: str  # exact, as 547/6
    readings: str  # JSON: switch to the answer taken
    rules_sha256: str
    rows_sha256: str
    sheet: str  # JSON of the sheet as printed
    signers: str
    note: str
    signed_by: str
    signed_at: datetime

    @property
    def exact(self) -> Fraction:
        """Return the signed points as the fraction they were computed to."""
        return Fraction(self.points)


def county_figures(standing: Standing) -> CountyFigures:
    """Return what shares are shares of; the task of 附件1 is both groups together, so it is known when both are."""

    def figure(name: FigureName) -> Figure | None:
        one = standing.get(name)
        return None if one is None else Figure(value=one.number, document=one.document, entered_by=one.entered_by,
                                               entered_on=calendar_day(one.entered_at))  # fmt: skip

    parts = figure(FigureName.UNEMPLOYED_TASK), figure(FigureName.HARDSHIP_TASK)
    task = None
    if parts[0] is not None and parts[1] is not None:
        documents = "；".join(dict.fromkeys(one.document for one in parts if one is not None))
        task = Figure(value=parts[0].value + parts[1].value, document=documents, entered_by=parts[1].entered_by,
                      entered_on=max(parts[0].entered_on, parts[1].entered_on))  # fmt: skip
    return CountyFigures(new_employment_target=figure(FigureName.NEW_EMPLOYMENT_TARGET),
                         new_employment_actual=figure(FigureName.NEW_EMPLOYMENT_ACTUAL),
                         new_employment_half=figure(FigureName.NEW_EMPLOYMENT_HALF), aid_task=task)  # fmt: skip


def check_filed(figure: CountyFigure, rules: Rulebook, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a figure somebody typed; its value is text as it stands in the form."""
    return tuple(_filed(figure, rules, today))


def _filed(figure: CountyFigure, rules: Rulebook, today: date) -> Iterator[Finding]:
    if not figure.document.strip():
        yield Finding(field="document", sentence="请写明出自哪份文件（文号或函件名），没有文件的数字不能用于考核。")
    if not _FIRST_YEAR <= figure.year <= today.year + 1:
        yield Finding(field="year", sentence=f"年度请填 {today.year + 1} 以前的四位数年份。")
    if figure.name.sort is FigureSort.DAY:
        try:
            day = figure.day
        except ValueError:
            yield Finding(field="value", sentence="请按年-月-日填写，例如 2026-01-15。")
            return
        if day > today and figure.name is not FigureName.PERIOD_START:
            yield Finding(field="value", sentence="还没到这一天，请填今天或以前的日期。")
    elif not (figure.value.isascii() and figure.value.isdigit() and 0 < figure.number <= _MOST):
        yield Finding(field="value", sentence="请填大于 0 的整数，以县人社局文件为准。")
    elif figure.name is FigureName.BUDGET and figure.number > rules.subsidy.cap_yuan * _FEN:
        told = f"年度预算不超过 {rules.subsidy.cap_yuan} 元（{rules.subsidy.clause}），请县人社局按文件更正。"
        yield Finding(field="value", sentence=told)


def check_payment(payment: SubsidyPayment, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a payment somebody typed."""
    found = []
    if payment.fen == 0 or abs(payment.fen) > _MOST:
        found.append(("fen", "请填实际拨付的金额；填错的用负数再记一笔冲回。"))
    if payment.paid_on > today:
        found.append(("paid_on", "还没到这一天，请填今天或以前的日期。"))
    if not payment.document.strip():
        found.append(("document", "请写明拨款文件或凭证号。"))
    return tuple(Finding(field=name, sentence=told) for name, told in found)


def check_step(what: str, document: str, on: date, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a violation or a step of 整改 somebody typed."""
    found = []
    if not what.strip():
        found.append(("what", "请写明是什么事，依据查实的材料写。"))
    if not document.strip():
        found.append(("document", "请写明出自哪份文件。"))
    if on > today:
        found.append(("on", "还没到这一天，请填今天或以前的日期。"))
    return tuple(Finding(field=name, sentence=told) for name, told in found)


def check_of_row(check: RowCheck) -> tuple[Finding, ...]:
    """Return what is wrong with a check; a row found untrue needs its reason, and so does taking a finding back."""
    if check.check is not Check.CONFIRMED and len(check.reason.strip()) < 4:
        return (Finding(field="reason", sentence="请写明怎么核实的、哪里不属实，至少 4 个字。"),)
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFiled:
    """All that was filed about the money up to the end of a year."""

    standing: Standing
    payments: tuple[SubsidyPayment, ...]
    violations: tuple[Violation, ...]
    rectifications: tuple[Rectification, ...]
    assessments: tuple[Assessment, ...]


def subsidy_facts(year: int, filed: MoneyFiled) -> SubsidyFacts:
    """Return what the money of a year depends on; a budget not told is 0."""
    budget = filed.standing.get(FigureName.BUDGET)
    built = [one for one in filed.payments if one.round is PaymentRound.CONSTRUCTION and one.year <= year]
    half = _last(filed.assessments, year, PeriodKind.HALF)
    years = sorted({one.year for one in filed.assessments if one.of is PeriodKind.YEAR})
    before = range(year - 1, years[0] - 1, -1) if years else ()
    steps = sorted(filed.rectifications, key=lambda one: (one.on, one.at))
    return SubsidyFacts(
        budget_fen=0 if budget is None else budget.number,
        paid_half_fen=sum(one.fen for one in filed.payments if one.year == year and one.round is PaymentRound.HALF),
        half_points=None if half is None else half.exact,
        points_before=tuple(None if (one := _last(filed.assessments, past, PeriodKind.YEAR)) is None else one.exact
                            for past in before),
        violations=filed.violations, accepted=FigureName.ACCEPTED in filed.standing,
        construction_paid_years=_years_paid(built), construction_paid_fen=sum(one.fen for one in built),
        rectification_open=bool(steps) and steps[-1].step is RectificationStep.ASKED,
    )  # fmt: skip


def _years_paid(built: Iterable[SubsidyPayment]) -> int:
    """Return in how many years something was paid, entries and what set them right taken together."""
    sums: dict[int, int] = {}
    for one in built:
        sums[one.year] = sums.get(one.year, 0) + one.fen
    return sum(fen > 0 for fen in sums.values())


def _last(assessments: Iterable[Assessment], year: int, of: PeriodKind) -> Assessment | None:
    found = [one for one in assessments if one.year == year and one.of is of]
    return max(found, key=lambda one: one.signed_at, default=None)
