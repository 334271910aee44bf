"""Going back: the very files of the earlier edition, under a higher order."""

from __future__ import annotations

from pathlib import Path

from tests.contract.link_house import House


def test_a_rollback_brings_the_earlier_edition_back_byte_by_byte_under_a_higher_order(tmp_path: Path) -> None:
    house = House(tmp_path / "hub")
    try:
        orders = [house.publish(name) for name in ("第一版", "第二版")]
        back = house.publisher.roll_back(orders[0], "测试")
        files = {one.order: {ref.name: ref.sha256 for ref in one.blobs} for one in house.publisher.kept()}
        assert back.order > orders[1]
        assert files[back.order] == files[orders[0]] != files[orders[1]]
    finally:
        house.stop()
