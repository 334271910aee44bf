"""The package on a bare Debian 12: installed without a network, set up, upgraded, upgraded in vain, removed, purged."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database

from debian.build import HOME
from tests.soak.debian_packages import three_versions
from tests.soak.debian_root import Machine, bare, entered

pytestmark = pytest.mark.soak

ANSWERS = """
role = "hub-kiosk"
address = "127.0.0.1"
market = "青石县零工市场"
site_id = "341799-01"
admin_name = "甲"
admin_login = "first"
pledged_on = "2026-01-31"
public = "no"
escrow = "yes"
kiosk_name = "自助机 B1"
panel = "230"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("package")


@pytest.fixture(scope="module")
def packages(folder: Path) -> dict[str, Path]:
    return three_versions(folder)


@pytest.fixture(scope="module")
def prepared(folder: Path, packages: dict[str, Path]) -> tuple[Path, ...]:
    """A bare Debian with the packages ours depends on, and not with those it recommends; as layers."""
    below, above = folder / "bare", folder / "prepared"
    bare(below)
    control = subprocess.check_output(["dpkg-deb", "-f", str(packages["0.0.1"]), "Depends"], text=True)
    wanted = [name.split()[0] for name in control.split(", ")]
    with entered((below,), folder / "mount", above) as machine:
        machine.must("apt-get", "update", "-qq", network=True)
        machine.must("apt-get", "install", "-qq", "-y", "--no-install-recommends", *wanted, network=True)
        machine.must("apt-get", "clean")
    return above, below


@pytest.fixture(scope="module")
def installed(folder: Path, prepared: tuple[Path, ...], packages: dict[str, Path]) -> tuple[Path, ...]:
    """That Debian with the first version, set up as a hub with a kiosk."""
    above = folder / "installed"
    with entered(prepared, folder / "mount", above) as machine:
        for package in packages.values():
            shutil.copy(package, machine.root / "root")
            shutil.copy(package.with_name(package.name + ".sha256"), machine.root / "root")
        (machine.root / "root/answers.toml").write_text(ANSWERS, "utf8")
        said = machine.must("dpkg", "-i", "/root/linggong_0.0.1_amd64.deb")
        assert "linggong setup" in said
        said = machine.must("linggong", "setup", "--answers", "/root/answers.toml")
        assert re.search(r"http://127\.0\.0\.1:8080/enter\?link=\S{20,}", said), said
        assert re.search(r"([A-Z2-7]{4}-){13}", said), "the escrow sheet"
    return above, *prepared


@pytest.fixture
def before(folder: Path, prepared: tuple[Path, ...]) -> set[str]:
    with entered(prepared, folder / "mount") as machine:
        return machine.files()


@pytest.fixture
def box(folder: Path, installed: tuple[Path, ...]) -> Iterator[Machine]:
    with entered(installed, folder / "mount") as machine:
        yield machine


@contextmanager
def _hub(box: Machine) -> Iterator[None]:
    """Run the hub as its unit does, and wait until it answers."""
    with box.serving("linggong", "serve") as process:
        until = time.monotonic() + 60
        while "true" not in box.run(*_get("/health")).stdout:
            assert process.poll() is None and time.monotonic() < until, "the hub does not come up"
            time.sleep(0.2)
        yield


def _get(path: str) -> tuple[str, ...]:
    text = f"import urllib.request as u; print(u.urlopen('http://127.0.0.1:8080{path}', timeout=9).read().decode())"
    return ("/usr/bin/python3.11", "-c", text)


