"""A package for the hub: each fault of its own has a sentence, and the bounds are where they are said to be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from content.rules.own_update import MB, SPARE, Here, PackageFacts, refusal_of, room_needed

FACTS = PackageFacts(name="linggong", architecture="amd64", version="0.3.0", size=80 * MB, installed=300 * MB,
                     protocol=3, oldest=2)  # fmt: skip
HERE = Here(version="0.2.0", newer=True, free=100_000 * MB, database=40 * MB, spoken=(("A1", 2), ("大屏", 3)))


def test_a_newer_package_for_this_machine_is_taken() -> None:
    assert refusal_of(FACTS, HERE) == ""


@pytest.mark.parametrize(("facts", "here", "told"), [
    (replace(FACTS, name="other"), HERE, "不是零工站的"),
    (replace(FACTS, architecture="arm64"), HERE, "给 arm64 机器的"),
    (FACTS, replace(HERE, newer=False), "不比它新"),
    (replace(FACTS, protocol=None), HERE, "没有写明和终端怎样通信"),
    (replace(FACTS, oldest=3), HERE, "A1就送不了登记"),
])  # fmt: skip
def test_each_fault_has_a_sentence(facts: PackageFacts, here: Here, told: str) -> None:
    assert told in refusal_of(facts, here)
    assert "没有收" in refusal_of(facts, here)


def test_a_terminal_at_the_oldest_protocol_still_served_is_no_reason() -> None:
    """A hub of N serves N−1 (issue 8, point 8)."""
    behind = replace(HERE, spoken=(("A1", 1), ("A2", 2)))
    assert "A1" in refusal_of(FACTS, behind) and "A2" not in refusal_of(FACTS, behind)


def test_room_is_three_copies_what_is_unpacked_the_databases_copy_and_what_stays_free() -> None:
    assert room_needed(FACTS, 40 * MB) == (3 * 80 + 300 + 40) * MB + SPARE
    just = replace(HERE, free=(3 * 80 + 300 + 40) * MB + SPARE)
    assert refusal_of(FACTS, just) == ""
    assert "放不下" in refusal_of(FACTS, replace(just, free=just.free - 1))
