"""100,000 lines in 求职台账 and 用工台账: the first and last page by every filter; 统计 over a year."""

from __future__ import annotations

import random
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from content.admin.ledger_choices import months_back
from content.clock import SystemClock, calendar_day, local, to_text
from content.model.codes import Channel
from content.model.places import TOWNSHIPS
from content.model.trades import trades
from content.privacy import KeyRing
from content.store.database import Market
from content.store.records import Page
from content.store.tables import Tables
from tests.bench.bench_lists import fill
from tests.bench.figures import Figure

LINES = 100_000
PERSONS = 70_000
ROUNDS = 5
TARGET_MS = 300.0


def fill_seekers(tables: Tables) -> None:
    """Store so many registered persons and lines of theirs, a hundredth of them corrected."""
    dice, now = random.Random(11), SystemClock().now()
    codes, places = list(trades()), list(TOWNSHIPS)
    masks = [f"{family}*{given}" for family in "王李张刘陈杨赵黄周吴" for given in "伟芳娜敏静丽强磊军洋"]
    tables._db.conn.executemany(
        """INSERT INTO seeker (id, name, name_mask, id_number, id_number_mask, id_number_index, birth_year, sex,
        township_code, first_seen_at, last_seen_at)
        VALUES (?, x'00', ?, x'00', '3417**********0010', ?, ?, ?, ?, ?, ?)""",
        ((f"p{place:06d}", dice.choice(masks), f"index {place}".encode(), dice.randint(1955, 2009), dice.choice("12"),
          dice.choice(places), to_text(now), to_text(now)) for place in range(PERSONS)),
    )
    tables._db.conn.executemany(
        """INSERT INTO registration (id, seeker_id, number, code_digest, terminal_id, occurred_at, clock_ok, channel,
        id_entry, trades, pay_wishes, start_wish, township_codes, is_minor, consent_version, late, skills)
        VALUES (?, ?, ?, x'00', 't-1', ?, 1, ?, 'card', ?, '["day"]', 'today', '[]', 0, '登记告知-2', ?, ?)""",
        ((f"r{place:06d}", f"p{dice.randrange(PERSONS):06d}", f"01-{place:06d}",
          to_text(now - timedelta(minutes=dice.randrange(3 * 525_600))), dice.choice(list(Channel)).value,
          f'["{dice.choice(codes)}","{dice.choice(codes)}"]', dice.randrange(20) == 0,
          dice.choice(('["phone"]', '["cooking","caring"]', "[]"))) for place in range(LINES)),
    )
    tables._db.conn.executemany(
        """INSERT INTO correction (id, person_index, occurred_at, clock_ok, terminal_id, phone_kept, phone_of, trades,
        pay_wishes, start_wish, township_codes, unsure, skills, certificates, seeker_groups, registration_id, reason,
        corrected_by) VALUES (?, x'00', ?, 1, '', 1, 'own', '["A11"]', '["day"]', 'today', '[]', 0, '[]', '[]', '[]',
        ?, '抄错了', 's')""",
        ((f"c{place}", to_text(now), f"r{dice.randrange(LINES):06d}") for place in range(1000)),
    )


def _times_ms(market: Market, ledger: str, ways: tuple[dict[str, Any], ...]) -> dict[str, float]:
    found: dict[str, float] = {}
    for way in ways:
        with market.reading() as tables:
            last = getattr(tables, ledger).page(Page(**way))[1] - 50
        for offset in (0, max(last, 0)):
            page = Page(**way, offset=offset)
            for place in range(ROUNDS):
                began = perf_counter()
                with market.reading() as tables:
                    getattr(tables, ledger).page(page)
                found[f"{way} {offset} round {place}"] = (perf_counter() - began) * 1000
    return found


def _figures_ms(market: Market, month: str) -> float:
    """Return how long all questions of 统计 take together, the slowest of some rounds."""
    months, times = months_back(calendar_day(SystemClock().now()), 12), []
    for _ in range(ROUNDS):
        began = perf_counter()
        with market.reading() as tables:
            asked = tables.people_figures
            asked.months(months)
            for question in (asked.ages, asked.sexes, asked.skills, asked.wishes, asked.demand):
                question(month)
        times.append((perf_counter() - began) * 1000)
    return max(times)


def _figure(name: str, times: dict[str, float]) -> Figure:
    order, slowest = sorted(times.values()), max(times, key=lambda key: times[key])
    print(f"{name}, slowest: {slowest}", file=sys.stderr)
    return Figure(name=f"page of {name} with {LINES:,} lines, p95", value=order[int(len(order) * 0.95)], unit="ms",
                  target=TARGET_MS, note=f"p50 {order[len(order) // 2]:.0f}, worst {order[-1]:.0f} ms")  # fmt: skip


def _check_s(market: Market) -> float:
    with market.reading() as tables:
        begun = thread_time()
        verdict = tables.seals.check()
        took = thread_time() - begun
    if verdict.findings or verdict.seq < 2 * LINES:
        raise AssertionError(f"the ledgers are not sealed: {verdict.findings[:3]}")
    return took


def _by(*filters: tuple[str, str]) -> dict[str, Any]:
    return {"filters": filters}


def run() -> list[Figure]:
    """Fill a market and ask each ledger for a page by every filter, the first and the last, each five times."""
    month = f"{local(SystemClock().now() - timedelta(days=40)):%Y-%m}"
    common = ({}, _by(("month", month)), _by(("trade", "A11")), _by(("group", "A")), _by(("township", "341721101")),
              _by(("channel", "kiosk")), _by(("late", "1")), _by(("month", month), ("township", "341721100")),
              _by(("trade", "C01"), ("channel", "window")))  # fmt: skip
    seekers = (*common, _by(("sex", "2")), _by(("age", "50-59")), _by(("skill", "cooking")), _by(("corrected", "1")),
               _by(("month", month), ("age", "40-49"), ("sex", "1")), {"text": "01-000042"})  # fmt: skip
    jobs = (*common, _by(("channel", "staff")), _by(("source", "own")), {"text": "搬运"})
    with tempfile.TemporaryDirectory() as folder:
        market = Market.open(Path(folder) / "market.db", KeyRing.from_root(bytes(32)), SystemClock())
        try:
            market.write(fill_seekers)
            people = _times_ms(market, "seeker_ledger", seekers)
            fill(market)
            demand = _times_ms(market, "job_ledger", jobs)
            figures = _figures_ms(market, month)
            checked = _check_s(market)
        finally:
            market.close()
    return [_figure("求职台账", people), _figure("用工台账", demand),
            Figure(name="统计, a month and the year's course", value=figures, unit="ms", target=1000.0),
            Figure(name="核对封记, both ledgers, processor time", value=checked, unit="s", target=10.0)]  # fmt: skip
