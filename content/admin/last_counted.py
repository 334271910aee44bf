"""What pages show as counted last: quick things are counted for every page, what takes long is counted beside them.

Figures of the menu, cards of 今日工作, the weekly sweep and the score are kept here, each with when it was counted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any, Generic, TypeVar

from content.store.database import Market, Tables

T = TypeVar("T")
LONG_S = 0.02  # a menu has two dozen figures
FRESH = timedelta(seconds=10)  # one that takes long is not counted again before
OLDEST = timedelta(minutes=10)  # and nobody is shown an older one


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Generic[T]):
    """What a question came to, when, and how often in a row it took long by now."""

    value: T
    at: datetime
    long: int

    def is_old(self, now: datetime) -> bool:
        """Say whether nobody may be shown it any more; nor is anything of the future after a clock was set back."""
        return not timedelta() <= now - self.at < OLDEST


class LastCounted:
    """Questions as answered last, by name; `times` in a row one takes `long_s` before it is answered beside.

    `most` is how many answers are kept: of large ones the one asked for longest ago goes.
    """

    def __init__(self, clock_s: Callable[[], float] = perf_counter, *, long_s: float = LONG_S, times: int = 1,
                 fresh: timedelta = FRESH, most: int = 200) -> None:  # fmt: skip
        self._clock_s, self._long_s, self._times, self._fresh, self._most = clock_s, long_s, times, fresh, most
        self._kept: dict[str, Kept[Any]] = {}
        self._under_way: dict[str, Future[Kept[Any]]] = {}
        self._gate = threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="counting")

    @property
    def busy(self) -> bool:
        """Say whether something is being counted beside the pages."""
        return bool(self._under_way)

    def of(self, name: str, ask: Callable[[Tables, datetime], T], market: Market, tables: Tables, now: datetime) -> T:
        """Return what a question comes to; one that takes long as last answered, and have it answered anew beside."""
        return self.kept(name, ask, market, tables, now).value

    def kept(self, name: str, ask: Callable[[Tables, datetime], T], market: Market, tables: Tables,
             now: datetime) -> Kept[T]:  # fmt: skip
        """Return the same with when it was answered."""
        kept: Kept[T] | None = self._kept.get(name)
        if kept is None or kept.long < self._times or kept.is_old(now):
            return self._counted(name, ask, tables, now)
        if now - kept.at >= self._fresh:
            self._beside(name, ask, market, now)
        return kept

    def lately(self, name: str, ask: Callable[[Tables, datetime], T], market: Market,
               now: datetime) -> Future[Kept[T]]:  # fmt: skip
        """Return the same for one that may take seconds: all who ask while it is counted wait for the one count.

        Nobody holds a thread meanwhile, so that a page waits for it and the others do not.
        """
        kept: Kept[T] | None = self._kept.get(name)
        if kept is None or kept.long < self._times or kept.is_old(now):
            return self._beside(name, ask, market, now)
        if now - kept.at >= self._fresh:
            self._beside(name, ask, market, now)
        known: Future[Kept[T]] = Future()
        known.set_result(kept)
        return known

    def _beside(self, name: str, ask: Callable[[Tables, datetime], T], market: Market,
                now: datetime) -> Future[Kept[T]]:  # fmt: skip
        with self._gate:
            if name not in self._under_way:
                self._under_way[name] = self._thread.submit(self._count_beside, name, ask, market, now)
            return self._under_way[name]

    def _counted(self, name: str, ask: Callable[[Tables, datetime], T], tables: Tables, now: datetime) -> Kept[T]:
        began = self._clock_s()
        value = ask(tables, now)
        took = self._clock_s() - began
        with self._gate:
            before = self._kept.pop(name, None)
            long = (before.long if before is not None else 0) + 1 if took >= self._long_s else 0
            kept = self._kept[name] = Kept(value=value, at=now, long=long)
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return kept

    def _count_beside(self, name: str, ask: Callable[[Tables, datetime], T], market: Market,
                      now: datetime) -> Kept[T]:  # fmt: skip
        try:
            with market.reading() as tables:
                return self._counted(name, ask, tables, now)
        finally:
            with self._gate:
                del self._under_way[name]
