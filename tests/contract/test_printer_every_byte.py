"""A process that dies between any two bytes of a slip: the next one prints no second copy by itself (T9)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.printer_process import REPOSITORY, TwinProcess, twin, wait_for


class Desk:
    """A twin, and the victims that print on it."""

    def __init__(self, machine: TwinProcess, victims: subprocess.Popen[str], folder: Path) -> None:
        self.machine, self._victims, self._folder = machine, victims, folder

    def told(self, number: int, left: int, control: str = "") -> str:
        """Let one live, for so many bytes (0 or fewer: for good); return what it said."""
        assert self._victims.stdin is not None and self._victims.stdout is not None
        self._victims.stdin.write(f"{self._folder / f'{number}.db'} J{number:07} {left} {control}\n")
        self._victims.stdin.flush()
        return self._victims.stdout.readline().strip()

    def copies(self, number: int) -> int:
        """Return how many sheets carry the slip's last line, when the printer is done."""
        wait_for(lambda: self.machine.status()["waiting"] == 0, 10, "the printer to be done")
        return sum(f"完 J{number:07}" in sheet["text"].splitlines() for sheet in self.machine.slips())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with twin("tcp", tmp_path / "twin", "--mm-per-s", "5000") as machine:
        command = [sys.executable, "-m", "tests.contract.printer_byte_victim", str(machine.port)]
        with subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as victims:  # fmt: skip
            yield Desk(machine, victims, tmp_path)


def _killed_at(desk: Desk, lengths: range, control: str = "") -> dict[int, str]:
    """Kill after each of the lengths, let a second life finish; return a sentence for each that was wronged."""
    wronged = {}
    for left in lengths:
        assert desk.told(left, left) == "dead"
        state = desk.told(left, -1, control).split()[0]
        copies = desk.copies(left)
        if copies > 1 or (state == "confirmed" and copies != 1) or state not in ("confirmed", "unknown", "failed"):
            wronged[left] = f"{copies} copies, {state}"
        desk.machine.order(clear=True)
    return wronged


def _bytes_of_a_slip(desk: Desk) -> int:
    state, sent = desk.told(10**6, 0).split()
    assert (state, desk.copies(10**6)) == ("confirmed", 1)
    return int(sent)


def test_a_death_at_twelve_places_of_a_slip_brings_no_second_copy(desk: Desk) -> None:
    whole = _bytes_of_a_slip(desk)
    assert _killed_at(desk, range(1, whole, whole // 12)) == {}


def test_a_program_that_takes_what_was_under_way_for_never_begun_prints_twice(desk: Desk) -> None:
    whole = _bytes_of_a_slip(desk)
    wronged = _killed_at(desk, range(whole - 3, whole), "reprints")
    assert any("2 copies" in one for one in wronged.values())


@pytest.mark.soak
def test_a_death_between_any_two_bytes_of_a_slip_brings_no_second_copy(desk: Desk) -> None:
    whole = _bytes_of_a_slip(desk)
    print(f"{whole} bytes")
    assert _killed_at(desk, range(1, whole)) == {}
