"""The package under systemd as PID 1: installed on a running machine, started again, killed, its plug pulled.

LINGGONG_SOAK_PLUGS times the plug is pulled.
"""

from __future__ import annotations

import os
import random
import re
import time
from pathlib import Path

import pytest

from tests.soak.boot_hall import ASK, HUB, PYTHON, Hall, journal, pid, python, settled, until
from tests.soak.boot_machine import Booted

pytestmark = pytest.mark.soak
PLUGS = int(os.environ.get("LINGGONG_SOAK_PLUGS", "10"))
# of Debian's kernel in user mode and its own units, none of ours
FOREIGN = re.compile(r"autofs4|kbrequest|binfmt_misc|timesyncd")


def test_a_machine_switched_on_is_a_hub_that_works(hub: Booted) -> None:
    link = hub.must("linggong", "staff-link", "first").split("link=")[1].split()[0]
    said = python(hub, ASK, f"{HUB}/health", f"{HUB}/enter|link={link}", "http://192.168.77.2:8083/")
    assert f"200 {HUB}/health" in said and f"200 {HUB}/staff/" in said, said
    assert "503 http://192.168.77.2:8083/" in said, "before the first edition the phone pages say that there is none"
    hub.must("linggong", "backup", "now", "--disk")
    hub.must("linggong", "backup", "drill")
    said = hub.run("linggong", "doctor").said
    wrong = [line for line in said.splitlines() if line.strip().startswith("✗")]
    assert all("网络对时" in line for line in wrong), wrong  # it has no network to set the clock by
    assert hub.must("find", "/var/lib/linggong", "!", "-user", "linggong") == ""
    assert hub.must("find", "/var/lib/linggong/hub", "-type", "f", "-perm", "/022") == ""
    assert hub.must("stat", "-c", "%U %a", "/var/lib/linggong/hub/keys").split() == ["linggong", "700"]
    # one whose service is at work has no next time until that is done
    timers = "systemctl list-timers --no-legend 'linggong-*' | grep -c '^[A-Z][a-z][a-z] ' | grep -qx 3"
    until(hub, timers, "each timer has a next time")
    assert [line for line in journal(hub, "--priority=warning").splitlines()
            if not line.startswith("--") and not FOREIGN.search(line)] == []  # fmt: skip
    for unit in ("linggong-hub.service", "linggong-public.service", "linggong-backup.service"):
        hub.must("systemd-analyze", "security", "--no-pager", "--threshold=15", unit)


TRIES = {  # by root, who may do more outside; the last by the services' user, since root sees what is root's
    "a file of the system": "open('/etc/hostname', 'a')",
    "the settings": "open('/etc/linggong/linggong.toml', 'a')",
    "what root keeps": "__import__('os').listdir('/root') or 1 / 0",
    "a disk": "open('/dev/ubda', 'rb')",
    "an address outside": "__import__('socket').create_connection(('198.51.100.1', 99), 5)",
    "a mount": "__import__('subprocess').check_call(['mount', '-t', 'tmpfs', 'none', '/mnt'])",
    "another's process": "open('/proc/1/cmdline').read() or 1 / 0",
}
PROBE = ("--wait", "--collect", "--quiet")


def _refused(machine: Booted, unit: str) -> set[str]:
    """Return which of the deeds a unit of this name cannot do."""
    users = {"another's process": "linggong"}
    return {what for what, program in TRIES.items()
            if machine.run("systemd-run", f"--unit={unit}", f"--property=User={users.get(what, 'root')}", *PROBE,
                           "python3.11", "-c", program).code}  # fmt: skip


def test_the_sandbox_holds_what_the_same_program_does_outside(hub: Booted) -> None:
    """A unit of any name of ours gets the sandbox; the control is the same program without it."""
    hub.must("sh", "-c", "touch /root/kept; ip address replace 198.51.100.1/32 dev lo")
    listen = "import socket; s = socket.create_server(('198.51.100.1', 99)); [s.accept() for _ in iter(int, 1)]"
    hub.must("systemd-run", "--unit=listener", "--collect", "python3.11", "-c", listen)
    until(hub, 'python3.11 -c "' + TRIES["an address outside"] + '"', "it listens")
    assert (_refused(hub, "probe"), _refused(hub, "linggong-probe")) == (set(), set(TRIES))


