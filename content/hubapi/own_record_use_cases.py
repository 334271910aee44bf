"""What a registration, a 更正 and a 撤回同意 do to the ledger, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from content.hubapi.held_filings import forget_held
from content.hubapi.own_record_projections import (
    phone_for_seeker,
    project_consent_withdrawal,
    project_correction,
    read_own_record_body,
    said_at,
)
from content.hubapi.projections import person_index, project_registration, read_registration
from content.model.filings import ConsentWithdrawalBody, CorrectionBody, FilingHeader
from content.privacy import KeyRing
from content.store.tables import Tables

UseCase = Callable[[Tables], None]


def registering(header: FilingHeader, opened: bytes, now: datetime, keys: KeyRing) -> UseCase:
    """Return what takes a registration into the ledger."""
    body = read_registration(opened)
    index = person_index(body, keys)

    def use_case(tables: Tables) -> None:
        tables.inbox.mark_projected(header.id)
        taken = tables.own_records.withdrawn_after(index, said_at(header, now))
        if taken is not None:  # it came late: its line counts, and its person is already out of the ledger
            records = project_registration(header, body, now, taken.id, keys)
            tables.own_records.nameless(taken.id, taken.withdrawn_at)
            tables.seekers.add_registration(records.registration)
            tables.inbox.erase(header.id)
            return
        known = tables.seekers.by_index(index)
        records = project_registration(header, body, now, known.id if known else None, keys)
        tables.seekers.put(records.seeker, proven=records.registration.is_proven)
        tables.seekers.add_registration(records.registration)
        _give_phone(tables, index, keys)

    return use_case


def correcting(header: FilingHeader, opened: bytes, now: datetime, keys: KeyRing) -> UseCase:
    """Return what keeps a correction, unless what it corrects was taken back since."""
    correction = project_correction(header, read_own_record_body(CorrectionBody, opened), now, keys)

    def use_case(tables: Tables) -> None:
        tables.inbox.mark_projected(header.id)
        if tables.own_records.withdrawn_after(correction.person_index, correction.occurred_at) is not None:
            tables.inbox.erase(header.id)
            return
        tables.own_records.add_correction(correction)
        _give_phone(tables, correction.person_index, keys)

    return use_case


def taking_back(header: FilingHeader, opened: bytes, now: datetime, keys: KeyRing) -> UseCase:
    """Return what takes a person out of the ledger."""
    withdrawal = project_consent_withdrawal(header, read_own_record_body(ConsentWithdrawalBody, opened), now, keys)

    def use_case(tables: Tables) -> None:
        tables.own_records.withdraw(withdrawal)
        forget_held(tables, keys, withdrawal.person_index, withdrawal.withdrawn_at)
        tables.inbox.mark_projected(header.id)

    return use_case


def _give_phone(tables: Tables, person: bytes, keys: KeyRing) -> None:
    """Bring the person's phone up to the last correction that named one, whichever of the two arrived first."""
    seeker = tables.seekers.by_index(person)
    told = [one for one in tables.own_records.corrections(person) if not one.phone_kept]
    if seeker is not None and told:
        tables.seekers.give_phone(seeker.id, phone_for_seeker(told[0], seeker.id, keys), told[0].occurred_at)
