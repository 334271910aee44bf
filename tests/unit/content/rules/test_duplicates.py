"""疑似重复 on pairs labelled by how they were made, and an index that says the same as comparing with all."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from content.rules.duplicates import (
    Duplicates,
    JobTrace,
    Likeness,
    Twin,
    character_pairs,
    likeness,
    pairs_of_twins,
    trace_of,
)
from tests.fixtures.duplicates import Pair, hard_pairs, made_pairs, offers
from tests.unit.content.store.samples import EMPLOYER, JOB

MADE, HARD = made_pairs(seed=20261123), hard_pairs()


def found(pair: Pair) -> bool:
    return bool(Duplicates([pair.one.trace]).twins(pair.two.trace))


def only_twin(one: JobTrace, other: JobTrace) -> Twin | None:
    twins = Duplicates([one]).twins(other)
    return twins[0] if twins else None


def test_the_set_is_as_large_as_asked_and_has_both_kinds() -> None:
    assert len(MADE) + len(HARD) >= 200
    assert sum(pair.same for pair in MADE) >= 100 and sum(not pair.same for pair in MADE) >= 100


def test_of_a_hundred_twins_two_may_be_missed_and_of_a_hundred_shown_two_may_be_strangers() -> None:
    shown = [pair for pair in MADE if found(pair)]
    twins = [pair for pair in MADE if pair.same]
    assert sum(pair.same for pair in shown) >= 0.98 * len(shown)
    assert sum(found(pair) for pair in twins) >= 0.98 * len(twins)


@pytest.mark.parametrize("pair", [pair for pair in HARD if pair.same], ids=lambda pair: pair.why)
def test_twins_written_by_hand_are_shown(pair: Pair) -> None:
    assert found(pair)


def test_of_the_strangers_written_by_hand_only_one_with_the_same_fingerprint_is_shown() -> None:
    wrong = [pair for pair in HARD if not pair.same and found(pair)]
    assert [pair.why for pair in wrong] == ["teachers of two subjects for one family"]
    assert wrong[0].one.trace.fingerprint == wrong[0].two.trace.fingerprint


def test_pairs_are_of_hanzi_and_digits_only() -> None:
    assert list(character_pairs("保洁，2人")) == sorted([ord("保") << 21 | ord("洁"), ord("洁") << 21 | ord("2"),
                                                     ord("2") << 21 | ord("人")])  # fmt: skip
    assert len(character_pairs("保洁保洁")) == 2
    assert character_pairs("ＡＢ 清潔") == character_pairs("ab。清潔")


def test_likeness_is_the_share_of_pairs_in_common() -> None:
    # 保洁,洁工 against 保洁,洁员: one in common of three
    assert likeness(frozenset(character_pairs("保洁工")), character_pairs("保洁员")) == pytest.approx(1 / 3)
    assert likeness(frozenset(), character_pairs("")) == 0


def test_the_fingerprint_is_employer_trade_place_and_pay_unit() -> None:
    first = trace_of(JOB, EMPLOYER)
    again = replace(JOB, id="b", title="全然不同", duties="另写一遍，一个字也不一样啊", requirements="无")
    retold = trace_of(again, EMPLOYER)
    assert retold.fingerprint == first.fingerprint
    assert (twin := only_twin(first, retold)) is not None and twin.likeness is Likeness.EXACT
    for field, value in (("employer_id", "e9"), ("trade_code", "K04"), ("address", "别处1号")):
        assert trace_of(replace(JOB, **{field: value}), EMPLOYER).fingerprint != first.fingerprint


def test_what_is_not_typed_yet_makes_no_two_jobs_alike() -> None:
    texts = dict.fromkeys(("employer_id", "contact_phone", "address", "duties", "requirements", "gathering"), "")
    blank = replace(JOB, title="小工", **texts)
    nobody = replace(EMPLOYER, name="", contact_phone="")
    assert only_twin(trace_of(blank, nobody), trace_of(replace(blank, id="b"), nobody)) is None
    assert trace_of(blank, nobody).parties == frozenset()


def test_a_text_of_just_the_least_share_is_found_among_others() -> None:
    # 25 pairs of which 14 are common to a text of 14 pairs: 14 / 25 = 0.56 exactly
    signs = "".join(chr(0x4E00 + place) for place in range(26))
    job = replace(JOB, title=signs, duties="", requirements="", address="", gathering="", trade_code="A01")
    long = replace(trace_of(job, None), parties=frozenset({"phone 1"}))
    short = replace(trace_of(replace(job, id="b", title=signs[:15]), None), parties=long.parties)
    assert (len(long.pairs), len(short.pairs)) == (25, 14)
    assert [twin.score for twin in Duplicates([short]).twins(long)] == [0.56]
    assert Duplicates([short])._same_text(long) == {0}


def test_the_same_text_of_the_same_firm_is_offered_as_a_renewal() -> None:
    twin = only_twin(trace_of(JOB, EMPLOYER), trace_of(replace(JOB, id="b", pay_min_fen=99900), EMPLOYER))
    assert twin == Twin(id=JOB.id, score=1.0, likeness=Likeness.RENEWAL, same_fingerprint=True)


def test_a_job_is_no_twin_of_itself_nor_of_one_judged_different() -> None:
    first, second = trace_of(JOB, EMPLOYER), trace_of(replace(JOB, id="b"), EMPLOYER)
    index = Duplicates([first, second])
    assert [twin.id for twin in index.twins(first)] == ["b"]
    assert index.twins(first, not_twins=frozenset({"b"})) == ()


def test_a_saved_job_replaces_its_older_trace_and_a_removed_one_is_forgotten() -> None:
    first = trace_of(JOB, EMPLOYER)
    asked = replace(first, id="asked")
    index = Duplicates([first])
    index.add(trace_of(replace(JOB, township_code="341721102"), EMPLOYER))
    assert (len(index), index.twins(asked)) == (1, ())
    index.add(first)
    assert [twin.id for twin in index.twins(asked)] == [JOB.id]
    index.remove(JOB.id)
    index.remove(JOB.id)
    assert (len(index), index.twins(asked)) == (0, ())


def test_the_index_finds_what_comparing_with_every_job_finds() -> None:
    random = Random(5)
    traces = [one.trace for one in offers(random, 300)]
    traces += [pair.two.trace for pair in MADE[::7]] + [pair.one.trace for pair in MADE[::7]]
    index = Duplicates(traces)
    for trace in random.sample(traces, 60):
        compared = {twin for other in traces if other.id != trace.id for twin in Duplicates([other]).twins(trace)}
        assert {twin for twin in index.twins(trace) if twin.likeness is not Likeness.NEAR} == {
            twin for twin in compared if twin.likeness is not Likeness.NEAR}
        assert set(index.twins(trace)) == compared


def test_an_index_worn_by_a_thousand_saves_still_finds_the_same() -> None:
    traces = [one.trace for one in offers(Random(6), 40)]
    fresh, worn = Duplicates(traces), Duplicates(traces)
    for round_ in range(30):
        for trace in traces[round_ % 3 :: 3]:
            worn.remove(trace.id)
            worn.add(trace)
    assert [set(worn.twins(trace)) for trace in traces] == [set(fresh.twins(trace)) for trace in traces]


def test_the_weekly_list_names_each_pair_once() -> None:
    traces = [trace_of(replace(JOB, id=one), EMPLOYER) for one in "abc"]
    pairs = [frozenset((one, twin.id)) for one, twin in pairs_of_twins(Duplicates(traces), traces)]
    assert sorted(map(sorted, pairs)) == [["a", "b"], ["a", "c"], ["b", "c"]]
