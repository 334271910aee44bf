"""What a reviewer of the demonstration finds: jobs that wait with words, pay or twins the rules speak of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from content.model.codes import PayUnit, Settlement
from content.model.jobs import JobPost

# by turn among the jobs that wait; the clauses are those of the lexicon (domain B1)
_FLAWS: tuple[dict[str, Any], ...] = (
    {"requirements": "限男性，35 岁以下，能搬 25 公斤。"},
    {"pay_note": "入职先交押金 200 元，干满一个月退。"},
    {"pay_min_fen": 1200, "pay_max_fen": 1200, "pay_unit": PayUnit.HOUR, "settlement": Settlement.MONTH},
    {"duties": "日结高薪，轻松过万，不限经验，名额有限，先到先得。"},
)


def with_flaws(waiting: tuple[JobPost, ...], standing: tuple[JobPost, ...]) -> tuple[JobPost, ...]:
    """Return the waiting jobs with a flaw each as far as they go; the next one repeats a job that already stands."""
    flawed = [replace(job, **flaw) for job, flaw in zip(waiting, _FLAWS, strict=False)]
    rest = waiting[len(flawed) :]
    if rest and standing:
        flawed.append(_again(standing[0], rest[0]))
    return (*flawed, *waiting[len(flawed) :])


def _again(job: JobPost, waiting: JobPost) -> JobPost:
    return replace(
        job, id=waiting.id, number=waiting.number, title=f"急招{job.title}", stage=waiting.stage,
        created_at=waiting.created_at, updated_at=waiting.updated_at, reviewed_by=None, reviewed_at=None,
    )  # fmt: skip
