"""A market.db with every ledger full: filled in bulk before anything is sealed, then sealed by the program itself."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from content.clock import SystemClock, to_text
from content.demo.seed import demo_records
from content.model.codes import Role, Stage
from content.model.history import Deed
from content.model.ids import new_id
from content.model.people import Staff
from content.privacy import KeyRing
from content.store.database import Market
from content.store.driver import open_for_writing
from content.store.job_words import index_jobs
from content.store.migrations import migrate
from content.store.tables import Tables
from tests.bench.bench_ledgers import LINES, fill_seekers
from tests.bench.full_ledgers import fill_all

_CACHE_KIB = 400_000  # indexes of persons are written in no order: with SQLite's own 2 MB every row would be a seek


def full_market(path: Path, keys: KeyRing) -> Market:
    """Make the file and open it; who is called `bench` may do everything."""
    clock = SystemClock()
    db = open_for_writing(path)
    db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    db.execute("PRAGMA synchronous = OFF")
    migrate(db)
    tables = Tables(db, keys, clock)
    db.execute("BEGIN IMMEDIATE")
    fill_seekers(tables)
    _fill_jobs(tables)
    fill_all(tables, keys)
    tables.staff.add(Staff(id="bench", login="bench", name="测量", roles=tuple(Role), enabled=True,
                           pledged_on=clock.now().date()))  # fmt: skip
    db.execute("COMMIT")
    db.close()
    return Market.open(path, keys, clock)


def _fill_jobs(tables: Tables) -> None:
    """Store the jobs as `tables.jobs.save` would, words and history with them, in a third of the time."""
    now, dice, db = SystemClock().now(), random.Random(7), tables._db
    records = demo_records(now)
    for firm in records.employers:
        tables.employers.save(firm, None)
    tables.courses.save(records.courses[0], None)
    tables.fairs.save(records.fairs[0], None)
    samples = [tables.jobs._row_of(job) for job in records.jobs]
    stages = [stage.value for stage in Stage]

    def rows() -> Iterator[dict[str, Any]]:
        for place in range(LINES):
            job, ends = dice.choice(samples), now + timedelta(days=dice.randint(-400, 30))
            yield job | {
                "id": new_id(now), "number": 1001 + place, "title": f"{job['title']}{dice.choice('甲乙丙丁戊')}",
                "pay_min_fen": dice.randint(50, 400) * 100, "valid_until": to_text(ends), "version": 1,
                "updated_at": to_text(ends - timedelta(days=9)), "stage": dice.choice(stages)}  # fmt: skip

    names = tuple(samples[0])
    made = list(rows())
    db.conn.executemany(
        f"""INSERT INTO job ({', '.join(f'"{name}"' for name in names)}) VALUES ({', '.join('?' * len(names))})""",
        ([row[name] for name in names] for row in made))  # fmt: skip
    db.conn.executemany(
        """INSERT INTO history (kind, record_id, version, at, "by", deed, note, changed)
        VALUES ('job', ?, 1, ?, 'bench', ?, '', ?)""",
        ((row["id"], to_text(now), Deed.SAVED.value, json.dumps(row, ensure_ascii=False)) for row in made),
    )
    index_jobs(db)
