"""`linggong move-out`: the hub of this machine ends, and its last copy is what the new machine begins with.

The mark comes first and the copy after it: each write looks for the mark in its own transaction, and the hub at work is
asked to finish what it had begun, so that nothing can be acknowledged here that the copy does not hold.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from content.backup.records import TargetKind
from content.backup.taking import back_up, targets
from content.clock import Clock
from content.errors import BackupError
from content.privacy import KeyRing
from content.settings import BackupSettings
from content.store.moving import MoveMark, put_mark, take_mark_away

Say = Callable[[str], None]


def check_address(to: str) -> None:
    """Raise BackupError unless terminals can follow to this address: https, "" where the address stays."""
    parts = urlsplit(to)
    if to and (parts.scheme != "https" or not parts.hostname):
        raise BackupError("新主机的地址请写成 https://192.168.1.20:8080 的样子，没有搬。")


def move_out(data: Path, settings: BackupSettings, keys: KeyRing, clock: Clock, to: str, settle: Callable[[], None],
             say: Say) -> int:  # fmt: skip
    """Mark, let the hub finish by `settle`, copy everywhere; 1 and the hub at work again where a copy was not made."""
    if not (data / "market.db").exists():
        raise BackupError(f"{data} 里没有中心的数据，没有什么可搬。")
    if not targets(settings):
        raise BackupError("没有设备份的位置，新主机拿不到数据。请系统管理员先在 [backup] 里设好备份盘。")
    put_mark(data, MoveMark(at=clock.now(), to=to))
    try:
        settle()
        attempts = tuple(back_up(data, settings, keys, clock, check=True))
    except BaseException:
        take_mark_away(data)
        raise
    for attempt in attempts:
        say(f"{attempt.target}：{attempt.sentence}")
    # the disk is what is carried over; a server that is away keeps nobody here
    wanted = [one for one in attempts if one.kind is TargetKind.DISK] or list(attempts)
    if not all(one.ok for one in wanted):
        take_mark_away(data)
        say("最后一次备份没有做成，中心照常工作，没有搬。请系统管理员先看上面的话。")
        return 1
    put_mark(data, MoveMark(at=clock.now(), to=to, copied=True))
    say("最后一次备份做好、读回核对过了。从现在起这台中心只能看、不能存；自助机照常登记，先留在本机。")
    say("接着：一、把备份盘接到新主机，运行 linggong setup，选“接手原来的中心”，照密钥托管单输入密钥。")
    say("二、地址不变的，新主机设成这台的地址，先把这台的网线拔掉；地址变了的，这台先开着，它会把新地址告诉各台终端。")
    say("三、新中心好了、终端都连过去了，用 root 停掉这台：systemctl disable --now linggong-hub.service")
    say("中途不搬了，在新主机启动以前运行 linggong move-out --undo。")
    return 0


def stay(data: Path, say: Say) -> int:
    """Let this hub work again."""
    if not take_mark_away(data):
        say("这台中心没有在搬，照常工作。")
        return 0
    say("这台中心照常工作了。新主机要是已经启动过，请马上停掉它：两台不能一起开。")
    return 0
