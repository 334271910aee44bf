"""A power cut at any point of an edition's swap leaves the last edition or the new one, whole (T13)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.swap_cut import cuts, traced


def test_two_hundred_power_cuts_in_swaps_leave_a_whole_edition_and_none_older_than_was_said(tmp_path: Path) -> None:
    record = traced(tmp_path / "real", 12)
    assert cuts(tmp_path / "cuts", record, points=200, seed=20261126) == []
    assert sum(step.call == "ack" for step in record) == 12
    assert sum(step.call == "sync" for step in record) >= 12 * 9  # two files, their folder, the manifest's, the link's


@pytest.mark.parametrize("control", ["no-sync", "no-folder-sync"])
def test_a_shelf_that_leaves_out_its_syncs_is_found_out(tmp_path: Path, control: str) -> None:
    record = traced(tmp_path / "real", 12, control)
    assert cuts(tmp_path / "cuts", record, points=200, seed=20261126)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_five_thousand_power_cuts_in_swaps_leave_a_whole_edition(tmp_path: Path, seed: int) -> None:
    assert cuts(tmp_path / "cuts", traced(tmp_path / "real", 40), points=1250, seed=seed) == []
