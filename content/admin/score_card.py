"""The score on 今日工作: where the year stands and is heading, and each indicator of the period with its pace."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from content.admin.cadence import card_of
from content.admin.parts import Card
from content.admin.scoring import SEEING, AtHand, ScoreGlance
from content.clock import local
from content.errors import ContentError
from content.kpi.filed import FigureName
from content.kpi.measures import MEASURES, SATISFACTIONS, SHARES, Measure
from content.kpi.outlook import Pace
from content.kpi.score import IndicatorScore
from content.rules import cadence
from content.rules.cadence import DutyState, Span
from content.rules.workdays import Workdays
from content.store.database import Tables

_NAMED = 3  # indicators that are behind, by name


def period_cards(glance: ScoreGlance, tables: Tables, now: datetime, workdays: Workdays) -> tuple[Card, ...]:
    """Return the ten indicators of the period at hand against the calendar, and what this month counted for them.

    None where the market was not open yet: `score_card` says so.
    """
    try:
        _, found = glance.all_at(tables, now)
    except ContentError:
        return ()
    running = found.running
    month = (cadence.services(found.month[Measure.SERVED], now, workdays),
             cadence.workshop(found.month[Measure.WORKSHOP], now, workdays))  # fmt: skip
    lines = zip(running.score.indicators, running.outlook.paces, strict=True)
    return (*map(card_of, month), *(_indicator_card(running, line, pace) for line, pace in lines))


def _indicator_card(running: AtHand, line: IndicatorScore, pace: Pace) -> Card:
    now, period = line.decisive.standing, running.period
    share, satisfied = line.code in SHARES, line.code in SATISFACTIONS
    whole = now.denominator.value if share and now.denominator is not None else None
    if satisfied:
        figure, target = int(now.values[0] * 100), ceil(now.targets[0] * 100)
    else:
        figure = now.counted[0]
        target = ceil(now.targets[0] * (whole or 0)) if share else ceil(now.targets[0])
    even = 0 if satisfied else int(target * running.outlook.gone)
    full = now.points >= line.rule.points
    slow = pace.pace is not None and pace.pace < 1
    state = DutyState.DONE if full else DutyState.SOON if now.missing or slow or satisfied else DutyState.IN_TIME
    told = now.missing or f"得 {line.decisive.printed} 分，满分 {line.rule.points} 分。" + (
        f"进度 {int(pace.pace * 100)}%，" + ("落后了。" if slow else "跟得上。") if pace.pace is not None else "")
    return Card(label=line.rule.label + ("（%）" if satisfied else ""), figure=figure, target=target or None,
                expected=even, state=state, sentence=told, clause=line.rule.clause, span=Span.PERIOD, roles=SEEING,
                path=f"/score/{MEASURES[line.code][0].value}?year={period.year}&of={period.kind.value}")  # fmt: skip


def score_card(glance: ScoreGlance, tables: Tables, now: datetime) -> Card:
    """Return the card; points in whole numbers, the sentence says the rest."""
    try:
        at, found = glance.at(tables, now)
    except ContentError as error:
        return Card(label="考核得分", figure=0, path="/score", sentence=str(error), roles=SEEING)
    score, ahead = found.score, found.outlook
    behind = [pace.code.label for pace in ahead.paces if pace.pace is not None and pace.pace < 1]
    told = [f"核定数 {score.printed} 分，照现在的进度年底约 {ahead.printed} 分（{local(at):%H:%M} 算的）。"]
    if behind:
        more = "等。" if behind[_NAMED:] else "。"
        told.append(f"落后于进度 {len(behind)} 项：{'、'.join(behind[:_NAMED])}{more}")
    told += list(score.missing)
    plan = FigureName.PLAN_FILED in found.filed.standing
    told += [] if plan else ["年度运营计划还没有填备案日期。"]
    lacking = bool(score.missing) or not plan
    state = DutyState.SOON if lacking or behind else DutyState.IN_TIME
    return Card(label="考核得分", figure=int(score.points), target=found.rules.full_points, path="/score",
                expected=int(found.rules.full_points * ahead.gone), sentence="".join(told), clause="附件2 三",
                span=Span.PERIOD, state=state, pressing=lacking, roles=SEEING)  # fmt: skip
