"""Every ledger's page at 100,000 rows: first and last page, filters and sorts, as the desk answers a browser.

All ledgers are full at once, so that the figures of the menu and the cards cost what they would. Addresses are asked of
the whole desk; where a page turns without an address, what it asks for its last rows is asked of it directly.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from os import getloadavg
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, sleep

import httpx
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from content.admin.app import build
from content.admin.listing import ROWS
from content.admin.login import issue_link
from content.admin.pages import aid, guidance, referrals
from content.admin.parts import AdminParts
from content.clock import SystemClock, calendar_day, local
from content.edition.shelf import Shelf
from content.model.cases import CaseKind
from content.privacy import KeyRing
from content.publishing.publisher import Publisher
from content.store.audit import AuditPage
from content.store.database import Market
from content.store.tables import Tables
from tests.bench.bench_ledgers import LINES, TARGET_MS
from tests.bench.figures import Figure, p95
from tests.bench.full_market import full_market

_KEYS = KeyRing.from_root(bytes(32))
ASKED = 40  # requests of each ledger at least
_LAST = LINES - ROWS
_NOW = SystemClock().now()
_MONTH = f"{local(_NOW - timedelta(days=40)):%Y-%m}"
_LAST_PAGE = f"page={LINES // ROWS}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One ledger: addresses of its page, and what it asks for rows that have no address."""

    name: str
    addresses: tuple[str, ...]
    asks: tuple[Callable[[Tables], object], ...] = ()


