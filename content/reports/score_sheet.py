"""The score sheet: ten indicators in both columns, the money, and the readings it was computed by, in words. Pure.

The sheet is a record of texts, so that what was signed is printed again as it was, whatever became of rows and rules.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from fractions import Fraction
from hashlib import sha256
from operator import attrgetter

from content.clock import local, to_text
from content.kpi.facts import Facts, Row, SubsidyFacts
from content.kpi.indicators import Standing
from content.kpi.measures import SATISFACTIONS, SHARES, Column, Indicator
from content.kpi.outlook import due_fen
from content.kpi.periods import PeriodKind
from content.kpi.rulebook import Rulebook
from content.kpi.score import IndicatorScore, Score, printed
from content.kpi.subsidy import check_subsidy, sanctions, year_round

HEADING = ("指标", "填报数", "核定数", "目标", "分母和依据", "填报得分", "核定得分", "满分", "说明")
_UNITS = {Indicator.EMPLOYERS: "家", Indicator.POSTINGS: "个", Indicator.SERVICES: "人次", Indicator.TRAININGS: "场",
          Indicator.FAIRS: "场"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One indicator in words."""

    code: str
    group: str
    label: str
    clause: str
    text: str  # what 附件2 says
    operator: str
    verified: str
    target: str
    denominator: str
    operator_points: str
    verified_points: str
    full: str
    notes: tuple[str, ...]

    @property
    def points(self) -> str:
        """Return the verified points beside the most there are."""
        return f"{self.verified_points} / {self.full}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheet:
    """The whole sheet in words."""

    title: str
    document: str
    period: str
    as_of: date
    lines: tuple[SheetLine, ...]
    operator_total: str
    verified_total: str
    total: str  # of the column that decides
    decides: str
    missing: tuple[str, ...]
    adjustments: tuple[str, ...]
    money: tuple[tuple[str, str], ...]
    money_notes: tuple[str, ...]
    readings: tuple[tuple[str, str, str], ...]  # the answer taken, where it is asked, the answers not taken
    rules_sha256: str = ""
    rows_sha256: str = ""


def percent(share: Fraction) -> str:
    """Return a share as percent, cut and never rounded up: 84.99% is no 85%."""
    hundredths = share.numerator * 10_000 // share.denominator
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") + "%"


def yuan(fen: int) -> str:
    """Return an amount of money."""
    sign, rest = ("-" if fen < 0 else ""), abs(fen)
    cents = f".{rest % 100:02}" if rest % 100 else ""
    return f"{sign}{rest // 100:,}{cents} 元"


def value_words(code: Indicator, standing: Standing) -> str:
    """Return what was reached: 41%（1230 人）, 1420 · 27, 96 家."""
    if code in SATISFACTIONS:
        satisfied, answers = standing.counted
        return f"{percent(standing.values[0])}（{satisfied}/{answers} 份）" if answers else "没有答卷"
    if code in SHARES:
        counted = f"{standing.counted[0]} 人"
        return f"{percent(standing.values[0])}（{counted}）" if not standing.missing else counted
    if code is Indicator.REFERRALS:
        return f"{standing.counted[0]} 人次，零工作坊 {standing.counted[1]} 人"
    return f"{standing.counted[0]} {_UNITS[code]}"


def target_words(code: Indicator, standing: Standing) -> str:
    """Return what full points ask for."""
    if code in SATISFACTIONS or code in SHARES:
        return percent(standing.targets[0])
    numbers = [_number(one) for one in standing.targets]
    if code is Indicator.REFERRALS:
        return f"{numbers[0]} 人次，零工作坊 {numbers[1]} 人"
    return f"{numbers[0]} {_UNITS[code]}"


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else printed(value, 1)


def _line(rules: Rulebook, line: IndicatorScore) -> SheetLine:
    now = line.decisive.standing
    share_of = now.denominator
    denominator = ""
    if share_of is not None:
        denominator = f"{share_of.label}：{share_of.value or '未填'}" + (
            f"（{share_of.document}）" if share_of.document else "")
    notes = [now.missing] if now.missing else []
    notes += [one.sentence for one in line.remarks]
    notes += [f"{one.measure.label} {one.value}" for one in line.beside]
    other = line.other
    if other is not None and other.denominator is not None:
        notes.append(f"按{other.denominator.label} {other.denominator.value} 算是 {percent(other.values[0])}，"
                     f"得 {printed(other.points, rules.decimals)} 分（供参考）")  # fmt: skip
    return SheetLine(
        code=line.code.value, group=line.rule.group, label=line.rule.label, clause=line.rule.clause, text=line.text,
        operator=value_words(line.code, line.operator.standing), target=target_words(line.code, now),
        verified=value_words(line.code, line.verified.standing), denominator=denominator,
        operator_points=line.operator.printed, verified_points=line.verified.printed,
        full=_number(line.rule.points), notes=tuple(notes))  # fmt: skip


def sheet_of(rules: Rulebook, found: Score, facts: Facts, money: SubsidyFacts,
             names: Mapping[str, str]) -> ScoreSheet:  # fmt: skip
    """Return the sheet of a score; `names` are those of staff."""
    decides = Column.VERIFIED if found.points == found.verified_points else Column.OPERATOR
    return ScoreSheet(
        title=rules.title, document=rules.document, period=found.period.label,
        as_of=min(found.as_of, found.period.last),
        lines=tuple(_line(rules, line) for line in found.indicators),
        operator_total=printed(found.operator_points, rules.decimals),
        verified_total=printed(found.verified_points, rules.decimals), total=found.printed, decides=decides.label,
        missing=found.missing,
        adjustments=tuple(
            f"{one.measure.label} {one.change:+d}：{one.reason}" + (f"（{one.document}）" if one.document else "")
            + f"，{names.get(one.by, one.by)} {local(one.at):%Y-%m-%d}"
            for one in facts.adjustments if one.of is found.period.kind),
        money=money_words(rules, found, money), money_notes=money_notes(rules, found, money),
        readings=tuple((one.sentence, one.place, "；".join(one.others)) for one in found.readings),
    )  # fmt: skip


