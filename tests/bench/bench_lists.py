"""100,000 jobs at the desk: a page of the list, searched and sorted; 今日工作; and storing 5,000 jobs at once."""

from __future__ import annotations

import random
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from content.admin.cadence import duty_cards
from content.admin.figures import own_cards
from content.clock import SystemClock
from content.demo.seed import demo_records
from content.model.codes import Stage
from content.model.editorial import Standing
from content.model.ids import new_id
from content.privacy import KeyRing
from content.store.database import Market
from content.store.records import Page
from content.store.tables import Tables
from tests.bench.figures import Figure

JOBS = 100_000
BATCH = 5_000
ROUNDS = 3
TARGET_MS = 100.0
TEXTS = ("", "搬运", "banyun", "by", "东至", "100", "考古学家", "保洁 尧渡", "g", "工")
WAYS = (
    {}, {"stage": Stage.APPROVED}, {"standing": Standing.PUBLISHED}, {"standing": Standing.EXPIRED},
    {"sort": "title", "descending": False}, {"sort": "pay"}, {"sort": "valid_until", "descending": False},
    {"filters": (("township", "341721101"),)}, {"filters": (("group", "A"),), "sort": "updated_at"}, {"offset": 90_000},
)  # fmt: skip


def fill(market: Market) -> list[float]:
    """Store the jobs and return how long each batch took, in seconds."""
    now, dice = SystemClock().now(), random.Random(7)
    records = demo_records(now)
    market.write(lambda tables: [tables.employers.save(one, None) for one in records.employers])
    times = []
    for start in range(0, JOBS, BATCH):
        batch = []
        for place in range(start, start + BATCH):
            job = records.jobs[dice.randrange(len(records.jobs))]
            ends = now + timedelta(days=dice.randint(-400, 30))
            batch.append(replace(
                job, id=new_id(now), number=1001 + place, title=f"{job.title}{dice.choice('甲乙丙丁戊')}",
                pay_min_fen=dice.randint(50, 400) * 100, valid_until=ends, updated_at=ends - timedelta(days=9),
                stage=dice.choice(list(Stage)),
            ))  # fmt: skip

        def store(tables: Tables, batch: list[object] = batch) -> None:
            for job in batch:
                tables.jobs.save(job, None, "bench")

        began = perf_counter()
        market.write(store)
        times.append(perf_counter() - began)
    return times


def _page_ms(market: Market) -> dict[Page, float]:
    found: dict[Page, float] = {}
    for text in TEXTS:
        for way in WAYS:
            page = Page(text=text, **way)
            for _ in range(ROUNDS):
                began = perf_counter()
                with market.reading() as tables:
                    tables.jobs.page(page)
                found[page] = max(found.get(page, 0.0), (perf_counter() - began) * 1000)
    return found


def _today_ms(market: Market) -> float:
    """Return how long the questions of 今日工作 take together, the slowest of some rounds."""
    times = []
    for _ in range(ROUNDS):
        now, began = SystemClock().now(), perf_counter()
        with market.reading() as tables:
            for source in own_cards():
                source(tables, now)
            duty_cards(tables, now)
        times.append((perf_counter() - began) * 1000)
    return max(times)


def run() -> list[Figure]:
    """Fill a market and ask for a hundred pages, each three times; the figure is the 95th of a hundred."""
    with tempfile.TemporaryDirectory() as folder:
        market = Market.open(Path(folder) / "market.db", KeyRing.from_root(bytes(32)), SystemClock())
        try:
            stored = fill(market)
            times, today = _page_ms(market), _today_ms(market)
        finally:
            market.close()
    order = sorted(times.values())
    slowest = max(times, key=lambda page: times[page])
    print(f"slowest page: {slowest}", file=sys.stderr)
    note = f"p50 {order[len(order) // 2]:.0f}, worst {order[-1]:.0f} ms"
    return [
        Figure(name=f"page of a list of {JOBS:,} jobs, p95", value=order[int(len(order) * 0.95)], unit="ms",
               target=TARGET_MS, note=note),
        Figure(name=f"今日工作 with {JOBS:,} jobs, all questions", value=today, unit="ms", target=TARGET_MS),
        Figure(name=f"store {BATCH:,} jobs in one write", value=max(stored), unit="s", target=10.0,
               note=f"first {stored[0]:.1f} s"),
    ]  # fmt: skip
