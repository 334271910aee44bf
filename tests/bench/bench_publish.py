"""From the click on 发布 to a published row: 240 jobs, 2,000 with 200 policies, and 20,000."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

from content.clock import SystemClock
from content.demo.seed import DemoRecords, demo_records
from content.edition.shelf import Shelf
from content.model.codes import Stage
from content.model.ids import new_id
from content.privacy import KeyRing
from content.publishing.publisher import Publisher
from content.store.database import Market
from content.store.tables import Tables
from tests.bench.figures import Figure

ROUNDS = 5
CASES = ((240, 24, 0.5), (2_000, 200, 1.0), (20_000, 200, 8.0))  # jobs, policies, target in seconds


def _fill(tables: Tables, records: DemoRecords, jobs: int, policies: int) -> None:
    now = SystemClock().now()
    for employer in records.employers:
        tables.employers.save(employer, None)
    approved = [job for job in records.jobs if job.stage is Stage.APPROVED]
    for place in range(jobs):
        # copies differ in title and address, as different jobs do
        job = approved[place % len(approved)]
        copy = place // len(approved)
        title = job.title + "甲乙丙丁戊己庚辛壬"[:copy]
        other = replace(job, id=new_id(now), number=1001 + place, title=title, address=f"{job.address}{copy} 栋")
        tables.jobs.save(other, None)
    for place in range(policies):
        tables.policies.save(replace(records.policies[place % len(records.policies)], id=new_id(now)), None)
    tables.market_card.save(records.market)


def _processor_s() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _times_s(folder: Path, jobs: int, policies: int) -> tuple[list[float], list[float]]:
    """Return the times of publishing by the wall, and by the processor, which other work does not lengthen."""
    clock, keys = SystemClock(), KeyRing.from_root(bytes(32))
    market = Market.open(folder / "market.db", keys, clock)
    try:
        records = demo_records(clock.now())
        market.write(lambda tables: _fill(tables, records, jobs, policies))
        publisher = Publisher(market, Shelf(folder / "shelf"), keys, clock, "341721-01")
        times, worked = [], []
        for _ in range(ROUNDS):
            start, before = perf_counter(), _processor_s()
            publisher.publish("bench")
            times.append(perf_counter() - start)
            worked.append(_processor_s() - before)
        edition = publisher.current()
        if edition is None or len(edition.content().jobs) != jobs:
            raise AssertionError("the bench published something else than it says")
        edition.close()
        return times, worked
    finally:
        market.close()


def run() -> list[Figure]:
    """Publish each market five times; the figure is the median, the note has the first and the slowest."""
    figures = []
    for jobs, policies, target in CASES:
        with tempfile.TemporaryDirectory() as folder:
            times, worked = _times_s(Path(folder), jobs, policies)
        note = f"first {times[0]:.2f} s, slowest {max(times):.2f} s, processor {median(worked):.2f} s"
        figures.append(Figure(name=f"publish {jobs:,} jobs, {policies} policies", value=median(times), unit="s",
                              target=target, note=note))  # fmt: skip
    return figures
