"""From a 举报 or 用工登记 to the desk's records: pure, right in any order of arrival, and once however often told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

from content.clock import SHANGHAI, calendar_day
from content.hubapi.projections import NotProjectable, slip_code_digest
from content.model.codec import from_json
from content.model.codes import EmployerKind, JobSource, Stage, WorkForm
from content.model.filings import FilingHeader
from content.model.jobs import Employer, JobPost
from content.model.places import TOWNSHIPS
from content.model.seekers import Sealed
from content.model.trades import trades
from content.model.walk_in import Complaint, Hiring, HiringBody, ReportBody
from content.privacy import ColumnCipher, KeyRing, protect

COMPLAINT_TABLE, HIRING_TABLE = "complaint", "hiring"  # the places that their encrypted columns are bound to
SOURCE_NAME = "现场登记"  # 企业自报 on the spot; a source of its own would not read on an older kiosk
_MOST_DAYS = 60
_DAILY_TENTHS = 80  # until the editor asks
B = TypeVar("B")


@dataclass(frozen=True, slots=True, kw_only=True)
class HiringRecords:
    """What one 用工登记 becomes; `employer` is the one that was known, where there was one."""

    employer: Employer
    job: JobPost
    hiring: Hiring


def _read(kind: type[B], body: bytes, sentence: str) -> B:
    try:
        return from_json(kind, body)
    except ValueError:
        # the cause is left out on purpose: pydantic's message quotes the input, and this one holds a person
        raise NotProjectable(sentence) from None


def read_report(body: bytes) -> ReportBody:
    """Read the body of kind `report`, version 1; NotProjectable when it is something else."""
    return _read(ReportBody, body, "这份举报的内容缺项或写法不对，请系统管理员核对终端的程序版本，升级后再处理一次。")


def read_hiring(body: bytes) -> HiringBody:
    """Read the body of kind `hiring`, version 1; NotProjectable when it is something else."""
    return _read(HiringBody, body, "这份用工登记的内容缺项或写法不对，请窗口经办人按小票请用工单位到窗口补登。")


def project_report(header: FilingHeader, body: ReportBody, keys: KeyRing) -> Complaint:
    """Return the complaint file, which takes the filing's id."""
    cipher = ColumnCipher(key=keys.data)
    text, phone = body.text.strip(), body.phone.strip()
    told = Sealed(ciphertext=cipher.encrypt(text, COMPLAINT_TABLE, "text", header.id), mask="") if text else None
    caller = protect(cipher, None, "tel1", phone, COMPLAINT_TABLE, "phone", header.id) if phone else None
    return Complaint(
        id=header.id, number=body.number, code_digest=slip_code_digest(keys, body.number, body.code),
        terminal_id=header.terminal, occurred_at=header.occurred_at, clock_ok=header.clock_ok, channel=body.channel,
        kind=body.kind, job_id=body.job_id, job_number=body.job_number, employer_name=body.employer_name, text=told,
        phone=caller,
    )  # fmt: skip


def known_employer(body: HiringBody, by_credit_code: Callable[[str], tuple[Employer, ...]],
                   by_phone: Callable[[str], tuple[Employer, ...]]) -> Employer | None:  # fmt: skip
    """Return the employer the records have already: by credit code, and by phone where no code was given.

    Another code with the same phone is another firm, and a household is never a firm.
    """
    if body.credit_code:
        return next(iter(by_credit_code(body.credit_code)), None)
    alike = (one for one in by_phone(body.contact_phone)
             if (one.kind is EmployerKind.HOUSEHOLD) == body.household)  # fmt: skip
    return next(alike, None)


def project_hiring(header: FilingHeader, body: HiringBody, received_at: datetime, known: Employer | None,
                   job_number: int, keys: KeyRing) -> HiringRecords:  # fmt: skip
    """Return the records: an unverified employer unless one was known, and a draft job, both with the filing's id.

    The job has no contact yet: that is written in clear only when staff take it up.
    """
    happened = header.occurred_at if header.clock_ok else received_at
    employer, cipher = known or _employer(header, body), ColumnCipher(key=keys.data)
    return HiringRecords(
        employer=employer, job=_job(header, body, employer, happened, job_number),
        hiring=Hiring(
            id=header.id, number=body.number, code_digest=slip_code_digest(keys, body.number, body.code),
            terminal_id=header.terminal, occurred_at=header.occurred_at, clock_ok=header.clock_ok,
            channel=body.channel, employer_id=employer.id, job_id=header.id, known_employer=known is not None,
            contact_name=protect(cipher, None, "name", body.contact_name, HIRING_TABLE, "contact_name", header.id),
            contact_phone=protect(cipher, None, "tel1", body.contact_phone, HIRING_TABLE, "contact_phone", header.id),
            consent_version=body.consent_version,
        ),
    )  # fmt: skip


def _employer(header: FilingHeader, body: HiringBody) -> Employer:
    township = TOWNSHIPS.get(body.township_code, "")
    return Employer(
        id=header.id, name=f"家庭雇主（{township}）" if body.household else body.unit_name.strip(),
        kind=EmployerKind.HOUSEHOLD if body.household else EmployerKind.PRIVATE,
        credit_code="" if body.household else body.credit_code.strip().upper(), introduction="", industry="",
        township_code=body.township_code, address="", contact_name=body.contact_name, contact_phone=body.contact_phone,
        licence_seen=False, agent_id_seen=False, authorisation_seen=False, verified_by=None, verified_at=None,
        verified_how=None,
    )  # fmt: skip


def _job(header: FilingHeader, body: HiringBody, employer: Employer, happened: datetime, number: int) -> JobPost:
    trade = trades().get(body.trade_code)
    days = min(max(body.valid_days, 1), _MOST_DAYS)
    end = datetime.combine(calendar_day(happened) + timedelta(days=days), time.min, SHANGHAI).astimezone(UTC)
    return JobPost(
        id=header.id, number=number, employer_id=employer.id, title=trade.name if trade else "",
        trade_code=trade.code if trade else "", headcount=body.headcount, duties="", requirements="", skills="",
        certificates="", township_code=body.township_code, address="", gathering=body.gathering,
        starts_on=body.starts_on, ends_on=None, hours=body.hours, daily_hours_tenths=_DAILY_TENTHS,
        form=WorkForm.TEMPORARY, meals="", lodging="", transport="", risks="", protection="", insurance="",
        pay_min_fen=body.pay_fen, pay_max_fen=body.pay_fen, pay_unit=body.pay_unit, pay_note="",
        settlement=body.settlement, contact_name="", contact_phone="",
        source=JobSource.EMPLOYER, source_name=SOURCE_NAME, source_url="", verified_by=None, verified_at=None,
        verified_how=None, minors_allowed=False, hazards=(), is_workshop=False, urgent=False, valid_until=end,
        stage=Stage.DRAFT, created_at=happened, created_by="", updated_at=happened,
    )  # fmt: skip
