"""Whether a hub may be given a package: ours, newer, for this machine, with room, and still heard by its terminals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NAME, ARCHITECTURE = "linggong", "amd64"
MB = 1_000_000
SPARE = 500 * MB  # stays free whatever happens, so that registrations go on
MOST_BYTES = 400 * MB  # of a package brought by hand; the program's is 83 MB
_COPIES = 3  # laid down, root's own, kept to come back to


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFacts:
    """What the control file of a package says; None where it says nothing of a protocol (`link/protocol.py`)."""

    name: str
    architecture: str
    version: str
    size: int  # bytes of the file
    installed: int  # bytes once unpacked
    protocol: int | None
    oldest: int | None  # the oldest protocol it still serves


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The hub a package is for; `spoken` is each terminal in use by name, and the protocol it speaks."""

    version: str
    newer: bool  # by dpkg's own comparison
    free: int  # bytes on the disk
    database: int  # bytes, of which the upgrade keeps a copy
    spoken: Sequence[tuple[str, int]]


def room_needed(facts: PackageFacts, database: int) -> int:
    """Return how many bytes an upgrade takes at its fullest, beside what must stay free."""
    return _COPIES * facts.size + facts.installed + database + SPARE


def refusal_of(facts: PackageFacts, here: Here) -> str:
    """Return why a package whose signature is right is not taken, "" when it is."""
    if facts.name != NAME:
        return f"这是“{facts.name or '没有名字'}”的安装包，不是零工站的，没有收。请核对文件名。"
    if facts.architecture != ARCHITECTURE:
        return (f"这个包是给 {facts.architecture or '别的'} 机器的，这台中心要 {ARCHITECTURE} 的，没有收。"
                "请向开发方要对的那一个。")  # fmt: skip
    if not here.newer:
        return f"中心已经是 {here.version}，这个包是 {facts.version}，不比它新，没有收。"
    return _unheard(facts, here) or _no_room(facts, here)


def _unheard(facts: PackageFacts, here: Here) -> str:
    if facts.protocol is None or facts.oldest is None:
        return f"安装包 {facts.version} 没有写明和终端怎样通信，没有收。请系统管理员在主机上用 U 盘升级。"
    behind = [name for name, protocol in here.spoken if protocol < facts.oldest]
    if not behind:
        return ""
    which = "、".join(behind[:3]) + (f"等 {len(behind)} 台" if len(behind) > 3 else "")
    return (f"装了 {facts.version}，{which}就送不了登记（程序差得太多），没有收。"
            "请先在下面把它们升级到中心现在的版本；升级不了的，请向开发方要中间的版本。")  # fmt: skip


def _no_room(facts: PackageFacts, here: Here) -> str:
    needed = room_needed(facts, here.database)
    if here.free >= needed:
        return ""
    return (f"中心的磁盘放不下：升级要 {needed / MB:.0f} MB，还剩 {here.free / MB:.0f} MB，没有收。"
            "请系统管理员腾出空间再来。")  # fmt: skip
