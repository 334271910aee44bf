"""What the supervisor of the browser says of the glass, kept for health and heartbeat, and what it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from content.clock import Clock, to_text
from content.link.pictures import PictureQueue

_LOST_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class GlassReport:
    """How browser and display are; `display` is on, off, unknown, or none where no tool speaks to it."""

    display: str = "none"
    wanted_on: bool = True
    browser_mb: int | None = None
    restarts: int = 0  # of the browser, by the supervisor, since the box was switched on
    verdict: str = ""  # of the last look: good, blank, still, silent, unknown
    looked_at: str = ""
    faults: tuple[str, ...] = ()


class Glass:
    """The last report, the queue of scenes' pictures, and the newest live picture."""

    def __init__(self, clock: Clock, pictures: Path) -> None:
        self.pictures = PictureQueue(pictures)
        self.live: bytes | None = None  # JPEG
        self._clock = clock
        self._report: GlassReport | None = None
        self._heard_at: datetime | None = None

    def hear(self, report: GlassReport) -> None:
        """Take the supervisor's word."""
        self._report, self._heard_at = report, self._clock.now()

    def faults(self) -> tuple[str, ...]:
        """Return what is wrong, in sentences; nothing where no supervisor ever spoke (a browser started by hand)."""
        if self._report is None or self._heard_at is None:
            return ()
        if self._clock.now() - self._heard_at > _LOST_AFTER:
            return ("看护大屏浏览器的程序没有回音，请系统管理员检查服务 linggong-screen-browser。",)
        return self._report.faults

    def health(self) -> dict[str, object]:
        """Return what is known as JSON values; empty where no supervisor ever spoke."""
        report, heard = self._report, self._heard_at
        if report is None or heard is None:
            return {}
        return {"display": report.display, "display_wanted_on": report.wanted_on, "browser_mb": report.browser_mb,
                "browser_restarts": report.restarts, "picture": report.verdict, "looked_at": report.looked_at,
                "glass_heard_at": to_text(heard), "pictures_waiting": len(self.pictures.waiting())}  # fmt: skip
