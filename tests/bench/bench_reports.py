"""The monthly report of a year with more than 100,000 events, and what a page of the desk waits while one is made."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from os import getloadavg
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter

import httpx
from fastapi import FastAPI

from content.admin.app import build
from content.admin.login import issue_link
from content.admin.made_reports import MadeReports
from content.admin.parts import AdminParts
from content.admin.reporting import Maker, as_paper, as_workbook
from content.clock import SetClock
from content.edition.shelf import Shelf
from content.model.codes import Role
from content.model.people import Staff
from content.model.reports import ReportKind
from content.publishing.publisher import Publisher
from content.store.database import Market
from tests.bench.figures import Figure, p95
from tests.fixtures.year.making import YEAR
from tests.fixtures.year.planting import planted
from tests.unit.content.store.samples import KEYS

SCALE = 8
ROUNDS = 5
TARGET_S = 5.0
_MONTH = f"{YEAR}-12"  # the last one: all rows of the year are before its end
_NOW = datetime(YEAR + 1, 1, 4, 2, tzinfo=UTC)
_PAGES = ("/staff/jobs", "/staff/reports", "/staff/jobs?page=40", "/staff/employers")
_AT_REST = 40


def _whole(market: Market, held: MadeReports) -> dict[str, float]:
    """Make the report and write it twice, as the page does; return how long each step took."""
    steps: dict[str, float] = {}
    began = last = perf_counter()
    name, worked = "start", _worked()

    def told(_share: float, word: str) -> None:
        nonlocal last, name
        steps[name] = steps.get(name, 0.0) + perf_counter() - last
        last, name = perf_counter(), word

    made = Maker(market=market, held=held).make(ReportKind.MONTH, _MONTH, _NOW, told)
    for word, write in (("xlsx", as_workbook), ("PDF", as_paper)):
        last = perf_counter()
        write(made.seal, _NOW, "测量")
        steps[word] = perf_counter() - last
    return steps | {"whole": perf_counter() - began, "worked": _worked() - worked}


def _worked() -> float:
    used = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


async def _asked(client: httpx.AsyncClient, done: Callable[[], bool]) -> list[float]:
    times = []
    while not done():
        began = perf_counter()
        answer = await client.get(_PAGES[len(times) % len(_PAGES)])
        times.append((perf_counter() - began) * 1000)
        assert answer.status_code == 200
        await asyncio.sleep(0.02)  # a person turns pages, and does not wait in line for them
    return times


async def _desk(market: Market, folder: Path) -> tuple[list[float], list[float]]:
    os.environ["NICEGUI_USER_SIMULATION"] = "true"
    clock, app = SetClock(_NOW), FastAPI()
    parts = AdminParts(market=market, publisher=Publisher(market, Shelf(folder / "shelf"), KEYS, clock, "bench"),
                       keys=KEYS, clock=clock)  # fmt: skip
    build(app, parts)
    async with app.router.lifespan_context(app):
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bench")
        await client.post("/enter", data={"link": issue_link(market, KEYS, "bench", _NOW)})
        left = iter(range(_AT_REST))
        await client.get(_PAGES[0])
        alone = await _asked(client, lambda: next(left, None) is None)
        making = [asyncio.create_task(asyncio.to_thread(_whole, market, parts.made_reports)) for _ in range(2)]
        beside = await _asked(client, lambda: all(one.done() for one in making))
        await asyncio.gather(*making)
    return alone, beside


def run() -> list[Figure]:
    """Fill a year, make its last month five times, then turn pages of the desk while two are made."""
    staff = Staff(id="bench", login="bench", name="测量", roles=(Role.MANAGER,), enabled=True, pledged_on=_NOW.date())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        market = planted(folder / "market.db", scale=SCALE)
        try:
            market.write(lambda tables: tables.staff.add(staff))
            with market.reading() as tables:
                facts = tables.score.facts(YEAR)
            rows = sum(len(found) for part in fields(facts) if isinstance(found := getattr(facts, part.name), tuple))
            runs = [_whole(market, MadeReports()) for _ in range(ROUNDS)]
            alone, beside = asyncio.run(_desk(market, folder))
        finally:
            market.close()
    walls, works = [one["whole"] for one in runs], [one["worked"] for one in runs]
    steps = [word for word in runs[0] if word not in ("whole", "worked")]
    parts = "，".join(f"{word} {median(one[word] for one in runs):.2f}" for word in steps)
    return [
        Figure(name="monthly report: read, count, digest, xlsx and PDF", value=median(walls), unit="s", target=TARGET_S,
               note=f"{rows:,} events; median of {ROUNDS}, worst {max(walls):.2f} s; {parts}; "
                    f"load {getloadavg()[0]:.0f}"),
        Figure(name="processor time of it, this process and its children", value=median(works), unit="s",
               target=TARGET_S, note=f"worst {max(works):.2f} s; what the wall comes to where nobody else computes"),
        Figure(name="desk page at rest, p95", value=p95(alone), unit="ms",
               note=f"{len(alone)} pages; p50 {median(alone):.0f}, worst {max(alone):.0f} ms"),
        Figure(name="the same while reports are made, p95", value=p95(beside), unit="ms", baseline=p95(alone),
               note=f"{len(beside)} pages; p50 {median(beside):.0f}, worst {max(beside):.0f} ms"),
    ]  # fmt: skip
