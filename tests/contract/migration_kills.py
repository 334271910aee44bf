"""Kill -9 in the middle of every step of the upgrade, and what shape the file has afterwards (T7)."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from content.store import driver
from tests.contract.migration_victim import prepare
from tests.contract.printer_process import REPOSITORY

Shape = frozenset[tuple[str, ...]]


@dataclass(slots=True)
class Account:
    """How many kills hit, how many left the file as before the step, and one sentence for each that left it between."""

    kills: int = 0
    as_before: int = 0
    steps: set[str] = field(default_factory=set)
    between: list[str] = field(default_factory=list)


def shape_of(path: Path) -> Shape:
    """Return everything in a file's schema, the steps it remembers, and whether the planted setting is there."""
    db = driver.open_for_writing(path)
    try:
        (verdict,) = db.execute("PRAGMA quick_check").fetchone()
        schema = db.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
        tables = set(db.table_names())
        steps = db.execute("SELECT name FROM _sqlite_migrations").fetchall() if "_sqlite_migrations" in tables else []
        kept = db.execute("SELECT value FROM setting WHERE name = 'kept'").fetchall() if "setting" in tables else []
    finally:
        db.close()
    assert verdict == "ok"
    return frozenset([*schema, *(("step", *one) for one in steps), *(("kept", *one) for one in kept)])


@contextmanager
def _victim(folder: Path, *control: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.contract.migration_victim", str(folder), *control]
    with subprocess.Popen(command, cwd=REPOSITORY, env={**os.environ}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as process:  # fmt: skip
        yield process


def _told(victim: subprocess.Popen[str], step: str, tick: int) -> str:
    assert victim.stdin is not None and victim.stdout is not None
    victim.stdin.write(f"{step} {tick}\n")
    victim.stdin.flush()
    return victim.stdout.readline().strip()


def killed_steps(folder: Path, points: int, seed: int, *control: str, each: bool = False) -> Account:
    """Kill so many random steps, or each step so many times, at random instructions; say what shapes were left."""
    folder.mkdir()
    chance, account, names = random.Random(seed), Account(), prepare(folder)
    wanted: Iterable[str] = [name for name in names for _ in range(points)] if each else chance.choices(names, k=points)
    ticks: dict[str, int] = {}
    shapes: dict[str, tuple[Shape, Shape]] = {}
    with _victim(folder, *control) as victim:
        for number, step in enumerate(wanted):
            if step not in ticks:
                ticks[step] = int(_told(victim, step, 0))
                shapes[step] = shape_of(folder / f"{step}.db"), shape_of(folder / f"{step}-0.db")
            tick = chance.randrange(1, ticks[step])
            if _told(victim, step, tick) != "dead":
                continue
            left = folder / f"{step}-{tick}.db"
            found, (before, after) = shape_of(left), shapes[step]
            account.kills += 1
            account.steps.add(step)
            account.as_before += found == before
            if found not in (before, after):
                account.between.append(f"kill {number} in {step} at {tick}")
            for file in folder.glob(f"{left.name}*"):
                file.unlink()
    return account
