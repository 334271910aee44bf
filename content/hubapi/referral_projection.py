"""From the window's 推荐单 to the ledger; it counts once staff confirm it at the desk."""

from __future__ import annotations

from datetime import datetime

from content.clock import calendar_day
from content.hubapi.projections import NotProjectable, birth_date
from content.model.codec import from_json
from content.model.filings import FilingHeader, ReferralBody
from content.model.referrals import Referral, ReferralSource
from content.privacy import ColumnCipher, KeyRing, blind_index, protect
from content.rules.ages import WORKING_AGE, age_on

REFERRAL_TABLE = "referral"  # the place that its encrypted columns are bound to
SLIP_CONSENT = "推荐单同意-1"  # the sentence ticked at the window: 本人同意把姓名告诉这家单位


def read_referral(body: bytes) -> ReferralBody:
    """Read the body of kind `referral`, version 1; NotProjectable when it is something else."""
    try:
        return from_json(ReferralBody, body)
    except ValueError:
        # without the cause: pydantic's message quotes the input, and this one holds a person
        raise NotProjectable("这份推荐单的内容缺项或写法不对，请窗口经办人按存根在“推荐与就业”里补记。") from None


def project_referral(header: FilingHeader, body: ReferralBody, received_at: datetime, is_workshop: bool,
                     keys: KeyRing) -> Referral:  # fmt: skip
    """Return the ledger's record, not confirmed; below 16 there is none (domain B2)."""
    said = header.occurred_at if header.clock_ok else received_at
    day = calendar_day(said)
    if age_on(birth_date(body.id_number, day), day) < WORKING_AGE:
        raise NotProjectable("推荐的人未满16周岁，不能介绍工作，请窗口经办人核对后作废。")
    return Referral(
        id=header.id, root=header.id, person_index=blind_index(keys.index, "id1", body.id_number),
        name=protect(ColumnCipher(key=keys.data), None, "name", body.name, REFERRAL_TABLE, "name", header.id),
        entered_at=said, entered_by=body.handled_by, written_at=said, written_by=body.handled_by,
        source=ReferralSource.SLIP, source_id=header.id, number=body.number, job_id=body.job_id,
        job_number=body.job_number, employer_name=body.employer_name, is_workshop=is_workshop, channel=body.channel,
        day=day, consent_version=SLIP_CONSENT, consented_at=body.consented_at,
    )  # fmt: skip
