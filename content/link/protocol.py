"""Which hubs and terminals work together: a hub of protocol N serves terminals of N and N−1 (issue 8, point 8).

A terminal says its protocol with every request; the programs of before this was said are 1. Fields and kinds that the
other side does not know are passed over, so the number goes up only where the meaning of something known changes.

    Linggong-Protocol: 2        Linggong-Version: 0.2.0
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PROTOCOL = 2
OLDEST = PROTOCOL - 1
UNSAID = 1  # what is spoken by who does not say it
PROTOCOL_HEADER = "Linggong-Protocol"
VERSION_HEADER = "Linggong-Version"
TOO_OLD_STATUS = 426  # Upgrade Required
_LONGEST_VERSION = 40


@cache
def program_version() -> str:
    """Return the installed version, 开发版 where it runs from the source."""
    try:
        # the package lays the number beside its rooms and has no metadata of its own
        return (Path(__file__).parents[2] / "VERSION").read_text("utf8").strip()
    except OSError:
        pass
    try:
        return version("linggong")
    except PackageNotFoundError:
        return "开发版"


def headers() -> dict[str, str]:
    """Return what a terminal says of itself with every request; a name that is no version is left out."""
    mine = program_version()
    return {PROTOCOL_HEADER: str(PROTOCOL)} | ({VERSION_HEADER: mine} if mine.isascii() else {})


def said_protocol(text: str | None) -> int:
    """Return the protocol of a request; what is no number counts as never said."""
    return int(text) if text is not None and text.isascii() and text.isdecimal() else UNSAID


def said_version(text: str | None) -> str:
    """Return the version of a request, "" where it was not said."""
    return (text or "").strip()[:_LONGEST_VERSION]


def is_served(protocol: int) -> bool:
    """Say whether this hub works with such a terminal; a newer one looks itself whether it can work with this hub."""
    return protocol >= OLDEST


def refusal(hub_version: str) -> str:
    """Return the sentence for a terminal that is too old, as its staff page and the desk show it."""
    return (f"本机程序太旧，中心（{hub_version}）不再收它的登记；已登记的都留在本机，升级后自己补送。"
            "请系统管理员升级这台机器。")  # fmt: skip


def hub_too_old(protocol: int) -> str:
    """Return the sentence of a terminal whose hub is too old for it, "" where they work together."""
    if protocol >= OLDEST:
        return ""
    return "中心的程序比本机旧太多，登记都留在本机。请系统管理员先升级中心。"


def answered_protocol(answer: dict[str, Any]) -> int:
    """Return the protocol a hub said in an answer."""
    said = answer.get("protocol")
    return said if isinstance(said, int) and not isinstance(said, bool) else UNSAID
