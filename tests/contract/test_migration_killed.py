"""An upgrade killed anywhere in any of its steps leaves the shape before it or after it, never one between (T7)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from content.store import migrations
from tests.contract.migration_kills import killed_steps


def test_twenty_kills_leave_the_shape_before_the_step_or_after_it(tmp_path: Path) -> None:
    account = killed_steps(tmp_path / "files", 20, seed=20261126)
    assert account.between == []
    assert account.kills >= 19 and account.as_before > 10 and len(account.steps) > 8


def test_steps_without_their_transaction_are_found_between(tmp_path: Path) -> None:
    account = killed_steps(tmp_path / "files", 20, 20261126, "bare")
    assert account.between


@pytest.mark.soak
def test_two_hundred_kills_of_each_step_leave_the_shape_before_it_or_after_it(tmp_path: Path) -> None:
    kills = int(os.environ.get("LINGGONG_SOAK_KILLS", "200"))
    account = killed_steps(tmp_path / "files", kills, seed=7, each=True)
    print(f"{account.kills} kills in {len(account.steps)} steps, {account.as_before} as before")
    assert account.between == []
    assert account.steps == {step.__name__ for step in migrations.STEPS}
    assert account.kills >= (kills - 1) * len(account.steps)
