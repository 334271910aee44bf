"""T26: files made to do harm are refused with a sentence or come in without their harm, and cost little either way."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from content.feeds.intake import Intake
from content.feeds.recognise import FileRefused
from tests.unit.content.feeds.hostile_files import MARK, MAY_COME, MUST_GO, NAMES, Hostile
from tests.unit.content.feeds.test_intake import picture, take

SLOWEST_S = 2.0  # for the bench; a machine that does other things too takes its time
MOST_MORE = 100_000_000  # bytes the hub itself may grow by


def _files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*")}


@pytest.fixture
def tray(tmp_path: Path) -> Path:
    """A tray within a house: what gets out of it is found."""
    (tmp_path / "house/var").mkdir(parents=True)
    return tmp_path / "house/var/tray"


@pytest.mark.parametrize("hostile", MUST_GO, ids=[one.what for one in MUST_GO])
def test_it_is_refused_and_leaves_nothing(tmp_path: Path, tray: Path, hostile: Hostile) -> None:
    with pytest.raises(FileRefused) as refusal:
        take(Intake(tray), hostile.raw(), "样例", hostile.wanted)
    assert str(refusal.value).startswith("“样例”")
    assert "/" not in str(refusal.value) and "Error" not in str(refusal.value)
    assert _files(tmp_path) == {Path("house"), Path("house/var"), Path("house/var/tray")}


@pytest.mark.parametrize("hostile", MAY_COME, ids=[one.what for one in MAY_COME])
def test_it_comes_in_without_its_harm(tmp_path: Path, tray: Path, hostile: Hostile) -> None:
    taken = take(Intake(tray), hostile.raw(), "样例", hostile.wanted)
    shown = [path for path in taken.folder.rglob("*") if path.is_file() and path != taken.source]
    assert shown
    assert not any(MARK in path.read_bytes() or b"evil" in path.read_bytes() for path in shown)
    inside = {Path("house"), Path("house/var"), Path("house/var/tray")}
    assert all(path in inside or path.is_relative_to("house/var/tray") for path in _files(tmp_path))


def test_a_name_is_a_label_and_never_a_place(tmp_path: Path, tray: Path) -> None:
    intake = Intake(tray)
    for name in NAMES:
        with pytest.raises(FileRefused):  # told without starting a process for each
            take(intake, b"MZ" + bytes(100), name)
    for name in NAMES[:4]:
        taken = take(intake, picture(), name)
        assert {path.name for path in taken.folder.iterdir()} == {"source", "picture.jpg"}
        assert taken.folder.parent == tray
    assert {path.parts[:3] for path in _files(tmp_path)} == {("house",), ("house", "var"), ("house", "var", "tray")}


def test_a_path_that_a_name_became_would_be_found(tmp_path: Path, tray: Path) -> None:
    """The control: what these tests look for is there when a program does trust a name."""
    Intake(tray)
    (tray / NAMES[0]).resolve().write_bytes(b"x")
    assert Path("evil.png") in _files(tmp_path)


_WEIGHED = """
import json, resource, sys, time
from pathlib import Path
from content.feeds.intake import Intake
from content.feeds.recognise import FileRefused
from tests.unit.content.feeds.hostile_files import MUST_GO, MAY_COME
from tests.unit.content.feeds.test_intake import take

def peak():
    # of this program image alone
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) * 1024

def fresh():
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far is of making the files

intake, told = Intake(Path(sys.argv[1])), {}
for one in (*MUST_GO, *MAY_COME):
    raw = one.raw()
    fresh()
    before, begun = peak(), time.perf_counter()
    try:
        take(intake, raw, "x", one.wanted).drop()
    except FileRefused:
        pass
    told[one.what] = [peak() - before, time.perf_counter() - begun]
fresh()
before = peak()
greedy = bytearray(150_000_000)
told["control"] = [peak() - before, 0]
print(json.dumps(told))
"""


def weighed(folder: Path) -> dict[str, tuple[int, float]]:
    """Return by how many bytes the hub's own process grew with each file, and how many seconds it took."""
    command = [sys.executable, "-c", _WEIGHED, str(folder)]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return {what: (cost[0], cost[1]) for what, cost in json.loads(told).items()}


@pytest.mark.soak
def test_no_file_of_the_corpus_weighs_on_the_hub(tmp_path: Path) -> None:
    begun = time.monotonic()
    costs = weighed(tmp_path / "tray")
    assert costs.pop("control")[0] > MOST_MORE
    assert len(costs) == len(MUST_GO) + len(MAY_COME)
    assert {what: cost for what, (cost, _) in costs.items() if cost > MOST_MORE} == {}
    slow = {what: round(seconds, 2) for what, (_, seconds) in costs.items() if seconds > SLOWEST_S}
    most, longest = max(cost for cost, _ in costs.values()), max(seconds for _, seconds in costs.values())
    print(f"most memory {most / 1e6:.0f} MB, slowest {longest:.2f} s of {time.monotonic() - begun:.0f}, over: {slow}")
