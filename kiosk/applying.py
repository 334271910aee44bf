"""我要报名: what a walk-in agreed to and the filing it becomes; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.filings import ApplicationBody, WithdrawalBody
from content.model.published import PublicJob
from kiosk.consent import APPLICATION_CONSENT_VERSION
from kiosk.visit import Person, Standing, may_see


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One application of this visit; `key` makes filing it twice the same filing, `number` is "" until it is filed."""

    key: str
    code: str
    consented_at: datetime
    number: str = ""
    withdrawn: bool = False


def refusal(job: PublicJob, who: Standing) -> str:
    """Say why a person may not apply for a job, "" where they may (domain B2)."""
    if who is Standing.UNDER_16:
        return "未满16周岁不能报名"
    return "" if may_see(job, who) else "这个活有危险，不满 18 岁不能干"


def body(application: Application, person: Person, job: PublicJob, phone: str, number: str) -> ApplicationBody:
    """Return the body to be filed under a receipt number."""
    return ApplicationBody(
        number=number, code=application.code, job_id=job.id, job_number=job.number, employer_name=job.employer_name,
        name=person.name, id_number=person.id_number, phone=phone, consent_version=APPLICATION_CONSENT_VERSION,
        consented_at=application.consented_at, id_entry=person.id_entry,
    )  # fmt: skip


def withdrawal(application: Application, person: Person, now: datetime) -> WithdrawalBody:
    """Return the body that takes an application back."""
    return WithdrawalBody(application_number=application.number, id_number=person.id_number, withdrawn_at=now)
