"""How the desk says a record's pay, dates and stage."""

from __future__ import annotations

from datetime import datetime

from content.admin.fields import last_day
from content.clock import calendar_day
from content.model.codes import PayUnit, Stage
from content.model.jobs import JobPost
from content.theme.words import yuan

STAGE_TONES = {Stage.DRAFT: "calm", Stage.SUBMITTED: "warn", Stage.RETURNED: "", Stage.APPROVED: "good",
               Stage.FILLED: "calm", Stage.WITHDRAWN: "calm"}  # fmt: skip


def pay_words(job: JobPost) -> str:
    """Return 220 元/天, 180—220 元/天 or 3000 元（包工）; 未填 where there is none."""
    if not job.pay_min_fen:
        return "未填"
    figure = yuan(job.pay_min_fen)
    if job.pay_max_fen > job.pay_min_fen:
        figure += f"—{yuan(job.pay_max_fen)}"
    return f"{figure} 元（包工）" if job.pay_unit is PayUnit.JOB else f"{figure} 元/{job.pay_unit.label}"


def last_day_words(until: datetime) -> str:
    """Return the last day on which something that ends at `until` still holds: 2026-11-25."""
    return last_day(until).isoformat()


def day_words(instant: datetime | None) -> str:
    """Return the market's day of an instant: 2026-11-23, or — where there is none."""
    return "—" if instant is None else calendar_day(instant).isoformat()
