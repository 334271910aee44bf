"""One linggong.toml and LINGGONG_* environment (which wins), read once by a `__main__`; unknown keys are refused."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from content.errors import SettingsError
from content.model.codec import from_plain

S = TypeVar("S")

SECTIONS = ("hub", "kiosk", "screen", "public", "practice", "simulator", "demo", "backup")


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSettings:
    """Section [hub]; off loopback the hub speaks HTTPS only."""

    host: str = "127.0.0.1"
    port: int = 8080
    data: Path = Path("var/hub")
    site_id: str = "341721-01"
    crypto: str = "standard"  # or "gm": SM4, SM3; settled by the very first start
    reserve_mb: int = 64  # put aside on the disk and freed when it is full
    read_only_mb: int = 300  # with less than this left nothing new is taken; 0 for never
    log_level: str = "INFO"
    names: tuple[str, ...] = ()  # host names and further addresses by which browsers reach the hub
    certificate: Path | None = None  # the market's own, PEM with its chain; without it the hub's authority issues one
    key: Path | None = None  # of that certificate, PEM without a password
    http_port: int = 0  # a plain door that sends browsers to https and hands out the authority; 0 for none
    syslog: str = ""  # "host:port" of a syslog server (UDP), which gets the same lines as the log here


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSettings:
    """Section [public]: the phone pages, read from the hub's published editions."""

    host: str = "127.0.0.1"
    port: int = 8083
    editions: Path = Path("var/hub/shelf")
    log_level: str = "INFO"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeSettings:
    """Section [practice]: a market to practise in, at the hub's address under a port of its own."""

    port: int = 8084
    data: Path = Path("var/practice")  # never in the hub's own folder
    log_level: str = "INFO"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSettings:
    """Section [backup]: where copies of the hub go; places as restic writes them."""

    disk: Path | None = None  # a folder on a second disk, every 15 minutes
    same_disk: bool = False  # the folder may lie on the hub's own disk: only to try things out
    away: tuple[str, ...] = ()  # "sftp:user@host:/folder", "rest:https://…", "s3:…", every week
    keep_days: int = 35  # and no more: what is deleted by law is to be gone from the copies too


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorSettings:
    """Section [simulator]: cards, paper and faults for a demonstration."""

    host: str = "127.0.0.1"
    port: int = 8090
    reader_control: Path = Path("var/simulator/reader.sock")
    printer_control: Path = Path("var/simulator/printer.sock")
    paper: Path = Path("var/simulator/paper")
    log_level: str = "INFO"


def settings_file(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Return the file that is read: the one LINGGONG_CONFIG names, ./linggong.toml, /etc/linggong; None without one."""
    named = environ.get("LINGGONG_CONFIG")
    if named:
        return Path(named)
    candidates = (Path("linggong.toml"), Path("/etc/linggong/linggong.toml"))
    return next((path for path in candidates if path.is_file()), None)


def _from_file(path: Path | None, section: str) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        document = tomllib.loads(path.read_text("utf8"))
    except OSError as error:
        raise SettingsError(f"设置文件 {path} 读不了，请系统管理员检查文件和权限。") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"设置文件 {path} 写法不对（{error}），请系统管理员改正。") from error
    strange = sorted(set(document) - set(SECTIONS))
    if strange:
        raise SettingsError(f"设置文件 {path} 里不认识这些段：{'、'.join(strange)}，请系统管理员删去或改正。")
    return dict(document.get(section, {}))


def read_settings(kind: type[S], section: str, environ: Mapping[str, str] = os.environ) -> S:
    """Read one section into its frozen dataclass; SettingsError names the key that is unknown or wrong."""
    values = _from_file(settings_file(environ), section)
    prefix = f"LINGGONG_{section.upper()}_"
    values |= {name[len(prefix):].lower(): value for name, value in environ.items() if name.startswith(prefix)}
    known = {part.name for part in fields(kind)}  # type: ignore[arg-type]  # S is a dataclass, which no bound can say
    strange = sorted(set(values) - known)
    if strange:
        raise SettingsError(f"[{section}] 里不认识这些设置：{'、'.join(strange)}，请系统管理员删去或改正。")
    try:
        return from_plain(kind, values)
    except ValidationError as error:
        wrong = "、".join(str(part["loc"][0]) for part in error.errors())
        raise SettingsError(f"[{section}] 里这些设置的值不对：{wrong}，请系统管理员改正。") from error
