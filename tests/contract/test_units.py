"""The units systemd runs: without a warning, within the exposure promised (T20), and told by each process how it is.

Exposure: at most 1.5, a browser at most 4.5 (reliability reference, fact 10); `--threshold` counts tenths.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
UNITS = REPOSITORY / "systemd"
OF_DEBIAN = Path("/usr/lib/systemd/system")
IN_ROOT = Path("usr/lib/systemd/system")
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
MOST, MOST_BROWSER = 15, 45


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine's root with Debian's units, ours and the programs they name."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(OF_DEBIAN, root / IN_ROOT, symlinks=True)
    shutil.copytree(UNITS, root / IN_ROOT, dirs_exist_ok=True)
    for program in ("usr/lib/linggong/.venv/bin/python", "usr/bin/cage", "usr/bin/linggong"):
        (root / program).parent.mkdir(parents=True, exist_ok=True)
        (root / program).touch(mode=0o755)
    return root


def _analyse(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    plain = {**os.environ, "LC_ALL": "C.UTF-8", "SYSTEMD_PAGER": ""}
    return subprocess.run(["systemd-analyze", f"--root={root}", *arguments], capture_output=True, text=True,
                          check=False, env=plain)  # fmt: skip


def _exposed(root: Path, service: str, most: int) -> bool:
    return _analyse(root, "security", "--offline=yes", f"--threshold={most}", service).returncode != 0


def test_systemd_reads_every_unit_without_a_word(root: Path) -> None:
    found = _analyse(root, "verify", *SERVICES, *(path.name for path in UNITS.glob("*.path")))
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_a_setting_nobody_knows_is_found(root: Path, tmp_path: Path) -> None:
    """A control: what is written wrong is only warned of, and would be passed over on the machine."""
    wrong = tmp_path / "root"
    shutil.copytree(root, wrong, symlinks=True)
    unit = wrong / IN_ROOT / "linggong-hub.service"
    unit.write_text(unit.read_text("utf8").replace("WatchdogSec=", "WatchDogSeconds="), "utf8")
    assert "WatchDogSeconds" in _analyse(wrong, "verify", unit.name).stderr


OURS = [name for name in SERVICES if name.startswith("linggong-")]
ROOTS = {"update-linggong.service"}  # dpkg is root; the signature holds it, and nobody can tell it anything


def test_only_the_installer_is_roots_and_nobody_can_speak_to_it() -> None:
    texts = {name: (UNITS / name).read_text("utf8") for name in SERVICES}
    assert {name for name, text in texts.items() if "User=linggong" not in text} == ROOTS == set(SERVICES) - set(OURS)
    assert "ExecStart=/usr/bin/linggong update --dropped\n" in texts["update-linggong.service"]
    assert "IPAddressDeny=any" in texts["update-linggong.service"]
    # a hub's health is asked at the address it listens at, which is none of 127.0.0.0/8
    building = next(line for line in (UNITS / "linggong-.service.d/10-sandbox.conf").read_text("utf8").splitlines()
                    if line.startswith("IPAddressAllow="))  # fmt: skip
    assert f"{building}\n" in texts["update-linggong.service"]


KEYS = Path("/var/lib/linggong/hub/keys")
KEEPERS = {"linggong-hub.service", "linggong-backup.service", "linggong-backup-weekly.service",
           "linggong-backup-drill.service"}  # fmt: skip


def _hides_keys(service: str) -> bool:
    lines = (UNITS / service).read_text("utf8").splitlines()
    hidden = [Path(path.removeprefix("-")) for line in lines if line.startswith("InaccessiblePaths=")
              for path in line.partition("=")[2].split()]  # fmt: skip
    return any(path == KEYS or path in KEYS.parents for path in hidden)


def test_no_unit_but_those_that_need_it_sees_the_root_key() -> None:
    """All services are one user, so that the mode of the file tells them nothing."""
    assert {name for name in OURS if not _hides_keys(name)} == KEEPERS


@pytest.mark.parametrize("service", OURS)
def test_no_unit_is_exposed_more_than_promised(root: Path, service: str) -> None:
    assert not _exposed(root, service, MOST_BROWSER if "browser" in service else MOST)


def test_without_the_sandbox_they_would_be(root: Path, tmp_path: Path) -> None:
    """A control: the same units without what lies beside them."""
    bare = tmp_path / "root"
    shutil.copytree(root, bare, symlinks=True)
    for folder in (bare / IN_ROOT).glob("linggong-*.service.d"):
        shutil.rmtree(folder)
    assert all(_exposed(bare, service, MOST_BROWSER if "browser" in service else MOST) for service in OURS)


@pytest.mark.parametrize("service", OURS)
def test_a_service_that_ends_at_once_is_never_left_off(service: str) -> None:
    """Shown with its control under systemd itself in `tests/soak/test_boot.py`."""
    settings = ConfigParser(strict=False, interpolation=None)
    settings.optionxform = str  # type: ignore[assignment,method-assign]
    beside = [*(UNITS / "linggong-.service.d").glob("*.conf"), *(UNITS / f"{service}.d").glob("*.conf")]
    settings.read([UNITS / service, *sorted(beside, key=lambda path: path.name)], "utf8")
    assert settings["Unit"]["StartLimitIntervalSec"] == "0"


def _free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


NOWHERE = "http://127.0.0.1:9"  # the discard port
PROCESSES = {  # the module of each, and what it must be told to stay in a test's folder
    "linggong-hub.service": ("content", {"LINGGONG_HUB_DATA": "{data}", "LINGGONG_HUB_PORT": "{port}"}),
    "linggong-kiosk.service": ("kiosk", {"LINGGONG_KIOSK_DATA": "{data}", "LINGGONG_KIOSK_PORT": "{port}",
                                         "LINGGONG_KIOSK_HUB_URL": NOWHERE}),
    "linggong-screen.service": ("signage", {"LINGGONG_SCREEN_DATA": "{data}", "LINGGONG_SCREEN_PORT": "{port}",
                                            "LINGGONG_SCREEN_HUB_URL": NOWHERE}),
    "linggong-public.service": ("content.public", {"LINGGONG_PUBLIC_EDITIONS": "{data}",
                                                   "LINGGONG_PUBLIC_PORT": "{port}"}),
    "linggong-practice.service": ("content practice", {"LINGGONG_PRACTICE_DATA": "{data}",
                                                       "LINGGONG_PRACTICE_PORT": "{port}"}),
}  # fmt: skip


def test_every_unit_that_is_watched_has_its_process_here() -> None:
    watched = {name for name in SERVICES if "WatchdogSec=" in (UNITS / name).read_text("utf8")}
    assert watched == set(PROCESSES)
    assert all("Type=notify" in (UNITS / name).read_text("utf8") for name in watched)
    assert all(f" -m {PROCESSES[name][0]}\n" in (UNITS / name).read_text("utf8") for name in watched)


@pytest.mark.parametrize("service", PROCESSES)
def test_a_process_tells_that_it_is_ready_at_work_and_stopping(tmp_path: Path, service: str) -> None:
    module, settings = PROCESSES[service]
    ours = ("PYTEST", "NICEGUI", "LINGGONG")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    own = {name: value.format(data=tmp_path / "data", port=_free_port()) for name, value in settings.items()}
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(60)
        told = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "600000"}
        process = subprocess.Popen([sys.executable, "-m", *module.split()], cwd=REPOSITORY, env=clean | own | told)
        try:
            assert systemd.recv(99) == b"READY=1"
            assert [systemd.recv(99), systemd.recv(99)] == [b"WATCHDOG=1", b"WATCHDOG=1"]
            process.terminate()
            last = systemd.recv(99)
            while last == b"WATCHDOG=1":
                last = systemd.recv(99)
            assert last == b"STOPPING=1"
            assert process.wait(20) in (0, -15)
        finally:
            process.kill()
            process.wait()
