"""What a power cut of the process leaves behind: everything acknowledged, nothing by halves."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from content.clock import SetClock
from content.store import driver, migrations
from content.store.database import Market
from tests.unit.content.store.samples import KEYS, NOW

ROOT = Path(__file__).parents[4]
ROUNDS = 20


def _script(*arguments: object) -> list[str]:
    return [sys.executable, str(Path(__file__).with_name("killed.py")), *map(str, arguments)]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Left:
    """What the kills left: acknowledged, stored, stored with its other half, and the highest unbroken seq.

    A writer goes on from what is stored, so an id acknowledged and lost is given and acknowledged a second time.
    """

    acknowledged: set[str]
    twice: set[str]
    stored: set[str]
    pairs: set[str]
    reached: int


def _killed(path: Path, rounds: int, mode: str = "write") -> _Left:
    chance = random.Random(20261123)
    said: list[str] = []
    with subprocess.Popen(_script(mode, path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          env=_environment()) as parent:  # fmt: skip
        assert parent.stdin is not None and parent.stdout is not None
        for _ in range(rounds):
            parent.stdin.write("go\n")
            parent.stdin.flush()
            writer = int(parent.stdout.readline())
            for _ in range(chance.randrange(1, 60)):
                said.append(parent.stdout.readline().strip())
                assert said[-1] != "dead", "a writer ended that nobody here had killed"
            os.kill(writer, signal.SIGKILL)
            while (line := parent.stdout.readline().strip()) != "dead":
                said.append(line)
        parent.stdin.close()
    market = Market.open(path, KEYS, SetClock(NOW))  # checks the file by itself
    try:
        with market.reading() as tables:
            stored = {filing.header.id for filing in tables.inbox.pending(limit=1_000_000)}
            reached = tables.inbox.contiguous_seq("kiosk-1")
            pairs = {filing_id for filing_id in stored if tables.settings.get(filing_id) == "1"}
    finally:
        market.close()
    twice = {one for one, times in Counter(said).items() if times > 1}
    return _Left(acknowledged=set(said), twice=twice, stored=stored, pairs=pairs, reached=reached)


def _holds(left: _Left, rounds: int) -> None:
    assert len(left.acknowledged) >= rounds
    assert left.acknowledged <= left.stored
    assert not left.twice
    assert len(left.stored - left.acknowledged) <= rounds  # at most the one under way when each process died
    assert left.pairs == left.stored
    assert left.stored == {f"kiosk-1-{seq}" for seq in range(1, left.reached + 1)}


def test_twenty_kills_lose_no_acknowledged_filing_and_split_no_transaction(tmp_path: Path) -> None:
    _holds(_killed(tmp_path / "market.db", ROUNDS), ROUNDS)


@pytest.mark.soak
def test_a_thousand_kills_lose_no_acknowledged_filing_and_split_no_transaction(tmp_path: Path) -> None:
    rounds = int(os.environ.get("LINGGONG_SOAK_KILLS", "1000"))
    left = _killed(tmp_path / "market.db", rounds)
    print(f"{len(left.acknowledged)} acknowledged, {len(left.stored)} stored")
    _holds(left, rounds)


def test_a_writer_that_acknowledges_before_its_commit_is_found_to_lose(tmp_path: Path) -> None:
    left = _killed(tmp_path / "market.db", ROUNDS, "hasty")
    assert left.twice | (left.acknowledged - left.stored)
    assert left.pairs == left.stored


@pytest.mark.soak
def test_an_upgrade_killed_at_any_statement_leaves_the_old_shape_or_the_new(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    db = driver.open_for_writing(old)
    migrations.migrate(db, stop_before="people_and_filings")
    db.execute("INSERT INTO setting VALUES ('kept', '1', '')")
    before = set(db.table_names())
    db.close()
    copies = tmp_path / "copies"
    copies.mkdir()
    made = subprocess.run(_script("migrate", old, copies), capture_output=True, text=True, check=True,
                          env=_environment())  # fmt: skip
    shapes = []
    for copy in map(Path, made.stdout.split()):
        db = driver.open_for_writing(copy)
        shapes.append(set(db.table_names()))
        assert db.execute("SELECT value FROM setting WHERE name = 'kept'").fetchone() == ("1",)
        migrations.migrate(db)
        after = set(db.table_names())
        db.close()
    assert len(shapes) > 20
    assert shapes[-1] == after
    assert {"inbox", "seeker", "terminal"} <= after - before
    assert all(shape in (before, after) for shape in shapes)
    assert before in shapes
