"""自评表: what the operator itself counts, with the rows and papers behind it, what is missing to full points. Pure.

It is the score sheet of `score_sheet` read in the operator's column, printed before the bureau verifies anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from content.clock import local
from content.kpi.indicators import Standing
from content.kpi.measures import SATISFACTIONS, SHARES, Indicator
from content.kpi.score import IndicatorScore, Score
from content.reports.score_sheet import ScoreSheet, SheetLine, percent

SELF_HEADING = ("指标", "目标", "自评数", "计入的记录", "其中附有证明", "没有计入", "离目标还差", "自评得分", "满分",
                "分母和依据", "说明")  # fmt: skip
_UNITS = {Indicator.NEW_EMPLOYMENT: "人", Indicator.HARDSHIP_AID: "人", Indicator.EMPLOYERS: "家",
          Indicator.POSTINGS: "个", Indicator.SERVICES: "人次", Indicator.TRAININGS: "场",
          Indicator.FAIRS: "场"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfLine:
    """One indicator of the self-assessment; `words` is its line on the score sheet."""

    words: SheetLine
    rows: str  # records counted
    papers: str  # of them those with a paper kept
    left_out: str  # records of the period that do not count, by reason
    gap: str


def rows_of(line: IndicatorScore) -> tuple[str, ...]:
    """Return the ids of the records an indicator counts in the operator's column, each once."""
    return tuple(dict.fromkeys(row for tally in line.operator.tallies for row in tally.rows))


def gap_words(code: Indicator, standing: Standing) -> str:
    """Return what is missing to full points; a share whose whole is not told cannot say it."""
    if standing.missing:
        return "缺数，算不出"
    if code in SATISFACTIONS:
        short = standing.targets[0] - standing.values[0]
        return f"{percent(short)}（百分点）" if short > 0 else "已达到"
    if code in SHARES:
        whole = standing.denominator.value if standing.denominator is not None else None
        fewer = ceil(standing.targets[0] * (whole or 0)) - standing.counted[0]
        return f"{fewer} {_UNITS[code]}" if fewer > 0 else "已达到"
    more = [max(0, ceil(target) - counted)
            for target, counted in zip(standing.targets, standing.counted, strict=True)]  # fmt: skip
    if code is Indicator.REFERRALS:
        told = [f"{more[0]} 人次"] * bool(more[0]) + [f"零工作坊 {more[1]} 人"] * bool(more[1])
        return "，".join(told) or "已达到"
    return f"{more[0]} {_UNITS[code]}" if more[0] else "已达到"


def self_lines(sheet: ScoreSheet, found: Score, papers: Mapping[Indicator, int]) -> tuple[SelfLine, ...]:
    """Return the lines in the order of the sheet; `papers` says of how many counted records a paper is kept."""
    words = {line.code: line for line in sheet.lines}
    return tuple(SelfLine(
        words=words[line.code.value], rows=f"{len(rows_of(line))} 条", papers=f"{papers.get(line.code, 0)} 条",
        left_out="；".join(f"{out.why.label} {len(out.rows)} 条" for tally in line.operator.tallies
                          for out in tally.left_out) or "没有",
        gap=gap_words(line.code, line.operator.standing),
    ) for line in found.indicators)  # fmt: skip


def self_rows(sheet: ScoreSheet, lines: tuple[SelfLine, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the self-assessment as rows under `SELF_HEADING`: indicators, total, what is missing, readings."""
    width = len(SELF_HEADING)

    def row(*cells: str) -> tuple[str, ...]:
        return (*cells, *("",) * (width - len(cells)))

    return (
        *((one.words.label, one.words.target, one.words.operator, one.rows, one.papers, one.left_out, one.gap,
           one.words.operator_points, one.words.full, one.words.denominator, "；".join(one.words.notes))
          for one in lines),
        row("合计", "", "", "", "", "", "", sheet.operator_total, "100"),
        *(row("还缺", one) for one in sheet.missing),
        *(row("口径", sentence, place, f"没有采用：{others}") for sentence, place, others in sheet.readings),
        row("数据截至", sheet.as_of.isoformat()), row("规则指纹", sheet.rules_sha256),
        row("台账指纹", sheet.rows_sha256),
    )  # fmt: skip


def self_values(sheet: ScoreSheet, lines: tuple[SelfLine, ...], market: str, printed_at: datetime,
                by: str) -> dict[str, object]:  # fmt: skip
    """Return what the template of the paper is filled with."""
    groups: dict[str, list[SelfLine]] = {}
    for one in lines:
        groups.setdefault(one.words.group, []).append(one)
    at = f"{local(printed_at):%Y-%m-%d %H:%M}"
    return {
        "title": f"{sheet.period}自评表", "market": market, "sheet": sheet, "groups": groups, "printed": at, "by": by,
        "footer": f"{market} · {sheet.period}自评表（自评，未经核实）· {by} {at} 打印",
    }  # fmt: skip
