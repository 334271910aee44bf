"""From a job or a registration to the slip's own words."""

from __future__ import annotations

from datetime import date, datetime

from content.clock import calendar_day
from content.model.published import MarketCard, PublicJob
from content.model.trades import trades
from content.theme import words
from kiosk.registering import Draft
from kiosk.visit import Person
from printer import templates
from printer.receipt import Receipt
from printer.templates import Imprint, JobSlip, RegistrationSlip

_TAGS = 4  # what one line of 58 mm paper takes


def job_receipt(job: PublicJob, market: MarketCard, edition_number: int, now: datetime, terminal: str) -> Receipt:
    """Return the slip of one job."""
    slip = job_slip(job, market, edition_number, calendar_day(now))
    return templates.job_receipt(slip, _imprint(market, now, terminal))


def job_slip(job: PublicJob, market: MarketCard, edition_number: int, today: date) -> JobSlip:
    """Return the words of one job; its QR code opens the phone page, or holds whom to call where there is none."""
    tags = (*words.hot_tags(job, today), f"招{job.headcount}人", *words.soft_tags(job))[:_TAGS]
    return JobSlip(
        title=job.title, pay=str(words.pay(job)), tags=" · ".join(tags), employer=job.employer_name,
        place=place(job), gathering=job.gathering, days=days(job), hours=job.hours, requirements=job.requirements,
        contact=f"{job.contact_name} {job.contact_phone}", deadline=words.deadline(job), source=words.source(job),
        verified=words.verified(job), number=str(job.number), edition_number=str(edition_number),
        qr=phone_page(job, market) or _whom_to_call(job),
    )  # fmt: skip


def place(job: PublicJob) -> str:
    """Return township and address, the township only once."""
    return job.address if job.address.startswith(job.township_name) else f"{job.township_name}{job.address}"


def days(job: PublicJob) -> str:
    """Return the days of a job as people say them: 11月23日到11月25日; empty where none are set."""
    if job.starts_on is not None and job.ends_on is not None:
        same = job.starts_on == job.ends_on
        return words.day(job.starts_on) if same else f"{words.day(job.starts_on)}到{words.day(job.ends_on)}"
    return f"{words.day(job.starts_on)}开始" if job.starts_on is not None else ""


def hours(job: PublicJob) -> str:
    """Return days and hours in one text: 11月23日到11月25日，08:00—17:00."""
    return "，".join(part for part in (days(job), job.hours) if part)


def phone_page(job: PublicJob, market: MarketCard) -> str | None:
    """Return the address of the job's phone page, None where the market has no public address."""
    return f"{market.public_url.rstrip('/')}/job/{job.number}" if market.public_url else None


def _whom_to_call(job: PublicJob) -> str:
    # short, so that the modules stay at six dots on 58 mm paper
    return f"{job.title} {job.contact_name} {job.contact_phone} 岗位号 {job.number}"


def phone_text(job: PublicJob, market: MarketCard) -> str:
    """Return what the QR code on the screen holds: the phone page, or the job in words where there is none."""
    return phone_page(job, market) or (
        f"{job.title} {words.pay(job)}\n{job.employer_name}\n{place(job)}\n"
        f"{job.contact_name} {job.contact_phone}\n岗位号 {job.number}，{words.deadline(job)}截止"
    )


def registration_receipt(person: Person, draft: Draft, number: str, market: MarketCard, now: datetime,
                         terminal: str) -> Receipt:  # fmt: skip
    """Return the receipt of a registration: name masked, no ID number, no phone."""
    slip = RegistrationSlip(
        number=number, code=draft.code, masked_name=person.shown_name,
        wants="、".join(trades()[code].name for code in draft.trades),
        next_contact=f"有合适的活，市场打电话给您{'：' + market.phone if market.phone else ''}",
        note="想马上干活，到自助机点“今天就能干”",
    )  # fmt: skip
    return templates.registration_receipt(slip, _imprint(market, now, terminal))


def _imprint(market: MarketCard, now: datetime, terminal: str) -> Imprint:
    return Imprint(market_name=market.name, terminal=terminal, printed_at=now, complaint_phone=market.complaint_phone)
