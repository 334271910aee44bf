"""From a filing of the hall to its case: pure, right in any order of arrival, and once however often told."""

from __future__ import annotations

from content.clock import calendar_day
from content.hubapi.projections import NotProjectable, slip_code_digest
from content.model.cases import BODIES, Awareness, Case, CaseBody, CaseKind, CaseState, SatisfactionBody
from content.model.codec import from_json, to_json
from content.model.filings import FilingHeader
from content.model.seekers import Sealed
from content.privacy import ColumnCipher, KeyRing, mask_name, mask_phone
from content.rules.case_words import choice_of, person_of, subject_id_of, subject_of
from content.rules.satisfaction import once_of

CASE_TABLE = "hall_case"  # the place that its encrypted column is bound to


def read_case(kind: CaseKind, body: bytes) -> CaseBody:
    """Read a body of version 1; NotProjectable when it is something else."""
    try:
        return from_json(BODIES[kind], body)
    except ValueError:
        # the cause is left out on purpose: pydantic's message quotes the input, and this one may hold a person
        advice = "请系统管理员核对终端的程序版本，升级后再处理一次。"
        raise NotProjectable(f"这份{kind.label}的内容缺项或写法不对，{advice}") from None


def project_case(header: FilingHeader, body: CaseBody, keys: KeyRing) -> Case:
    """Return the case, which takes the filing's id."""
    kind, (name, phone) = CaseKind(header.kind), person_of(body)
    number, code = getattr(body, "number", ""), getattr(body, "code", "")
    sealed = ColumnCipher(key=keys.data).encrypt(to_json(body).decode(), CASE_TABLE, "body", header.id)
    return Case(
        id=header.id, kind=kind, number=number, terminal_id=header.terminal, occurred_at=header.occurred_at,
        code_digest=slip_code_digest(keys, number, code) if number else b"", clock_ok=header.clock_ok,
        channel=body.channel, subject=subject_of(body), choice=choice_of(body), subject_id=subject_id_of(body),
        once=_once(header, body, keys), body=Sealed(ciphertext=sealed, mask=""),
        name_mask=mask_name(name) if name else "", phone_mask=mask_phone(phone) if phone else "",
        state=CaseState.NEW if kind.answered else CaseState.NOTED,
        awareness=body.awareness if isinstance(body, SatisfactionBody) else Awareness.NOT_ASKED,
    )  # fmt: skip


def _once(header: FilingHeader, body: CaseBody, keys: KeyRing) -> bytes:
    """Return the digest of person and month, of another kind than a person's index: neither finds the other."""
    if not isinstance(body, SatisfactionBody) or not body.id_number:
        return b""
    return once_of(keys.index, calendar_day(header.occurred_at), body.id_number)
