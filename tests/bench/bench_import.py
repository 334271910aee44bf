"""A table of 5,000 jobs from the bytes that arrive to the rows that stand, and whether other pages wait for it."""

from __future__ import annotations

import asyncio
import io
import random
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from openpyxl import Workbook

from content.admin.pages.jobs_import import market_now, store_rows
from content.admin.sheet_columns import match_columns
from content.admin.sheet_jobs import JudgedAgainst, PreparedRow, prepare_rows
from content.clock import SystemClock, calendar_day
from content.demo.seed import demo_records
from content.feeds.intake import Intake
from content.feeds.recognise import SHEETS
from content.model.codes import Role
from content.model.jobs import Employer, JobPost
from content.model.people import Staff
from content.model.places import TOWNSHIPS
from content.model.trades import trades
from content.privacy import KeyRing
from content.store.database import Market
from tests.bench.figures import Figure

ROWS = 5_000
TARGET_S = 10.0
STALL_MS = 100.0
ROUNDS = 3
_BEAT_S = 0.01
_HEADINGS = ("用工单位", "岗位名称", "工种", "岗位职责", "岗位要求", "技能", "招聘人数", "用工类型", "薪资", "结算方式",
             "乡镇", "工作地点", "工作时间", "每日工时", "包吃", "住", "交通", "保险", "风险", "防护", "联系人",
             "联系电话", "有效期至", "核实方式", "来源")  # fmt: skip
T = TypeVar("T")


@dataclass(slots=True)
class _Beats:
    """How late a page's own turn came on the loop while the import ran, in seconds."""

    late: list[float] = field(default_factory=list)

    async def count(self) -> None:
        while True:
            began = perf_counter()
            await asyncio.sleep(_BEAT_S)
            self.late.append(perf_counter() - began - _BEAT_S)


def _sheet(jobs: tuple[JobPost, ...], firms: tuple[Employer, ...], until: str) -> bytes:
    dice, book = random.Random(11), Workbook(write_only=True)
    sheet = book.create_sheet("岗位")
    sheet.append(_HEADINGS)
    townships, names = list(TOWNSHIPS.values()), {code: one.name for code, one in trades().items()}
    for place in range(ROWS):
        job, firm = jobs[dice.randrange(len(jobs))], firms[dice.randrange(len(firms))]
        amount = job.pay_min_fen // 100 + dice.randint(0, 40)
        sheet.append((
            firm.name, f"{job.title}{dice.choice(('', '（急）', '早班', '晚班', '二车间', '三组'))}",
            names[job.trade_code], f"{job.duties}第{place}批", job.requirements, job.skills, str(dice.randint(1, 30)),
            job.form.label, str(amount), job.settlement.label, dice.choice(townships),
            f"示例路 {dice.randint(1, 400)} 号", job.hours, str(job.daily_hours_tenths / 10), job.meals, job.lodging,
            job.transport, job.insurance, job.risks, job.protection, firm.contact_name, firm.contact_phone, until,
            "电话核实", "企业自报",
        ))  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def _chunks(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 65536):
        yield data[start : start + 65536]


async def _timed(action: Callable[[], Awaitable[T]]) -> tuple[T, float]:
    began = perf_counter()
    return await action(), perf_counter() - began


async def _import(market: Market, folder: Path, data: bytes) -> tuple[list[float], list[float], int]:
    """Take one table in as the page does; return seconds of reading, judging and storing, the beats, rows stored."""
    now, intake = SystemClock().now(), Intake(folder)
    staff = Staff(id="bench", login="bench", name="录入员", roles=(Role.EDITOR,), enabled=True)
    beats = _Beats()
    beating = asyncio.create_task(beats.count())

    async def read() -> list[list[str]]:
        path, digest = await intake.receive(_chunks(data), "岗位.xlsx", SHEETS, len(data))
        taken = await asyncio.to_thread(intake.open, path, digest, "岗位.xlsx", SHEETS)
        return await asyncio.to_thread(taken.rows)

    rows, reading = await _timed(read)

    async def judge() -> tuple[PreparedRow, ...]:
        def known() -> JudgedAgainst:
            with market.reading() as tables:
                return market_now(tables, now)

        work = partial(prepare_rows, rows, match_columns(rows[0]), await asyncio.to_thread(known), staff, now)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return await asyncio.get_running_loop().run_in_executor(pool, work)

    prepared, judging = await _timed(judge)
    stored = tuple(row for row in prepared if row.job is not None)

    async def store() -> int:
        return await asyncio.to_thread(market.write, lambda tables: store_rows(stored, "岗位.xlsx", now, tables, staff))

    _, storing = await _timed(store)
    beating.cancel()
    return [reading, judging, storing], beats.late, len(stored)


def run() -> list[Figure]:
    """Measure."""
    runs = [_once() for _ in range(ROUNDS)]
    runs.sort(key=lambda one: sum(one[0]))
    (reading, judging, storing), late, stored = runs[ROUNDS // 2]
    return [
        Figure(name=f"import of {ROWS} rows, file to stored", value=reading + judging + storing, unit="s",
               target=TARGET_S, note=f"reading {reading:.1f}, rules {judging:.1f}, storing {storing:.1f} s; "
               f"{stored} rows stored; median of {ROUNDS}"),
        Figure(name="longest a page's turn came late meanwhile", value=max(late) * 1000, unit="ms", target=STALL_MS,
               note=f"p99 {sorted(late)[len(late) * 99 // 100] * 1000:.1f} ms of {len(late)} turns"),
    ]  # fmt: skip


def _once() -> tuple[list[float], list[float], int]:
    with tempfile.TemporaryDirectory() as folder:
        clock = SystemClock()
        market = Market.open(Path(folder) / "market.db", KeyRing.from_root(bytes(32)), clock)
        try:
            records = demo_records(clock.now())
            market.write(lambda tables: [tables.employers.save(one, None) for one in records.employers])
            market.write(lambda tables: [tables.jobs.save(one, None) for one in records.jobs])
            data = _sheet(records.jobs, records.employers, f"{calendar_day(clock.now()).year + 1}-01-31")
            return asyncio.run(_import(market, Path(folder) / "tray", data))
        finally:
            market.close()
