"""Fifteen hundred power cuts each of the real writer and of two that must be found out (T2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.power_cut import cuts, traced

pytestmark = pytest.mark.soak

POINTS = 1500


def test_fifteen_hundred_power_cuts_lose_halve_and_damage_nothing(tmp_path: Path) -> None:
    account = cuts(tmp_path / "cuts", traced(tmp_path / "real", 150), POINTS, seed=2)
    assert (account.points, account.lost, account.halves, account.damaged) == (POINTS, [], [], [])
    assert account.acknowledged > 140


def test_without_a_sync_at_each_commit_many_points_lose_and_none_is_damaged(tmp_path: Path) -> None:
    account = cuts(tmp_path / "cuts", traced(tmp_path / "normal", 150, "NORMAL"), POINTS, seed=2)
    print(f"NORMAL: {len(account.lost)} of {account.points} points lose")
    assert len(account.lost) > POINTS // 20
    assert account.damaged == []


def test_without_any_sync_many_points_are_damaged(tmp_path: Path) -> None:
    account = cuts(tmp_path / "cuts", traced(tmp_path / "off", 150, "OFF"), POINTS, seed=2)
    print(f"OFF: {len(account.damaged)} of {account.points} points damaged")
    assert len(account.damaged) > POINTS // 50
