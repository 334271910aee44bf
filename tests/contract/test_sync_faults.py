"""A disk that refuses a sync (T4): what was not synced is never acknowledged, and nothing more by that process is."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from content.clock import SetClock
from content.store.database import Market
from tests.unit.content.store.samples import KEYS, NOW

ROOT = Path(__file__).parents[2]
VICTIM = Path(__file__).with_name("sync_fault_victim.py")
FILINGS = 40


@dataclass(frozen=True)
class Told:
    """What a writer said, and how many syncs strace let fail."""

    acknowledged: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    beat: str
    faults: int


def with_faults(folder: Path, when: str, writer: str = "product") -> Told:
    """Run a writer in a new folder; `when` is which of a thread's syncs fail, as strace counts them."""
    folder.mkdir()
    trace = folder.with_name(folder.name + ".trace")
    run = subprocess.run(
        ["strace", "-f", "-e", "trace=fsync,fdatasync", "-e", f"inject=fsync,fdatasync:error=EIO:when={when}",
         "-o", str(trace), sys.executable, str(VICTIM), str(folder / "market.db"), str(FILINGS), writer],
        capture_output=True, text=True, timeout=120, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip
    lines = [line.split(" ", 1) for line in run.stdout.splitlines()]
    refused = tuple(tuple(rest.split(" ", 1)) for word, rest in lines if word == "refused")
    return Told(acknowledged=tuple(rest for word, rest in lines if word == "ack"), refused=refused,  # type: ignore[arg-type]
                beat="".join(rest for word, rest in lines if word == "beat"),
                faults=trace.read_text().count("(INJECTED)"))  # fmt: skip


def stored(path: Path) -> set[str]:
    """Return what a process that starts anew finds."""
    market = Market.open(path, KEYS, SetClock(NOW))
    try:
        with market.reading() as tables:
            return {one.header.id for one in tables.inbox.pending(limit=1000)}
    finally:
        market.close()


@pytest.mark.parametrize("when", ["14", "19", "26"])
def test_what_a_failed_sync_left_open_is_not_acknowledged_and_the_process_gives_up(tmp_path: Path, when: str) -> None:
    told = with_faults(tmp_path / "disk", when)
    assert told.faults == 1
    assert 0 < len(told.acknowledged) < FILINGS
    # not one more after the first that failed, though only that one sync did: the connection is not trusted again
    assert len(told.acknowledged) + len(told.refused) == FILINGS
    assert all("请系统管理员检查磁盘并重启" in sentence for _, sentence in told.refused)
    # and systemd hears nothing from a hub that cannot write, so it starts it again (WatchdogSec=30)
    assert told.beat == "none"
    assert set(told.acknowledged) <= stored(tmp_path / "disk" / "market.db")


def test_a_disk_that_refuses_no_sync_lets_all_of_it_through(tmp_path: Path) -> None:
    told = with_faults(tmp_path / "disk", "60000")
    assert (told.faults, len(told.acknowledged), told.beat) == (0, FILINGS, "told")


def test_a_writer_that_goes_on_regardless_is_found_out(tmp_path: Path) -> None:
    told = with_faults(tmp_path / "disk", "23", "naive")
    assert told.faults == 1
    assert len(told.refused) == 1
    assert told.acknowledged[-1] > told.refused[0][0]  # it acknowledged more on the connection that had failed
