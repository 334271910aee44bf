"""Slips about work: 岗位单, 求职登记回执, 推荐单 in two sheets."""

from collections.abc import Sequence
from dataclasses import dataclass

from printer.errors import ReceiptError
from printer.receipt import Align, Cut, Element, Qr, Receipt, Rule, SlipKind, Text
from printer.templates.frame import FADES, Imprint, contact, foot, head, masked, pairs, to_sign, warning


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSlip:
    """One job as it stands on paper, in words that are ready to read; empty values leave their line out.

    `tags` is the line below the pay ("日结 · 今天上工 · 招6人"), `contact` who to ask for with the employer's phone at
    its end, `gathering` when and where people are fetched, `verified` when and how the job was checked, `qr` the
    address of its phone page.
    """

    title: str
    pay: str
    tags: str
    employer: str
    place: str
    hours: str
    requirements: str
    contact: str
    deadline: str
    source: str
    verified: str
    number: str
    edition_number: str
    days: str = ""
    gathering: str = ""
    ask_for: str = ""
    qr: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationSlip:
    """A seeker's receipt: no ID number, no phone, the name masked; number and code answer a later question.

    `wants` are the trades looked for, `next_contact` who calls when; `note` is what is still open, if anything.
    """

    number: str
    code: str
    masked_name: str
    wants: str
    next_contact: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSlip:
    """The receipt of 我要报名: name masked, `contact` ends with the employer's phone, `steps` come next."""

    number: str
    code: str
    masked_name: str
    job_title: str
    job_number: str
    employer: str
    contact: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerCardSlip:
    """A seeker's card (求职卡) to hand to an employer: the name masked, no ID number; the phone is written by hand.

    `knows` are skills and certificates, `places` where one is willing to go; `reference` tells two cards apart.
    """

    number: str
    reference: str
    masked_name: str
    wants: str
    knows: str
    pay: str
    start: str
    places: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralSlip:
    """A referral to an employer: the sheet the seeker carries, and the stub (存根) the market keeps.

    `note` is what the employer has to do first, if anything.
    """

    number: str
    masked_name: str
    job_title: str
    employer: str
    place: str
    contact: str
    appointment: str
    clerk: str
    qr: str | None = None
    note: str = ""


def job_receipt(slip: JobSlip, imprint: Imprint) -> Receipt:
    """Return the slip for one job."""
    return jobs_receipt((slip,), imprint, reference=slip.number)


def jobs_receipt(slips: Sequence[JobSlip], imprint: Imprint, *, reference: str) -> Receipt:
    """Return one slip for one or several jobs, of several only what is needed to call; raises ReceiptError for none."""
    if not slips:
        raise ReceiptError("岗位单上没有岗位")
    if len(slips) > 1:
        return _several(slips, imprint, reference)
    bodies = _job(slips[0])
    return Receipt(
        kind=SlipKind.JOB,
        reference=reference,
        title="岗位单",
        elements=(*head(imprint), *bodies, *warning(imprint), *_job_foot(slips, imprint), Cut()),
    )


def registration_receipt(slip: RegistrationSlip, imprint: Imprint) -> Receipt:
    """Return the 求职登记回执: number and code large, the name masked."""
    return Receipt(
        kind=SlipKind.REGISTRATION,
        reference=slip.number,
        title="求职登记回执",
        elements=(
            *head(imprint, "求职登记回执"),
            Rule(),
            *pairs(("编号", slip.number), ("查询码", slip.code), size=2),
            *pairs(("姓名", masked(slip.masked_name)), ("想做", slip.wants)),
            *pairs(("联系", slip.next_contact), ("说明", slip.note)),
            Rule(),
            Text(text="查进度、改登记：到服务窗口，报编号和查询码。"),
            Rule(),
            *warning(imprint),
            *foot(imprint, FADES),
            Cut(),
        ),
    )


def seeker_card_receipt(slip: SeekerCardSlip, imprint: Imprint) -> Receipt:
    """Return the 求职卡 a walk-in shows an employer; the phone is a line to fill in by hand."""
    return Receipt(
        kind=SlipKind.SEEKER_CARD,
        reference=slip.reference,
        title="求职卡",
        elements=(
            *head(imprint, "求职卡"),
            Rule(),
            *pairs(("姓名", masked(slip.masked_name)), ("想干", slip.wants), size=2),
            *pairs(("会的", slip.knows), ("结钱", slip.pay), ("上工", slip.start), ("地方", slip.places)),
            *pairs(("登记号", slip.number)),
            Rule(),
            *to_sign("本人电话（自己写）："),
            *warning(imprint),
            *foot(imprint, FADES),
            Cut(),
        ),
    )


