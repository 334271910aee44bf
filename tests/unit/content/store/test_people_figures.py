"""统计 is what one counts by hand: persons once a month, by what their lines say now."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from content.clock import local
from content.model.abilities import SeekerGroup, Skill
from content.model.ledgers import PersonMerge
from content.store.database import Market
from tests.unit.content.store.samples import EMPLOYER, JOB, NOW, registration, seeker
from tests.unit.content.store.test_people_ledgers import _correction

MONTH = "2026-11"


def test_what_sql_counts_is_what_a_loop_counts(market: Market) -> None:
    dice = random.Random(3)
    persons = [seeker(NOW, seeker_id=f"p{place}", id_number=f"{place:018d}", birth_year=dice.randint(1955, 2008),
                      sex=dice.choice("12")) for place in range(30)]  # fmt: skip
    lines = [registration(id=f"r{place}", seeker_id=f"p{dice.randrange(30)}", number=str(place),
                          trades=tuple(dice.sample(("A11", "C01", "D02", "A01"), 2)),
                          skills=tuple(dice.sample(list(Skill), 2)),
                          seeker_groups=tuple(dice.sample(list(SeekerGroup), dice.randrange(3))),
                          occurred_at=NOW - timedelta(days=dice.randrange(60))) for place in range(120)]  # fmt: skip
    market.write(lambda tables: [tables.seekers.put(one) for one in persons])
    market.write(lambda tables: [tables.seekers.add_registration(one) for one in lines])
    merge = PersonMerge(id="m", kept="p0", gone="p1", at=NOW, merged_by="boss", reason="同一个人")
    market.write(lambda tables: tables.person_merges.merge(merge))
    index = persons[0].id_number.index or b""
    mended = _correction("c", lines[0].id, index, skills=(Skill.ACCOUNTS,), trades=("K01",),
                          seeker_groups=(SeekerGroup.FISHER,))  # fmt: skip
    market.write(lambda tables: tables.own_records.add_correction(mended))

    wanted: dict[str, dict[object, set[str]]] = {
        name: defaultdict(set) for name in ("age", "sex", "skill", "wish", "group")}  # fmt: skip
    by_id, in_month = {one.id: one for one in persons}, set()
    for line in lines:
        if f"{local(line.occurred_at):%Y-%m}" != MONTH:
            continue
        told, who = by_id[line.seeker_id], "p0" if line.seeker_id == "p1" else line.seeker_id
        in_month.add(who)
        wanted["age"][2026 - told.birth_year].add(who)
        wanted["sex"][told.sex].add(who)
        skills, trades = (mended.skills, mended.trades) if line.id == "r0" else (line.skills, line.trades)
        for skill in skills:
            wanted["skill"][skill.value].add(who)
        for group in (mended if line.id == "r0" else line).seeker_groups:
            wanted["group"][group.value].add(who)
        for trade in trades:
            wanted["wish"][trade[0]].add(who)
    with market.reading() as tables:
        figures = tables.people_figures
        counted = {"age": figures.ages(MONTH), "sex": figures.sexes(MONTH), "skill": figures.skills(MONTH),
                   "wish": figures.wishes(MONTH), "group": figures.groups(MONTH)}  # fmt: skip
        (month,) = figures.months((MONTH,))
    assert counted == {name: {key: len(who) for key, who in found.items()} for name, found in wanted.items()}
    assert month.persons == len(in_month) > 10


def test_what_employers_ask_for_is_summed_by_group_and_a_merged_job_counts_once(market: Market) -> None:
    jobs = (JOB, replace(JOB, id="j2", number=1002, headcount=5), replace(JOB, id="j3", number=1003, trade_code="D02"),
            replace(JOB, id="j4", number=1004, headcount=50, created_at=NOW - timedelta(days=40)),
            replace(JOB, id="j5", number=1005, headcount=70))  # fmt: skip

    market.write(lambda tables: tables.employers.save(EMPLOYER, None))
    market.write(lambda tables: [tables.jobs.save(one, None) for one in jobs])
    market.write(lambda tables: tables.jobs.merge("job-1", "j5", "boss", NOW))
    with market.reading() as tables:
        assert tables.people_figures.demand(MONTH) == {"A": 8, "D": 3}
        (month,) = tables.people_figures.months((MONTH,))
    assert (month.wanted, month.jobs) == (11, 3)
