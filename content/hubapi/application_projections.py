"""From 报名 and its withdrawal to the ledger, right in any order of arrival."""

from __future__ import annotations

from datetime import datetime

from content.clock import calendar_day
from content.hubapi.projections import NotProjectable, birth_date, slip_code_digest
from content.model.applications import Application, Withdrawal
from content.model.codec import from_json
from content.model.filings import ApplicationBody, FilingHeader, WithdrawalBody
from content.privacy import ColumnCipher, KeyRing, blind_index, protect
from content.rules.ages import ADULT_AGE, WORKING_AGE, age_on

APPLICATION_TABLE = "application"  # the place that its encrypted columns are bound to


def read_application(body: bytes) -> ApplicationBody:
    """Read the body of kind `application`, version 1; NotProjectable when it is something else."""
    try:
        return from_json(ApplicationBody, body)
    except ValueError:
        # without the cause: pydantic's message quotes the input, and this one holds a person
        raise NotProjectable("这份报名的内容缺项或写法不对，请窗口经办人按小票联系本人补办。") from None


def read_withdrawal(body: bytes) -> WithdrawalBody:
    """Read the body of kind `withdrawal`, version 1; NotProjectable when it is something else."""
    try:
        return from_json(WithdrawalBody, body)
    except ValueError:
        raise NotProjectable("这份撤回报名的内容缺项或写法不对，请窗口经办人核对后在报名页处理。") from None


def project_application(header: FilingHeader, body: ApplicationBody, received_at: datetime,
                        keys: KeyRing) -> Application:  # fmt: skip
    """Return the ledger's record; below 16 there is none (domain B2)."""
    day = calendar_day(header.occurred_at if header.clock_ok else received_at)
    age = age_on(birth_date(body.id_number, day), day)
    if age < WORKING_AGE:
        raise NotProjectable("报名人未满16周岁，不能介绍工作，请窗口经办人核对后作废。")
    cipher = ColumnCipher(key=keys.data)
    return Application(
        id=header.id, number=body.number, code_digest=slip_code_digest(keys, body.number, body.code),
        person_index=blind_index(keys.index, "id1", body.id_number),
        name=protect(cipher, None, "name", body.name, APPLICATION_TABLE, "name", header.id),
        phone=protect(cipher, None, "tel1", body.phone, APPLICATION_TABLE, "phone", header.id),
        job_id=body.job_id, job_number=body.job_number, employer_name=body.employer_name, id_entry=body.id_entry,
        is_minor=age < ADULT_AGE, terminal_id=header.terminal, occurred_at=header.occurred_at,
        clock_ok=header.clock_ok, consent_version=body.consent_version, consented_at=body.consented_at,
    )  # fmt: skip


def project_withdrawal(header: FilingHeader, body: WithdrawalBody, keys: KeyRing) -> Withdrawal:
    """Return the ledger's record; it counts only for the application of the same person."""
    return Withdrawal(id=header.id, application_number=body.application_number,
                      person_index=blind_index(keys.index, "id1", body.id_number),
                      withdrawn_at=body.withdrawn_at)  # fmt: skip
