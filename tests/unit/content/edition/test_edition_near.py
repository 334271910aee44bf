"""Filters of several choices, near first, and why a job was found: each against a plain recount of the records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from content.edition import order
from content.edition.matching import terms
from content.edition.reading import Edition
from content.edition.reasons import How, reasons_for, sentence
from content.edition.search import JobQuery, count_jobs, job_numbers, search_jobs
from content.model.codes import PayUnit, Settlement
from content.model.places import TOWNSHIPS, rings_of
from content.model.published import PublicJob
from content.model.trades import trade_groups
from content.theme.words import can_start_on, is_provided
from tests.unit.content.edition.samples import NOW, TODAY, content_of, many_jobs, opened, public_job

JOBS = tuple(replace(job, hazards=("高处",) if job.number % 11 == 0 else ()) for job in many_jobs(500, seed=11))
OPEN = [job for job in JOBS if job.valid_until > NOW]
YAODU, DONGLIU, MUTA = "341721100", "341721101", "341721201"
BESIDE = rings_of(DONGLIU)[1]
FAR = tuple(code for code in TOWNSHIPS if code not in (DONGLIU, *BESIDE))[:2]
WISHES = (
    JobQuery(townships=(YAODU, DONGLIU)),
    JobQuery(townships=(YAODU, DONGLIU, MUTA), settlements=(Settlement.DAY, Settlement.WEEK)),
    JobQuery(pay_units=(PayUnit.HOUR, PayUnit.PIECE), offers=("meals",)),
    JobQuery(offers=("meals", "lodging"), group="C"),
    JobQuery(settlements=(Settlement.DAY, Settlement.MONTH), today=TODAY),
    JobQuery(for_minors=True), JobQuery(for_minors=True, text="保洁", offers=("lodging",)),
    JobQuery(settlements=(Settlement.DONE,), pay_units=(PayUnit.MONTH,), townships=(MUTA,), today=TODAY),
)  # fmt: skip


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    one = opened(tmp_path_factory.mktemp("near"), content_of(JOBS))
    yield one
    one.close()


def _fits(job: PublicJob, query: JobQuery) -> bool:
    begun = query.today is None or can_start_on(job, query.today)
    given = {"meals": job.meals == "包吃", "lodging": job.lodging == "包住"}
    return (
        begun and (not query.group or job.trade_group == query.group)
        and (not query.townships or job.township_code in query.townships)
        and (not query.settlements or job.settlement in query.settlements)
        and (not query.pay_units or job.pay_unit in query.pay_units)
        and all(given[offer] for offer in query.offers)
        and (not query.for_minors or (job.minors_allowed and not job.hazards))
        and any(query.text in field
                for field in (job.title, job.trade_name, job.duties, trade_groups()[job.trade_group]))
    )  # fmt: skip


def _walked(edition: Edition, query: JobQuery, page: int = 7) -> list[int]:
    found: list[int] = []
    hits = search_jobs(edition, replace(query, limit=page), NOW)
    while hits.places:
        found += [job.number for job in hits.jobs]
        hits = search_jobs(edition, replace(query, limit=page, after=hits.places[-1]), NOW)
    return found


@pytest.mark.parametrize("query", WISHES)
def test_several_choices_are_counted_as_a_recount_of_the_records_does(edition: Edition, query: JobQuery) -> None:
    expected = [job.number for job in OPEN if _fits(job, query)]
    assert count_jobs(edition, query, NOW) == len(expected)
    assert sorted(_walked(edition, query)) == sorted(expected)
    near = replace(query, near=DONGLIU)
    assert count_jobs(edition, near, NOW) == len(expected)
    assert sorted(_walked(edition, near)) == sorted(expected)


@pytest.mark.parametrize("cap", [order.COUNT_CAP, 10])
@pytest.mark.parametrize("query", [JobQuery(), JobQuery(group="A"), JobQuery(text="保洁"), JobQuery(offers=("meals",)),
                                   JobQuery(text="装卸搬运", settlements=(Settlement.DAY,)),
                                   *(JobQuery(text=text, townships=chosen) for text in ("", "保洁")
                                     for chosen in ((DONGLIU,), BESIDE[:1], BESIDE, FAR, (DONGLIU, *FAR)))])
def test_day_work_near_comes_first_then_beside_then_elsewhere(edition: Edition, query: JobQuery, cap: int,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """With a cap of ten the hits are more than are ranked at once, so each part is asked for by itself."""
    monkeypatch.setattr(order, "COUNT_CAP", cap)
    here, beside = rings_of(DONGLIU)
    wanted = [job for job in OPEN if _fits(job, query)]

    def rank(job: PublicJob) -> tuple[bool, bool, int]:
        ring = 0 if job.township_code in here else 1 if job.township_code in beside else 2
        titled = not query.text or query.text in job.title or query.text in job.trade_name
        return not titled, job.settlement is not Settlement.DAY, ring

    expected = [job.number for job in sorted(wanted, key=rank)]  # a stable sort keeps display order within each part
    assert expected
    assert _walked(edition, replace(query, near=DONGLIU)) == expected
    assert job_numbers(edition, replace(query, near=DONGLIU, limit=900), NOW) == tuple(expected)


def test_without_a_place_to_be_near_to_the_order_is_the_editions(edition: Edition) -> None:
    assert _walked(edition, JobQuery(group="A")) == [job.number for job in OPEN if job.trade_group == "A"]
    assert _walked(edition, JobQuery(group="A", near="999999999")) == _walked(edition, JobQuery(group="A"))


def test_rings_are_mutual_and_reach_every_township() -> None:
    for code in TOWNSHIPS:
        (own,), beside = rings_of(code)
        assert own == code
        assert code not in beside
        assert beside
        assert all(code in rings_of(other)[1] for other in beside)
    assert rings_of("") == ()
    assert "341721400" in rings_of("341721107")[1]  # the zone of 东至 lies in 香隅镇


def test_an_edition_built_before_the_new_filters_still_opens_and_searches(tmp_path: Path) -> None:
    edition = opened(tmp_path, content_of(JOBS[:50]))
    _make_old(edition)
    old = Edition(edition._held)
    assert old.filters == 1
    assert old.readings == {}
    every = {job.number for job in JOBS[:50] if job.valid_until > NOW}
    unasked = JobQuery(offers=("meals",), pay_units=(PayUnit.HOUR,), for_minors=True, near=YAODU)
    assert set(_walked(old, unasked)) == every
    spelled = search_jobs(old, JobQuery(text="banyun", near=YAODU), NOW)
    assert all(reasons_for(one, spelled.terms, old.readings) == () for one in spelled.jobs)


def _make_old(edition: Edition) -> None:
    """Take out of the file what builds before FILTERS 2 did not write."""
    from sqlite_utils.utils import sqlite3

    path = edition._held.path_of("edition.db")
    edition.close()
    path.chmod(0o644)
    with sqlite3.connect(str(path)) as database:
        database.execute("DELETE FROM about WHERE key IN ('filters', 'readings', 'townships')")
    database.close()


@pytest.mark.parametrize(("typed", "field", "word", "how"), [
    ("搬运", "岗位名称", "搬运", How.WRITTEN), ("banyun", "岗位名称", "搬运", How.PINYIN),
    ("by", "岗位名称", "搬运", How.INITIALS), ("zuangxie", "岗位名称", "装卸", How.NEAR),
    ("zhuangxie", "岗位名称", "装卸", How.PINYIN), ("zhuangx", "岗位名称", "装卸", How.PINYIN),
    ("班长", "干什么", "班长", How.WRITTEN), ("yaodu", "地点", "尧渡", How.PINYIN),
    ("日结", "结算", "日结", How.WRITTEN), ("1042", "", "1042", How.NUMBER), ("9", "地点", "9", How.WRITTEN),
])  # fmt: skip
def test_why_a_job_was_found_is_told_by_field_and_way_of_writing(
    edition: Edition, typed: str, field: str, word: str, how: How
) -> None:
    job = public_job(1042)
    (reason,) = reasons_for(job, terms(typed), {**edition.readings, "装": ("zhuang",), "卸": ("xie",)})
    assert (reason.field, reason.word, reason.how) == (field, word, how)


def test_the_reason_is_one_plain_sentence(edition: Edition) -> None:
    job = public_job(1042)
    assert sentence(reasons_for(job, terms("搬运"), {})) == "因为您找“搬运”：岗位名称里有"
    assert sentence(reasons_for(job, terms("by"), {"搬": ("ban",), "运": ("yun",)})) == (
        "因为您找“by”：岗位名称里有“搬运”，头一个字母一样")  # fmt: skip
    assert sentence(reasons_for(job, terms("考古"), {})) == ""


def test_every_hit_of_a_written_or_spelled_word_has_its_reason(edition: Edition) -> None:
    for typed in ("保洁", "baojie", "wmqs", "zuangxie", "日结", "尧渡 保洁"):
        hits = search_jobs(edition, JobQuery(text=typed, limit=40), NOW)
        assert hits.jobs
        for job in hits.jobs:
            assert len(reasons_for(job, hits.terms, edition.readings)) == len(terms(typed)), (typed, job.title)


def test_what_is_not_provided_is_not_promised() -> None:
    assert all(map(is_provided, ("包吃", "管午饭", "提供住宿")))
    assert not any(map(is_provided, ("", "无", "不包吃", "自理", " 不管饭", "没有住处")))
