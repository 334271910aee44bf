"""`python -m content.reports.month_counting`: reads and counts a month in a process of its own.

A year of 100,000 rows is seconds of work for one core; done in the hub, every page would wait its turn beside it. The
child holds no key: what it reads names nobody, and a digest stands for each person.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Timer

from content.errors import ContentError
from content.kpi.filed import FigureName
from content.kpi.monthly import MonthCounts, month_counts
from content.kpi.periods import full_year, month_end
from content.kpi.rulebook_file import county_rulebook
from content.model.codec import from_plain, to_plain
from content.reports.score_sheet import rows_digest
from content.store.driver import open_for_reading
from content.store.score_book import ScoreBook

_DEADLINE_S = 120.0
_YIELDS = 5  # of niceness: pages go first where both cores are taken
STEPS = {"read": "读台账", "count": "按考核口径计数", "digest": "算台账指纹"}  # in order, and as the page says them
Told = Callable[[str], None]


class CountingError(ContentError):
    """A month could not be counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A month counted, with the digest of all rows of its year up to its end."""

    counts: MonthCounts
    rows_sha256: str


def count_month(market_db: Path, month: date, today: date, told: Told = lambda step: None) -> Counted:
    """Return a month counted by a child process; blocks. `told` hears each of `STEPS` as it begins.

    CountingError where the market was not open in it, or the child failed or took too long.
    """
    bare = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "HOME", "PYTHONPATH")}
    command = [sys.executable, "-m", "content.reports.month_counting", str(market_db), month.isoformat(),
               today.isoformat()]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=bare, text=True, encoding="utf8") as child:
        late = Timer(_DEADLINE_S, child.kill)
        late.start()
        try:
            return _heard(child, told)
        finally:
            late.cancel()
            child.kill()


def _heard(child: subprocess.Popen[str], told: Told) -> Counted:
    if child.stdout is not None:
        for line in child.stdout:
            with suppress(json.JSONDecodeError):
                said = json.loads(line)
                if "step" in said:
                    told(said["step"])
                elif "wrong" in said:
                    raise CountingError(said["wrong"])
                elif "counts" in said:
                    return Counted(counts=from_plain(MonthCounts, said["counts"]), rows_sha256=said["rows_sha256"])
    raise CountingError("这个月的数没有算成，请再试一次；还不行，请系统管理员看日志。")


def counted_here(market_db: Path, month: date, today: date, told: Told) -> Counted:
    """Count a month in this process; CountingError where the market was not open in it."""
    told("read")
    db = open_for_reading(market_db)
    try:
        db.begin()  # facts and figures of one committed state
        book = ScoreBook(db)
        facts, start = book.facts(month.year), book.standing(month.year).get(FigureName.PERIOD_START)
    finally:
        db.close()
    year = full_year(month.year, None if start is None else start.day)
    if year is None or month_end(month) < year.first:
        raise CountingError(f"{month:%Y-%m} 还没有开始考核，起算日期在“局里的数字”里。")
    told("count")
    counts = month_counts(county_rulebook(), facts, year, month, today)
    told("digest")
    return Counted(counts=counts, rows_sha256=rows_digest(facts, counts.as_of))


def _say(**words: object) -> None:
    sys.stdout.write(json.dumps(words, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Count the month named on the command line and say steps and result as lines of JSON."""
    os.nice(_YIELDS)
    gc.disable()  # it ends in seconds, and the collector would walk all rows of the year again and again
    path, month, today = sys.argv[1:4]
    try:
        found = counted_here(Path(path), date.fromisoformat(month), date.fromisoformat(today),
                             lambda step: _say(step=step))  # fmt: skip
    except ContentError as error:
        _say(wrong=str(error))
        return 1
    _say(counts=to_plain(found.counts), rows_sha256=found.rows_sha256)
    return 0


if __name__ == "__main__":
    sys.exit(main())
