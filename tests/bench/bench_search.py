"""First page of a search at 2,000 and 100,000 jobs: words, pinyin, initials, misses, alone and within filters."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter, thread_time

from content.edition.reading import Edition
from content.edition.search import JobQuery, search_jobs
from content.model.codes import Settlement
from tests.bench.figures import Figure
from tests.unit.content.edition.samples import NOW, TODAY, content_of, many_jobs, opened

SIZES = (2_000, 100_000)
ROUNDS = 25
TARGET_MS = 2.0

# the twenty of reference chinese.md part 2, then run together, nowhere to be found, unfinished, in dialect
TEXTS = (
    "保洁", "保", "电焊工", "外卖骑手", "搬运 尧渡", "日结 普工", "育儿嫂 包吃住", "叉车", "东流镇 服务员", "会开叉车",
    "缝纫", "工业园", "baojie", "bj", "byg", "yaodu banyun", "dianhangong", "wmqs", "不限学历", "保洁 日结 大渡口",
    "搬运工日结", "缝纫叉车", "考古学家", "保工", "的人", "baoj", "zuangxie", "xxxxxx", "1017", "工", "b", "😀",
)  # fmt: skip
FILTERS = (
    JobQuery(), JobQuery(township="341721100"), JobQuery(group="A", settlement=Settlement.DAY, today=TODAY),
)  # fmt: skip


def _queries() -> list[JobQuery]:
    found = [JobQuery(text=text, group=base.group, township=base.township, settlement=base.settlement, today=base.today)
             for text in TEXTS for base in FILTERS]  # fmt: skip
    return [*found, *FILTERS]


def _times_ms(edition: Edition) -> tuple[list[float], list[float]]:
    """Return the sorted times of all searches by the wall and by the processor, which other work does not lengthen."""
    wall, processor = [], []
    for _ in range(ROUNDS):
        for query in _queries():
            start, worked = perf_counter(), thread_time()
            search_jobs(edition, query, NOW)
            wall.append((perf_counter() - start) * 1000)
            processor.append((thread_time() - worked) * 1000)
    return sorted(wall), sorted(processor)


def _plain_scan_ms(edition: Edition) -> float:
    """Return what one search by LIKE over the same records takes, for comparison."""
    start = perf_counter()
    edition.select("SELECT place FROM job_body WHERE body LIKE '%考古学家%' ORDER BY place LIMIT 6")
    return (perf_counter() - start) * 1000


def run() -> list[Figure]:
    """Build both editions and search them; each time is the whole call, records decoded and count included."""
    figures = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            print(f"  building {size} jobs", file=sys.stderr)
            start = perf_counter()
            edition = opened(Path(folder), content_of(many_jobs(size)))
            built_s = perf_counter() - start
            (times, worked), scan = _times_ms(edition), _plain_scan_ms(edition)
            edition.close()
        at = int(len(times) * 0.99)
        note = (f"{len(times)} searches, processor p99 {worked[at]:.2f} ms, worst {times[-1]:.1f} ms; "
                f"built in {built_s:.1f} s; baseline: one LIKE scan")  # fmt: skip
        figures += [
            Figure(name=f"search first page p50, {size:,} jobs", value=times[len(times) // 2], unit="ms"),
            Figure(name=f"search first page p99, {size:,} jobs", value=times[at], unit="ms",
                   target=TARGET_MS, baseline=scan, note=note),
        ]  # fmt: skip
    return figures