def _views(path: str, views: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{path}?view={view}" for view in views)


def _record(path: str, *asked: str) -> tuple[str, ...]:
    return (path, *(f"{path}?{one}" for one in (*asked, _LAST_PAGE)))


LEDGERS = (
    Ledger(name="今日工作", addresses=("/",)),
    Ledger(name="求职台账", addresses=_record("/ledger/seekers", f"month={_MONTH}", "trade=A11", "age=50-59",
                                              "skill=cooking")),
    Ledger(name="用工台账", addresses=_record("/ledger/jobs", f"month={_MONTH}", "trade=A11", "text=banyun")),
    Ledger(name="推荐", addresses=_views("/referrals", ("unconfirmed", "follow-up", "placed", "all", "applications")),
           asks=tuple(lambda tables, view=view, offset=offset: referrals._rows(
               tables, view, calendar_day(_NOW), offset, True)
               for view, offset in (("all", _LAST), ("placed", LINES // 3 - ROWS), ("applications", _LAST - 6000)))),
    Ledger(name="就业", addresses=_views("/referrals", ("placements",)),
           asks=(lambda tables: referrals._rows(tables, "placements", calendar_day(_NOW), _LAST, True),)),
    Ledger(name="报名", addresses=("/applications", "/applications?state=submitted"),
           asks=(lambda tables: tables.applications.page(None, ROWS, _LAST),)),
    Ledger(name="职业指导", addresses=("/guidance", *_views("/guidance", ("calls", "done", "plans"))),
           asks=tuple(lambda tables, view=view: guidance._rows(tables, view, _NOW, _LAST, True)
                      for view in ("done", "plans"))),
    Ledger(name="帮扶", addresses=_views("/aid", ("open", "due", "mine", "closed", "all", "sweep")),
           asks=(lambda tables: tables.aid_files.listed(aid.AidView.ALL, calendar_day(_NOW), "bench", ROWS, _LAST),
                 lambda tables: tables.sweeps.lines_of(f"r{place:06}" for place in range(ROWS)))),
    Ledger(name="咨询", addresses=("/consultations", f"/consultations?month={_MONTH}",
                                   f"/consultations/month?month={_MONTH}")),
    Ledger(name="维权", addresses=("/disputes",),
           asks=(lambda tables: tables.cases.page(CaseKind.DISPUTE, ROWS, _LAST),)),
    Ledger(name="培训班", addresses=("/sessions", f"/sessions?month={_MONTH}", "/courses", "/courses?sort=name")),
    Ledger(name="走访", addresses=_record("/visits", "text=样例")),
    Ledger(name="招聘会", addresses=_record("/fairs", "theme=live", "sort=name", "sort=-invited")),
    Ledger(name="满意度", addresses=("/satisfaction", f"/satisfaction?month={_MONTH}")),
    Ledger(name="办事登记", addresses=("/cases", "/cases?kind=question", "/cases?kind=satisfaction"),
           asks=(lambda tables: tables.cases.page(None, ROWS, 3 * LINES - ROWS),)),
    Ledger(name="呈报待处理", addresses=("/filings",)),
    Ledger(name="举报", addresses=("/complaints",), asks=(lambda tables: tables.complaints.page(ROWS, _LAST),)),
    Ledger(name="工作日志", addresses=("/worklog", "/worklog/week")),
    Ledger(name="工位工具", addresses=("/loans",), asks=(lambda tables: tables.tool_loans.page(ROWS, _LAST),)),
    Ledger(name="操作记录", addresses=("/audit", "/audit?action=looked", "/audit?text=咨询"),
           asks=(lambda tables: tables.audit.page(AuditPage(limit=ROWS, offset=_LAST)),)),
    Ledger(name="统计", addresses=("/statistics", f"/statistics?month={_MONTH}")),
    Ledger(name="每日审核", addresses=("/ledger/review", "/ledger/review?view=done")),
    Ledger(name="考核得分", addresses=("/score", "/score/served", "/score/posted?column=operator")),
    Ledger(name="报表", addresses=("/reports",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """How long one answer took: by the wall, and of the processor."""

    wall_ms: float
    worked_ms: float


Times = dict[str, list[Took]]  # by what was asked


async def _timed(ask: Callable[[], Awaitable[object]]) -> Took:
    began, worked = perf_counter(), process_time()
    await ask()
    return Took(wall_ms=(perf_counter() - began) * 1000, worked_ms=(process_time() - worked) * 1000)


class _ManyDesks:
    """Lets every hundred requests come from another address: one in such a hurry is asked for patience."""

    def __init__(self, app: FastAPI) -> None:
        self._app, self._asked = app, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        self._asked += 1
        await self._app(scope | {"client": (f"10.0.0.{self._asked // 100}", 1)}, receive, send)


async def _asked(app: FastAPI, market: Market, parts: AdminParts, link: str) -> dict[str, Times]:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(_ManyDesks(app)), base_url="http://bench", timeout=120)
    await client.post("/enter", data={"link": link})
    found: dict[str, Times] = {}

    async def get(address: str) -> None:
        answer = await client.get(f"/staff{address}")
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")

    async def read(ask: Callable[[Tables], object]) -> None:
        with market.reading() as tables:
            ask(tables)

    # what is counted for the first time, by the menu and beside the pages, is of no ledger
    for address in ("/usage", "/", "/aid?view=sweep", "/score"):
        await get(address)
        await asyncio.to_thread(_counted, parts)
    for ledger in LEDGERS:
        times = found[ledger.name] = {}
        rounds = -(-ASKED // (len(ledger.addresses) + len(ledger.asks)))
        for address in ledger.addresses:
            times[address] = [await _timed(lambda address=address: get(address)) for _ in range(rounds)]
        for place, ask in enumerate(ledger.asks):
            times[f"rows {place}"] = [await _timed(lambda ask=ask: read(ask)) for _ in range(rounds)]
        slowest = max(times, key=lambda key: max(one.wall_ms for one in times[key]))
        worst = max(times[slowest], key=lambda one: one.wall_ms)
        print(f"  {ledger.name}: slowest {slowest} {worst.wall_ms:.0f} ms, of it {worst.worked_ms:.0f} worked",
              file=sys.stderr)  # fmt: skip
    return found


def _counted(parts: AdminParts) -> None:
    """Wait until what is counted beside the pages is counted."""
    for kept in (parts.figures, parts.cards_kept, parts.seconds_kept):
        while kept.busy:
            sleep(0.05)


async def _desk(market: Market, folder: Path) -> dict[str, Times]:
    os.environ["NICEGUI_USER_SIMULATION"] = "true"
    clock, app = SystemClock(), FastAPI()
    parts = AdminParts(market=market, publisher=Publisher(market, Shelf(folder / "shelf"), _KEYS, clock, "bench"),
                       keys=_KEYS, clock=clock)  # fmt: skip
    build(app, parts)
    async with app.router.lifespan_context(app):
        return await _asked(app, market, parts, issue_link(market, _KEYS, "bench", clock.now()))


def run() -> list[Figure]:
    """Fill a market and ask for every page; pages are rendered by the server, without a browser's own time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = process_time()
        market = full_market(folder / "market.db", _KEYS)
        print(f"  filled and sealed in {process_time() - began:.0f} s of the processor", file=sys.stderr)
        try:
            found = asyncio.run(_desk(market, folder))
        finally:
            market.close()
    return [_figure(name, [one for each in times.values() for one in each], len(times))
            for name, times in found.items()]  # fmt: skip


def _figure(ledger: str, times: list[Took], ways: int) -> Figure:
    walls, worked = [one.wall_ms for one in times], p95([one.worked_ms for one in times])
    note = (f"p50 {median(walls):.0f}, worst {max(walls):.0f}, processor p95 {worked:.0f} ms; {ways} ways; "
            f"load {getloadavg()[0]:.0f}")  # fmt: skip
    return Figure(name=f"{ledger} with {LINES:,} rows, p95", value=p95(walls), unit="ms", target=TARGET_MS, note=note)
