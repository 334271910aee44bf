"""走访 in market.db; whom one spoke to is encrypted as the contacts of employers are (R101)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlite_utils import Database

from content.clock import Clock
from content.model.outreach import EmployerVisit, Industry
from content.privacy import ColumnCipher, KeyRing, protect
from content.store.mapping import Row, row_mapping
from content.store.records import Named, RecordTable, equal_to, sorted_by
from content.store.words import asked

_CONTACT = ("contact_name", "contact_phone")


class Visits(RecordTable[EmployerVisit]):
    """The visits; `page` ignores stage and standing, and searches by the firm."""

    kind = EmployerVisit
    table = "visit"
    word = "走访"
    newest_first = "visit.day DESC, visit.created_at DESC"
    staged = False
    sorts: ClassVar[Named] = sorted_by("visit", "day mode industry")
    filters: ClassVar[Named] = {
        **equal_to("visit", "mode industry"), "employer": "visit.employer_id = :value",
        "from": "visit.day >= :value", "to": "visit.day <= :value",
        "needs": "visit.needs_workers = (:value = '1')",
    }  # fmt: skip

    def __init__(self, db: Database, keys: KeyRing, clock: Clock) -> None:
        super().__init__(db, clock)
        self._cipher = ColumnCipher(key=keys.data)
        self._index_key = keys.index

    def _to_row(self, record: EmployerVisit) -> Row:
        name = protect(self._cipher, None, "name", record.contact_name, "visit", "contact_name", record.id)
        phone = protect(self._cipher, self._index_key, "tel1", record.contact_phone, "visit", "contact_phone",
                        record.id)  # fmt: skip
        return row_mapping(EmployerVisit, _CONTACT).to_row(record) | {
            "contact_name": name.ciphertext, "contact_name_mask": name.mask,
            "contact_phone": phone.ciphertext, "contact_phone_mask": phone.mask, "contact_phone_index": phone.index,
        }  # fmt: skip

    def _from_row(self, row: Row) -> EmployerVisit:
        name, phone = (self._cipher.decrypt(row[column], "visit", column, row["id"]) for column in _CONTACT)
        return row_mapping(EmployerVisit, _CONTACT).from_row(row, contact_name=name, contact_phone=phone)

    def _row_of(self, record: EmployerVisit) -> Row:
        return self._to_row(record)

    def found_by(self, text: str) -> tuple[str, dict[str, Any]]:
        """Return the condition by which visits are searched: their firm's own words."""
        condition, values = asked(text, "employer.words")
        return f"visit.employer_id IN (SELECT id FROM employer WHERE {condition})", values

    def employers_between(self, first: date, last: date) -> int:
        """Return how many different firms were spoken to from `first` to `last`."""
        return self._number("SELECT count(DISTINCT employer_id) FROM visit WHERE day BETWEEN :first AND :last",
                            {"first": first.isoformat(), "last": last.isoformat()})  # fmt: skip

    def industries_between(self, first: date, last: date) -> dict[Industry, int]:
        """Return how many different firms of each industry were spoken to; none are left out."""
        rows = self._db.execute(
            """SELECT industry, count(DISTINCT employer_id) FROM visit WHERE day BETWEEN ? AND ? GROUP BY industry""",
            [first.isoformat(), last.isoformat()],
        )  # fmt: skip
        return {Industry(name): number for name, number in rows.fetchall()}
