"""Plain Chinese for what records hold: pay, dates, tags; one wording for kiosk, screen, slip and phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.clock import calendar_day, local
from content.model.codes import PayUnit, Settlement
from content.model.published import PublicJob
from content.rules.freshness import is_stale

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """Pay in two parts, so that the figure can be large: `220` and `元/天`."""

    figure: str
    unit: str

    def __str__(self) -> str:
        """Return both parts as one text."""
        return self.figure + self.unit


def yuan(fen: int) -> str:
    """Return an amount in yuan without needless zeros: 22000 → 220, 80 → 0.8."""
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def pay(job: PublicJob) -> Pay:
    """Return the pay of a job as it is said in the hall."""
    figure = yuan(job.pay_min_fen)
    if job.pay_max_fen > job.pay_min_fen:
        figure = f"{figure}—{yuan(job.pay_max_fen)}"
    unit = "元（包工）" if job.pay_unit is PayUnit.JOB else f"元/{job.pay_unit.label}"
    return Pay(figure=figure, unit=unit)


def day(value: date) -> str:
    """Return 11月23日."""
    return f"{value.month}月{value.day}日"


def day_of(instant: datetime) -> str:
    """Return 11月23日 for the market's day of an instant."""
    return day(calendar_day(instant))


def weekday(value: date) -> str:
    """Return 星期一."""
    return f"星期{_WEEKDAYS[value.weekday()]}"


def minute_of(instant: datetime) -> str:
    """Return 09:42 on the market's wall clock."""
    return f"{local(instant):%H:%M}"


def day_and_minute(instant: datetime) -> str:
    """Return 11月23日 09:42."""
    return f"{day_of(instant)} {minute_of(instant)}"


def deadline(job: PublicJob) -> str:
    """Return the last day of a job: 11月25日. An end at midnight belongs to the day before."""
    moment = local(job.valid_until)
    if (moment.hour, moment.minute) == (0, 0):
        return day(date.fromordinal(moment.date().toordinal() - 1))
    return day(moment.date())


def can_start_on(job: PublicJob, today: date) -> bool:
    """Say whether a job is day work that a walk-in can begin on the day (今天就能干)."""
    if job.settlement is not Settlement.DAY:
        return False
    begun = job.starts_on is None or job.starts_on <= today
    return begun and (job.ends_on is None or job.ends_on >= today)


def hot_tags(job: PublicJob, today: date) -> tuple[str, ...]:
    """Return the tags drawn in the accent colour: 急招, 日结, 今天上工."""
    tags = [("急招", job.urgent), (job.settlement.label, job.settlement is Settlement.DAY),
            ("今天上工", can_start_on(job, today))]  # fmt: skip
    return tuple(word for word, holds in tags if holds)


def is_provided(said: str) -> bool:
    """Say whether words about meals or lodging promise any: 管午饭 does, 无, 不包吃 and 自理 do not."""
    return bool(said.strip()) and not said.strip().startswith(("无", "没", "不", "自理", "自备", "自带", "自己"))


def soft_tags(job: PublicJob) -> tuple[str, ...]:
    """Return the quiet tags: meals, lodging, transport, settlement, certificate, workshop."""
    settled = "" if job.settlement is Settlement.DAY else job.settlement.label
    words = (settled, job.meals, job.lodging, job.transport, "要证" if job.certificates else "",
             "零工作坊" if job.is_workshop else "")  # fmt: skip
    return tuple(word for word in words if word and word != "无")


def verified(job: PublicJob) -> str:
    """Return 11月23日电话核实."""
    return f"{day_of(job.verified_at)}{job.verified_how.label}"


ASK_FIRST = "去前先打电话问"


def stale(job: PublicJob, today: date) -> str:
    """Return what is told of a job nobody asked after for long (R110), "" else: 11月3日核实，去前先打电话问.

    By the day of the calendar, since it stands on paper and on pages that are kept.
    """
    return f"{day_of(job.verified_at)}核实，{ASK_FIRST}" if is_stale(job.verified_at, today) else ""


def source(job: PublicJob) -> str:
    """Return the source with its name where it has one: 网络平台（某某招聘网）."""
    return f"{job.source.label}（{job.source_name}）" if job.source_name else job.source.label


def count(number: int) -> str:
    """Return a hit count as shown: 999+ above 999."""
    return "999+" if number > 999 else str(number)


def place(job: PublicJob) -> str:
    """Return township and address, the township only once."""
    return job.address if job.address.startswith(job.township_name) else job.township_name + job.address
