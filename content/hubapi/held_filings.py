"""What lies aside unprojected is somebody's too: filings that will not project, and those whose number was taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from json import loads

from content.errors import SealError
from content.link.envelope import open_envelope
from content.model.filings import Envelope
from content.privacy import KeyRing, blind_index
from content.store.tables import Tables


def forget_held(tables: Tables, keys: KeyRing, person_index: bytes, up_to: datetime) -> int:
    """Empty what a person said up to an instant and no ledger took (PIPL §15, §47); return how many filings.

    Their bodies are sealed, so no index finds them: each is opened. One that opens to nothing of ours is left to staff.
    """
    theirs = tuple(_of(tables.inbox.set_aside(), keys, person_index, up_to))
    for envelope in theirs:
        tables.inbox.forget_set_aside(envelope)
    return len(theirs)


def _of(held: tuple[Envelope, ...], keys: KeyRing, person_index: bytes, up_to: datetime) -> Iterator[Envelope]:
    for envelope in held:
        header = envelope.header
        if header.kind == "withdrawal_of_consent" or (header.clock_ok and header.occurred_at > up_to):
            continue
        try:
            body = loads(open_envelope(envelope, *keys.seals))
        except (SealError, ValueError):
            continue
        number = body.get("id_number") if isinstance(body, dict) else None
        if isinstance(number, str) and number and blind_index(keys.index, "id1", number) == person_index:
            yield envelope
