"""求职者 and 求职登记 in market.db; names, ID numbers and phones are ciphertext, mask and blind index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.clock import to_text
from content.errors import StoreError
from content.link.numbers import write_number
from content.model.abilities import PhoneOf
from content.model.codes import Channel, IdEntry
from content.model.seekers import Registration, Sealed, Seeker
from content.store.counters import next_value
from content.store.mapping import Row, row_mapping

DESK_PREFIX = "00"  # of receipts for what the desk types from paper
_SEALED = ("name", "id_number", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One line of the registration ledger as staff see it: masks only."""

    id: str
    seeker_id: str
    number: str
    occurred_at: datetime
    clock_ok: bool
    channel: Channel
    id_entry: IdEntry
    terminal_id: str
    trades: tuple[str, ...]
    township_code: str
    is_minor: bool
    late: bool
    name_mask: str
    id_mask: str
    phone_mask: str  # "" where no phone was given
    phone_of: PhoneOf
    helped: bool
    unsure: bool


def _sealed_columns(name: str, value: Sealed | None) -> Row:
    if value is None:
        return {name: None, f"{name}_mask": None, f"{name}_index": None}
    return {name: value.ciphertext, f"{name}_mask": value.mask, f"{name}_index": value.index}


def _sealed(row: Row, name: str) -> Sealed | None:
    if row[name] is None:
        return None
    return Sealed(ciphertext=row[name], mask=row[f"{name}_mask"], index=row.get(f"{name}_index"))


def _seeker_row(seeker: Seeker) -> Row:
    row = row_mapping(Seeker, _SEALED).to_row(seeker)
    for name in _SEALED:
        row |= _sealed_columns(name, getattr(seeker, name))
    row.pop("name_index")  # nobody is looked up by name
    return row


def _seeker(row: Row) -> Seeker:
    return row_mapping(Seeker, _SEALED).from_row(row, **{name: _sealed(row, name) for name in _SEALED})


