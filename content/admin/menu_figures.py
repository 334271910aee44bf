"""The figures of the menu: counted for every page, but one that takes long is counted beside the pages."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter

from content.errors import ContentError
from content.store.database import Market, Tables

LONG_S = 0.02  # a menu has two dozen figures
FRESH = timedelta(seconds=10)  # one that takes long is not counted again before
OLDEST = timedelta(minutes=10)  # and nobody is shown an older one
Count = Callable[[Tables, datetime], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    count: int
    at: datetime
    took_s: float


class MenuFigures:
    """The figures of one hub as counted last."""

    def __init__(self, clock_s: Callable[[], float] = perf_counter) -> None:
        self._clock_s = clock_s
        self._kept: dict[str, _Figure] = {}
        self._under_way: set[str] = set()
        self._gate = threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="menu")

    def of(self, path: str, count: Count, market: Market, tables: Tables, now: datetime) -> int:
        """Return the figure of a page; one that took long as it was last counted, and have it counted anew beside."""
        kept = self._kept.get(path)
        if kept is None or kept.took_s < LONG_S or not timedelta() <= now - kept.at < OLDEST:
            return self._counted(path, count, tables, now)
        if now - kept.at >= FRESH and self._takes(path):
            self._thread.submit(self._count_beside, path, count, market, now)
        return kept.count

    def _takes(self, path: str) -> bool:
        with self._gate:
            new = path not in self._under_way
            self._under_way.add(path)
            return new

    def _counted(self, path: str, count: Count, tables: Tables, now: datetime) -> int:
        began = self._clock_s()
        number = count(tables, now)
        self._kept[path] = _Figure(count=number, at=now, took_s=self._clock_s() - began)
        return number

    def _count_beside(self, path: str, count: Count, market: Market, now: datetime) -> None:
        try:
            # a fault shows where somebody asks next: then it is counted on the page
            with suppress(ContentError), market.reading() as tables:
                self._counted(path, count, tables, now)
        finally:
            with self._gate:
                self._under_way.discard(path)
