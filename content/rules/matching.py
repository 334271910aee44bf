"""Which jobs fit what somebody wants, and why, in words they would use themselves; a person is never scored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from content.model.codes import PayUnit, PayWish, Settlement, StartWish
from content.model.own_record import Wish
from content.model.published import PublicJob
from content.model.trades import trades

_BY_TIME = (PayUnit.HOUR, PayUnit.DAY, PayUnit.WEEK, PayUnit.HALF_MONTH, PayUnit.MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One job that fits, the reasons in words, and whether it came since the person was last here."""

    job: PublicJob
    reasons: tuple[str, ...]
    is_new: bool


def matches(jobs: Iterable[PublicJob], wish: Wish, since: datetime, today: date) -> tuple[Match, ...]:
    """Return jobs of a wanted trade in a wanted place: new ones first, then those with most reasons, then newest."""
    fitting = [job for job in jobs if job.trade_code in wish.trades
               and (not wish.township_codes or job.township_code in wish.township_codes)]  # fmt: skip
    found = [Match(job=job, reasons=_reasons(job, wish, today), is_new=job.published_at > since) for job in fitting]
    found.sort(key=lambda one: one.job.published_at, reverse=True)
    found.sort(key=lambda one: (not one.is_new, -len(one.reasons)))
    return tuple(found)


def _reasons(job: PublicJob, wish: Wish, today: date) -> tuple[str, ...]:
    known = trades().get(job.trade_code)
    said = [f"您想干{known.name if known is not None else job.trade_name}"]
    if job.township_code in wish.township_codes:
        said.append(f"在{job.township_name}，您愿意去")
    said += [f"{pay.label}，合您的意" for pay in wish.pay_wishes if _pays(job, pay)][:1]
    if wish.start_wish is StartWish.TODAY and (job.starts_on is None or job.starts_on <= today):
        said.append("今天就能上工")
    return tuple(said)


def _pays(job: PublicJob, wish: PayWish) -> bool:
    if wish is PayWish.DAY:
        return job.settlement is Settlement.DAY
    if wish is PayWish.MONTH:
        return job.pay_unit is PayUnit.MONTH
    return job.pay_unit is PayUnit.HOUR if wish is PayWish.HOUR else job.pay_unit not in _BY_TIME
