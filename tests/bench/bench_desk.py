"""The desk over 100,000 jobs: a page of the list in a browser's way, the search box, and a whole export beside it."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, sleep

import httpx
from fastapi import FastAPI

from content.admin.app import build
from content.admin.exports import write_sheet
from content.admin.list_choices import JOB_CHOICES
from content.admin.list_state import page_of, state_of, words_of_address
from content.admin.login import issue_link
from content.admin.parts import AdminParts
from content.admin.search_hits import records_found
from content.admin.sheets_out import JOBS
from content.clock import SystemClock
from content.edition.shelf import Shelf
from content.model.codes import Role
from content.model.people import Staff
from content.privacy import KeyRing
from content.publishing.publisher import Publisher
from content.store.database import Market
from content.store.records import Page
from tests.bench.bench_lists import fill
from tests.bench.figures import Figure, p95

_KEYS = KeyRing.from_root(bytes(32))
_ASKED = tuple(
    f"?{first}&{second}&sort={sign}{sort}&page={page}"
    for first, second in (("trade=A", "ends=open"), ("township=341721101", "source=own"),
                          ("stage=approved", "urgent=0"), ("ends=7", "standing=published"),
                          ("owner=bench", "trade=A11"))
    for sort, sign in (("pay", ""), ("pay", "-"), ("title", ""), ("valid_until", "-"))
    for page in (1, 40)
)  # fmt: skip
_TYPED = ("搬运", "banyun", "by", "东至", "1001", "考古学家", "保洁 尧渡", "g", "工", "bany", "100", "yi", "样例")


def _timed(ask: Callable[[], object]) -> float:
    began = perf_counter()
    ask()
    return (perf_counter() - began) * 1000


class _Memory:
    """The most this process held while something ran, in MB over what it held before."""

    def __enter__(self) -> _Memory:
        self._before = self._most = self._now()
        self._runs = True
        self._watch = threading.Thread(target=self._look)
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._runs = False
        self._watch.join()

    @property
    def more_mb(self) -> float:
        return (self._most - self._before) / 1024

    def _look(self) -> None:
        while self._runs:
            self._most = max(self._most, self._now())
            sleep(0.05)

    @staticmethod
    def _now() -> int:
        lines = Path("/proc/self/status").read_text("utf8").splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


async def _pages(app: FastAPI, link: str, done: Callable[[], bool] | None = None) -> list[float]:
    times = []
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bench")
    await client.post("/enter", data={"link": link})
    for address in _ASKED:
        began = perf_counter()
        answer = await client.get(f"/staff/jobs{address}")
        times.append((perf_counter() - began) * 1000)
        assert answer.status_code == 200
        assert "listing" in answer.text
        if done is not None and done():
            break
    return times


def _export(market: Market, form: str, found: dict[str, float]) -> None:
    began = perf_counter()
    finished = write_sheet(market, JOBS, Page(), form, False, "bench", SystemClock().now())
    found[form] = perf_counter() - began
    finished.file.close()


async def _desk(market: Market, folder: Path, found: dict[str, float]) -> tuple[list[float], list[float], float]:
    os.environ["NICEGUI_USER_SIMULATION"] = "true"
    clock, app = SystemClock(), FastAPI()
    parts = AdminParts(market=market, publisher=Publisher(market, Shelf(folder / "shelf"), _KEYS, clock, "bench"),
                       keys=_KEYS, clock=clock)  # fmt: skip
    build(app, parts)
    async with app.router.lifespan_context(app):
        alone = await _pages(app, issue_link(market, _KEYS, "bench", clock.now()))
        link = issue_link(market, _KEYS, "bench", clock.now())
        with _Memory() as memory:
            running = [parts.exports.submit(lambda form=form: _export(market, form, found)) for form in ("csv", "xlsx")]
            beside = await _pages(app, link, lambda: all(one.done() for one in running))
            await asyncio.gather(*map(asyncio.wrap_future, running))
    return alone, beside, memory.more_mb


def run() -> list[Figure]:
    """Fill a market and ask the desk; pages are rendered by the server, without a browser's own time."""
    staff = Staff(id="bench", login="bench", name="测量", roles=(Role.MANAGER,), enabled=True,
                  pledged_on=SystemClock().now().date())  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        market = Market.open(folder / "market.db", _KEYS, SystemClock())
        try:
            fill(market)
            market.write(lambda tables: tables.staff.add(staff))
            asks: list[float] = []
            for text in _TYPED * 3:
                with market.reading() as tables:
                    asks.append(_timed(lambda tables=tables, text=text: records_found(tables, text, staff)))
            plain: list[float] = []
            for address in _ASKED:
                asked = state_of(words_of_address(address), frozenset(("pay", "title", "valid_until")), JOB_CHOICES)
                page = page_of(asked, JOB_CHOICES, SystemClock().now(), 50)
                with market.reading() as tables:
                    plain.append(_timed(lambda tables=tables, page=page: tables.jobs.page(page)))
            took: dict[str, float] = {}
            alone, beside, more_mb = asyncio.run(_desk(market, folder, took))
        finally:
            market.close()
    return [
        Figure(name="desk page of 100,000 jobs, a sort and two filters, p95", value=p95(alone), unit="ms", target=300,
               note=f"worst {max(alone):.0f}, of it the store p95 {p95(plain):.0f} ms"),
        Figure(name="the same while 100,000 rows are exported, p95", value=p95(beside), unit="ms",
               baseline=p95(alone), note=f"worst {max(beside):.0f} ms"),
        Figure(name="search box over 100,000 jobs, p95", value=p95(asks), unit="ms", target=300,
               note=f"worst {max(asks):.0f} ms"),
        Figure(name="export of 100,000 jobs, CSV", value=took["csv"], unit="s", note="with pages asked beside it"),
        Figure(name="export of 100,000 jobs, Excel", value=took["xlsx"], unit="s", note="with pages asked beside it"),
        Figure(name="memory both exports and the pages took", value=more_mb, unit="MB", target=200),
    ]  # fmt: skip
