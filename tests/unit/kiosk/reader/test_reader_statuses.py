"""Every status of hardware A.5 has its meaning, its consequence, and a sentence for the walk-in."""

from __future__ import annotations

from kiosk.reader.statuses import STATUSES, Verdict, status_of

DOCUMENTED = bytes.fromhex("90 91 9F 10 11 21 23 24 31 32 33 37 3F 40 41 47 60 66 80 81")


def test_all_documented_codes_are_in_the_table_and_no_invented_ones() -> None:
    assert set(STATUSES) == set(DOCUMENTED)


def test_every_failure_tells_the_walk_in_what_to_do() -> None:
    failures = [status for status in STATUSES.values() if status.verdict not in (Verdict.OK, Verdict.EMPTY)]
    assert all(status.hint for status in failures)
    assert all(status.remedy for status in failures if status.verdict is not Verdict.NO_CARD)


def test_the_module_is_given_up_only_where_it_says_it_cannot_work() -> None:
    assert {sw3 for sw3, status in STATUSES.items() if status.verdict is Verdict.UNFIT} == {0x60, 0x66}


def test_an_undocumented_code_is_a_failed_try_under_its_own_name() -> None:
    status = status_of(0xA1)
    assert (status.verdict, status.code) == (Verdict.RETRY, "READER-A1")
