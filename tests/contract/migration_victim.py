"""Run by tests: `migration_victim FOLDER [bare]` takes the upgrade, one step at a time, and dies in the middle of it.

Each line on stdin is `STEP TICK`: the file `FOLDER/STEP.db`, which stands before that step, is copied to
`FOLDER/STEP-TICK.db` and taken on in a child that kills itself at that instruction of SQLite's machine, 0 for never.
The answer is how many instructions there were. `bare` is the control: the same steps without the one transaction.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sys
from pathlib import Path

from sqlite_utils import Database

from content.store import driver, migrations


def prepare(folder: Path) -> tuple[str, ...]:
    """Lay a file before each step into the folder, with a setting in it as soon as there are any; return the steps."""
    names = tuple(step.__name__ for step in migrations.STEPS)
    db = driver.open_for_writing(folder / "grown.db")
    for at, name in enumerate(names):
        if at:
            migrations.migrate(db, stop_before=name)
        if at == 1:
            db.execute("INSERT INTO setting VALUES ('kept', '1', '')")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        shutil.copy(folder / "grown.db", folder / f"{name}.db")
    db.close()
    return names


def _bare(db: Database, step: str, end: str | None) -> None:
    """Take the steps statement by statement, each of them its own transaction."""
    taken = itertools.dropwhile(lambda one: one.__name__ != step, migrations.STEPS)
    for one in itertools.takewhile(lambda one: one.__name__ != end, taken):
        one(db)
        migrations._steps()._record_applied(db, one.__name__)


def _step(path: Path, step: str, tick: int, bare: bool, counted: int) -> None:
    """Take one step and die at the tick, or write how many there were."""
    names = [one.__name__ for one in migrations.STEPS]
    after = names[names.index(step) + 1] if step != names[-1] else None
    db, ticks = driver.open_for_writing(path), itertools.count(1)

    def count() -> int:
        if next(ticks) == tick:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    db.conn.set_progress_handler(count, 1)
    if bare:
        _bare(db, step, after)
    else:
        migrations.migrate(db, stop_before=after)
    os.write(counted, str(next(ticks)).encode())


def main(folder: Path, bare: bool) -> None:
    """Fork one child for every line."""
    for line in sys.stdin:
        step, tick = line.split()
        copy = Path(shutil.copy(folder / f"{step}.db", folder / f"{step}-{tick}.db"))
        ours, childs = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                _step(copy, step, int(tick), bare, childs)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        os.close(childs)
        os.write(1, (os.read(ours, 20) or b"dead") + b"\n")
        os.close(ours)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "bare" in sys.argv[2:])
