"""A power cut at any point of the real writer loses nothing acknowledged (T2); 1,500 points are in the soak."""

from __future__ import annotations

import random
from pathlib import Path

from tests.contract.power_cut import MODES, Deed, Disk, cuts, cuts_until, deeds, traced


def test_twenty_four_power_cuts_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    record = traced(tmp_path / "real", 40)
    account = cuts(tmp_path / "cuts", record, points=24, seed=20261126)
    assert (account.lost, account.halves, account.damaged) == ([], [], [])
    assert account.points == 24
    assert account.acknowledged > 20
    # one sync of the WAL for each acknowledgement, else nothing of this was about durability
    assert sum(deed.kind == "sync" and deed.name == "market.db-wal" for deed in record) >= 40


def test_a_writer_that_does_not_sync_each_commit_is_found_to_lose(tmp_path: Path) -> None:
    record = traced(tmp_path / "normal", 40, "NORMAL")
    account = cuts_until(tmp_path / "cuts", record, lambda found: bool(found.lost))
    assert account.lost
    assert account.damaged == []


def test_a_writer_that_never_syncs_is_found_to_damage_its_file(tmp_path: Path) -> None:
    record = traced(tmp_path / "off", 40, "OFF")
    account = cuts_until(tmp_path / "cuts", record, lambda found: bool(found.damaged))
    assert account.damaged


def test_a_disk_keeps_what_was_synced_and_may_keep_half_of_the_rest(tmp_path: Path) -> None:
    disk = Disk()
    for deed in (Deed("make", "a"), Deed("write", "a", 0, b"1" * 16384), Deed("sync", "a"), Deed("sync", ""),
                 Deed("write", "a", 0, b"2" * 16384), Deed("make", "b"), Deed("sync", "b")):  # fmt: skip
        disk.take(deed)
    left = {}
    for mode in MODES:
        disk.cut(tmp_path / mode, mode, random.Random(4))
        left[mode] = (tmp_path / mode / "a").read_bytes()
    assert left["nothing"] == b"1" * 16384
    assert not (tmp_path / "nothing" / "b").exists()  # its folder was not synced since
    assert left["everything"] == b"2" * 16384
    assert (tmp_path / "everything" / "b").exists()
    sectors = {left["torn"][at : at + 512] for at in range(0, 16384, 512)}
    assert sectors == {b"1" * 512, b"2" * 512}


def test_an_acknowledgement_counts_from_where_it_was_begun_and_a_refused_call_not_at_all(tmp_path: Path) -> None:
    def hexed(text: str) -> str:
        return "".join(f"\\x{byte:02x}" for byte in text.encode())

    wal = hexed("/disk/market.db-wal")
    trace = tmp_path / "trace"
    trace.write_text(f"""\
7 openat(AT_FDCWD<{hexed("/")}>, "{wal}", O_RDWR|O_CREAT, 0600) = 5<{wal}>
7 pwrite64(5<{wal}>, "{hexed("abc")}", 3, 32) = 3
7 pwrite64(5<{wal}>, "{hexed("def")}", 3, 35) = -1 ENOSPC (No space left on device)
7 fsync(5<{wal}> <unfinished ...>
9 write(1<{hexed("pipe:[1]")}>, "{hexed("ack one" + chr(10))}", 8 <unfinished ...>
7 <... fsync resumed>) = 0
9 <... write resumed>) = 8
7 fsync(5<{wal}> <unfinished ...>
7 <... fsync resumed>) = ?
""", "latin1")
    assert deeds(trace, Path("/disk")) == (
        Deed("make", "market.db-wal"), Deed("write", "market.db-wal", 32, b"abc"), Deed("ack", "one"),
        Deed("sync", "market.db-wal"),
    )  # fmt: skip
