"""求职台账 and 用工台账: filtered, corrected beside the line, merged with both histories kept, never overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlite_utils.utils import sqlite3

from content.errors import StoreError
from content.model.abilities import PhoneOf, SeekerGroup, Skill
from content.model.codes import Channel, JobSource, PayWish, StartWish
from content.model.ledgers import PersonMerge
from content.model.seekers import ConsentWithdrawal, Correction
from content.store.database import Market
from content.store.records import Page
from tests.unit.content.store.samples import EMPLOYER, JOB, NOW, registration, seeker

MERGE = PersonMerge(id="m-1", kept="person-1", gone="person-2", at=NOW, merged_by="boss", reason="号码抄错，同一个人")


def _page(*filters: tuple[str, str], text: str = "") -> Page:
    return Page(filters=filters, text=text)


def _ids(market: Market, *filters: tuple[str, str], text: str = "") -> set[str]:
    with market.reading() as tables:
        lines, total = tables.seeker_ledger.page(_page(*filters, text=text))
        written = {one.id for one in tables.seeker_ledger.every(_page(*filters, text=text))}
    assert total == len(lines) == len(written)
    return {one.id for one in lines}


def _correction(key: str, line: str, person: bytes, **changes: object) -> Correction:
    sample = Correction(
        id=key, person_index=person, occurred_at=NOW, clock_ok=True, terminal_id="desk", phone=None, phone_kept=True,
        phone_of=PhoneOf.OWN, trades=("D01",), pay_wishes=(PayWish.HOUR,), start_wish=StartWish.WEEK,
        township_codes=(), unsure=False, education=None, skills=(Skill.COOKING,), certificates=(), seeker_groups=(),
        registration_id=line, reason="工种抄错了", corrected_by="staff-1",
    )  # fmt: skip
    return replace(sample, **changes)  # type: ignore[arg-type]


@pytest.fixture
def filled(market: Market) -> Market:
    """Two persons, three lines: the second person's is 补录 from paper, a month before."""
    second = seeker(NOW, seeker_id="person-2", id_number="341721196001010011", birth_year=1960, sex="2",
                    township_code="341721101")  # fmt: skip
    market.write(lambda tables: [tables.seekers.put(one) for one in (seeker(NOW), second)])
    lines = (
        registration(), registration(id="filing-2", number="0100025", occurred_at=NOW + timedelta(hours=1)),
        registration(id="paper-1", seeker_id="person-2", number="00-000012", channel=Channel.PAPER, late=True,
                     trades=("C01",), entered_at=NOW, occurred_at=NOW - timedelta(days=30), skills=(Skill.CARING,),
                     seeker_groups=(SeekerGroup.PARENT,)),
    )  # fmt: skip
    market.write(lambda tables: [tables.seekers.add_registration(one) for one in lines])
    return market


def test_each_filter_finds_its_lines(filled: Market) -> None:
    first, paper = {"filing-1", "filing-2"}, {"paper-1"}
    for filters, wanted in (
        ((), first | paper), ((("month", "2026-11"),), first), ((("month", "2026-10"),), paper),
        ((("trade", "A11"),), first), ((("trade", "C01"),), first | paper), ((("group", "A"),), first),
        ((("township", "341721101"),), paper), ((("channel", "paper"),), paper), ((("late", "1"),), paper),
        ((("late", "0"),), first), ((("sex", "2"),), paper), ((("age", "65-120"),), paper),
        ((("age", "35-44"),), first), ((("skill", "caring"),), paper), ((("corrected", "1"),), set()),
        ((("belongs", "parent"),), paper), ((("belongs", "fisher"),), set()),
        ((("seeker", "person-2"),), paper), ((("month", "2026-11"), ("sex", "2")), set()),
    ):  # fmt: skip
        assert _ids(filled, *filters) == wanted, filters
    assert _ids(filled, text="00-000012") == paper


def test_every_page_of_a_long_ledger_is_cut_where_it_belongs(filled: Market) -> None:
    more = tuple(registration(id=f"more-{place:02d}", occurred_at=NOW - timedelta(minutes=place))
                 for place in range(20))  # fmt: skip
    filled.write(lambda tables: [tables.seekers.add_registration(one) for one in more])
    with filled.reading() as tables:
        wanted = [one.id for one in tables.seeker_ledger.every(Page())]
        for offset in range(26):
            lines, total = tables.seeker_ledger.page(Page(limit=5, offset=offset))
            assert ([one.id for one in lines], total) == (wanted[offset : offset + 5], 23)


def test_a_filter_that_is_none_says_so(filled: Market) -> None:
    with filled.reading() as tables:
        for ledger in (tables.seeker_ledger, tables.job_ledger):
            for wrong in (("colour", "1"), ("month", "2026-13")):
                with pytest.raises(StoreError):
                    ledger.page(_page(wrong))


def test_a_correction_is_laid_over_the_line_and_the_line_stays(filled: Market) -> None:
    index = seeker(NOW).id_number.index or b""
    for key, at, trades in (("c-1", NOW, ("D01",)), ("c-2", NOW + timedelta(hours=2), ("E08",))):
        told = _correction(key, "filing-1", index, occurred_at=at, trades=trades)
        filled.write(lambda tables, told=told: tables.own_records.add_correction(told))  # type: ignore[misc]
    with filled.reading() as tables:
        line = tables.seeker_ledger.line("filing-1")
        stored = tables.seekers.registration("filing-1")
        history = [one.id for one in tables.own_records.corrections_of("filing-1")]
    assert line is not None and stored is not None
    assert (line.trades, line.pay_wishes, line.skills, line.reason) == (
        ("E08",), (PayWish.HOUR,), (Skill.COOKING,), "工种抄错了")  # fmt: skip
    assert stored.trades == ("A11", "C01")
    assert history == ["c-2", "c-1"]
    assert _ids(filled, ("corrected", "1")) == _ids(filled, ("trade", "E08")) == {"filing-1"}
    assert _ids(filled, ("trade", "D01")) == set()
    assert _ids(filled, ("trade", "A11")) == {"filing-2"}


