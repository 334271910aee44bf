"""A kiosk taken out of use with a notice, from its own staff page or from the desk; it stays so over a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.staff.kept import forget, keep, kept

LONGEST_NOTICE = 60
NOTICES = (
    "本机暂停使用，请到综合服务窗口办理",
    "本机暂停使用，请到求职登记窗口办理",
    "本机正在检修，请用旁边的自助机",
)


class Pausing:
    """The pause of one kiosk; `on_change` is called in the caller's thread after the disk has it."""

    def __init__(self, path: Path, on_change: Callable[[], None] = lambda: None) -> None:
        self._path, self._on_change = path, on_change
        self._notice = str(kept(path).get("notice", ""))

    @property
    def notice(self) -> str:
        """Return what the screen says while paused, "" while in use."""
        return self._notice

    def pause(self, notice: str = "") -> None:
        """Take the kiosk out of use; an empty notice becomes the first of the usual ones."""
        self._notice = " ".join(notice.split())[:LONGEST_NOTICE] or NOTICES[0]
        keep(self._path, {"notice": self._notice})
        self._on_change()

    def resume(self) -> None:
        """Put the kiosk back into use."""
        self._notice = ""
        forget(self._path)
        self._on_change()
