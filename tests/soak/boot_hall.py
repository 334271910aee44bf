"""A hub that was installed and set up on a machine that boots, and what tests ask of it."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.soak.boot_machine import Booted
from tests.soak.debian_packages import signed, three_versions

PYTHON = "/usr/lib/linggong/.venv/bin/python"
HUB = "https://192.168.77.2:8080"
ANSWERS = f"""
role = "hub"
address = "{HUB[8:-5]}"
market = "青石县零工市场"
site_id = "341799-01"
admin_name = "甲"
admin_login = "first"
pledged_on = "2026-01-31"
public = "yes"
backup_disk = "/mnt/linggong-backup/hub"
escrow = "yes"
"""
ASK = """
import ssl, sys, urllib.request as u
open_ = u.build_opener(u.HTTPSHandler(context=ssl._create_unverified_context()), u.HTTPCookieProcessor())
for one in sys.argv[1:]:
    address, _, body = one.partition("|")
    try:
        answer = open_.open(u.Request(address, body.encode() or None, {"Origin": address[:25]}), timeout=60)
    except u.HTTPError as refusal:
        answer = refusal
    print(answer.status, answer.url, answer.read().decode()[:300])
"""
PATIENCE_S = 300.0


class Hall:
    """A disk with its history: each power on works on what the one before left."""

    def __init__(self, disk: Path, below: Path, share: Path) -> None:
        self.disk, self._below, self.share = disk, below, share

    @contextmanager
    def on(self) -> Iterator[Booted]:
        """Switch it on; it is gone with its plug where the block did not switch it off."""
        machine = Booted(self.disk, self._below, self.share)
        try:
            machine.wait()
            yield machine
        finally:
            machine.pull_plug()

    def copy(self, disk: Path) -> Hall:
        """Return a machine of its own that begins where this one, switched off, is."""
        for end in (".disk", ".second"):
            subprocess.run(["cp", "--sparse=always", self.disk.with_suffix(end), disk.with_suffix(end)], check=True)
        return Hall(disk, self._below, self.share)


def set_up(folder: Path, disk: Path) -> Hall:
    """Let a running Debian without a network take the first version by dpkg and be set up as a hub; switch it off."""
    share = folder / "share"
    share.mkdir()
    for package in three_versions(folder).values():
        shutil.move(package, share)
        shutil.move(package.with_name(package.name + ".sha256"), share)
    signed(share / "linggong_0.0.2_amd64.deb")
    shutil.copy(Path(__file__).with_name("boot_writers.py"), share)
    (share / "answers.toml").write_text(ANSWERS, "utf8")
    hall = Hall(folder / "hub.disk", disk, share)
    with hall.on() as machine:
        settled(machine)
        machine.must("dpkg", "-i", "/run/share/linggong_0.0.1_amd64.deb")
        assert machine.run("systemctl", "is-active", "linggong-hub.service").code != 0, "before it is set up"
        machine.must("sh", "-c", "mkdir -p /var/cache/linggong && cp /run/share/linggong_0.0.1* /var/cache/linggong/")
        machine.must("chown", "linggong:", "/mnt/linggong-backup")
        said = machine.must("linggong", "setup", "--answers", "/run/share/answers.toml")
        assert "已经启动并设成开机自动启动" in said and "/enter?link=" in said, said
        machine.off()
    return hall


def settled(machine: Booted) -> None:
    """Wait until everything that starts by itself has started; AssertionError names what failed."""
    machine.run("systemctl", "is-system-running", "--wait")
    assert machine.must("systemctl", "--failed", "--no-legend") == ""


def pid(machine: Booted, unit: str) -> int:
    """Return the process of a service, 0 where none runs."""
    return int(machine.must("systemctl", "show", "-P", "MainPID", unit))


def until(machine: Booted, true: str, what: str, patience_s: float = PATIENCE_S) -> None:
    """Ask a shell inside each second until it says yes."""
    end = time.monotonic() + patience_s
    while machine.run("sh", "-c", true).code != 0:
        assert time.monotonic() < end, f"{what}: {journal(machine)}"
        time.sleep(1)


def python(machine: Booted, text: str, *words: str) -> str:
    """Run a program of some lines with the package's Python, as root."""
    return machine.must(PYTHON, "-P", "-c", text, *words)


def journal(machine: Booted, *words: str) -> str:
    """Return what the journal holds of our units since the start."""
    return machine.must("journalctl", "--boot", "--no-pager", "--output=short-monotonic", "--unit=linggong-*",
                        "--unit=update-linggong*", *words)  # fmt: skip