def test_a_hub_that_stands_still_or_is_killed_is_back(hub: Booted) -> None:
    for signal in ("STOP", "KILL"):
        before = pid(hub, "linggong-hub.service")
        hub.must("sh", "-c", f"kill -{signal} {before}")  # a bare Debian has no program of that name
        until(hub, f"p=$(systemctl show -P MainPID linggong-hub) && test $p != {before} && "
              "systemctl is-active --quiet linggong-hub", f"the hub is back after SIG{signal}")  # fmt: skip
        assert '"ok":true' in python(hub, ASK, f"{HUB}/health")
    assert "Watchdog timeout" in journal(hub)


def test_what_ends_at_once_is_started_as_long_as_it_takes(hub: Booted) -> None:
    """The control is a limit such as systemd's own: five ends within a time, and it is left off for good."""
    where = "/run/systemd/system/linggong-public.service.d"
    bad = "[Service]\nType=exec\nExecStart=\nExecStart=/bin/false\n"
    more, left_off = (
        "test $(systemctl show -P NRestarts linggong-public) -gt 7",
        "systemctl -q is-failed linggong-public",
    )
    for limit, then in (("", more), ("StartLimitIntervalSec=60", left_off)):
        text = f"[Unit]\n{limit}\n{bad}"
        hub.must("sh", "-c", f"mkdir -p {where} && printf '{text}' >{where}/99-test.conf && systemctl daemon-reload")
        hub.run("systemctl", "restart", "linggong-public.service")
        until(hub, then, f"with {limit or 'our limit'}")
        assert hub.run("systemctl", "is-failed", "linggong-public.service").code == (0 if limit else 1)
        hub.must("sh", "-c", f"rm {where}/99-test.conf && systemctl daemon-reload")
        until(hub, f"test '{limit}' || systemctl -q is-active linggong-public", "it is up once it can be")


def _noted(path: Path, word: str) -> set[str]:
    lines = path.read_text("utf8").splitlines() if path.exists() else []
    return {line.split()[1] for line in lines if line.startswith(word)}


READ = """
import sys
from pathlib import Path
from sqlite_utils.utils import sqlite3
for path, table, column in (one.split(":") for one in sys.argv[1:]):
    db = sqlite3.connect(path)
    print(db.execute("PRAGMA integrity_check").fetchone()[0] if Path(path).exists() else "gone")
    print(*(row[0] for row in db.execute(f"SELECT {column} FROM {table}")))
"""


def test_nothing_acknowledged_is_lost_when_the_plug_is_pulled(hall: Hall) -> None:
    dice, lost_by_control, stored = random.Random(20261126), 0, 0
    for time_ in range(PLUGS):
        notes, control = hall.share / f"notes-{time_}", hall.share / f"control-{time_}"
        outbox, careless = f"/var/lib/outbox-{time_}.db", f"/var/lib/careless-{time_}.db"
        with hall.on() as machine:
            settled(machine)
            code = machine.must("linggong", "pairing-code", "kiosk").split()[-1]
            run = ("systemd-run", "--quiet", PYTHON, "-P", "/run/share/boot_writers.py")
            machine.must(*run, "careless", careless, f"/run/share/{control.name}", ("NORMAL", "OFF")[time_ % 2])
            machine.must(*run, "file", HUB, code, outbox, f"/run/share/{notes.name}")
            end = time.monotonic() + 300
            while len(_noted(notes, "stored")) < 20:
                assert time.monotonic() < end, journal(machine)
                time.sleep(0.2)
            time.sleep(dice.random() * 3)
            machine.pull_plug()
        with hall.on() as machine:
            settled(machine)
            assert '"ok":true' in python(machine, ASK, f"{HUB}/health")
            said = python(machine, READ, "/var/lib/linggong/hub/market.db:inbox:id", f"{outbox}:filing:id").split("\n")
            assert (said[0], said[2]) == ("ok", "ok")
            assert _noted(notes, "stored") - set(said[1].split()) == set(), "acknowledged by the hub and lost"
            assert _noted(notes, "kept") - set(said[3].split()) == set(), "confirmed by the terminal and lost"
            kept = machine.run(PYTHON, "-P", "-c", READ, f"{careless}:kept:number").said.split("\n")
            lost_by_control += len(_noted(control, "kept") - set(kept[1].split() if kept[0] == "ok" else ()))
            stored += len(_noted(notes, "stored"))
            machine.off()
    print(f"plug pulled {PLUGS} times: 0 of {stored} acknowledged lost; the control lost {lost_by_control}")
    assert lost_by_control > 0
