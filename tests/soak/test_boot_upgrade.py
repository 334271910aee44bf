"""Upgrades under systemd as PID 1: of a hub at work, in vain, and on a terminal by a package its service lays down."""

from __future__ import annotations

import json

import pytest

from tests.soak.boot_hall import ASK, HUB, PYTHON, journal, pid, python, settled, until
from tests.soak.boot_machine import Booted
from tests.soak.debian_packages import public_key

pytestmark = pytest.mark.soak
TABLES = """
from sqlite_utils.utils import sqlite3
db = sqlite3.connect("/var/lib/linggong/hub/market.db")
print(sorted(row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE name IN ('one_more', 'half')")),
      db.execute("SELECT count(*) FROM staff").fetchone()[0])
"""
TERMINAL = """
role = "kiosk"
hub_url = "{hub}"
code = "{code}"
kiosk_name = "自助机 B1"
panel = "230"
"""
LAY = """
import json, shutil
from pathlib import Path
incoming = Path("/var/lib/linggong-update/incoming")
for end in ("", ".sha256", ".sig"):
    shutil.copyfile(f"/run/share/linggong_0.0.2_amd64.deb{end}", incoming / f"linggong_0.0.2_amd64.deb{end}")
(incoming / "new").write_text(json.dumps({"package": "linggong_0.0.2_amd64.deb", "errand": "errand-1"}), "utf8")
(incoming / "new").rename(incoming / "ready")
"""
INCOMING = "/var/lib/linggong-update/incoming"
UNITS = ("linggong-hub.service", "linggong-public.service")


def _version(box: Booted) -> str:
    return box.must("cat", "/usr/lib/linggong/VERSION").strip()


def test_a_hub_at_work_is_stopped_copied_brought_along_and_started(hub: Booted) -> None:
    before = [pid(hub, unit) for unit in UNITS]
    timers = hub.must("systemctl", "list-units", "--plain", "--no-legend", "linggong-*.timer").count(".timer ")
    said = hub.must("dpkg", "-i", "/run/share/linggong_0.0.2_amd64.deb")
    assert "数据库升级好了（1 步）" in said and "备份没有做成" not in said, said
    for unit, former in zip(UNITS, before, strict=True):
        until(hub, f"systemctl is-active --quiet {unit}", f"{unit} is back")
        assert pid(hub, unit) != former
    assert '"ok":true' in python(hub, ASK, f"{HUB}/health")
    assert python(hub, TABLES).split("\n")[0] == "['one_more'] 1"
    assert hub.must("systemctl", "list-units", "--plain", "--no-legend", "linggong-*.timer").count(".timer ") == timers
    settled(hub)


def test_an_update_whose_step_fails_is_followed_by_the_version_before_at_work(hub: Booted) -> None:
    done = hub.run("linggong", "update", "/run/share/linggong_0.0.3_amd64.deb", timeout_s=1800)
    assert done.code == 1 and "换回了 0.0.1，各项服务都有回答" in done.said, done.said
    assert _version(hub) == "0.0.1"
    assert python(hub, TABLES).split("\n")[0] == "[] 1"
    for unit in UNITS:
        until(hub, f"systemctl is-active --quiet {unit}", f"{unit} is back")
    assert '"ok":true' in python(hub, ASK, f"{HUB}/health")
    assert "ii" in hub.must("dpkg", "--list", "linggong").splitlines()[-1]


def _terminal(box: Booted) -> None:
    """Make a kiosk of the machine, whose hub runs beside it as if on another; the glass is left out."""
    code = box.must("linggong", "pairing-code", "kiosk").split()[-1]
    box.must("systemctl", "mask", "linggong-kiosk-browser.service")
    answers = TERMINAL.format(hub=HUB, code=code)
    box.must("sh", "-c", f"printf '%s' '{answers}' >/root/kiosk.toml")
    box.must("linggong", "setup", "--answers", "/root/kiosk.toml")
    box.must("systemctl", "start", "linggong-hub.service", "linggong-kiosk.service", "update-linggong.path")
    until(box, "test -s /var/lib/linggong/kiosk/paired.json", "the kiosk is paired")


@pytest.mark.parametrize("key", [True, False])
def test_a_package_a_service_lays_down_is_installed_by_root_if_a_key_signed_it(hub: Booted, key: bool) -> None:
    """The control is a box that keeps no key: the same package stays uninstalled."""
    _terminal(hub)
    if key:
        hub.must("sh", "-c", f"mkdir /etc/linggong/release-keys; echo {public_key()} >/etc/linggong/release-keys/a.pub")
    before = pid(hub, "linggong-kiosk.service")
    hub.must("setpriv", "--reuid=linggong", "--regid=linggong", "--init-groups", PYTHON, "-P", "-c", LAY)
    until(hub, "test -s /var/lib/linggong-update/result.json", "root answers", 900)
    result = json.loads(hub.must("cat", "/var/lib/linggong-update/result.json"))
    assert (result["errand"], result["ok"]) == ("errand-1", key), (result, journal(hub))
    assert _version(hub) == ("0.0.2" if key else "0.0.1")
    until(hub, "systemctl is-active --quiet linggong-kiosk", "the kiosk is back by itself")
    assert (pid(hub, "linggong-kiosk.service") != before) is key
    assert hub.must("systemctl", "is-active", "update-linggong.path").strip() == "active"
    assert hub.run("test", "-e", f"{INCOMING}/ready").code != 0
