"""Kill -9 of a printing process at random points, and the account of what became of every slip."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from printer.slip_job import SlipState
from tests.contract.printer_process import REPOSITORY, TwinProcess, twin, wait_for
from tests.contract.printer_victim import counter

_ENDED = (SlipState.CONFIRMED, SlipState.FAILED, SlipState.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How many slips were promised and are of unknown fate, and one sentence for every slip that was wronged."""

    promised: int
    unknown: int
    complaints: tuple[str, ...]


def killed(folder: Path, rounds: int, seed: int, control: str = "") -> Account:
    """Kill a victim so many times, let another process finish what it left, and return the account."""
    chance = random.Random(seed)
    path = folder / "spool.db"
    with twin("tcp", folder / "twin", "--mm-per-s", "1500") as machine:
        with _victims(path, machine.port) as (orders, answers):
            promised = [
                job
                for number in range(rounds)
                for job in _killed_after(chance.uniform(0.02, 0.5), f"R{number} {control}", orders, answers)
            ]
        states = _finished(path, machine)
        wait_for(lambda: machine.status()["waiting"] == 0, 10, "the printer to finish")
        text = "\n".join(sheet["text"] for sheet in machine.slips())
        complaints = [f"打印机不认识：{error}" for error in machine.status()["errors"]]
    whole = Counter(line.removeprefix("完 ") for line in text.splitlines() if line.startswith("完 "))
    complaints += [f"{job} was promised and is lost" for job in promised if job not in states]
    for job, state in states.items():
        copies = whole[job.removeprefix("job:")]
        if copies > 1:
            complaints.append(f"{job} came out {copies} times")
        if state is SlipState.CONFIRMED and copies != 1:
            complaints.append(f"{job} is confirmed and not on paper")
        if state is SlipState.FAILED and copies:
            complaints.append(f"{job} failed and is on paper")
    unknown = sum(state is SlipState.UNKNOWN for state in states.values())
    return Account(promised=len(promised), unknown=unknown, complaints=tuple(complaints))


@contextmanager
def _victims(path: Path, port: int) -> Iterator[tuple[IO[str], IO[str]]]:
    command = [sys.executable, "-m", "tests.contract.printer_victim", str(path), str(port)]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdin, process.stdout


def _killed_after(seconds: float, order: str, orders: IO[str], answers: IO[str]) -> list[str]:
    """Let a victim loose, kill it after so long, and return what it promised."""
    orders.write(order + "\n")
    orders.flush()
    pid, jobs, timer = 0, [], threading.Timer(seconds, lambda: os.kill(pid, signal.SIGKILL))
    while (line := answers.readline().strip()) != "dead":
        word, _, value = line.partition(" ")
        if word == "pid":
            pid = int(value)
            timer.start()
        else:
            jobs.append(value)
    timer.join()
    return jobs


def _finished(path: Path, machine: TwinProcess) -> dict[str, SlipState]:
    """Open the spool as the next start does, wait until every slip has ended, and return how."""
    _, worker, spool = counter(path, machine.port, threading.Semaphore())
    wait_for(lambda: all(job.state in _ENDED for job in spool.jobs()), 30, "the end of the few slips left over")
    states = {job.id: job.state for job in spool.jobs()}
    worker.stop()
    spool.close()
    return states
