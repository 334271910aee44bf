"""Two hundred kills of hub and screen at random points, and a player that must not pass the same account."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.screen_kills import killed_hubs, killed_screens

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("seed", range(2))
def test_fifty_kills_of_a_publishing_hub_leave_the_last_edition_or_the_new_one(tmp_path: Path, seed: int) -> None:
    account = killed_hubs(tmp_path / "hub", rounds=50, seed=seed)
    print(account)
    assert account.complaints == []
    assert account.under_way > 0, "no kill hit an edition half made: the test proves nothing"


@pytest.mark.parametrize("seed", range(2))
def test_fifty_kills_of_a_screen_mix_no_editions_and_lose_or_double_no_play_over_six_hours_without_hub(
    tmp_path: Path, seed: int
) -> None:
    account = killed_screens(tmp_path, rounds=50, seed=seed)
    print(account)
    assert account.complaints == []
    assert account.under_way > 0, "no kill hit an edition half staged: the test proves nothing"


def test_a_player_that_forgets_what_nobody_took_is_found_out(tmp_path: Path) -> None:
    account = killed_screens(tmp_path, rounds=20, seed=3, forgetful=True)
    assert any("lost" in complaint for complaint in account.complaints)
