"""From 更正 and 撤回同意 to the ledger: pure, right in any order of arrival and twice."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from content.hubapi.projections import SEEKER_TABLE, NotProjectable
from content.model.abilities import PhoneOf
from content.model.codec import from_json
from content.model.filings import ConsentWithdrawalBody, CorrectionBody, FilingHeader
from content.model.own_record import Wish
from content.model.seekers import ConsentWithdrawal, Correction, Sealed
from content.privacy import ColumnCipher, KeyRing, blind_index, protect

B = TypeVar("B")

CORRECTION_TABLE = "correction"  # the place that a correction's encrypted phone is bound to


def read_own_record_body(kind: type[B], body: bytes) -> B:
    """Read a body of kind `correction` or `withdrawal_of_consent`; NotProjectable when it is something else."""
    try:
        return from_json(kind, body)
    except ValueError:
        # the cause is left out on purpose: pydantic's message quotes the input, and this one holds a person
        raise NotProjectable("这份更正或撤回的内容缺项或写法不对，请窗口经办人联系本人重办。") from None


def said_at(header: FilingHeader, received_at: datetime) -> datetime:
    """Return when a filing was made; one whose clock is not believed counts from when it came."""
    return header.occurred_at if header.clock_ok else received_at


def project_correction(header: FilingHeader, body: CorrectionBody, received_at: datetime,
                       keys: KeyRing) -> Correction:  # fmt: skip
    """Return the correction as the ledger keeps it."""
    phone = None
    if body.phone:
        phone = protect(ColumnCipher(key=keys.data), keys.index, "tel1", body.phone, CORRECTION_TABLE, "phone",
                        header.id)  # fmt: skip
    wish: dict[str, Any] = {one.name: getattr(body, one.name) for one in fields(Wish)}
    return Correction(
        id=header.id, person_index=blind_index(keys.index, "id1", body.id_number),
        occurred_at=said_at(header, received_at), clock_ok=header.clock_ok, terminal_id=header.terminal, phone=phone,
        phone_kept=body.phone is None, phone_of=body.phone_of, **wish,
    )  # fmt: skip


def phone_for_seeker(correction: Correction, seeker_id: str, keys: KeyRing) -> Sealed | None:
    """Return a correction's phone in the form that belongs to the person's own row, None where there is none now."""
    if correction.phone is None or correction.phone_of is PhoneOf.NONE:
        return None
    cipher = ColumnCipher(key=keys.data)
    plain = cipher.decrypt(correction.phone.ciphertext, CORRECTION_TABLE, "phone", correction.id)
    return protect(cipher, keys.index, "tel1", plain, SEEKER_TABLE, "phone", seeker_id)


def project_consent_withdrawal(header: FilingHeader, body: ConsentWithdrawalBody, received_at: datetime,
                               keys: KeyRing) -> ConsentWithdrawal:  # fmt: skip
    """Return the withdrawal; of the person only the blind index stays, so that what arrives later is taken out too."""
    return ConsentWithdrawal(id=header.id, person_index=blind_index(keys.index, "id1", body.id_number),
                             withdrawn_at=said_at(header, received_at))  # fmt: skip
