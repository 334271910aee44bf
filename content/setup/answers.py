"""What is asked of a new box, and how an answer is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_address
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from content.backup.sheet import root_from
from content.errors import ContentError
from content.link.channel import PIN_LENGTH, is_loopback
from content.model.codes import Labelled


class Role(Labelled):
    """What a box is; it has one glass at most."""

    HUB = "hub", "中心"
    HUB_KIOSK = "hub-kiosk", "中心，兼一台自助机"
    HUB_SCREEN = "hub-screen", "中心，兼一块信息屏"
    KIOSK = "kiosk", "自助机"
    SCREEN = "screen", "信息屏"
    WINDOW = "window", "服务窗口（只读卡、打小票）"

    @property
    def is_hub(self) -> bool:
        """Say whether the market's database lives here."""
        return self in (Role.HUB, Role.HUB_KIOSK, Role.HUB_SCREEN)

    @property
    def has_devices(self) -> bool:
        """Say whether a reader and a printer may be here."""
        return self in (Role.HUB_KIOSK, Role.KIOSK, Role.WINDOW)

    @property
    def has_screen(self) -> bool:
        """Say whether it drives a hall screen."""
        return self in (Role.HUB_SCREEN, Role.SCREEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What is known of the box before anything is asked.

    `settings` is linggong.toml as it stands; `found` the settings doctors proposed for devices, `seen` their sentences;
    `founded` says that the hub has accounts, `paired` that this terminal has its place in a market; `crypto` is the
    profile of the hub's keys, "" before there are any.
    """

    today: date
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    found: Mapping[str, str] = field(default_factory=dict)
    seen: tuple[str, ...] = ()
    founded: bool = False
    paired: bool = False
    crypto: str = ""

    def setting(self, section: str, key: str, otherwise: str = "") -> str:
        """Return what linggong.toml says now."""
        return str(self.settings.get(section, {}).get(key, otherwise))


Check = Callable[[str, Here], str]  # "" where the answer will do, else what is wrong with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: `default` is taken where only Enter is pressed, "" being an answer only where `may_be_empty`."""

    key: str
    words: str
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    may_be_empty: bool = False
    check: Check | None = None


def read_answer(question: Question, typed: str, here: Here) -> tuple[str, str]:
    """Return the answer, and a sentence where it cannot be taken."""
    answer = typed.strip() or question.default
    if question.choices:
        values = [value for value, _ in question.choices]
        if answer.isdigit() and 1 <= int(answer) <= len(values):
            answer = values[int(answer) - 1]
        if answer not in values:
            return "", f"请输入 1 到 {len(values)} 的一个数字。"
    elif not answer:
        return "", "" if question.may_be_empty else "这一项不能空着。"
    fault = question.check(answer, here) if question.check is not None else ""
    return ("", fault) if fault else (answer, "")


def check_crypto(text: str, here: Here) -> str:
    """Refuse a change: what is encrypted already cannot change its algorithms by a setting."""
    if here.crypto in ("", text):
        return ""
    return (f"这个中心的数据已经用{PROFILE_WORDS[here.crypto]}加密，不能再改。请照原来的选；一定要换，请找开发单位，"
            "把数据移交出来，另建一个新的中心。")  # fmt: skip


PROFILE_WORDS = {"standard": "国际通用算法", "gm": "国密算法"}


def check_market(text: str, here: Here) -> str:
    """Refuse a name that would not fit the head of a page."""
    return "名称请在 30 个字以内。" if len(text) > 30 else ""


def check_site(text: str, here: Here) -> str:
    """Take the county's division code and a number of two digits."""
    return "" if re.fullmatch(r"\d{6}-\d{2}", text) else "请按“6 位行政区划代码-2 位序号”填，例如 341721-01。"


def check_address(text: str, here: Here) -> str:
    """Take an address of the hall's own network; the units let no other in."""
    try:
        given = ip_address(text)
    except ValueError:
        return "请填这台主机的 IP 地址，例如 192.168.1.10；路由器上要把它固定下来。"
    return "" if given.is_private and not given.is_unspecified else "请填局域网里的地址，不要填公网地址或 0.0.0.0。"


def check_hub_url(text: str, here: Here) -> str:
    """Take https, or plain http on this very box."""
    parts = urlsplit(text)
    host = parts.hostname or ""
    fits = bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))
    return "" if fits else "请照中心“设备”页上写的填，例如 https://192.168.1.10:8080。"


def check_code(text: str, here: Here) -> str:
    """Take a pairing code as the hub prints it."""
    fits = re.fullmatch(rf"\d{{8}}(-[0-9a-fA-F]{{{PIN_LENGTH}}})?", text)
    return "" if fits else f"配对码是 8 个数字，后面带“-”和 {PIN_LENGTH} 个数字字母，请照中心上显示的完整输入。"


def check_login(text: str, here: Here) -> str:
    """Take what accounts of the desk are named by."""
    fits = re.fullmatch(r"[a-z][a-z0-9._-]{2,31}", text)
    return "" if fits else "登录名请用 3 个以上的小写字母或数字，以字母开头，例如 zhangli。"


def check_pledge(text: str, here: Here) -> str:
    """Take a day up to today (R189)."""
    try:
        signed = date.fromisoformat(text)
    except ValueError:
        return "请按 2026-01-31 的样子填日期。"
    return "责任书还没有签，请签好再来。" if signed > here.today else ""


def check_folder(text: str, here: Here) -> str:
    """Take a whole path that is not on the hub's own disk by its name."""
    path = PurePosixPath(text)
    if not path.is_absolute():
        return "请填以 / 开头的文件夹，例如 /mnt/linggong-backup/hub。"
    return "备份要放在另一块盘上，不要放在 /var/lib/linggong 里。" if path.is_relative_to("/var/lib/linggong") else ""


def check_sheet(text: str, here: Here) -> str:
    """Take a key only as the escrow sheet has it, check digits and all."""
    try:
        root_from(text)
    except ContentError as error:
        return str(error)
    return ""


def check_device(text: str, here: Here) -> str:
    """Take a name under /dev or an address the printer's drivers read."""
    known = ("/dev/", "tcp://", "serial:", "usb:/dev/")
    return "" if text.startswith(known) else "请照上面列出的名字填，例如 /dev/serial/by-id/…；没有就直接按回车。"


def check_hours(text: str, here: Here) -> str:
    """Take spans as the screen's supervisor reads them."""
    span = r"[1-7](-[1-7])?\s+\d{1,2}:\d{2}-\d{1,2}:\d{2}"
    fits = all(re.fullmatch(span, part.strip()) for part in text.replace("；", ";").split(";"))
    return "" if fits else "请按“1-5 07:30-18:00; 6-7 08:00-12:00”的样子填，1 是星期一。"
