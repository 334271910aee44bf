"""Rows of a spreadsheet become jobs with findings: pure, and run in a process of its own for large tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache

from content.admin.editing import blank_job, job_from
from content.admin.fields import Field, Kind, Typed, value_of
from content.admin.record_forms import EMPLOYER_KEY
from content.admin.sheet_columns import CREDIT_CODE, columns
from content.model.codes import JobSource, PayUnit, Settlement
from content.model.findings import Finding, Severity
from content.model.jobs import Employer, JobPost
from content.model.market import MinimumWage
from content.model.people import Staff
from content.rules.duplicates import Duplicates, trace_of
from content.rules.judgement import judge_job, twin_findings
from content.rules.pay import pay_medians

UNTYPED = "typed"
_RANGE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(?:元)?\s*(?:-|—|–|~|至|到)\s*(\d[\d,]*(?:\.\d+)?)")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")
_YES = frozenset(("是", "有", "对", "√", "✓", "y", "yes", "1", "true"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedRow:
    """One row as it would be stored; `line` is its number in the sheet, `job` None where it cannot be stored."""

    line: int
    title: str
    firm: str
    job: JobPost | None
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        """Say whether nothing stops it from going to review."""
        return self.job is not None and all(one.severity is not Severity.BLOCK for one in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAgainst:
    """What rows are judged against; plain records, so that it travels to another process."""

    firms: tuple[Employer, ...]
    jobs: tuple[JobPost, ...] = ()  # that stand or wait: a row may be one of them again
    minimum_wage: MinimumWage | None = None


class Firms:
    """The registered employers, found by name or by code."""

    def __init__(self, firms: tuple[Employer, ...]) -> None:
        self._by_code = {firm.credit_code: firm for firm in firms if firm.credit_code}
        self._by_name: dict[str, list[Employer]] = {}
        for firm in firms:
            self._by_name.setdefault(_folded(firm.name), []).append(firm)

    def find(self, name: str, code: str) -> Employer:
        """Return the firm a row means; ValueError holds what to do when there is none or more than one."""
        if code.strip():
            firm = self._by_code.get(_folded(code).upper())
            if firm is None:
                raise ValueError(f"信用代码 {code.strip()} 的单位还没有登记，请先在“企业”里登记。")
            return firm
        if not name.strip():
            raise ValueError("没有写用工单位，请补上单位名称。")
        named = self._by_name.get(_folded(name), [])
        if not named:
            raise ValueError(f"“{name.strip()}”还没有登记，请先在“企业”里登记并核实，名称要写全。")
        if len(named) > 1:
            raise ValueError(f"登记了 {len(named)} 个叫“{name.strip()}”的单位，请在表里加一列统一社会信用代码。")
        return named[0]


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def prepare_rows(rows: list[list[str]], chosen: list[str], market: JudgedAgainst, staff: Staff,
                 now: datetime) -> tuple[PreparedRow, ...]:  # fmt: skip
    """Return one prepared row for each row below the heading; `chosen` names the field of each column, "" for none."""
    register, specs = Firms(market.firms), {column.field.name: column.field for column in columns()}
    judge = _Judge(market, now)
    prepared = []
    for line, row in enumerate(rows[1:], 2):
        cells = {name: text for name, text in zip(chosen, row, strict=False) if name and text}
        prepared.append(_prepared(line, cells, specs, register, judge, staff, now))
    return tuple(prepared)


class _Judge:
    """The rules over the rows of one table, each row also against those before it."""

    def __init__(self, market: JudgedAgainst, now: datetime) -> None:
        self._now, self._wage = now, market.minimum_wage
        self._medians = pay_medians(market.jobs)
        firms = {firm.id: firm for firm in market.firms}
        self._index = Duplicates(trace_of(job, firms.get(job.employer_id)) for job in market.jobs)
        self._numbers = {job.id: job.number for job in market.jobs}
        self._lines: dict[str, int] = {}

    def findings(self, line: int, job: JobPost, firm: Employer | None) -> tuple[Finding, ...]:
        """Return what the rules say of a row, duplicates within the table and the market among it."""
        trace = trace_of(job, firm)
        twins = self._index.twins(trace)
        self._index.add(trace)
        self._lines[job.id] = line
        here = tuple(
            Finding(field="title", code="TWIN", sentence=f"和第 {self._lines[twin.id]} 行疑似重复，请只留一行。",
                    severity=Severity.BLOCK if twin.same_fingerprint else Severity.WARN)
            for twin in twins if twin.id in self._lines
        )  # fmt: skip
        judged = judge_job(job, firm, self._now, self._wage, self._medians)
        return (*judged, *twin_findings(twins, self._numbers), *here)


def _prepared(line: int, cells: Mapping[str, str], specs: Mapping[str, Field], register: Firms, judge: _Judge,
              staff: Staff, now: datetime) -> PreparedRow:  # fmt: skip
    wrong: list[Finding] = []
    values: dict[str, object] = {"source": JobSource.EMPLOYER}
    firm = None
    try:
        firm = register.find(cells.get(EMPLOYER_KEY, ""), cells.get(CREDIT_CODE, ""))
        values[EMPLOYER_KEY] = firm.id
    except ValueError as sentence:
        wrong.append(Finding(field=EMPLOYER_KEY, sentence=str(sentence), code=UNTYPED))
    for name, typed in _typed(cells, wrong).items():
        try:
            values[name] = value_of(specs[name], typed)
        except ValueError as sentence:
            wrong.append(Finding(field=name, sentence=str(sentence), code=UNTYPED))
    title = cells.get("title", "")
    if wrong:
        return PreparedRow(line=line, title=title, firm=cells.get(EMPLOYER_KEY, ""), job=None, findings=tuple(wrong))
    if firm is not None:
        values |= _contact(values, firm)
    job = job_from(blank_job(staff, now), values, staff, now)
    return PreparedRow(line=line, title=title, firm=firm.name if firm else "", job=job,
                       findings=judge.findings(line, job, firm))  # fmt: skip


def _contact(values: Mapping[str, object], firm: Employer) -> dict[str, object]:
    return {"contact_name": values.get("contact_name") or firm.contact_name,
            "contact_phone": values.get("contact_phone") or firm.contact_phone}  # fmt: skip


def _typed(cells: Mapping[str, str], wrong: list[Finding]) -> dict[str, Typed]:
    """Return the cells as somebody would have typed them into the form."""
    typed: dict[str, Typed] = {}
    for column in columns():
        spec, text = column.field, cells.get(column.field.name, "")
        if not text or spec.name in (EMPLOYER_KEY, CREDIT_CODE):
            continue
        if spec.name in ("pay_min_fen", "pay_max_fen"):
            _read_pay(spec.name, text, typed, wrong)
        elif spec.kind is Kind.FLAG:
            typed[spec.name] = _folded(text).lower() in _YES
        elif spec.kind is Kind.CHOICE:
            typed[spec.name] = choice_of(spec.name, text)
        elif spec.kind in (Kind.WHOLE, Kind.TENTHS):
            amount = _AMOUNT.search(unicodedata.normalize("NFKC", text))
            typed[spec.name] = amount.group() if amount else text
        elif spec.kind in (Kind.DAY, Kind.UNTIL):
            typed[spec.name] = _day_text(text)
        else:
            typed[spec.name] = text
    return typed


def _read_pay(name: str, text: str, typed: dict[str, Typed], wrong: list[Finding]) -> None:
    plain = unicodedata.normalize("NFKC", text)
    if pair := _RANGE.search(plain):
        typed["pay_min_fen"], typed["pay_max_fen"] = pair.group(1), pair.group(2)
    elif amount := _AMOUNT.search(plain):
        typed[name] = amount.group()
    else:
        wrong.append(Finding(field=name, sentence=f"薪资写的是“{text}”，请写明多少钱，例如 220。", code=UNTYPED))
        return
    # 220元/天 and 日结 say more than the amount; a column of its own wins, because it is read later
    for unit in PayUnit:
        if re.search(rf"元?\s*[/每]\s*{unit.label}", plain):
            typed.setdefault("pay_unit", unit.value)
    for way in Settlement:
        if way.label in plain:
            typed.setdefault("settlement", way.value)


@cache
def _labels(name: str) -> dict[str, frozenset[str]]:
    spec = next(column.field for column in columns() if column.field.name == name)
    labels = {value: {_folded(label), _folded(label).split("(")[0]} for value, label in spec.choices().items()}
    if spec.code is not None:
        for member in spec.code:
            labels.setdefault(member.value, set()).add(member.label)
    return {value: frozenset(words) for value, words in labels.items()}


@lru_cache(4096)
def choice_of(name: str, text: str) -> str:
    """Return the stored value a cell means: its code, its label, or the label within 元/天, 包工结算 and the like."""
    wanted, labels = _folded(text), _labels(name)
    for value, words in labels.items():
        if wanted == value or wanted in words:
            return value
    # 元/天 · 按天 · 天 · 尧渡 for 尧渡镇: one meaning only, or it is left for a person
    stripped = re.sub(r"^(元/|元每|按|每|论)", "", wanted).removesuffix("结算")
    near = [value for value, words in labels.items() if any(_means(stripped, word) for word in words)]
    return near[0] if len(near) == 1 else text


def _means(short: str, word: str) -> bool:
    return short == word or (len(short) >= 2 and word.startswith(short))


def _day_text(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := re.match(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})", plain):
        year, month, day = (int(part) for part in found.groups())
        return f"{year:04d}-{month:02d}-{day:02d}"
    return plain
