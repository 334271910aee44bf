"""Who somebody at the window is: found by what was typed, told in full only on the record; no number is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from content.errors import StoreError
from content.hubapi.application_projections import APPLICATION_TABLE
from content.hubapi.projections import SEEKER_TABLE
from content.link.numbers import read_number
from content.model.audit import Action
from content.model.codes import Role
from content.model.findings import Finding
from content.model.people import Staff
from content.model.seekers import Seeker
from content.privacy import ColumnCipher, KeyRing, blind_index
from content.rules.id_numbers import id_number_in
from content.store.chains import Entries
from content.store.database import Tables
from content.store.own_records import FORGOTTEN

HELPING = frozenset((Role.CLERK, Role.COUNSELLOR, Role.MANAGER))
GONE = "本人已经撤回同意并删除了信息，不能再推荐或联系。"
ANONYMOUS = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The index of whom a typed number means, or what is wrong with it."""

    index: bytes = ANONYMOUS
    wrong: str = ""

    def findings(self, field: str) -> tuple[Finding, ...]:
        """Return what is wrong as a finding of a field."""
        return (Finding(field=field, sentence=self.wrong, code="typed"),) if self.wrong else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom an entry is about; the name is only carried from one sealed column to another."""

    index: bytes
    name: str = field(repr=False)
    mask: str


def person_of(tables: Tables, keys: KeyRing, typed: str) -> Meant:
    """Return who is meant; nothing typed is somebody who does not say who they are."""
    if not typed.strip():
        return Meant()
    number = id_number_in(typed)
    if number:
        return Meant(index=blind_index(keys.index, "id1", number))
    if read_number(typed) is None:
        return Meant(wrong="请填 18 位证件号码或求职登记的回执号，一位一位对一遍；不愿说的就空着。")
    seeker = holder(tables, typed)
    if seeker is None or seeker.id_number.index is None:
        return Meant(wrong="这个回执号找不到一位登记的人，请核对，或者改填证件号码。")
    return Meant(index=seeker.id_number.index)


def holder(tables: Tables, receipt: str) -> Seeker | None:
    """Return who holds a receipt of 求职登记; None for nobody, and for two: a terminal put back gives numbers twice."""
    people = {one.seeker_id for one in tables.seekers.by_receipt(read_number(receipt) or receipt.strip())}
    return tables.seekers.get(people.pop()) if len(people) == 1 else None


def of_seeker(seeker: Seeker, keys: KeyRing) -> Person:
    """Return a person of the ledger; StoreError when they took their consent back."""
    if seeker.name.mask == FORGOTTEN or not seeker.name.ciphertext or seeker.id_number.index is None:
        raise StoreError(GONE)
    name = ColumnCipher(key=keys.data).decrypt(seeker.name.ciphertext, SEEKER_TABLE, "name", seeker.id)
    return Person(index=seeker.id_number.index, name=name, mask=seeker.name.mask)


def of_registration(tables: Tables, registration_id: str, keys: KeyRing) -> Person:
    """Return who registered; StoreError when there is no such registration."""
    found = tables.seekers.registration(registration_id)
    seeker = tables.seekers.get(found.seeker_id) if found is not None else None
    if seeker is None:
        raise StoreError("没有这份求职登记，请从“求职登记”里再点一次。")
    return of_seeker(seeker, keys)


def of_receipt(tables: Tables, number: str, keys: KeyRing) -> Person:
    """Return who holds a receipt of 求职登记; StoreError when that is not one person."""
    seeker = holder(tables, number)
    if seeker is None:
        raise StoreError("没有这个回执号的求职登记。请核对小票上的号；没登记过的，先到窗口登记。")
    return of_seeker(seeker, keys)


def of_application(tables: Tables, application_id: str, keys: KeyRing) -> Person:
    """Return who applied; StoreError when they took it back."""
    found, line = tables.applications.get(application_id), tables.applications.line(application_id)
    if found is None or line is None or line.withdrawn_at is not None or not found.name.ciphertext:
        raise StoreError("这份报名不在台账里，或者本人已经撤回，请刷新列表再看。")
    name = ColumnCipher(key=keys.data).decrypt(found.name.ciphertext, APPLICATION_TABLE, "name", found.id)
    return Person(index=found.person_index, name=name, mask=found.name.mask)


def tell(table: Callable[[Tables], Entries[Any]], root: str, subject: str, keys: KeyRing,
         now: datetime) -> Callable[[Tables, Staff], str]:  # fmt: skip
    """Return the use case that tells name and phone of an entry's person, and writes down who asked."""

    def step(tables: Tables, staff: Staff) -> str:
        entries = table(tables)
        entry = entries.get(root)
        name = entries.open(entry, "name") if entry is not None else ""
        if entry is None or not name:
            raise StoreError(GONE)
        seeker = tables.seekers.by_index(entry.person_index)
        phone = "（没有登记电话）"
        if seeker is not None and seeker.phone is not None:
            phone = ColumnCipher(key=keys.data).decrypt(seeker.phone.ciphertext, SEEKER_TABLE, "phone", seeker.id)
        tables.audit.note(staff, now, Action.LOOKED, subject=subject, subject_id=root,
                          words=f"{entries.word}里的姓名和电话，为联系本人")  # fmt: skip
        return f"{name} {phone}"

    return step
