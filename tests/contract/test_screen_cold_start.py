"""With the hub dead and the line down, a box that was cut off from power shows its last edition by itself."""

from pathlib import Path

import pytest

from tests.contract.cold_start import dead_hub

pytestmark = pytest.mark.soak


def test_three_starts_without_a_hub_all_reach_the_first_scene(tmp_path: Path) -> None:
    with dead_hub(tmp_path) as box:
        for _ in range(3):
            box.start()  # raises where no scene comes; how fast is a matter of the bench
