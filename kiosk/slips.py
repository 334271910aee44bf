"""From a job or a registration to the slip's own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from content.clock import calendar_day
from content.model.abilities import PhoneOf
from content.model.own_record import OwnRecord
from content.model.places import TOWNSHIPS
from content.model.published import MarketCard, PublicJob
from content.model.trades import trades
from content.theme import words
from kiosk.applying import Application
from kiosk.registering import Draft
from kiosk.visit import Person, Standing, standing
from printer import templates
from printer.receipt import Receipt
from printer.templates import ApplicationSlip, CaseSlip, Imprint, JobSlip, RegistrationSlip, SeekerCardSlip

_TAGS = 4  # what one line of 58 mm paper takes


def job_receipt(job: PublicJob, market: MarketCard, edition_number: int, now: datetime, terminal: str) -> Receipt:
    """Return the 岗位单 of one job as an edition has it, printed at `now` on this terminal."""
    slip = job_slip(job, market, edition_number, calendar_day(now))
    return templates.job_receipt(slip, imprint(market, now, terminal))


def jobs_receipt(jobs: Sequence[PublicJob], market: MarketCard, edition_number: int, now: datetime, terminal: str,
                 reference: str) -> Receipt:  # fmt: skip
    """Return one slip of several jobs; a single one gets the large form with its QR code."""
    slips = [job_slip(job, market, edition_number, calendar_day(now)) for job in jobs]
    return templates.jobs_receipt(slips, imprint(market, now, terminal), reference=reference)


def job_slip(job: PublicJob, market: MarketCard, edition_number: int, today: date) -> JobSlip:
    """Return the words of one job; its QR code opens the phone page, or holds whom to call where there is none."""
    tags = (*words.hot_tags(job, today), f"招{job.headcount}人", *words.soft_tags(job))[:_TAGS]
    return JobSlip(
        title=job.title, pay=str(words.pay(job)), tags=" · ".join(tags), employer=job.employer_name,
        place=place(job), gathering=gathering(job), days=days(job), hours=job.hours,
        requirements=job.requirements, ask_for="" if job.ask_for == job.contact_name else job.ask_for,
        contact=f"{job.contact_name} {job.contact_phone}", deadline=words.deadline(job), source=words.source(job),
        verified=_verified(job, today), number=str(job.number), edition_number=str(edition_number),
        qr=phone_page(job, market) or _whom_to_call(job),
    )  # fmt: skip


def _verified(job: PublicJob, today: date) -> str:
    return words.verified(job) + (f"，{words.ASK_FIRST}" if words.stale(job, today) else "")


def place(job: PublicJob) -> str:
    """Return township and address, the township only once."""
    return job.address if job.address.startswith(job.township_name) else f"{job.township_name}{job.address}"


def gathering(job: PublicJob) -> str:
    """Return where people meet and when they are fetched: 市场门口，6:10 发车."""
    return "，".join(part for part in (job.gathering, job.pick_up) if part)


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
        wants="、".join(trades()[code].name for code in draft.trades) or "还没想好，职业指导员帮您看",
        next_contact=_next_contact(draft, market),
        note="想马上干活，到自助机点“今天就能干”",
    )  # fmt: skip
    return templates.registration_receipt(slip, imprint(market, now, terminal))


def case_receipt(slip: CaseSlip, market: MarketCard, now: datetime, terminal: str) -> Receipt:
    """Return the receipt of a 举报 or 用工登记: its kind, never its story, and nobody's name or phone."""
    return templates.case_receipt(slip, imprint(market, now, terminal))


def application_receipt(application: Application, person: Person, job: PublicJob, market: MarketCard, now: datetime,
                        terminal: str) -> Receipt:  # fmt: skip
    """Return the receipt of an application: name masked, no ID number, no phone but the employer's."""
    slip = ApplicationSlip(
        number=application.number, code=application.code, masked_name=person.shown_name, job_title=job.title,
        job_number=str(job.number), employer=job.employer_name, contact=f"{job.contact_name} {job.contact_phone}",
        steps=next_steps(job, employer_duty(person, calendar_day(now))),
    )  # fmt: skip
    return templates.application_receipt(slip, imprint(market, now, terminal))


def employer_duty(person: Person, today: date) -> str:
    """Return what the employer of somebody of 16 or 17 owes before work begins, "" for others.

    劳动法 §65 and 未成年工特殊保护规定 §6, §9: a health check, and the registration as 未成年工.
    """
    minor = standing(person.birth, person.sex, today) is Standing.MINOR
    return "不满 18 岁：单位要先办未成年工登记、安排体检，才能上工" if minor else ""


def next_steps(job: PublicJob, duty: str = "") -> tuple[str, ...]:
    """Return what happens after an application, in the words of page and slip; `duty` is the employer's."""
    return (
        *((duty,) if duty else ()),
        "市场工作人员把您的姓名、电话告诉单位", "单位打您留的电话，约时间、说清活和钱",
        f"等不及就自己打单位电话，说“在零工市场看到的”，报岗位号 {job.number}",
        "想知道结果、想撤回：带身份证到窗口，或报回执号和查询码",
    )  # fmt: skip


def seeker_card(record: OwnRecord, market: MarketCard, now: datetime, terminal: str, reference: str) -> Receipt:
    """Return the 求职卡 to hand to an employer: name masked, and room to write the phone by hand."""
    wish = record.wish
    known = (*(one.label for one in wish.certificates), *(one.label for one in wish.skills))
    slip = SeekerCardSlip(
        number=record.number, reference=reference, masked_name=record.name_mask,
        wants="、".join(trades()[code].name for code in wish.trades if code in trades()),
        knows="、".join(known), pay="、".join(one.label for one in wish.pay_wishes), start=wish.start_wish.label,
        places="、".join(TOWNSHIPS[code] for code in wish.township_codes if code in TOWNSHIPS) or "全县都行",
    )  # fmt: skip
    return templates.seeker_card_receipt(slip, imprint(market, now, terminal))


def _next_contact(draft: Draft, market: MarketCard) -> str:
    phone = market.phone
    if draft.phone_of is PhoneOf.NONE:
        return f"您没留电话，请常来看看，或打市场电话{'：' + phone if phone else ''}"
    whom = "给您" if draft.phone_of is PhoneOf.OWN else "给您家里人"
    return f"有合适的活，市场打电话{whom}{'：' + phone if phone else ''}"


def imprint(market: MarketCard, now: datetime, terminal: str) -> Imprint:
    """Return what stands on every slip: market, machine, time, whom to complain to."""
    return Imprint(market_name=market.name, terminal=terminal, printed_at=now, complaint_phone=market.complaint_phone)
