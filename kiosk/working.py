"""What a walk-in is told when a part of the machine is down: what does not go, and what still does; pure."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.reader.base import ReaderState
from printer.condition import MUTE, PrinterReport, PrinterState

_NO_READER = ("读卡器用不了", "登记点“手工填写”")
_NO_PAPER = ("小票打不了", "号码请用手机拍下来")
_NO_LINK = ("网络断了", "登记先存在机器里，网络通了自己送到")
_UNPAIRED = ("这台机器还不能登记", "登记请到求职登记窗口")
_ALWAYS = "找活、看政策照常"
# the parts a view needs, by the beginning of its path; the first page tells of all
_MATTERS = {
    "/register": {_NO_READER, _NO_PAPER, _NO_LINK, _UNPAIRED}, "/apply": {_NO_READER, _NO_PAPER, _NO_LINK, _UNPAIRED},
    "/hiring": {_NO_PAPER, _UNPAIRED}, "/report": {_NO_PAPER, _UNPAIRED}, "/job/": {_NO_PAPER}, "/basket": {_NO_PAPER},
}  # fmt: skip
_NO_ANSWER = ("网络断了", "查回执要等网络通了再来，也可以到窗口问")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts a walk-in notices; None for one this machine does not have, `link` "" while the hub answers."""

    reader: ReaderState | None
    printer: PrinterReport | None
    paired: bool
    link: str


def notice(parts: Parts, path: str) -> str:
    """Return what the view at `path` says of parts that are down, "" while everything it needs works."""
    down = _down(parts)
    if path.startswith("/answer"):
        down = [_NO_ANSWER] if _NO_LINK in down else []
    elif path.split("?")[0] != "/":
        wanted = [needed for start, needed in _MATTERS.items() if path.startswith(start)]
        down = [one for one in down if any(one in needed for needed in wanted)]
    if not down:
        return ""
    told = "、".join(what for what, _ in down)
    still = [instead for _, instead in down]
    return f"{told}。{'，'.join([_ALWAYS, *still] if path.split('?')[0] == '/' else still)}。"


def _down(parts: Parts) -> list[tuple[str, str]]:
    found = []
    if parts.reader in (None, ReaderState.CLOSED, ReaderState.FAULT):
        found.append(_NO_READER)
    printer = parts.printer
    if printer is None or (printer != MUTE and printer.state in (
            PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.OFFLINE)):  # fmt: skip
        found.append(_NO_PAPER)
    if not parts.paired:
        found.append(_UNPAIRED)
    elif parts.link:
        found.append(_NO_LINK)
    return found
