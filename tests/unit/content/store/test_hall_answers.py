"""满意度 noted by staff in market.db: one a firm or person and month, and what the score reads of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from content.errors import StoreError
from content.kpi.facts import Asked
from content.model.answers import AnswerChannel, Awareness, EmployerAnswer, SeekerAnswer
from content.model.cases import Case, CaseKind, CaseState, Satisfaction
from content.model.codes import Channel
from content.model.seekers import Sealed
from content.store.database import Market
from tests.unit.content.store.samples import NOW, employer

MONDAY = date(2026, 11, 23)
_COMMON: dict[str, Any] = {
    "day": MONDAY, "entered_at": NOW, "entered_by": "s", "noted_at": NOW, "noted_by": "s",
    "face": Satisfaction.GOOD, "awareness": Awareness.KNOWS, "channel": AnswerChannel.VISIT, "asked_by": "s",
}  # fmt: skip


def of_firm(key: str, **facts: Any) -> EmployerAnswer:
    return EmployerAnswer(**(_COMMON | {"id": key, "entry_id": key, "employer_id": "firm-1"} | facts))


def of_seeker(key: str, **facts: Any) -> SeekerAnswer:
    return SeekerAnswer(**(_COMMON | {"id": key, "entry_id": key, "once": b"once"} | facts))


def _firm(market: Market, answer: EmployerAnswer) -> None:
    market.write(lambda tables: tables.employer_answers.add(answer))


def _seeker(market: Market, answer: SeekerAnswer) -> None:
    market.write(lambda tables: tables.seeker_answers.add(answer))


def test_a_firm_answers_once_a_month(staffed: Market) -> None:
    _firm(staffed, of_firm("a"))
    with pytest.raises(StoreError, match="一个月只算一份"):
        _firm(staffed, of_firm("b", day=date(2026, 11, 1)))
    _firm(staffed, of_firm("c", day=date(2026, 12, 1)))
    _firm(staffed, of_firm("d", face=Satisfaction.POOR, corrects="a", reason="点错了"))
    with staffed.reading() as tables:
        assert {one.id: one.face for one in tables.employer_answers.between(MONDAY, MONDAY)} == {"d": Satisfaction.POOR}
    _firm(staffed, of_firm("e", corrects="d", reason="没有问过这家", void=True))
    _firm(staffed, of_firm("f"))  # the month is free again


def test_a_person_answers_once_a_month_at_the_kiosk_or_to_staff(market: Market) -> None:
    case = Case(id="case-1", kind=CaseKind.SATISFACTION, number="", code_digest=b"", terminal_id="t-1",
                occurred_at=NOW, clock_ok=True, channel=Channel.KIOSK, subject="满意", choice="good", subject_id="",
                once=b"kiosk", body=Sealed(ciphertext=b"x", mask=""), name_mask="", phone_mask="",
                state=CaseState.NOTED)  # fmt: skip
    market.write(lambda tables: tables.cases.add(case))
    _seeker(market, of_seeker("a"))
    for taken in (b"once", b"kiosk"):
        with pytest.raises(StoreError, match="已经答过"):
            _seeker(market, of_seeker("b", once=taken))
    for key in ("c", "d"):
        _seeker(market, of_seeker(key, once=b""))  # nameless ones count by event
    with market.reading() as tables:
        assert len(tables.seeker_answers.between(MONDAY, MONDAY)) == 3


def test_the_answers_of_a_year_are_what_a_plain_count_finds(staffed: Market) -> None:
    staffed.write(lambda tables: tables.employers.save(employer(id="firm-2", credit_code=""), None))
    faces = tuple(Satisfaction)
    for place in range(24):
        day = date(2026, 2, 10) + timedelta(days=31 * (place // 2))
        face = faces[place % 5]
        _firm(staffed, of_firm(f"f-{place:02d}", day=day, employer_id=f"firm-{place % 2 + 1}", face=face))
        _seeker(staffed, of_seeker(f"s-{place:02d}", day=day, once=bytes([place]) * 32, face=face))
    _seeker(staffed, replace(of_seeker("gone", day=MONDAY, once=b""), id="gone"))
    _seeker(staffed, of_seeker("gone-2", corrects="gone", reason="记重了", void=True))
    with staffed.reading() as tables:
        found = tuple(tables.hall_facts.answers(2026))
        ask = tables._db.execute
        firms = ask("SELECT count(*) FROM employer_answer WHERE day LIKE '2026-%'").fetchone()[0]
        seekers = ask("SELECT count(*) FROM seeker_answer WHERE day LIKE '2026-%' "
                      "AND id NOT LIKE 'gone%'").fetchone()[0]  # fmt: skip
        good = ask("SELECT (SELECT count(*) FROM employer_answer WHERE day LIKE '2026-%' AND face LIKE '%good') + "
                   "(SELECT count(*) FROM seeker_answer WHERE day LIKE '2026-%' AND face LIKE '%good' "
                   "AND id NOT LIKE 'gone%')").fetchone()[0]  # fmt: skip
    assert (firms, seekers) == (22, 22)  # eleven months from February are left of the year
    assert sum(one.asked is Asked.EMPLOYER for one in found) == firms
    assert sum(one.asked is Asked.SEEKER for one in found) == seekers
    assert sum(one.grade in (Satisfaction.VERY_GOOD, Satisfaction.GOOD) for one in found) == good > 0
    assert [one.on for one in found] == sorted(one.on for one in found)
    assert {one.subject for one in found if one.asked is Asked.EMPLOYER} == {"firm-1", "firm-2"}
    assert (bytes([3]) * 32).hex() in {one.subject for one in found}
