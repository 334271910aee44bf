"""满意度问卷 on paper (R205): one sheet for a firm and month with its code, or a blank one for seekers; pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from content.model.answers import Awareness
from content.model.cases import Satisfaction
from content.model.published import MarketCard

_AWARE = (Awareness.KNOWS, Awareness.PARTLY, Awareness.UNAWARE)


def questionnaire(market: MarketCard, firm: str = "", code: str = "", month: date | None = None) -> dict[str, Any]:
    """Return what the template is filled with; without a code it is the seekers' sheet."""
    where = " · ".join(filter(None, (market.address, f"电话 {market.phone}" if market.phone else "")))
    return {
        "title": "用工单位满意度问卷" if code else "求职者满意度问卷", "market": market.name, "where": where,
        "firm": firm, "code": code, "month": f"{month.year} 年 {month.month} 月" if month else "",
        "faces": tuple(one.label for one in Satisfaction), "aware": tuple(one.label for one in _AWARE),
        "footer": market.name,
    }  # fmt: skip
