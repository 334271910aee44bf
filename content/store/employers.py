"""用工单位 in market.db; the contact person's name and phone are encrypted columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from content.model.jobs import Employer
from content.privacy import ColumnCipher, KeyRing, blind_index, protect
from content.store.mapping import Row, row_mapping
from content.store.records import RecordTable

_CONTACT = ("contact_name", "contact_phone")


class Employers(RecordTable[Employer]):
    """The employers; `page` ignores the stage, which they have none of."""

    kind = Employer
    table = "employer"
    word = "用工单位"
    searched = ("employer.name", "employer.credit_code")
    newest_first = "employer.rowid DESC"

    def __init__(self, db: Database, keys: KeyRing) -> None:
        super().__init__(db)
        self._cipher = ColumnCipher(key=keys.data)
        self._index_key = keys.index

    def _to_row(self, record: Employer) -> Row:
        row = row_mapping(Employer, _CONTACT).to_row(record)
        name = protect(self._cipher, None, "name", record.contact_name, "employer", "contact_name", record.id)
        phone = protect(
            self._cipher, self._index_key, "tel1", record.contact_phone, "employer", "contact_phone", record.id
        )
        return row | {
            "contact_name": name.ciphertext, "contact_name_mask": name.mask,
            "contact_phone": phone.ciphertext, "contact_phone_mask": phone.mask, "contact_phone_index": phone.index,
        }  # fmt: skip

    def _from_row(self, row: Row) -> Employer:
        name, phone = (self._cipher.decrypt(row[column], "employer", column, row["id"]) for column in _CONTACT)
        return row_mapping(Employer, _CONTACT).from_row(row, contact_name=name, contact_phone=phone)

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the names of some employers by id, for a list of their jobs."""
        wanted = tuple(set(ids))
        marks = ",".join("?" * len(wanted))
        return dict(self._db.execute(f"SELECT id, name FROM employer WHERE id IN ({marks})", wanted).fetchall())

    def by_phone(self, phone: str) -> tuple[Employer, ...]:
        """Return the employers whose contact has this number."""
        index = blind_index(self._index_key, "tel1", phone)
        return self._select("WHERE contact_phone_index = :index", {"index": index})

    def publishable(self, now: datetime) -> tuple[Employer, ...]:
        """Return the verified employers: only their jobs may stand in an edition (R104)."""
        return self._select("WHERE verified_at IS NOT NULL ORDER BY name", {})
