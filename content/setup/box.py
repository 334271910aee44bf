"""The box setup works on: its files, its services, its programs as the user they run as."""

from __future__ import annotations

import pwd
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from os import geteuid
from pathlib import Path
from typing import Any, Protocol

from content.clock import Clock, calendar_day
from content.diagnosis import from_lines
from content.errors import SettingsError
from content.root_key import profile_of
from content.settings_lines import write_settings
from content.setup.answers import Here
from content.setup.plan import Setting

USER = "linggong"
POLICY = Path("chromium/linggong-kiosk.json")
_PATIENCE_S = 120.0


class Box(Protocol):
    """What setup may do to a machine."""

    def look(self, clock: Clock) -> Here:
        """Return what is known before anything is asked."""

    def write(self, settings: Iterable[Setting]) -> None:
        """Write settings into linggong.toml."""

    def command(self, *words: str) -> str:
        """Run a command of the hub as the user of the services; return what it said, SettingsError when it refused."""

    def restore(self, copy: str, sheet: str) -> str:
        """Lay a copy into the hub's empty data folder; return what was looked at, SettingsError when it is not well."""

    def glass(self, *, public: bool, policy: bool) -> None:
        """Say whether the public stands before this box, and whether its Chromium obeys the kiosk's rules."""

    def systemctl(self, *words: str) -> bool:
        """Run systemctl; False where the machine has no systemd running and a person has to do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThisBox:
    """The machine the program is on; the paths are parameters for tests alone."""

    file: Path = Path("/etc/linggong/linggong.toml")
    home: Path = Path("/usr/lib/linggong")
    policies: Path = Path("/etc/chromium/policies/managed")

    def look(self, clock: Clock) -> Here:
        """Read the settings, ask the doctor of devices, and see whether there are accounts."""
        settings = self._settings()
        seen, found = _devices()
        return Here(
            today=calendar_day(clock.now()), settings=settings, addresses=own_addresses(), found=found, seen=seen,
            founded=self._founded(settings), crypto=_profile(settings),
            paired=any((Path(str(settings.get(section, {}).get("data", ""))) / "paired.json").is_file()
                       for section in ("kiosk", "screen")),
        )  # fmt: skip

    def _settings(self) -> Mapping[str, Mapping[str, Any]]:
        try:
            return tomllib.loads(self.file.read_text("utf8")) if self.file.exists() else {}
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"设置文件 {self.file} 读不了（{error}），请系统管理员先改正。") from error

    def _founded(self, settings: Mapping[str, Mapping[str, Any]]) -> bool:
        data = Path(str(settings.get("hub", {}).get("data", "")))
        return (data / "market.db").is_file() and self.command("has-accounts").strip() == "yes"

    def write(self, settings: Iterable[Setting]) -> None:
        """Write settings into linggong.toml, all or none."""
        write_settings(self.file, [(one.section, one.key, one.value) for one in settings])

    def command(self, *words: str) -> str:
        """Run `python -m content …` as the user of the services."""
        run = subprocess.run([*as_service(), sys.executable, "-P", "-m", "content", *words], capture_output=True,
                             text=True, check=False)  # fmt: skip
        if run.returncode:
            raise SettingsError((run.stderr.strip().splitlines() or ["中心程序没有回答，请系统管理员再试一次。"])[-1])
        return run.stdout.strip()

    def restore(self, copy: str, sheet: str) -> str:
        """Run the restoring as the user of the services; the key goes by a pipe, which no list of processes shows."""
        into = str(self._settings().get("hub", {}).get("data", "/var/lib/linggong/hub"))
        words = ["backup", "restore", "--from", copy, "--into", into]
        run = subprocess.run([*as_service(), sys.executable, "-P", "-m", "content", *words], capture_output=True,
                             input=sheet + "\n", text=True, check=False)  # fmt: skip
        if run.returncode:
            raise SettingsError(f"没有接手成，服务没有启动：{(run.stdout + run.stderr).strip()}")
        return run.stdout.strip()

    def glass(self, *, public: bool, policy: bool) -> None:
        """Make or take away the two files that udev and Chromium look for."""
        try:
            mark, rules = self.file.with_name("public-glass"), self.policies / POLICY.name
            if public:
                mark.write_text("linggong setup：这台主机面向群众，键盘不起作用。\n", "utf8")
            else:
                mark.unlink(missing_ok=True)
            if policy:
                rules.parent.mkdir(parents=True, exist_ok=True)
                rules.write_bytes((self.home / POLICY).read_bytes())
            else:
                rules.unlink(missing_ok=True)
        except OSError as error:
            raise SettingsError(f"{error.filename} 写不了（{error.strerror}），请系统管理员用 root 运行。") from error

    def systemctl(self, *words: str) -> bool:
        """Run systemctl where systemd runs; enabling works without it too."""
        running = Path("/run/systemd/system").is_dir()
        if not running and words[0] not in ("enable", "disable"):
            return False
        with suppress(FileNotFoundError):
            return subprocess.run(["systemctl", "--quiet", *words], check=False, capture_output=True).returncode == 0
        return False


def _profile(settings: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the profile the hub's keys were made in, "" where there are none yet."""
    try:
        return profile_of((Path(str(settings.get("hub", {}).get("data", ""))) / "keys" / "root.key").read_bytes())
    except OSError:
        return ""


def as_service() -> tuple[str, ...]:
    """Return what goes before a command that must run as the services' user; nothing where root is not at work."""
    if geteuid() != 0:
        return ()
    try:
        pwd.getpwnam(USER)
    except KeyError:
        return ()
    return ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", "--")


def own_addresses() -> tuple[str, ...]:
    """Return the addresses of this box in a private network, likeliest first; nothing is sent."""
    found = []
    for beyond in ("10.255.255.254", "192.168.255.254", "172.31.255.254"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
            probe.connect((beyond, 9))
            address = probe.getsockname()[0]
            if ip_address(address).is_private and address not in found:
                found.append(address)
    return tuple(found)


def _devices() -> tuple[tuple[str, ...], dict[str, str]]:
    """Return what the kiosk's doctor says of lines and devices, and the settings it proposes."""
    asked = [sys.executable, "-m", "kiosk", "doctor", "--json"]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, timeout=_PATIENCE_S, check=False).stdout
        lines = from_lines(said)
    except (subprocess.TimeoutExpired, ValueError):
        return ("设备没有查完，可以先空着，装好后运行 linggong doctor 再查。",), {}
    seen = tuple(one.sentence for one in lines if one.about in ("port", "ports", "setting"))
    found = {name: tomllib.loads(f"value = {value}")["value"]
             for name, _, value in (one.setting.partition(" = ") for one in lines if one.setting)}  # fmt: skip
    return seen, found
