"""A hub's data folder with a little of everything a backup must bring back: rows, sealed fields, files, an edition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from content.backup.sheet import root_from, sheet_text
from content.clock import SetClock
from content.demo.plant import plant
from content.edition.shelf import Shelf
from content.model.attachments import Attachment, AttachmentRole
from content.model.audit import Action
from content.privacy import KeyRing
from content.publishing.publisher import Publisher
from content.store.database import Market
from content.store.tables import Tables
from tests.unit.content.store.samples import envelope, registration, seeker

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
ROOT = bytes(range(32))
KEYS = KeyRing.from_root(ROOT)
OTHER_ROOT = bytes(32)
ID_NUMBER = "341721199001010010"


@contextmanager
def open_hub(data: Path) -> Iterator[Market]:
    """Open the folder as the hub that owns it does."""
    data.mkdir(exist_ok=True)
    market = Market.open(data / "market.db", KEYS, SetClock(NOW))
    try:
        yield market
    finally:
        market.close()


def furnish(market: Market, data: Path) -> None:
    """Fill a new hub."""
    key = data / "keys" / "root.key"
    key.parent.mkdir()
    key.write_bytes(root_from(sheet_text(ROOT)))
    key.chmod(0o600)
    paper = market.attachment_files.put("paper-1", "委托书".encode())

    def fill(tables: Tables) -> None:
        plant(tables, "demo", NOW)
        tables.seekers.put(seeker(NOW, id_number=ID_NUMBER))
        tables.seekers.add_registration(registration())
        tables.attachments.add(Attachment(
            id="paper-1", subject="employer", subject_id="firm-1", role=AttachmentRole.AUTHORISATION,
            mime="application/pdf", size=9, sha256=paper, added_at=NOW, added_by="staff-1"))  # fmt: skip
        for number in range(5):
            tables.audit.note(None, NOW, Action.SAVED, subject="job", subject_id=str(number))

    market.write(fill)
    Publisher(market, Shelf(data / "shelf"), KEYS, SetClock(NOW), "341721-01").publish(by="demo", note="")


def file_on(market: Market, first: int, last: int) -> None:
    """File some more, as a hall that goes on working does."""
    for seq in range(first, last + 1):
        market.write(lambda tables, seq=seq: tables.inbox.store(envelope(seq), NOW))
