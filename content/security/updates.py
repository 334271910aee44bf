"""What Debian has newer than what is installed, from the lists this machine already holds; nothing is fetched."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path

from content.errors import ContentError
from content.rules.security import Updates

_LISTS = Path("/var/lib/apt/lists")
_DEADLINE_S = 60


def pending_in(said: str) -> tuple[tuple[str, ...], int]:
    """Read `apt list --upgradable`: names of packages, and how many come from a security archive."""
    lines = [line for line in said.splitlines() if "/" in line and "[upgradable from:" in line]
    names = tuple(line.split("/", 1)[0] for line in lines)
    return names, sum("-security" in line.split("/", 1)[1].split(" ", 1)[0] for line in lines)


def listed_at(lists: Path = _LISTS) -> datetime | None:
    """Return when the newest list of packages came from Debian, None where there is none."""
    try:
        times = [path.stat().st_mtime for path in lists.iterdir() if path.is_file() and path.name != "lock"]
    except OSError:
        return None
    return datetime.fromtimestamp(max(times), UTC) if times else None


def pending_updates() -> Updates:
    """Ask apt; ContentError on a system without it."""
    try:
        done = subprocess.run(["apt", "list", "--upgradable"], capture_output=True, text=True, timeout=_DEADLINE_S,
                              env={"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
                              check=True, stdin=subprocess.DEVNULL)  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise ContentError("问不到系统更新（apt 没有回答），请系统管理员手工查：apt list --upgradable。") from error
    names, security = pending_in(done.stdout)
    return Updates(pending=names, security=security, listed_at=listed_at())


def installed_parts() -> tuple[str, ...]:
    """Return every library the program runs with and its version, by name."""
    found = {str(one.metadata["Name"]): one.version for one in distributions() if one.metadata["Name"]}
    return tuple(f"{name} {found[name]}" for name in sorted(found, key=str.lower))
