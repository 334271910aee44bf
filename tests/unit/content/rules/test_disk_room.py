"""How much room the disk must have: figures of the reliability notes (section 2.4)."""

from __future__ import annotations

from content.rules.disk_room import GB, MB, Room, RoomLimits, room_sentence, takes_media, takes_records

LIMITS = RoomLimits()


def disk(free: int, total: int = 64 * GB, kept: bool = True) -> Room:
    return Room(free=free, total=total, reserve_kept=kept)


def test_media_need_a_tenth_of_the_disk_and_never_less_than_a_gigabyte() -> None:
    assert takes_media(disk(6_400 * MB), LIMITS)
    assert not takes_media(disk(6_399 * MB), LIMITS)
    assert takes_media(disk(GB, total=4 * GB), LIMITS)
    assert not takes_media(disk(GB - 1, total=4 * GB), LIMITS)


def test_a_very_large_disk_need_not_keep_a_tenth() -> None:
    assert takes_media(disk(10 * GB, total=4000 * GB), LIMITS)
    assert not takes_media(disk(9 * GB, total=4000 * GB), LIMITS)


def test_staff_are_told_who_does_what_and_how_soon() -> None:
    assert room_sentence(disk(20 * GB), LIMITS) == ""
    low = room_sentence(disk(2 * GB), LIMITS)
    assert "登记照常" in low
    assert "请系统管理员这两天" in low
    full = room_sentence(disk(80 * MB, kept=False), LIMITS)
    assert "还剩 80 MB" in full
    assert "请系统管理员今天" in full


def test_below_300_mb_nothing_new_is_taken_and_staff_are_told_what_that_means() -> None:
    assert takes_records(disk(300 * MB), LIMITS)
    assert not takes_records(disk(300 * MB - 1), LIMITS)
    told = room_sentence(disk(299 * MB), LIMITS)
    assert "只能看、不能存" in told
    assert "自助机上的登记先存在机器里" in told
    assert "请系统管理员马上" in told
    assert takes_records(disk(0), RoomLimits(read_only=0))
