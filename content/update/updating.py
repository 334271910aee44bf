"""`linggong update`: a package from a stick is looked at, the hub copied, the package installed, its services watched.

A box that is not well afterwards gets the former package and the former database back.
"""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import time
import tomllib
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from content.errors import SettingsError
from content.update.packages import Package, compare, look_at

KEYS = Path("/etc/linggong/release-keys")
KEPT = Path("/var/cache/linggong")
PORTS = {"linggong-hub.service": ("hub", 8080), "linggong-kiosk.service": ("kiosk", 8081),
         "linggong-screen.service": ("screen", 8082)}  # fmt: skip
_PATIENCE_S = 120.0
Say = Callable[[str], None]


class Host(Protocol):
    """What an update does to a machine."""

    def version(self) -> str:
        """Return the version that is installed."""

    def backup(self) -> bool:
        """Bring a copy of the hub to its second disk; True where none is set or it is there."""

    def install(self, path: Path) -> bool:
        """Install a package; False where it did not go well."""

    def well(self) -> str:
        """Wait until the services answer; return "" or a sentence that says which does not."""

    def former(self, version: str) -> Path | None:
        """Return the kept package of a version."""

    def keep(self, package: Package) -> None:
        """Keep a package that proved itself, to come back to; earlier ones go."""

    def put_database_back(self) -> bool:
        """Put the database from before the last migration in place."""


def update(path: Path, host: Host, say: Say, keys: Path = KEYS, *, again: bool = False) -> int:
    """Install a newer package (any with `again`) and go back where it does not do well; return the exit code.

    SettingsError where the package is not to be trusted or not newer; nothing was touched then.
    """
    package, before = look_at(path, keys), host.version()
    if not again and not compare(package.version, "gt", before):
        raise SettingsError(f"这台主机上已经是 {before}，安装包是 {package.version}，不比它新，没有安装。")
    say(f"{package.path.name}：校验值对，{'签名也对' if package.signed else '本机没有存发布公钥，没有核对签名'}。")
    if not host.backup():
        raise SettingsError("升级前的备份没有做成，没有升级。请系统管理员先看备份盘，再来一次。")
    say(f"正在从 {before} 升级到 {package.version}，服务会停一两分钟，请不要断电……")
    if not host.install(package.path):
        return _back(before, host, say, "安装没有成功", database=False)
    if fault := host.well():
        return _back(before, host, say, fault, database=True)
    host.keep(package)
    say(f"升级好了，现在是 {package.version}，各项服务都有回答。")
    return 0


def _back(before: str, host: Host, say: Say, fault: str, *, database: bool) -> int:
    say(f"{fault}，正在换回 {before}……")
    former = host.former(before)
    if former is None:
        say(f"本机没有留 {before} 的安装包。请系统管理员用原来的 U 盘安装它：dpkg -i linggong_{before}_amd64.deb，"
            "并把上面的话告诉开发方。")  # fmt: skip
        return 1
    if database and not host.put_database_back():
        say("数据库没有放回（上面写了原因），程序也没有换回。请系统管理员把这些话告诉开发方，先不要断电。")
        return 1
    if not host.install(former):
        say(f"旧版本没有装回去。请系统管理员运行 dpkg -i {former}，并把上面的话告诉开发方。")
        return 1
    rest = host.well()
    say(f"换回了 {before}，{'但是' + rest if rest else '各项服务都有回答'}。请系统管理员把上面的话告诉开发方。")
    return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ThisHost:
    """The machine the program is on."""

    config: Path = Path("/etc/linggong/linggong.toml")
    kept: Path = KEPT
    patience_s: float = _PATIENCE_S

    def version(self) -> str:
        """Ask dpkg."""
        asked = ["dpkg-query", "-W", "-f=${Version}", "linggong"]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout or "0"

    def backup(self) -> bool:
        """Run the backup of the timers, where a disk is set."""
        disk = tomllib.loads(self.config.read_text("utf8")).get("backup", {}).get("disk")
        return not disk or subprocess.run(["linggong", "backup", "now", "--disk"], check=False).returncode == 0

    def install(self, path: Path) -> bool:
        """Let dpkg do it: no index, no network; settings stay as their owner wrote them."""
        told = {**os.environ, "LINGGONG_BACKED_UP": "1", "DEBIAN_FRONTEND": "noninteractive"}
        return subprocess.run(["dpkg", "--force-confold", "-i", str(path)], check=False, env=told).returncode == 0

    def well(self) -> str:
        """Ask every service that runs on this box for its health, until all answer or patience ends."""
        if not Path("/run/systemd/system").is_dir():
            return ""
        until, waiting = time.monotonic() + self.patience_s, [unit for unit in PORTS if self._enabled(unit)]
        while waiting and time.monotonic() < until:
            waiting = [unit for unit in waiting if not self._answers(unit)]
            time.sleep(1)
        return f"{waiting[0]} 没有回答" if waiting else ""

    def _enabled(self, unit: str) -> bool:
        return subprocess.run(["systemctl", "is-enabled", "--quiet", unit], check=False).returncode == 0

    def _answers(self, unit: str) -> bool:
        section, port = PORTS[unit]
        own = tomllib.loads(self.config.read_text("utf8")).get(section, {})
        host = own.get("host", "127.0.0.1")
        scheme = "http" if section != "hub" or host.startswith("127.") else "https"
        # this very machine: whether it answers is asked, not who it is
        unchecked = ssl._create_unverified_context()  # nosec B323 - asked of this very machine
        try:
            address = f"{scheme}://{host}:{own.get('port', port)}/health"
            # nosemgrep: no-fetching - an address of this box's own settings
            with urllib.request.urlopen(address, timeout=5, context=unchecked) as answer:  # nosec B310 - http or https
                return bool(answer.status == 200)
        except OSError:
            return False

    def former(self, version: str) -> Path | None:
        """Look among the kept ones."""
        path = self.kept / f"linggong_{version}_amd64.deb"
        return path if path.is_file() else None

    def keep(self, package: Package) -> None:
        """Copy it beside the others of this box and delete those."""
        self.kept.mkdir(parents=True, exist_ok=True)
        mine = self.kept / f"linggong_{package.version}_amd64.deb"
        beside = ("", ".sha256", ".sig")  # with both, a hub offers it to its terminals
        if package.path.resolve() != mine.resolve():
            for end in beside:
                source = package.path.with_name(package.path.name + end)
                if source.is_file():
                    shutil.copyfile(source, mine.with_name(mine.name + end))
        for other in self.kept.glob("linggong_*_amd64.deb*"):
            if other.name not in {mine.name + end for end in beside}:
                other.unlink()

    def put_database_back(self) -> bool:
        """Stop the hub and run `linggong migrate --back`."""
        if Path("/run/systemd/system").is_dir():
            subprocess.run(["systemctl", "stop", "linggong-hub.service"], check=False)
        return subprocess.run(["linggong", "migrate", "--back"], check=False).returncode == 0
