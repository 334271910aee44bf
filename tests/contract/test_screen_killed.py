"""Kill -9 of screen and hub at random points: the last edition or the new one, no mix, no play lost or doubled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from content.edition.format import sign_manifest
from tests.contract.link_house import House
from tests.contract.screen_kills import generation_of, killed_hubs, killed_screens
from tests.contract.screen_victim import publish


def test_twelve_kills_of_a_publishing_hub_leave_the_last_edition_or_the_new_one(tmp_path: Path) -> None:
    account = killed_hubs(tmp_path / "hub", rounds=12, seed=20261123)
    assert account.complaints == []
    assert len(account.generations) >= 2, "the kills came before anything was published: the test proves nothing"


def test_eight_kills_of_a_screen_mix_no_editions_and_lose_or_double_no_play_over_six_hours_without_hub(
    tmp_path: Path,
) -> None:
    account = killed_screens(tmp_path, rounds=8, seed=20261123)
    assert account.complaints == []
    assert len(account.generations) >= 2 and account.plays > 1500


def test_files_of_two_editions_under_one_manifest_are_found_out(tmp_path: Path) -> None:
    house = House(tmp_path / "hub")
    try:
        for generation in (1, 2):
            publish(house.publisher, house.market, generation)
        two, one = house.publisher.kept()
        blobs = tuple(one.blob(ref.name) if ref.name == "edition.db" else ref for ref in two.blobs)
        mixed = replace(two, order=two.order + 1, blobs=blobs)  # type: ignore[arg-type]
        held = house.shelf.install(sign_manifest(mixed, house.keys.edition), (house.keys.edition.public,), None)
        with pytest.raises(AssertionError, match="a mix"):
            generation_of(held, None)
    finally:
        house.stop()
