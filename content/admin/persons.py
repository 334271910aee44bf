"""Who somebody at the window is: the blind index behind a typed ID number or receipt number; the number is not kept."""

from __future__ import annotations

from dataclasses import dataclass

from content.link.numbers import read_number
from content.model.findings import Finding
from content.privacy import KeyRing, blind_index
from content.rules.id_numbers import id_number_in
from content.store.database import Tables

ANONYMOUS = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The index of a person, or what is wrong with what was typed."""

    index: bytes = ANONYMOUS
    wrong: str = ""

    def findings(self, field: str) -> tuple[Finding, ...]:
        """Return what is wrong as a finding of a field."""
        return (Finding(field=field, sentence=self.wrong, code="typed"),) if self.wrong else ()


def person_of(tables: Tables, keys: KeyRing, typed: str) -> Person:
    """Return who is meant; nothing typed is somebody who does not say who they are."""
    if not typed.strip():
        return Person()
    number = id_number_in(typed)
    if number:
        return Person(index=blind_index(keys.index, "id1", number))
    receipt = read_number(typed.strip())
    if receipt is None:
        return Person(wrong="请填 18 位证件号码或求职登记的回执号，一位一位对一遍；不愿说的就空着。")
    people = {one.seeker_id for one in tables.seekers.by_receipt(receipt)}
    seeker = tables.seekers.get(people.pop()) if len(people) == 1 else None
    if seeker is None or seeker.id_number.index is None:
        return Person(wrong="这个回执号找不到一位登记的人，请核对，或者改填证件号码。")
    return Person(index=seeker.id_number.index)