def money_words(rules: Rulebook, found: Score, money: SubsidyFacts) -> tuple[tuple[str, str], ...]:
    """Return what the score is worth, word and amount; nothing is guessed while the budget is not told."""
    if not money.budget_fen:
        return (("年度运营补贴预算", "未填"),)
    budget = ("年度运营补贴预算", yuan(money.budget_fen))
    if found.period.kind is PeriodKind.HALF:
        due = due_fen(rules, found.period, found.points, money)
        return (budget, (f"按 {found.printed} 分半年应拨", yuan(due)), ("已经拨付", yuan(money.paid_half_fen)))
    year = year_round(rules, found.points, money)
    lines = (budget, (f"按 {year.points} 分应得", yuan(year.entitled_fen)), ("上半年已拨付", yuan(year.paid_fen)),
             ("年终应付", yuan(year.due_fen)))  # fmt: skip
    prudent = year.due_if_half_lost_fen
    return lines if prudent == year.due_fen else (*lines, ("半年部分不补拨时", yuan(prudent)))


def money_notes(rules: Rulebook, found: Score, money: SubsidyFacts) -> tuple[str, ...]:
    """Return what cannot be right in the figures told, what 附件2 五 says of this score, and what is to be decided."""
    half = found.period.kind is PeriodKind.HALF
    follows = sanctions(rules, found.points, money, for_half=half)
    year = () if half or not money.budget_fen else (year_round(rules, found.points, money).note,)
    wrong = check_subsidy(rules, money, found.period.year) if money.budget_fen else ()
    told = (*(one.sentence for one in wrong), *year, *follows.sentences, f"建设补贴：{follows.construction.label}")
    return tuple(one for one in told if one)


def rules_digest(rules: Rulebook) -> str:
    """Return the digest of the rules and readings by which a sheet was computed."""
    return sha256(_canonical(asdict(rules))).hexdigest()


_PERSONS = ("person", "subject")  # columns that tell who, by an index or a digest


def rows_digest(facts: Facts, last: date) -> str:
    """Return the digest of all rows of the ledgers up to a day with their checks; any change of one changes it.

    A person is the place at which they first come up: their index is another after a change of keys.
    """
    digest, persons = sha256(), dict[str, int]()
    for part in fields(facts):
        rows = getattr(facts, part.name)
        kept = [row for row in rows if isinstance(row, Row) and row.on <= last] if isinstance(rows, tuple) else []
        names = [one.name for one in fields(kept[0])] if kept else []
        for row in sorted(kept, key=attrgetter("id")):
            digest.update(_canonical([part.name, *(_told(name, getattr(row, name), persons) for name in names)]))
    return digest.hexdigest()


def _told(name: str, value: object, persons: dict[str, int]) -> object:
    if name in _PERSONS and isinstance(value, str) and value:
        return persons.setdefault(value, len(persons))
    return value


def _canonical(value: object) -> bytes:
    return _ENCODER.encode(value).encode()


def _plain(value: object) -> str:
    return to_text(value) if isinstance(value, datetime) else str(value)


# made once: of a year's rows `json.dumps` would make one each
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def sheet_lines(sheet: ScoreSheet) -> tuple[tuple[str, ...], ...]:
    """Return the sheet as rows under `HEADING`: indicators, totals, money, readings."""
    width = len(HEADING)

    def row(*cells: str) -> tuple[str, ...]:
        return (*cells, *("",) * (width - len(cells)))

    lines = tuple((one.label, one.operator, one.verified, one.target, one.denominator, one.operator_points,
                   one.verified_points, one.full, "；".join(one.notes)) for one in sheet.lines)  # fmt: skip
    total = row("合计", "", "", "", "", sheet.operator_total, sheet.verified_total, "100", f"以{sheet.decides}为准")
    return (
        *lines, total,
        *(row("还缺", one) for one in sheet.missing), *(row("核定调整", one) for one in sheet.adjustments),
        *(row(*one) for one in sheet.money), *(row("说明", one) for one in sheet.money_notes),
        *(row("口径", sentence, place, f"没有采用：{others}") for sentence, place, others in sheet.readings),
        row("数据截至", sheet.as_of.isoformat()), row("规则指纹", sheet.rules_sha256),
        row("台账指纹", sheet.rows_sha256),
    )  # fmt: skip


def paper_values(sheet: ScoreSheet, market: str, signed: str, printed_at: datetime, by: str,
                 publicity: str = "") -> dict[str, object]:  # fmt: skip
    """Return what the template of the paper is filled with; `signed` says who signed and when, "" for a draft.

    `publicity` is the line on its 公示 and the appeals, "" where it never had one.
    """
    groups: dict[str, list[SheetLine]] = {}
    for line in sheet.lines:
        groups.setdefault(line.group, []).append(line)
    state = "已定稿" if signed else "未定稿，仅供核对"
    return {
        "title": f"{sheet.period}考核得分表", "market": market, "sheet": sheet, "groups": groups, "signed": signed,
        "publicity": publicity,
        "state": state, "printed": f"{local(printed_at):%Y-%m-%d %H:%M}", "by": by,
        "footer": f"{market} · {sheet.period}考核得分表（{state}）· {by} {local(printed_at):%Y-%m-%d %H:%M} 打印",
    }  # fmt: skip
