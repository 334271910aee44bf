"""用工单位 in market.db; the contact person's name and phone are encrypted columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from sqlite_utils import Database

from content.clock import Clock, calendar_day
from content.model.history import Deed
from content.model.jobs import Employer
from content.privacy import ColumnCipher, KeyRing, blind_index, protect
from content.store.job_words import index_jobs
from content.store.mapping import Row, row_mapping
from content.store.records import Named, RecordTable, looked_after, sorted_by

_CONTACT = ("contact_name", "contact_phone")


class Employers(RecordTable[Employer]):
    """The employers; `page` ignores stage and standing, which they have none of."""

    kind = Employer
    table = "employer"
    word = "用工单位"
    newest_first = "employer.rowid DESC"
    staged = False
    sorts: ClassVar[Named] = {
        **sorted_by("employer", "name kind verified_at updated_at"), "township": "employer.township_code",
    }
    filters: ClassVar[Named] = {
        **looked_after("employer"), "kind": "employer.kind = :value", "township": "employer.township_code = :value",
        "verified": "(employer.verified_at IS NOT NULL) = (:value = '1')",
    }  # fmt: skip

    def __init__(self, db: Database, keys: KeyRing, clock: Clock) -> None:
        super().__init__(db, clock)
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

    def by_credit_code(self, code: str) -> tuple[Employer, ...]:
        """Return the employers with this 统一社会信用代码; more than one is a slip to mend."""
        return self._select("WHERE credit_code = :code", {"code": code.strip().upper()})

    def _update(self, record: Employer, stored: Employer, by: str, deed: Deed, note: str = "") -> Employer:
        told = replace(record, updated_at=self._clock.now())
        saved = super()._update(told, stored, by, deed, note)
        if record.name != stored.name:
            # jobs are found by the name of their firm
            index_jobs(self._db, "employer_id = ?", [record.id])
        return saved

    def _brought_back(self, past: Employer, stored: Employer, now: datetime) -> Employer:
        # a suspension ends by its own deed, never by going back to the days before it
        return replace(past, suspended=stored.suspended, owner=stored.owner)

    def publishable(self, now: datetime) -> tuple[Employer, ...]:
        """Return the employers whose jobs may stand in an edition: verified, licence in force, not suspended (R104)."""
        return self._select(
            """WHERE verified_at IS NOT NULL AND suspended = ''
            AND (licence_until IS NULL OR licence_until >= :today) ORDER BY name""",
            {"today": calendar_day(now).isoformat()},
        )