def _database(box: Machine) -> tuple[set[str], int]:
    """Return the tables of the hub's database and how many accounts it holds; the hub has closed it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "market.db"  # SQLite opens nothing by way of /proc
        shutil.copy(box.root / "var/lib/linggong/hub/market.db", copy)
        database = Database(str(copy))
        try:
            return set(database.table_names()), database["staff"].count
        finally:
            database.close()


def _number(box: Machine) -> str:
    return (box.root / HOME / "VERSION").read_text("utf8").strip()


def _wrong(doctor: str) -> list[str]:
    return [line.strip() for line in doctor.splitlines() if line.strip().startswith("✗")]


def test_a_bare_debian_becomes_a_hub_that_shows_its_login_page(box: Machine) -> None:
    # the answers of this box name no disk for copies, which is the one thing wrong with it
    (wrong,) = _wrong(box.run("linggong", "doctor").stdout)
    assert wrong.startswith("✗ 没有设备份")
    with _hub(box):
        page = box.must(*_get("/enter"))
        assert "登录名" in page and "密码" in page
        said = box.run("linggong", "doctor").stdout
        assert ("中心正在运行" in said, len(_wrong(said))) == (True, 1), said
        assert "/enter?link=" in box.must("linggong", "staff-link", "first")
    owned = box.must("find", "/var/lib/linggong", "!", "-user", "linggong")
    assert owned == "", "root left files the services cannot write"
    wants = box.root / "etc/systemd/system/multi-user.target.wants"
    assert {path.name for path in wants.glob("linggong-*")} == {
        "linggong-hub.service", "linggong-kiosk.service", "linggong-kiosk-browser.service"}  # fmt: skip
    assert (box.root / "etc/linggong/public-glass").is_file()
    assert (box.root / "etc/chromium/policies/managed/linggong-kiosk.json").is_file()


def test_setup_can_be_run_again_and_founds_nothing_twice(box: Machine) -> None:
    said = box.must("linggong", "setup", "--answers", "/root/answers.toml")
    assert "/enter?link=" not in said
    assert _database(box)[1] == 1


def test_an_upgrade_brings_the_database_along_and_keeps_the_settings(box: Machine) -> None:
    settings = (box.root / "etc/linggong/linggong.toml").read_bytes()
    said = box.must("dpkg", "-i", "/root/linggong_0.0.2_amd64.deb")
    assert "数据库升级好了（1 步）" in said
    tables, accounts = _database(box)
    assert "one_more" in tables and accounts == 1
    assert (_number(box), (box.root / "usr/lib/linggong.former").exists()) == ("0.0.2", False)
    assert (box.root / "etc/linggong/linggong.toml").read_bytes() == settings
    with _hub(box):
        pass


def test_a_migration_that_fails_leaves_database_and_program_as_they_were(box: Machine) -> None:
    before = _database(box)
    done = box.run("dpkg", "-i", "/root/linggong_0.0.3_amd64.deb")
    assert done.returncode != 0
    assert "旧程序 0.0.1 继续运行" in done.stdout and "内容和升级前一样" in done.stdout
    assert (_number(box), _database(box)) == ("0.0.1", before)
    with _hub(box):
        assert "登录名" in box.must(*_get("/enter"))
    # the former program must not pass for the new one
    assert box.run("dpkg", "--configure", "linggong").returncode != 0
    box.must("dpkg", "-i", "/root/linggong_0.0.2_amd64.deb")
    assert (_number(box), "one_more" in _database(box)[0]) == ("0.0.2", True)


def test_a_stick_brings_a_version_and_a_bad_one_is_followed_by_the_kept_one(box: Machine) -> None:
    assert "升级好了，现在是 0.0.2" in box.must("linggong", "update", "/root/linggong_0.0.2_amd64.deb")
    before = _database(box)
    done = box.run("linggong", "update", "/root/linggong_0.0.3_amd64.deb")
    assert done.returncode == 1 and "换回了 0.0.2" in done.stdout, done.stdout
    assert (_number(box), _database(box)) == ("0.0.2", before)
    assert box.must("dpkg-query", "-W", "-f=${db:Status-Abbrev} ${Version}", "linggong") == "ii  0.0.2"
    damaged = box.root / "root/linggong_0.0.3_amd64.deb"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    assert "对不上" in box.run("linggong", "update", "/root/linggong_0.0.3_amd64.deb").stdout


def test_what_the_failing_step_does_would_have_stayed(box: Machine) -> None:
    """A control: without the copy the step that commits half way loses the accounts."""
    before = _database(box)
    box.must("dpkg", "--unpack", "/root/linggong_0.0.3_amd64.deb")
    assert box.run("linggong", "has-accounts").returncode != 0  # opens the hub, which migrates as it starts
    assert _database(box) == (before[0] | {"half"}, 0)


def test_an_upgrade_beside_a_hub_that_runs_changes_nothing(box: Machine) -> None:
    """Without systemd nobody stops the hub: it holds its lock, and the upgrade gives way."""
    with _hub(box):
        done = box.run("dpkg", "-i", "/root/linggong_0.0.2_amd64.deb")
        assert done.returncode != 0 and "另一个中心程序正在写" in done.stdout
        assert "登录名" in box.must(*_get("/enter"))
    assert (_number(box), "one_more" in _database(box)[0]) == ("0.0.1", False)


def test_removing_keeps_data_and_settings_and_purging_keeps_the_data_alone(before: set[str], box: Machine) -> None:
    box.must("dpkg", "--remove", "linggong")
    assert (box.root / "etc/linggong/linggong.toml").is_file()
    assert not (box.root / HOME).exists() and not (box.root / "usr/bin/linggong").exists()
    said = box.must("dpkg", "--purge", "linggong")
    assert "/var/lib/linggong" in said
    assert _database(box)[1] == 1
    assert _left(box, before) == set()


def test_purging_takes_the_data_where_it_is_told_to(before: set[str], box: Machine) -> None:
    box.must("dpkg", "--purge", "linggong", LINGGONG_PURGE_DATA="yes")
    assert not (box.root / "var/lib/linggong").exists()
    assert _left(box, before) == set()


def _left(box: Machine, before: set[str]) -> set[str]:
    """Return what is there that was not there before, but for what is declared: the data and Debian's own folders."""
    declared = {"etc/passwd-", "etc/group-", "etc/shadow-", "etc/gshadow-", "etc/chromium", "etc/chromium/policies",
                "etc/chromium/policies/managed"}  # fmt: skip
    return {name for name in box.files() - before - declared if not name.startswith("var/lib/linggong")}