def referral_receipt(slip: ReferralSlip, imprint: Imprint) -> Receipt:
    """Return the referral in two sheets: for the seeker to hand in, and the stub with the same number."""
    rows = (
        *pairs(("编号", slip.number), ("姓名", masked(slip.masked_name))),
        *pairs(("岗位", slip.job_title), size=2),
        *pairs(("单位", slip.employer)),
        *pairs(("地点", slip.place), ("时间", slip.appointment), size=2),
        *contact(slip.contact),
        *pairs(("经办", slip.clerk), ("注意", slip.note)),
    )
    seeker = (
        *head(imprint, "推荐单"),
        Text(text="第一联 交用工单位", align=Align.CENTER),
        Rule(),
        *rows,
        Rule(),
        *_qr(slip.qr, "手机扫码带走"),
        *warning(imprint),
        *foot(imprint, "面试结果请单位回电，或由本人告诉窗口。"),
    )
    stub = (
        *head(imprint, "推荐单"),
        Text(text="第二联 市场存根", align=Align.CENTER),
        Rule(),
        *rows,
        Rule(),
        Text(text="结果  □录用  □未录用  □未去"),
        *to_sign("本人签名："),
        *foot(imprint),
    )
    return Receipt(
        kind=SlipKind.REFERRAL, reference=slip.number, title="推荐单", elements=(*seeker, Cut(), *stub, Cut())
    )


def _job(slip: JobSlip) -> tuple[Element, ...]:
    return (
        Text(text=slip.title, size=2, align=Align.CENTER, bold=True),
        Text(text=slip.pay, size=2, align=Align.CENTER, bold=True),
        Text(text=slip.tags, align=Align.CENTER),
        Rule(),
        *pairs(("单位", slip.employer)),
        *pairs(("地点", slip.place), ("集合", slip.gathering), ("找谁", slip.ask_for), size=2),
        *pairs(("日期", slip.days), ("时间", slip.hours), size=2),
        *pairs(("要求", slip.requirements)),
        *contact(slip.contact),
        *pairs(("截止", slip.deadline)),
        Rule(),
        *_qr(slip.qr, "手机扫码带走"),
    )


def _several(slips: Sequence[JobSlip], imprint: Imprint, reference: str) -> Receipt:
    bodies = tuple(element for place, slip in enumerate(slips, start=1) for element in _brief(slip, place))
    return Receipt(
        kind=SlipKind.JOB, reference=reference, title="岗位单",
        elements=(*head(imprint, f"{len(slips)} 个岗位"), Rule(), *bodies, *warning(imprint), *foot(imprint), Cut()),
    )  # fmt: skip


def _brief(slip: JobSlip, place: int) -> tuple[Element, ...]:
    """Return one job of several: no QR code, since five of them would be a metre of paper."""
    return (
        Text(text=f"{place}. {slip.title}", size=2, bold=True),
        Text(text=slip.pay, size=2, bold=True),
        Text(text=slip.tags),
        *pairs(("单位", slip.employer), ("地点", slip.place), ("集合", slip.gathering), ("找谁", slip.ask_for)),
        *pairs(("日期", slip.days), ("时间", slip.hours), ("要求", slip.requirements)),
        *contact(slip.contact),
        *pairs(("截止", slip.deadline)),
        *(Text(text=line) for line in _origin(slip)),
        Rule(),
    )


def application_receipt(slip: ApplicationSlip, imprint: Imprint) -> Receipt:
    """Return the receipt of an application (报名回执)."""
    steps = tuple(Text(text=f"{place}. {step}") for place, step in enumerate(slip.steps, start=1))
    return Receipt(
        kind=SlipKind.CASE,
        reference=slip.number,
        title="报名回执",
        elements=(
            *head(imprint, "报名回执"),
            Rule(),
            *pairs(("编号", slip.number), ("查询码", slip.code), size=2),
            *pairs(("姓名", masked(slip.masked_name))),
            *pairs(("岗位", slip.job_title), size=2),
            *pairs(("岗位号", slip.job_number), ("单位", slip.employer)),
            *contact(slip.contact),
            Rule(),
            Text(text="接下来：", bold=True),
            *steps,
            Rule(),
            *warning(imprint),
            *foot(imprint, FADES),
            Cut(),
        ),
    )


def _job_foot(slips: Sequence[JobSlip], imprint: Imprint) -> tuple[Element, ...]:
    """Number, source and check of every job: a forwarded job must name where it came from (2026 notice)."""
    return foot(imprint, *(line for slip in slips for line in _origin(slip)))


def _origin(slip: JobSlip) -> tuple[str, str]:
    edition = f" 第{slip.edition_number}期" if slip.edition_number else ""
    checked = f"，{slip.verified}" if slip.verified else ""
    return f"岗位号 {slip.number}{edition}", f"来源：{slip.source}{checked}"


def _qr(data: str | None, caption: str) -> tuple[Element, ...]:
    return (Qr(data=data, caption=caption), Rule()) if data else ()