@pytest.mark.parametrize("statement", [
    "UPDATE registration SET trades = '[]'", "UPDATE registration SET late = 1", "UPDATE correction SET reason = ''",
])  # fmt: skip
def test_the_file_itself_refuses_to_overwrite(filled: Market, statement: str) -> None:
    index = seeker(NOW).id_number.index or b""
    filled.write(lambda tables: tables.own_records.add_correction(_correction("c-1", "filing-1", index)))
    with pytest.raises((StoreError, sqlite3.Error)):
        filled.write(lambda tables: tables._db.execute(statement))


def test_who_took_back_consent_is_in_no_correction(filled: Market) -> None:
    index = seeker(NOW).id_number.index or b""
    filled.write(lambda tables: tables.own_records.add_correction(_correction("c-1", "filing-1", index)))
    taken = ConsentWithdrawal(id="w-1", person_index=index, withdrawn_at=NOW + timedelta(days=1))
    filled.write(lambda tables: tables.own_records.withdraw(taken))
    with filled.reading() as tables:
        lines = list(tables.seeker_ledger.every(Page(), whole=True))
        assert tables.own_records.corrections_of("filing-1") == ()
    assert {one.name for one in lines if one.id != "paper-1"} == {"已删除"}
    assert next(one.name for one in lines if one.id == "paper-1") == "张三丰"


def test_whole_lines_are_opened_and_others_masked(filled: Market) -> None:
    with filled.reading() as tables:
        masked = {one.id_number for one in tables.seeker_ledger.every(_page(("sex", "2")))}
        whole = {(one.name, one.id_number, one.phone) for one in tables.seeker_ledger.every(_page(("sex", "2")), True)}
    assert masked == {"3417**********0011"}
    assert whole == {("张三丰", "341721196001010011", "13800001234")}


def test_two_records_of_one_person_become_one_and_come_apart_again(filled: Market) -> None:
    filled.write(lambda tables: tables.person_merges.merge(MERGE))
    assert _ids(filled, ("seeker", "person-1")) == {"filing-1", "filing-2", "paper-1"}
    with filled.reading() as tables:
        assert tables.person_merges.members("person-2") == ("person-1", "person-2")
        assert tables.person_merges.alike("person-1") == ()
    later = seeker(NOW + timedelta(days=1), seeker_id="person-2", id_number="341721196001010011")
    filled.write(lambda tables: tables.seekers.put(later))
    with pytest.raises(StoreError):
        filled.write(lambda tables: tables.person_merges.merge(replace(MERGE, id="m-2")))
    apart = replace(MERGE, id="m-3", apart=True, reason="不是同一个人", at=NOW + timedelta(days=2))
    filled.write(lambda tables: tables.person_merges.part(apart))
    assert _ids(filled, ("seeker", "person-1")) == {"filing-1", "filing-2"}
    with filled.reading() as tables:
        assert [one.id for one in tables.person_merges.of("person-2")] == ["m-3", "m-1"]
        assert tables.person_merges.alike("person-1") == ("person-2",)  # the same phone


def test_jobs_stand_in_the_other_ledger_with_what_brought_them(market: Market) -> None:
    def put(tables: object) -> None:
        tables.employers.save(EMPLOYER, None)  # type: ignore[attr-defined]
        jobs = (JOB, replace(JOB, id="job-2", number=1002, title="洗碗工", trade_code="D02", source=JobSource.EMPLOYER,
                             township_code="341721101", created_at=NOW - timedelta(days=40)))  # fmt: skip
        for job in jobs:
            tables.jobs.save(job, None)  # type: ignore[attr-defined]
        tables._db.execute(  # type: ignore[attr-defined]
            """INSERT INTO hiring (id, number, code_digest, terminal_id, occurred_at, clock_ok, channel, employer_id,
            job_id, known_employer, contact_name, contact_name_mask, contact_phone, contact_phone_mask, consent_version,
            answer, handled_by, version, late) VALUES ('h', '12-000417', x'00', 't', '2026-10-14', 1, 'paper', 'firm-1',
            'job-2', 1, x'00', '王*', x'00', '139****5678', '1', '', '', 1, 1)""")

    market.write(put)
    for filters, wanted in (
        ((), {"job-1", "job-2"}), ((("month", "2026-11"),), {"job-1"}), ((("trade", "D02"),), {"job-2"}),
        ((("group", "A"),), {"job-1"}), ((("township", "341721101"),), {"job-2"}), ((("channel", "paper"),), {"job-2"}),
        ((("channel", "staff"),), {"job-1"}), ((("late", "1"),), {"job-2"}), ((("source", "own"),), {"job-1"}),
    ):  # fmt: skip
        with market.reading() as tables:
            lines, total = tables.job_ledger.page(_page(*filters))
            assert {one.job.id for one in lines} == wanted, filters
            assert total == len(wanted)
            assert [one.job.id for one in tables.job_ledger.every(_page(*filters))] == [one.job.id for one in lines]
    assert {one.job.id for one in lines} == {"job-1"}
