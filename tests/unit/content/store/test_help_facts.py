"""The facts of the help ledgers against counts of their own in SQL, with corrections, void rows and withdrawals."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from content.kpi.facts import Check, Facts, Hardship, ServiceKind
from content.kpi.ledgers import columns
from content.kpi.measures import Column, Measure
from content.kpi.periods import PeriodKind
from content.model.aid import AidDeed, AidEvent, AidFile, AidGroup, AidPaper
from content.model.codes import Channel
from content.model.consultations import Consultation, ConsultTopic
from content.model.guidance import Guidance, GuidanceResult, GuidanceTopic
from content.model.ledgers import PersonMerge
from content.model.referrals import Placement, Referral, ReferralOutcome, ReferralSource
from content.model.seekers import ConsentWithdrawal, Sealed
from content.store.chains import following
from content.store.database import Market
from content.store.score_ledgers import read_ledgers
from content.store.tables import Tables
from tests.fixtures.score_facts import period, read_as
from tests.unit.content.store.samples import seeker

YEAR = 2026
PEOPLE = [bytes([number]) * 32 for number in range(1, 13)]
# the newest entry of each file another way than the store asks for it
NEWEST = "(SELECT *, row_number() OVER (PARTITION BY root ORDER BY rowid DESC) AS place FROM {table})"


def _at(day: date, hour: int = 2) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def _kept(number: int, person: bytes, day: date) -> dict[str, Any]:
    return {"id": f"e-{number:04d}", "root": f"e-{number:04d}", "person_index": person, "entered_at": _at(day),
            "name": Sealed(ciphertext=b"?", mask="李*例"), "entered_by": "staff-clerk", "written_at": _at(day),
            "written_by": "staff-clerk"}  # fmt: skip


def _referral(number: int, person: bytes, day: date, **own: Any) -> Referral:
    facts: dict[str, Any] = {
        "source": ReferralSource.DESK, "source_id": "", "number": "", "job_id": f"job-{number % 7}",
        "job_number": number % 7, "employer_name": "样例仓储", "is_workshop": number % 7 == 3,
        "channel": Channel.WINDOW, "day": day, "consent_version": "推荐同意-1", "consented_at": _at(day),
        "contacted_at": _at(day)}  # fmt: skip
    return Referral(**_kept(number, person, day), **(facts | own))


def _sql(tables: Tables, table: str, what: str, condition: str) -> Any:
    newest = NEWEST.format(table=table)
    return tables._db.execute(f"SELECT {what} FROM {newest} WHERE place = 1 AND NOT void AND {condition}").fetchone()[0]


def _changed(chance: random.Random, one: Any, number: int) -> Any:
    """Return an entry that follows: void, or with another day."""
    void = chance.random() < 0.5
    day = date(YEAR, chance.randint(1, 12), chance.randint(1, 28))
    return following(one, f"c-{number:04d}", "staff-clerk", one.written_at, reason="记错了",
                     **({"void": True} if void else {"day": day}))  # fmt: skip


@pytest.fixture
def filled(market: Market) -> Market:
    """A market with two years of entries, a third of them corrected."""
    chance = random.Random(7)

    def put(tables: Tables) -> None:
        file_of = {}
        for number, person in enumerate(PEOPLE):
            file = AidFile(**_kept(5000 + number, person, date(YEAR, 1, 2)), group=list(AidGroup)[number % 2],
                           paper=AidPaper.NONE if number == 4 else AidPaper.UNEMPLOYMENT, evidence="",
                           channel=Channel.WINDOW, consent_version="帮扶同意-1", consented_at=_at(date(YEAR, 1, 2)),
                           owner="staff-counsellor", plan=Sealed(ciphertext=b"?", mask=""),
                           next_on=date(YEAR, 2, 1))  # fmt: skip
            tables.aid_files.add(file)
            file_of[person] = file
        for number in range(240):
            day, person = date(YEAR - number % 2, chance.randint(1, 12), chance.randint(1, 28)), chance.choice(PEOPLE)
            sealed = Sealed(ciphertext=b"?", mask="")
            sure = {"confirmed_at": _at(day, 3), "confirmed_by": "staff-clerk"} if number % 3 else {}
            referral = _referral(number, person, day, **sure)
            guidance = Guidance(**_kept(1000 + number, person, day), registration_id="r-1", day=day, words=sealed,
                                topic=GuidanceTopic.FIRST, channel=Channel.PHONE,
                                result=list(GuidanceResult)[number % 3])  # fmt: skip
            event = AidEvent(**_kept(2000 + number, person, day), file=file_of[person].root, day=day, words=sealed,
                             group=file_of[person].group, deed=list(AidDeed)[number % 8], channel=Channel.PHONE,
                             evidence="paper-1" if number % 16 < 8 else "")  # fmt: skip
            tables.referrals.add(referral)
            tables.guidance.add(guidance)
            tables.aid_events.add(event)
            if number % 3 == 1:
                tables.referrals.add(_changed(chance, referral, number))
                tables.guidance.add(_changed(chance, guidance, 1000 + number))
                tables.aid_events.add(_changed(chance, event, 2000 + number))
            placed = Placement(**_kept(3000 + number, person, day), employer_id="firm-1", job_id="", referral_id="",
                               channel=Channel.PHONE, started_on=day,
                               evidence="p" if number % 4 < 2 else "")  # fmt: skip
            tables.placements.add(placed)
            if number % 5 == 0:
                tables.placements.add(following(placed, f"c-{3000 + number}", "s", placed.written_at, void=True,
                                                reason="没去"))  # fmt: skip

    market.write(put)
    return market


def test_every_fact_is_a_standing_row_of_the_year_in_order_of_day(filled: Market) -> None:
    in_year = f"BETWEEN '{YEAR}-01-01' AND '{YEAR}-12-31'"
    with filled.reading() as tables:
        facts = tables.help_facts
        assert len(facts.referrals(YEAR)) == _sql(tables, "referral", "count(*)", f"day {in_year}") > 60
        assert len(facts.placements(YEAR)) == _sql(tables, "placement", "count(*)", f"started_on {in_year}") > 60
        done = _sql(tables, "guidance", "count(*)", f"result = 'done' AND day {in_year}")
        assert len(facts.guidance(YEAR)) == done > 20
        unpapered = f"'e-{5000 + 4}'"  # of whom no paper was seen
        helped = f"deed <> 'closing' AND file <> {unpapered} AND day {in_year}"
        assert len(facts.aids(YEAR)) == _sql(tables, "aid_event", "count(*)", helped) > 60
        worked = _sql(tables, "aid_event", "count(*)", f"deed = 'reemployed' AND evidence <> '' AND {helped}")
        assert sum(one.reemployed for one in facts.aids(YEAR)) == worked
        hard = {one.person for one in facts.aids(YEAR) if one.hardship is Hardship.HARD_TO_PLACE}
        assert hard <= {person.hex() for person in PEOPLE[1::2]}
        for rows in (facts.referrals(YEAR), facts.placements(YEAR), facts.guidance(YEAR), facts.aids(YEAR)):
            assert [one.on for one in rows] == sorted(one.on for one in rows)
            assert len({one.id for one in rows}) == len(rows)


def test_the_score_counts_person_and_job_once_as_a_count_in_sql(filled: Market) -> None:
    with filled.reading() as tables:
        facts = read_ledgers(tables._db, YEAR, {})
        in_year = f"day BETWEEN '{YEAR}-01-01' AND '{YEAR}-12-31' AND confirmed_at IS NOT NULL"
        # what was corrected to an earlier day than it was written down is marked late, and counts inside the year
        pairs = _sql(tables, "referral", "count(DISTINCT hex(person_index) || job_id)", in_year)
        workers = _sql(tables, "referral", "count(DISTINCT person_index)", f"is_workshop AND {in_year}")
        new = _sql(tables, "placement", "count(DISTINCT person_index)",
                   f"evidence <> '' AND started_on BETWEEN '{YEAR}-01-01' AND '{YEAR}-12-31'")  # fmt: skip
    found = columns(read_as(), facts, period(PeriodKind.YEAR), date(YEAR, 12, 31))[Column.OPERATOR]
    assert found[Measure.REFERRED].value == pairs > 20
    assert found[Measure.WORKSHOP].value == workers > 3
    assert found[Measure.NEWLY_EMPLOYED].value == new > 5


def test_a_referral_is_written_down_when_it_is_confirmed_and_outsourcing_begins_with_the_work(market: Market) -> None:
    may, july = date(YEAR, 5, 4), date(YEAR, 7, 9)
    first = _referral(1, PEOPLE[0], may)
    sure = following(first, "c-1", "staff-clerk", _at(july), confirmed_at=_at(july), confirmed_by="staff-clerk")
    autumn = date(YEAR - 1, 9, 1)
    outsourced = _referral(2, PEOPLE[1], autumn - timedelta(days=3), outsourced=True, placed_on=autumn,
                           outcome=ReferralOutcome.PLACED, confirmed_at=_at(autumn), confirmed_by="s")  # fmt: skip
    for one in (first, sure, outsourced):
        market.write(lambda tables, one=one: tables.referrals.add(one))  # type: ignore[misc]
    with market.reading() as tables:
        begun, confirmed = tables.help_facts.referrals(YEAR)
        facts = read_ledgers(tables._db, YEAR, {})
    assert (begun.on, begun.outsourced, begun.placed, begun.worked_until) == (autumn, True, True, None)
    assert (confirmed.on, confirmed.entered_at, confirmed.id) == (may, _at(july), "e-0001")
    # six months from 1 September are full on 1 March; the other was confirmed after the half-year had ended
    half = columns(read_as(), facts, period(PeriodKind.HALF), date(YEAR, 6, 30))[Column.OPERATOR]
    year = columns(read_as(), facts, period(PeriodKind.YEAR), date(YEAR, 12, 31))[Column.OPERATOR]
    assert (half[Measure.REFERRED].value, year[Measure.REFERRED].value) == (1, 2)


def test_what_was_found_out_about_a_file_stays_with_it_and_services_keep_their_order(filled: Market) -> None:
    asked = Consultation(id="q-1", entry_id="q-1", day=date(YEAR, 6, 1), entered_at=_at(date(YEAR, 6, 1)),
                         entered_by="s", noted_at=_at(date(YEAR, 6, 1)), noted_by="s", person_index=b"",
                         topic=ConsultTopic.POLICY, channel=Channel.PHONE, question="?")  # fmt: skip
    filled.write(lambda tables: tables.consultations.add(asked))
    with filled.reading() as tables:
        row_id = f"referral/{tables.help_facts.referrals(YEAR)[0].id}"
        facts = read_ledgers(tables._db, YEAR, {row_id: Check.REJECTED})
    assert [one.id for one in facts.referrals if one.check is Check.REJECTED] == [row_id]
    assert {one.kind for one in facts.services} == {ServiceKind.GUIDANCE, ServiceKind.POLICY}
    assert [one.on for one in facts.services] == sorted(one.on for one in facts.services)


def test_who_took_their_consent_back_is_still_one_person_in_the_count_and_nobody(filled: Market) -> None:
    with filled.reading() as tables:
        before = read_ledgers(tables._db, YEAR, {})
    gone = ConsentWithdrawal(id="w-1", person_index=PEOPLE[0], withdrawn_at=_at(date(YEAR, 12, 31)))
    filled.write(lambda tables: tables.own_records.withdraw(gone))
    with filled.reading() as tables:
        after = read_ledgers(tables._db, YEAR, {})
        assert tables.aid_files.of_person(PEOPLE[0]) == ()
        left = tables._db.execute("SELECT count(*) FROM guidance WHERE person_index = ?", [PEOPLE[0]]).fetchone()
        assert left == (0,)

    def counted(facts: Facts) -> dict[Measure, int]:
        found = columns(read_as(), facts, period(PeriodKind.YEAR), date(YEAR, 12, 31))[Column.OPERATOR]
        return {measure: tally.value for measure, tally in found.items()}

    assert PEOPLE[0].hex() not in {one.person for one in (*after.referrals, *after.aids, *after.placements)}
    assert counted(after) == counted(before)


def test_two_records_of_one_person_are_newly_employed_once_and_twice_when_taken_apart(market: Market) -> None:
    """A3.20: a person once a calendar year; a number copied wrongly makes nobody two persons."""
    seen = _at(date(YEAR, 1, 2))
    right, wrong = seeker(seen), seeker(seen, seeker_id="person-2", id_number="341721196001010011")
    merge = PersonMerge(id="m-1", kept=right.id, gone=wrong.id, at=_at(date(YEAR, 6, 1)), merged_by="boss",
                        reason="号码抄错")  # fmt: skip

    def put(tables: Tables) -> None:
        for number, one in enumerate((right, wrong)):
            tables.seekers.put(one)
            tables.placements.add(Placement(
                **_kept(number, one.id_number.index, date(YEAR, 3 + number, 2)), employer_id="firm-1", job_id="",
                referral_id="", channel=Channel.WINDOW, started_on=date(YEAR, 3 + number, 2), evidence="p",
            ))  # fmt: skip

    def employed() -> int:
        with market.reading() as tables:
            facts = read_ledgers(tables._db, YEAR, {})
        found = columns(read_as(), facts, period(PeriodKind.YEAR), date(YEAR, 12, 31))[Column.OPERATOR]
        return found[Measure.NEWLY_EMPLOYED].value

    market.write(put)
    assert employed() == 2
    market.write(lambda tables: tables.person_merges.merge(merge))
    assert employed() == 1
    market.write(lambda tables: tables.person_merges.part(replace(merge, id="m-2")))
    assert employed() == 2
