"""A browser that is there: started, started again when it ends, without its GPU when it ends too often."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from signage.browser.chromium import Chromium
from signage.browser.devtools import Devtools, page_address
from signage.errors import BrowserSilent

log = logging.getLogger(__name__)

LONGEST_BACK_OFF_S = 60.0
_WELL_S = 120.0  # a browser that lived so long starts again without a pause
_HOUR_S = 3600.0
_ENDS_OFTEN = 3  # so many ends within an hour, and it is started without the GPU
_OFTEN = "大屏的浏览器一小时内自己退出了三次，已改用不依赖显卡的画法，请系统管理员看日志、检查内存和显卡驱动。"


@dataclass(slots=True)
class Life:
    """One browser from its start to its end; instants on the monotonic clock."""

    chromium: Chromium
    began: float
    page: Devtools | None = None
    opened: bool = False  # our page was asked for since the last crash
    opened_at: float = 0.0
    open_after: float = 0.0
    missed: int = 0  # pulses, or attempts to open the page
    crashes: int = 0  # of the page since the last good look
    happened: set[str] = field(default_factory=set)


class Keeper:
    """Not thread-safe; `template` is the setting `[screen] browser`, `wake` is called when something befell a page."""

    def __init__(self, template: str, wake: Callable[[], None]) -> None:
        self.life: Life | None = None
        self._template, self._wake = template, wake
        self._ends: deque[float] = deque(maxlen=_ENDS_OFTEN)
        self._back_off_s = 0.0
        self._start_at = 0.0
        self._no_browser = ""

    def living(self, now: float) -> Life | None:
        """Return the browser that is there, a new one if it ended; None while there is none."""
        life = self.life
        if life is not None and not life.chromium.is_running():
            log.warning("the browser ended by itself after %.0f s", now - life.began)
            self._ends.append(now)
            self.end()
            self._back_off_s = 0.0 if now - life.began > _WELL_S else self._longer()
            self._start_at = now + max(0.0, self._back_off_s - 1)  # the first comes back at once
        if self.life is None and now >= self._start_at:
            self._start(now)
        return self.life

    def connected(self, life: Life) -> Devtools | None:
        """Return a line to the browser's page; None while there is none."""
        if life.page is not None and "" in life.happened:
            life.page.close()
            life.page, life.opened = None, False
        if life.page is not None:
            return life.page

        def happen(event: str) -> None:
            if event in ("", "Inspector.targetCrashed"):
                life.happened.add(event)
                self._wake()

        try:
            life.happened.clear()
            life.page = Devtools(page_address(life.chromium.port()), happen)
            for domain in ("Inspector.enable", "Page.enable"):
                life.page.call(domain)
        except BrowserSilent:
            if life.page is not None:
                life.page.close()
                life.page = None
        return life.page

    def end(self) -> None:
        """End the browser that is there."""
        life, self.life = self.life, None
        if life is None:
            return
        if life.page is not None:
            life.page.close()
        life.chromium.end()

    def restart(self) -> None:
        """End the browser; the next look starts another without a pause."""
        self.end()
        self._start_at = 0.0

    def fault(self, now: float) -> str:
        """Return what staff should do, "" when the browser is well."""
        return self._no_browser or (_OFTEN if self._ends_often(now) else "")

    def _start(self, now: float) -> None:
        without_gpu = self._ends_often(now)
        try:
            chromium = Chromium(self._template, with_gpu=not without_gpu)
        except BrowserSilent as error:
            if self._no_browser != str(error):
                log.error("%s", error)
            self._no_browser = str(error)
            self._back_off_s = self._longer()
            self._start_at = now + self._back_off_s
            return
        self._no_browser = ""
        log.info("browser %d started%s", chromium.number, " without its GPU" if without_gpu else "")
        self.life = Life(chromium=chromium, began=now)

    def _ends_often(self, now: float) -> bool:
        return len(self._ends) == _ENDS_OFTEN and now - self._ends[0] < _HOUR_S

    def _longer(self) -> float:
        return min(self._back_off_s * 2 + 1, LONGEST_BACK_OFF_S)
