"""考核得分 as the page draws it: lines with their bars, the side with money and next steps; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from content.admin.scoring import AtHand
from content.kpi.filed import FigureName
from content.kpi.measures import MEASURES, SATISFACTIONS, Indicator, Measure
from content.kpi.outlook import Difference, Pace, Step, steps
from content.kpi.periods import PeriodKind
from content.kpi.score import IndicatorScore, printed
from content.reports.score_sheet import SheetLine, yuan

# what "what if" asks for: a measure and its word; a satisfied answer is an answer too
WHAT_IF: tuple[tuple[str, str, tuple[Measure, ...]], ...] = (
    ("newly_employed", "新增就业 人", (Measure.NEWLY_EMPLOYED,)), ("aided", "再就业帮扶 人", (Measure.AIDED,)),
    ("referred", "推荐灵活就业 人次", (Measure.REFERRED,)), ("workshop", "其中零工作坊 人", (Measure.WORKSHOP,)),
    ("employers_served", "服务企业 家", (Measure.EMPLOYERS_SERVED,)), ("posted", "发布岗位 个", (Measure.POSTED,)),
    ("served", "常态业务 人次", (Measure.SERVED,)), ("trainings_held", "技能培训 场", (Measure.TRAININGS_HELD,)),
    ("fairs_held", "招聘推介 场", (Measure.FAIRS_HELD,)),
    ("seekers_satisfied", "求职者满意答卷 份", (Measure.SEEKER_ANSWERS, Measure.SEEKERS_SATISFIED)),
    ("employers_satisfied", "企业满意答卷 份", (Measure.EMPLOYER_ANSWERS, Measure.EMPLOYERS_SATISFIED)),
)  # fmt: skip
_MORE = {Indicator.NEW_EMPLOYMENT: "新增就业再加 {} 人", Indicator.HARDSHIP_AID: "再帮 {} 人实现再就业",
         Indicator.EMPLOYERS: "再服务 {} 家企业", Indicator.POSTINGS: "再发布 {} 个岗位",
         Indicator.SERVICES: "常态业务再办 {} 人次", Indicator.TRAININGS: "再办 {} 场培训",
         Indicator.FAIRS: "再办 {} 场招聘推介"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One indicator as drawn; widths are percent of the target."""

    words: SheetLine
    measures: tuple[Measure, ...]
    got: int
    even: int  # where an even pace would be; 0 where days mean nothing
    behind: bool
    pace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The indicators of one of the four groups."""

    label: str
    full: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreView:
    """Everything on the page beside its controls."""

    groups: tuple[GroupView, ...]
    total: str
    operator_total: str
    projected: str
    projected_fen: str
    running: bool  # the period is not over
    money: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    goal: str
    steps: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    plan_missing: bool
    readings: tuple[tuple[str, str, str], ...]


def score_view(found: AtHand) -> ScoreView:
    """Return the page of a score."""
    sheet, ahead = found.sheet, found.outlook
    words = {line.code: line for line in sheet.lines}
    groups: dict[str, list[LineView]] = {}
    most: dict[str, Fraction] = {}
    for line, pace in zip(found.score.indicators, ahead.paces, strict=True):
        groups.setdefault(line.rule.group, []).append(_line(line, words[line.code.value], pace, ahead.gone))
        most[line.rule.group] = most.get(line.rule.group, Fraction()) + line.rule.points
    decimals = found.rules.decimals
    return ScoreView(
        groups=tuple(GroupView(label=label, full=printed(most[label], 0), lines=tuple(lines))
                     for label, lines in groups.items()),
        total=sheet.total, operator_total=sheet.operator_total, projected=ahead.printed,
        projected_fen=yuan(ahead.subsidy_fen) if found.money.budget_fen else "", running=ahead.gone < 1,
        money=sheet.money, notes=sheet.money_notes, goal=_goal(found),
        steps=tuple((_step_words(one), f"+{printed(one.gain, decimals)}") for one in steps(found.rules, found.score)),
        missing=sheet.missing, plan_missing=FigureName.PLAN_FILED not in found.filed.standing,
        readings=sheet.readings)  # fmt: skip


def _line(line: IndicatorScore, words: SheetLine, pace: Pace, gone: Fraction) -> LineView:
    now = line.decisive.standing
    timed = pace.pace is not None
    behind = pace.pace < 1 if pace.pace is not None else not now.missing and now.points < line.rule.points
    return LineView(
        words=words, measures=MEASURES[line.code],
        got=min(100, int(now.fulfilled * 100)), even=int(gone * 100) if timed and gone < 1 else 0,
        behind=behind and now.fulfilled < 1,
        pace=f"{int(pace.pace * 100)}%" if pace.pace is not None else "按答卷，与天数无关"
        if line.code in SATISFACTIONS else "—")  # fmt: skip


def _goal(found: AtHand) -> str:
    """Return what is missing to the next round number of the money: 95 points, or 60."""
    half = found.period.kind is PeriodKind.HALF
    bands = [found.rules.subsidy.half.least] if half else [one.least for one in found.rules.subsidy.bands]
    above = [least for least in bands if least > found.score.points]
    if not above:
        return "已到最高一档" if not half else "半年线已过"
    return f"到 {printed(min(above), 0)} 分还差 {printed(min(above) - found.score.points, found.rules.decimals)} 分"


def _step_words(step: Step) -> str:
    if step.code in SATISFACTIONS:
        whose = "求职者" if step.code is Indicator.SEEKER_SATISFACTION else "企业"
        return f"再收 {step.more[0]} 份{whose}满意答卷"
    if step.code is Indicator.REFERRALS:
        told = [f"推荐再加 {step.more[0]} 人次"] * bool(step.more[0])
        told += [f"零工作坊再加 {step.more[1]} 人"] * bool(step.more[1])
        return "，".join(told)
    return _MORE[step.code].format(step.more[0])


def more_of(typed: Mapping[str, str]) -> dict[Measure, int]:
    """Return the measures and numbers of "what if"; ValueError says what to mend."""
    found: dict[Measure, int] = {}
    for name, word, measures in WHAT_IF:
        text = typed.get(name, "").strip()
        if not text:
            continue
        if not (text.isascii() and text.isdigit() and len(text) <= 6):
            raise ValueError(f"“{word.split()[0]}”请填整数，例如 10。")
        if int(text):
            found |= dict.fromkeys(measures, int(text))
    return found


def difference_words(found: AtHand, change: Difference) -> str:
    """Return what a change would bring in one sentence."""
    decimals = found.rules.decimals
    gains = "，".join(f"{code.label} +{printed(gain, decimals)}" for code, gain in change.gains if gain > 0)
    told = f"合计 {change.before.printed} → {change.after.printed} 分"
    money = f"，补贴多 {yuan(change.subsidy_fen)}" if change.subsidy_fen > 0 else ""
    return told + money + (f"。{gains}" if gains else "。分数不变：没有到下一档，或已经满分。")
