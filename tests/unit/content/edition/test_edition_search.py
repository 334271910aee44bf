"""A search finds what a plain scan of the records finds, whatever is typed.

The oracle below shares nothing with the index: it looks for the characters in the fields, and for pinyin and initials
it spells the fields with pypinyin and compares syllable by syllable.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from content.clock import calendar_day
from content.edition.order import COUNT_CAP
from content.edition.reading import Edition
from content.edition.search import NOT_READABLE, NOTHING_FOUND, JobQuery, search_jobs
from content.model.codes import Settlement
from content.model.published import PublicJob
from content.model.trades import trade_groups
from content.theme.words import can_start_on
from tests.unit.content.edition.samples import NOW, TODAY, content_of, many_jobs, opened, public_job

JOBS = many_jobs(600)
OPEN = [job for job in JOBS if job.valid_until > NOW]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    one = opened(tmp_path_factory.mktemp("edition"), content_of(JOBS))
    yield one
    one.close()


def _fields(job: PublicJob) -> tuple[str, ...]:
    return (job.title, job.trade_name, job.employer_name, job.duties, job.requirements, job.skills, job.township_name,
            job.address, job.meals, job.lodging, job.transport, job.settlement.label, job.pay_unit.label,
            job.form.label, job.employer_kind.label, trade_groups()[job.trade_group],
            "急招" if job.urgent else "")  # fmt: skip


def _has(job: PublicJob, words: str) -> bool:
    return all(any(word in field for field in _fields(job)) for word in words.split())


def _dialect(syllable: str) -> str:
    for sound, kept in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"),
                        ("l", "n"), ("f", "h")):  # fmt: skip
        syllable = syllable.replace(sound, kept)
    return syllable


@cache
def _spelled(job: PublicJob) -> tuple[list[str], ...]:
    fields = (job.title, job.trade_name, job.skills, job.township_name, job.employer_name, job.settlement.label)
    runs = [run for field in fields for run in re.findall("[\u4e00-\u9fff]+", field)]
    # neighbouring runs of a field are read on: 保洁（日结） is bao jie ri jie
    joined = ["".join(re.findall("[\u4e00-\u9fff]+", field)) for field in fields]
    return tuple([_dialect(one) for one in lazy_pinyin(text)] for text in (*runs, *joined))


def _sounds(job: PublicJob, syllables: str) -> bool:
    wanted = [_dialect(one) for one in syllables.split()]
    return any(field[at : at + len(wanted)] == wanted for field in _spelled(job) for at in range(len(field)))


def _starts(job: PublicJob, letters: str) -> bool:
    wanted = [_dialect(one) for one in letters]
    return any([one[0] for one in field[at : at + len(wanted)]] == wanted
               for field in _spelled(job) for at in range(len(field)))  # fmt: skip


def _all_numbers(edition: Edition, query: JobQuery) -> list[int]:
    found: list[int] = []
    page = search_jobs(edition, replace(query, limit=50), NOW)
    while page.places:
        found += [job.number for job in page.jobs]
        page = search_jobs(edition, replace(query, limit=50, after=page.places[-1]), NOW)
    return found


@pytest.mark.parametrize("text", [
    "保洁", "保", "叉车", "会开叉车", "工业园", "不限学历", "缝纫", "外卖骑手", "搬运 尧渡", "包吃 日结", "有限公司",
    "电焊", "东流镇 日结", "扫卫生，清运", "工",
])  # fmt: skip
def test_hanzi_find_what_stands_in_the_fields(edition: Edition, text: str) -> None:
    expected = {job.number for job in OPEN if _has(job, text.replace("，", " "))}
    assert expected
    page = search_jobs(edition, JobQuery(text=text), NOW)
    assert set(_all_numbers(edition, JobQuery(text=text))) == expected
    assert page.count == len(expected)
    assert page.reason == ""


@pytest.mark.parametrize(("text", "syllables"), [
    ("baojie", "bao jie"), ("BaoJie", "bao jie"), ("ban'yun", "ban yun"), ("waimaiqishou", "wai mai qi shou"),
    ("waimaiqisou", "wai mai qi shou"), ("zuangxie", "zhuang xie"), ("zhuangxie", "zhuang xie"),
    ("yaodu", "yao du"), ("hongda", "hong da"), ("fuwuyuan", "fu wu yuan"), ("huwuyuan", "fu wu yuan"),
])  # fmt: skip
def test_pinyin_finds_what_is_said_so(edition: Edition, text: str, syllables: str) -> None:
    expected = {job.number for job in OPEN if _sounds(job, syllables)}
    assert expected
    assert set(_all_numbers(edition, JobQuery(text=text))) >= expected
    strange = set(_all_numbers(edition, JobQuery(text=text))) - expected
    assert not strange or text == "baojie"


def test_an_unfinished_syllable_finds_what_it_may_become(edition: Edition) -> None:
    whole = set(_all_numbers(edition, JobQuery(text="waimaiqishou")))
    assert whole
    assert set(_all_numbers(edition, JobQuery(text="waimaiqish"))) >= whole


@pytest.mark.parametrize("text", ["wmqs", "zxby", "cc", "bj", "bjy"])
def test_initials_find_what_starts_so(edition: Edition, text: str) -> None:
    expected = {job.number for job in OPEN if _starts(job, text)}
    assert set(_all_numbers(edition, JobQuery(text=text))) == expected


def test_a_job_number_finds_its_job(edition: Edition) -> None:
    wanted = OPEN[17]
    found = search_jobs(edition, JobQuery(text=f" {wanted.number} "), NOW)
    assert wanted.number in [job.number for job in found.jobs]
    assert found.jobs[0].number == wanted.number


@pytest.mark.parametrize("query", [
    JobQuery(group="C"), JobQuery(trade="A11"), JobQuery(townships=("341721101",)),
    JobQuery(settlements=(Settlement.HALF_MONTH,)), JobQuery(today=TODAY), JobQuery(today=TODAY + timedelta(days=2)),
    JobQuery(group="A", townships=("341721100",), settlements=(Settlement.DAY,), today=TODAY),
    JobQuery(text="服务员", group="D", trade="D01", today=TODAY), JobQuery(),
])  # fmt: skip
def test_filters_hold_together(edition: Edition, query: JobQuery) -> None:
    expected = [
        job.number for job in OPEN
        if query.group in ("", job.trade_group) and query.trade in ("", job.trade_code)
        and (not query.townships or job.township_code in query.townships)
        and (not query.settlements or job.settlement in query.settlements)
        and (query.today is None or (can_start_on(job, query.today) and query.today <= calendar_day(job.valid_until)))
        and _has(job, query.text)
    ]  # fmt: skip
    assert expected
    assert _all_numbers(edition, query) == expected


def test_titles_come_first_and_each_part_keeps_display_order(edition: Edition) -> None:
    found = _all_numbers(edition, JobQuery(text="保洁"))
    titled = [job.number for job in OPEN if "保洁" in job.title or "保洁" in job.trade_name]
    rest = [job.number for job in OPEN if job.number not in titled and _has(job, "保洁")]
    assert found == titled + rest


def test_pages_neither_repeat_nor_skip(edition: Edition) -> None:
    for query in (JobQuery(text="叉车"), JobQuery(group="A"), JobQuery()):
        found = _all_numbers(edition, query)
        assert len(found) == len(set(found)) == search_jobs(edition, query, NOW).count


def test_an_expired_job_is_not_found_once_its_hour_has_come(edition: Edition) -> None:
    job = min(OPEN, key=lambda one: one.valid_until)
    query = JobQuery(text=str(job.number))

    def found(before: timedelta) -> list[int]:
        return [one.number for one in search_jobs(edition, query, job.valid_until - before).jobs]

    assert found(timedelta(seconds=1)) == [job.number]
    assert job.number not in found(timedelta())


def test_words_run_together_are_cut_and_the_page_says_so(edition: Edition) -> None:
    page = search_jobs(edition, JobQuery(text="搬运日结"), NOW)
    expected = {job.number for job in OPEN if _has(job, "搬运 日结")}
    assert {job.number for job in page.jobs} <= expected
    assert page.count == len(expected)
    assert page.reason


def test_when_no_job_has_all_words_some_are_enough_and_the_page_says_so(edition: Edition) -> None:
    page = search_jobs(edition, JobQuery(text="缝纫 考古"), NOW)
    assert page.jobs
    assert all(_has(job, "缝纫") for job in page.jobs)
    assert "缝纫" in page.reason


def test_nothing_is_said_in_words(edition: Edition) -> None:
    assert search_jobs(edition, JobQuery(text="考古"), NOW).reason == NOTHING_FOUND
    assert search_jobs(edition, JobQuery(text="😀👍"), NOW).reason == NOT_READABLE


def test_a_phrase_does_not_run_from_one_field_into_the_next(tmp_path: Path) -> None:
    job = public_job(1001, title="装卸", duties="工人", skills="日")
    with_edition = opened(tmp_path, content_of((job,)))
    assert search_jobs(with_edition, JobQuery(text="装卸装卸"), NOW).reason
    assert search_jobs(with_edition, JobQuery(text="装卸"), NOW).reason == ""
    with_edition.close()


def test_rare_hanzi_newer_than_the_databases_tables_are_words(tmp_path: Path) -> None:
    with_edition = opened(tmp_path, content_of((public_job(1001, address="𬱖村口"), public_job(1002))))
    assert [job.number for job in search_jobs(with_edition, JobQuery(text="𬱖村"), NOW).jobs] == [1001]
    with_edition.close()


def test_the_count_is_capped(tmp_path: Path) -> None:
    jobs = tuple(public_job(number) for number in range(1, COUNT_CAP + 20))
    with_edition = opened(tmp_path, content_of(jobs))
    assert search_jobs(with_edition, JobQuery(text="搬运"), NOW).count == COUNT_CAP
    assert search_jobs(with_edition, JobQuery(), NOW).count == COUNT_CAP
    with_edition.close()


@pytest.mark.parametrize("text", [
    '"', "'", "*", "保*", 'words:"保', "OR", "AND NOT", "NEAR(保 洁)", "保洁 OR 搬运", "^保", "-保", "(", "{a b}",
    "\x00", "%_", "保" * 200, "a" * 200, "1" * 200, "保 " * 100, "９９９９９", "\u202e保洁", "z", "fga", "0", "İ", "x'",
])  # fmt: skip
def test_no_typed_text_is_taken_for_a_command(edition: Edition, text: str) -> None:
    for query in (JobQuery(text=text), JobQuery(text=text, group="A", today=TODAY)):
        assert search_jobs(edition, query, NOW).count <= len(OPEN)


def test_full_width_letters_are_letters(edition: Edition) -> None:
    assert _all_numbers(edition, JobQuery(text="ｂａｏｊｉｅ")) == _all_numbers(edition, JobQuery(text="baojie"))


def test_a_filter_that_is_no_code_finds_nothing_and_does_no_harm(edition: Edition) -> None:
    for strange in ('"', "A OR B", "甲", "*"):
        assert search_jobs(edition, JobQuery(group=strange), NOW).jobs == ()


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=60))
def test_anything_typed_gets_a_page(edition: Edition, text: str) -> None:
    page = search_jobs(edition, JobQuery(text=text), NOW)
    assert len(page.jobs) == len(page.places) <= 6


def test_any_piece_of_any_field_finds_its_job(edition: Edition) -> None:
    """Up to three hanzi exactly what a scan finds; longer ones at least that, as their threes may stand apart."""
    dice = random.Random(11)
    for _ in range(150):
        job = dice.choice(OPEN)
        field = dice.choice([run for text in _fields(job) for run in re.findall("[\u4e00-\u9fff]+", text)])
        size = min(dice.randint(1, 6), len(field))
        start = dice.randint(0, len(field) - size)
        piece = field[start : start + size]
        expected = {one.number for one in OPEN if _has(one, piece)}
        found = set(_all_numbers(edition, JobQuery(text=piece)))
        assert found >= expected, piece
        assert found == expected or size > 3, piece
