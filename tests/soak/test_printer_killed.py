"""Two hundred kills of the printing process, and two programs that must not pass the same account."""

from pathlib import Path

import pytest

from tests.contract.printer_kills import killed

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("seed", range(4))
def test_fifty_kills_lose_no_promised_slip_and_print_none_twice(tmp_path: Path, seed: int) -> None:
    account = killed(tmp_path, rounds=50, seed=seed)
    assert account.complaints == ()
    assert account.unknown > 0


def test_a_program_that_prints_again_what_was_under_way_is_found_out(tmp_path: Path) -> None:
    account = killed(tmp_path, rounds=40, seed=1, control="reprints")
    assert any("times" in complaint for complaint in account.complaints)


def test_a_program_that_promises_before_it_keeps_is_found_out(tmp_path: Path) -> None:
    account = killed(tmp_path, rounds=150, seed=1, control="hasty")
    assert any("lost" in complaint for complaint in account.complaints)
