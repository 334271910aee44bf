"""Random sequences of printer faults, each ended by a working printer: no slip comes out twice by itself (T8).

`LINGGONG_SOAK_SEQUENCES` is how many, 300 by default; 10,000 are the plan's. Most of a sequence is waited for, so that
eight counters with a printer each go through them beside each other.
"""

from __future__ import annotations

import os
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from printer.profiles import PROFILES, Profile
from printer.slip_job import SlipState
from printer.spool import Spool
from tests.contract.printer_process import wait_for
from tests.contract.printer_rig import Counter as Desk
from tests.contract.printer_rig import counter_at, machine_on, slip
from tests.contract.test_printer_faults import UNASKED

pytestmark = pytest.mark.soak
SEQUENCES = int(os.environ.get("LINGGONG_SOAK_SEQUENCES", "300"))
COUNTERS = 8
FAULTS = ("paper_out", "near_end", "cover_open", "error", "silent", "stall", "close_mid_job", "short_paper", "none")
ENDED = (SlipState.CONFIRMED, SlipState.FAILED, SlipState.UNKNOWN)


def _sequence(
    desk: Desk, dice: random.Random, number: int, faults: list[str], lasts_s: float
) -> tuple[str, SlipState, int]:
    """Print one slip through faults; return them, its end and how many whole copies came out."""
    assert desk.machine is not None
    job = ""
    for at, fault in enumerate(faults):
        desk.machine.order(fault="none")
        desk.machine.order(**({"paper": 60} if fault == "short_paper" else {"fault": fault}))
        if not at:
            job = desk.printing.print(slip(f"J{number}", lines=dice.randrange(1, 40)))
        threading.Event().wait(dice.uniform(0, 1) * lasts_s)
    desk.machine.order(fault="none")
    desk.machine.order(paper=30_000)
    wait_for(lambda: desk.printing.outcome(job) in ENDED, 8, f"an end after {faults}")
    wait_for(lambda: desk.machine.status()["waiting"] == 0, 8, f"the printer to be done after {faults}")
    copies = sum(f"完 J{number}" in sheet["text"].splitlines() for sheet in desk.machine.slips())
    desk.machine.order(clear=True)
    return "+".join(faults), desk.printing.outcome(job), copies


def _run(
    folder: Path, sequences: int, profile: Profile, only: str = "", lasts_s: float = 0.3, seed: int = 8
) -> tuple[Counter[SlipState], list[str]]:
    dice, ends, wrong = random.Random(seed), Counter[SlipState](), list[str]()
    folder.mkdir(exist_ok=True)
    with machine_on("twin", folder) as machine, counter_at(machine, "twin", folder, profile) as desk:
        desk.worker.start()
        for number in range(sequences):
            drawn = [only] if only else dice.choices(FAULTS, k=dice.randrange(2, 5))
            faults, end, copies = _sequence(desk, dice, number, drawn, lasts_s)
            ends[end] += 1
            if copies > 1 or (end is SlipState.CONFIRMED and copies != 1) or (end is SlipState.FAILED and copies):
                wrong.append(f"{number}: {faults}: {end}, {copies} copies")
    return ends, wrong


def test_no_sequence_of_faults_brings_a_second_copy_and_each_slip_ends_within_eight_seconds(tmp_path: Path) -> None:
    one = partial(_run, sequences=-(-SEQUENCES // COUNTERS), profile=PROFILES["58mm"])
    with ThreadPoolExecutor(COUNTERS) as counters:
        runs = [counters.submit(one, tmp_path / str(seed), seed=seed) for seed in range(COUNTERS)]
    ends, wrong = Counter[SlipState](), list[str]()
    for run in runs:
        ended, found = run.result()
        ends, wrong = ends + ended, wrong + found
    print(dict(ends))
    assert wrong == []
    assert ends.total() >= SEQUENCES
    assert ends[SlipState.CONFIRMED] and ends[SlipState.UNKNOWN]


def test_a_program_that_tries_again_what_it_does_not_know_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Spool, "mark_unknown", Spool.mark_queued)
    _, wrong = _run(tmp_path, 8, UNASKED, "silent", 6)
    assert any("2 copies" in one or "3 copies" in one or "4 copies" in one for one in wrong)
