"""A full disk loses nothing confirmed, and the reserve lets what is under way end (T3), on a real disk of 12 MB."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
VICTIM = Path(__file__).with_name("disk_full_victim.py")
RESERVE = 2_000_000


def on_a_small_disk(folder: Path, reserve: int) -> dict[str, Any]:
    """Run the victim where `folder` is a disk of 12 MB that no other process sees; without root, as root of its own."""
    folder.mkdir()
    own = [] if os.geteuid() == 0 else ["--map-root-user"]
    run = subprocess.run(
        ["unshare", "--mount", *own, "sh", "-c", 'mount -t tmpfs -o size=12m tmpfs "$1" && exec "$2" "$3" "$1" "$4"',
         "sh", str(folder), sys.executable, str(VICTIM), str(reserve)],
        capture_output=True, text=True, timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip
    assert run.returncode == 0, run.stderr
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def test_a_full_disk_loses_nothing_and_the_reserve_carries_on(tmp_path: Path) -> None:
    told = on_a_small_disk(tmp_path / "disk", RESERVE)
    assert told["begun"] == 20
    assert told["full"] < 8192  # else nothing of this was about a full disk
    assert len(told["refusals"]) >= 2
    assert all("磁盘满了" in one and "请系统管理员" in one for one in told["refusals"])
    assert (told["lost"], told["unasked"], told["integrity"]) == ([], [], "ok")
    assert (told["reserve_at_first"], told["reserve_after_refusal"], told["reserve_at_last"]) == (True, False, True)
    assert told["by_reserve"] > 50
    assert told["after"] == 20
    assert told["recovery_s"] < 10


def test_films_are_refused_before_filings_and_staff_are_told(tmp_path: Path) -> None:
    told = on_a_small_disk(tmp_path / "disk", RESERVE)
    assert told["media_at_first"] == ""
    assert "先不收素材" in told["media_when_full"]
    assert "预留的空间已经用上" in told["sentence"]
    assert "请系统管理员今天" in told["sentence"]


def test_without_a_reserve_every_next_filing_is_refused(tmp_path: Path) -> None:
    told = on_a_small_disk(tmp_path / "disk", 0)
    assert told["by_reserve"] == 0
    assert (told["lost"], told["integrity"]) == ([], "ok")