class Seekers:
    """The persons of the ledger and what they registered."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _seekers(self, clause: str, values: list[Any]) -> tuple[Seeker, ...]:
        return tuple(map(_seeker, self._db.query(f"SELECT * FROM seeker {clause}", values)))

    def get(self, seeker_id: str) -> Seeker | None:
        """Return a person, also one merged into another record; None when there is none of that id."""
        return next(iter(self._seekers("WHERE id = ?", [seeker_id])), None)

    def by_index(self, index: bytes) -> Seeker | None:
        """Return the person whose ID number has this blind index."""
        return next(iter(self._seekers("WHERE id_number_index = ?", [index])), None)

    def by_phone_index(self, index: bytes) -> tuple[Seeker, ...]:
        """Return the persons who gave the phone with this blind index; a family may share one."""
        return self._seekers("WHERE phone_index = ? ORDER BY last_seen_at DESC", [index])

    def put(self, seeker: Seeker, *, proven: bool = True) -> Seeker:
        """Keep a person and return them as kept: facts from when they were last seen, in any order of arrival.

        The phone is the last one given, so a registration without one does not wipe it. What is not `proven`
        (`Registration.is_proven`) changes nothing that is: whoever knows a number could put a name and a telephone of
        their own to it. StoreError when the ID number
        belongs to another id: ask `by_index` first, since ciphertext is bound to its row.
        """
        index = seeker.id_number.index
        row = next(iter(self._db.query("SELECT * FROM seeker WHERE id_number_index = ?", [index])), None)
        if index is None or (row is not None and row["id"] != seeker.id):
            raise StoreError("这个身份证号已有档案，请按已有档案登记，不要另建。")
        given_at = None if seeker.phone is None else to_text(seeker.last_seen_at)
        if row is None:
            self._db.table("seeker").insert(_seeker_row(seeker) | {"phone_given_at": given_at})
            return seeker
        stored = _seeker(row)
        was_proven = self._is_proven(stored)
        newest = seeker if seeker.last_seen_at >= stored.last_seen_at else stored
        keeps_phone = given_at is None or given_at < (row["phone_given_at"] or "")
        if proven != was_proven:
            newest = seeker if proven else stored
            keeps_phone = given_at is None or (was_proven and stored.phone is not None)
        kept = replace(newest, phone=stored.phone if keeps_phone else seeker.phone,
                       first_seen_at=min(seeker.first_seen_at, stored.first_seen_at),
                       last_seen_at=max(seeker.last_seen_at, stored.last_seen_at),
                       merged_into=stored.merged_into)  # fmt: skip
        change = _seeker_row(kept) | {"phone_given_at": row["phone_given_at"] if keeps_phone else given_at}
        self._db.table("seeker").update(change.pop("id"), change)
        return kept

    def _is_proven(self, seeker: Seeker) -> bool:
        row = self._db.execute(
            # corrections come by the card or from the desk; whom no registration brought, staff did
            """SELECT NOT EXISTS (SELECT 1 FROM registration WHERE seeker_id = ?1)
            OR EXISTS (SELECT 1 FROM registration WHERE seeker_id = ?1 AND (id_entry = 'card' OR channel <> 'kiosk'))
            OR EXISTS (SELECT 1 FROM correction WHERE person_index = ?2)""",
            [seeker.id, seeker.id_number.index],
        ).fetchone()
        return bool(row[0])

    def next_number(self) -> str:
        """Take the next receipt number of the desk; terminals have the prefixes 01 to 99."""
        return write_number(DESK_PREFIX, next_value(self._db, "desk_receipt", 1))

    def add_registration(self, registration: Registration) -> None:
        """Keep a registration; the same id again has no effect."""
        row = row_mapping(Registration).to_row(registration)
        marks = ", ".join(f":{name}" for name in row)
        self._db.execute(
            f"INSERT INTO registration ({', '.join(row)}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING", row
        )

    def registration(self, registration_id: str) -> Registration | None:
        """Return a registration as it was filed, corrections not laid over; None when there is none of that id."""
        rows = self._db.query("SELECT * FROM registration WHERE id = ?", [registration_id])
        return next((row_mapping(Registration).from_row(row) for row in rows), None)

    def of_seeker(self, seeker_id: str) -> tuple[Registration, ...]:
        """Return the registrations of one person, newest first."""
        rows = self._db.query(
            "SELECT * FROM registration WHERE seeker_id = ? ORDER BY occurred_at DESC, id DESC", [seeker_id]
        )
        return tuple(row_mapping(Registration).from_row(row) for row in rows)

    def give_phone(self, seeker_id: str, phone: Sealed | None, at: datetime) -> None:
        """Keep the phone a person gave at an instant, None for none any more; an older one changes nothing."""
        row = _sealed_columns("phone", phone) | {"at": to_text(at), "id": seeker_id}
        self._db.execute(
            """UPDATE seeker SET phone = :phone, phone_mask = :phone_mask, phone_index = :phone_index,
            phone_given_at = :at WHERE id = :id AND coalesce(phone_given_at, '') <= :at""",
            row,
        )

    def by_receipt(self, number: str) -> tuple[Registration, ...]:
        """Return the registrations with this receipt number, newest first; one, unless a terminal was put back."""
        rows = self._db.query("SELECT * FROM registration WHERE number = ? ORDER BY occurred_at DESC", [number])
        return tuple(row_mapping(Registration).from_row(row) for row in rows)

    def registrations(self, limit: int = 50, offset: int = 0, seeker_id: str = "",
                      registration_id: str = "") -> tuple[tuple[LedgerRow, ...], int]:  # fmt: skip
        """Return one page of the ledger, newest first, and how many lines there are; of one person or line if named."""
        terms = [f"registration.{name} = :{name}" for name, value in (
            ("seeker_id", seeker_id), ("id", registration_id)) if value]  # fmt: skip
        where = f"WHERE {' AND '.join(terms)}" if terms else ""
        named = {"seeker_id": seeker_id, "id": registration_id}
        rows = self._db.query(
            f"""SELECT registration.*, seeker.township_code, seeker.name_mask, seeker.id_number_mask AS id_mask,
                coalesce(seeker.phone_mask, '') AS phone_mask
            FROM registration JOIN seeker ON seeker.id = registration.seeker_id {where}
            ORDER BY registration.occurred_at DESC, registration.id DESC LIMIT :limit OFFSET :offset""",
            {**named, "limit": limit, "offset": offset},
        )
        found = tuple(row_mapping(LedgerRow).from_row(row) for row in rows)
        return found, int(self._db.execute(f"SELECT count(*) FROM registration {where}", named).fetchone()[0])
