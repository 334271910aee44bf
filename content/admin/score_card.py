"""The year's score on 今日工作: where it stands, where it is heading, and what has to be brought."""

from __future__ import annotations

from datetime import datetime

from content.admin.parts import Card
from content.admin.scoring import SEEING, ScoreGlance
from content.clock import local
from content.errors import ContentError
from content.kpi.filed import FigureName
from content.rules.cadence import DutyState, Span
from content.store.database import Tables

_NAMED = 3  # indicators that are behind, by name


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
                span=Span.MONTH, state=state, pressing=lacking, roles=SEEING)  # fmt: skip
