"""Kill -9 of the printing process at random points: nothing promised is lost, nothing is printed twice."""

import random
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

from printer.sealing import Sealing
from printer.slip_job import SlipState
from printer.spool import Spool
from tests.contract.printer_process import REPOSITORY, TwinProcess, twin, wait_for
from tests.contract.printer_victim import counter

ROUNDS = 10
SEED = 20261123
_ENDED = (SlipState.CONFIRMED, SlipState.FAILED, SlipState.UNKNOWN)


def test_a_killed_worker_loses_no_promised_slip_and_prints_none_twice(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    spool_path = tmp_path / "spool.db"
    with twin("tcp", tmp_path / "twin", "--mm-per-s", "800") as machine:
        promised = []
        for number in range(ROUNDS):
            promised += _killed_after(chance.uniform(0.05, 0.6), spool_path, machine, number)
        spool = Spool(spool_path, Sealing(bytes(32)))
        printing, worker = counter(spool, machine.port)
        for job in promised:
            wait_for(lambda job=job: printing.outcome(job) in _ENDED, 30, f"the end of {job}")
        worker.stop()
        states = {job.id: job.state for job in spool.jobs()}
        spool.close()
        wait_for(lambda: machine.status()["waiting"] == 0, 10, "the printer to finish")
        text = "\n".join(sheet["text"] for sheet in machine.slips())
        errors = machine.status()["errors"]
    whole = Counter(line.removeprefix("完 ") for line in text.splitlines() if line.startswith("完 "))
    assert len(promised) >= ROUNDS
    assert set(promised) <= set(states)
    assert errors == []
    for job, state in states.items():
        copies = whole[job.removeprefix("job:")]
        assert copies <= 1, f"{job} came out {copies} times"
        assert state is not SlipState.CONFIRMED or copies == 1, f"{job} is confirmed and not on paper"
        assert state is not SlipState.FAILED or copies == 0, f"{job} failed and is on paper"
    assert SlipState.UNKNOWN in states.values(), "no kill hit a slip on its way: the test proves nothing"


def _killed_after(seconds: float, spool: Path, machine: TwinProcess, number: int) -> list[str]:
    """Run the victim, kill it so long after its first promise, and return what it promised."""
    command = [sys.executable, "-m", "tests.contract.printer_victim", str(spool), str(machine.port), f"R{number}"]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdin is not None
        assert victim.stdout is not None
        promised = [victim.stdout.readline().strip()]
        timer = threading.Timer(seconds, victim.kill)
        timer.start()
        promised += [line.strip() for line in victim.stdout if line.endswith("\n")]
        timer.join()
    return promised
