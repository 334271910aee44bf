"""The room on the disk of one hub: a reserve that is given up at the limit, and 素材 refused before that.

A full disk also keeps SQLite from folding its WAL in, so it cannot get out of it by itself (reliability section 2.4).
"""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

from content.errors import DiskLow, StoreError
from content.rules.disk_room import Room, RoomLimits, takes_media, takes_records

log = logging.getLogger(__name__)

# with less than this many reserves free a new one would fill the disk again
_AMPLE = 4


class DiskRoom:
    """The disk a data folder lies on; calls may come from any thread."""

    def __init__(self, folder: Path, limits: RoomLimits) -> None:
        self._folder = folder
        self._reserve = folder / "reserve"
        self.limits = limits

    def look(self) -> Room:
        """Return what there is; OSError when the folder is gone."""
        usage = shutil.disk_usage(self._folder)
        return Room(free=usage.free, total=usage.total, reserve_kept=self._kept())

    def _kept(self) -> bool:
        try:
            return self._reserve.stat().st_size == self.limits.reserve
        except OSError:
            return False

    def keep_reserve(self) -> bool:
        """Put the reserve aside where there is ample room; say whether it is there."""
        if self._kept():
            return True
        if not self.limits.reserve or shutil.disk_usage(self._folder).free < _AMPLE * self.limits.reserve:
            return False
        handle = os.open(self._reserve, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.posix_fallocate(handle, 0, self.limits.reserve)
            os.fsync(handle)
        except OSError:
            self._reserve.unlink(missing_ok=True)
            return False
        finally:
            os.close(handle)
        return True

    def give_up_reserve(self) -> bool:
        """Free the reserve; say whether that brought anything."""
        if not self._kept():
            return False
        self._reserve.unlink(missing_ok=True)
        log.error("the disk of %s is full: its reserve is freed; make room today", self._folder)
        return True

    def refuse_records(self) -> None:
        """Raise DiskLow when there is too little room to take anything new."""
        room = self.look()
        if not takes_records(room, self.limits):
            raise DiskLow(f"中心的磁盘快满了（还剩 {room.free / 1e6:.0f} MB），现在只能看、不能存，填好的内容请先留着。"
                          "请系统管理员马上腾出空间，腾出来就自动恢复。")  # fmt: skip

    def refuse_media(self) -> None:
        """Raise StoreError when there is too little room for a film or picture."""
        room = self.look()
        if not takes_media(room, self.limits):
            raise StoreError(f"中心的磁盘快满了（还剩 {room.free / 1e6:.0f} MB），先不收素材，好把地方留给登记。"
                             "请系统管理员腾出空间后再传。")  # fmt: skip
