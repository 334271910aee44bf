"""What work pays: figures of documents as typed, and medians of our own jobs, each labelled with its ground."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from statistics import median

from content.model.codes import PayUnit
from content.model.notices import WageGuide
from content.model.published import PublicJob, PublicWage

FEWEST = 5  # below this a median would tell what one firm pays


def _middle(job: PublicJob) -> Fraction:
    return Fraction(job.pay_min_fen + job.pay_max_fen, 2)


def own_medians(jobs: Iterable[PublicJob], today: date) -> tuple[PublicWage, ...]:
    """Return the median pay of each trade and pay unit that at least five of these jobs name, by trade."""
    groups: dict[tuple[str, PayUnit], list[PublicJob]] = {}
    for job in jobs:
        groups.setdefault((job.trade_code, job.pay_unit), []).append(job)
    return tuple(
        PublicWage(
            trade_code=code, trade_name=found[0].trade_name, unit=unit, low_fen=min(job.pay_min_fen for job in found),
            median_fen=round(median(map(_middle, found))), high_fen=max(job.pay_max_fen for job in found),
            ground=f"本市场 {len(found)} 个在招岗位的中位数", as_of=today, own_jobs=len(found),
        )
        for (code, unit), found in sorted(groups.items(), key=lambda item: (item[0][0], item[0][1].value))
        if len(found) >= FEWEST
    )  # fmt: skip


def of_guide(guide: WageGuide) -> tuple[PublicWage, ...]:
    """Return the figures of one document, named as their ground."""
    ground = " ".join(part for part in (guide.issuer, guide.title, guide.document_number) if part)
    return tuple(
        PublicWage(trade_code=line.trade_code, trade_name=line.trade_name, unit=line.unit, low_fen=line.low_fen,
                   median_fen=line.median_fen, high_fen=line.high_fen, ground=ground, as_of=guide.issued_on)
        for line in guide.lines
    )  # fmt: skip
