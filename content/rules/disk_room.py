"""How much room the hub's disk must have for what; reliability section 2.4.

Records come first: films and pictures are refused long before a registration would be.
"""

from __future__ import annotations

from dataclasses import dataclass

MB, GB = 1_000_000, 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLimits:
    """Bytes; `media_least` and a tenth of the disk, of which a large disk need not keep all."""

    reserve: int = 64 * MB  # freed at the limit, so that what is under way can end
    read_only: int = 300 * MB  # with less than this nothing new is taken; 0 for never
    media_least: int = GB
    media_most: int = 10 * GB

    def for_media(self, total: int) -> int:
        """Return how much must be free on a disk of that size for 素材 to be taken."""
        return max(self.media_least, min(total // 10, self.media_most))


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What the disk has."""

    free: int
    total: int
    reserve_kept: bool


def takes_media(room: Room, limits: RoomLimits) -> bool:
    """Say whether a film or picture may be stored."""
    return room.free >= limits.for_media(room.total)


def takes_records(room: Room, limits: RoomLimits) -> bool:
    """Say whether a registration, a saving or an edition may be stored."""
    return room.free >= limits.read_only


def room_sentence(room: Room, limits: RoomLimits) -> str:
    """Return what staff are to be told, "" while there is room."""
    left = f"还剩 {room.free / MB:.0f} MB"
    if limits.reserve and not room.reserve_kept:
        return f"中心的磁盘满了（{left}），预留的空间已经用上，再不处理就不能登记了。请系统管理员今天就腾出空间。"
    if not takes_records(room, limits):
        return (f"中心的磁盘快满了（{left}），现在只能看、不能存；自助机上的登记先存在机器里，不会丢。"
                "请系统管理员马上腾出空间，腾出来就自动恢复。")  # fmt: skip
    if not takes_media(room, limits):
        return f"中心的磁盘快满了（{left}），登记照常，暂不收素材。请系统管理员这两天腾出空间。"
    return ""
