"""The kiosk's doctor: its process, pairing, edition, browser, and above all who is at the lines of this box."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from content.diagnosis import Level, Observation, report
from content.errors import ContentError
from content.link.checkup import check_browser, check_terminal, health_of
from content.settings import read_settings, settings_file
from content.settings_lines import setting_line, write_setting
from kiosk.device_search import Found, Kind, ask_all, ask_printer, ask_reader
from kiosk.ports import Port, printer_ports, serial_ports
from kiosk.settings import KioskSettings
from printer.condition import PrinterState
from printer.doctor import check_spool
from printer.profiles import PROFILES

_PART = "kiosk"
_MUTE = "58mm-mute"
_READER_WELL = frozenset({"opening", "idle", "reading", "card_present", "retry"})
_PRINTER_ILL = {
    PrinterState.PAPER_OUT: "打印机没纸了，请工作人员换纸。",
    PrinterState.COVER_OPEN: "打印机的盖子没有关好，请工作人员按紧。",
    PrinterState.OFFLINE: "打印机连不上或卡住了，请工作人员检查电源、连线和卡纸。",
    PrinterState.UNKNOWN: "不知道打印机怎么样（它不回答），请工作人员看一下电源和纸；型号本来不报状态的不用管。",
}


def examine(settings: KioskSettings, extra: Sequence[str] = ()) -> tuple[Observation, ...]:
    """Look at this box; `extra` are serial lines to ask beside those the kernel lists."""
    health = health_of(settings.host, settings.port)
    running = health if health is not None and {"reader", "printer"} <= health.keys() else None
    own: tuple[Observation, ...]
    if running is None and not settings.data.exists():
        own = (_say("process", Level.NOTE, f"这台电脑没有用作自助机（{settings.data} 不在）；不是自助机就不用管。"),)
    else:
        spool = settings.data / "spool.db"
        own = (*check_terminal(_PART, settings.data, settings.hub_url, "kiosk", running is not None),
               check_browser(_PART), *_spool(spool))  # fmt: skip
    return (*own, *check_devices(settings, running, extra))


def check_devices(settings: KioskSettings, running: Mapping[str, Any] | None, extra: Sequence[str] = (),
                  here: Iterable[Port] | None = None, usb: Iterable[Path] | None = None
                  ) -> tuple[Observation, ...]:  # fmt: skip
    """Say who is at the configured lines and at all others; what a running kiosk uses is told by the kiosk itself.

    `here` and `usb` replace the serial lines and USB printers the kernel lists.
    """
    reader = _reader(settings.reader_port, settings.reader_baud, running)
    printer = _printer(settings.printer, settings.printer_profile, running)
    used = {_device(settings.reader_port), _device(_printer_path(settings.printer))}
    ports = serial_ports() if here is None else tuple(here)
    serial = [str(port.name) for port in ports if port.device.resolve() not in used]
    serial += [path for path in extra if _device(path) not in used]
    lines = [str(path) for path in (printer_ports() if usb is None else usb) if path.resolve() not in used]
    others = ask_all(serial, lines)
    wanted = []
    if not settings.reader_port or reader.level is Level.WRONG:
        wanted += _proposals(Kind.READER, "reader_port", "读卡器", others)
    if not settings.printer or printer.level is Level.WRONG:
        wanted += _proposals(Kind.PRINTER, "printer", "打印机", others)
    nothing = () if others or settings.reader_port or settings.printer else (
        _say("ports", Level.NOTE, "没有找到串口和 USB 打印机；接上设备后再查一次。"),)  # fmt: skip
    return (reader, printer, *(_other(one) for one in others), *wanted, *nothing)


def _reader(port: str, baud: int, running: Mapping[str, Any] | None) -> Observation:
    if not port:
        return _say("reader", Level.NOTE, "没有设读卡器（reader_port 是空的），只能手工登记。")
    if running is not None:
        state = _state(running["reader"])
        if state in _READER_WELL:
            return _say("reader", Level.GOOD, f"读卡器 {port} 由本机程序用着，它说正常（{state}）；没有打扰它。")
        return _say("reader", Level.WRONG, f"本机程序说读卡器 {port} 不能用（{state}），请工作人员检查数据线和电源。")
    return _configured("reader", "读卡器", Kind.READER, ask_reader(port, baud))


def _printer(address: str, profile_name: str, running: Mapping[str, Any] | None) -> Observation:
    if not address:
        return _say("printer", Level.NOTE, "没有设打印机（printer 是空的），屏幕上会给号码和二维码。")
    if profile_name and profile_name not in PROFILES:
        known = "、".join(PROFILES)
        return _say("printer", Level.WRONG, f"没有型号 {profile_name}，请系统管理员把 printer_profile 改成 {known}。")
    if address.startswith("file:"):
        return _say("printer", Level.NOTE, f"打印机设成了文件 {address}，不会出纸；正式使用请系统管理员改成打印机。")
    if running is not None:
        state = _state(running["printer"])
        ill = next((sentence for one, sentence in _PRINTER_ILL.items() if one == state), "")
        if ill:
            level = Level.NOTE if state == PrinterState.UNKNOWN else Level.WRONG
            return _say("printer", level, f"本机程序说：{ill}")
        return _say("printer", Level.GOOD, f"打印机 {address} 由本机程序用着，它说正常（{state}）；没有打扰它。")
    return _configured("printer", "打印机", Kind.PRINTER, ask_printer(address))


def _configured(about: str, title: str, wanted: Kind, found: Found) -> Observation:
    match found.kind:
        case kind if kind is wanted:
            level, words = (Level.WRONG, found.ill) if found.ill else (Level.GOOD, "正常。")
            return _say(about, level, f"{title} {found.value} 有回答{_in_brackets(found.words)}，{words}")
        case Kind.MUTE_PRINTER:
            return _say(about, Level.NOTE, f"打印机 {found.value} 连得上，但不报状态；请看一下电源和纸，打一张自检页。")
        case Kind.TAKEN:
            holder = found.words or "另一个程序"
            return _say(about, Level.WRONG, f"{title} {found.value} 被{holder}占着，请系统管理员关掉它；没有打扰它。")
        case Kind.GONE:
            words = found.ill or "请工作人员检查连线和电源，再看设置里的名字对不对。"
            return _say(about, Level.WRONG, f"{title} {found.value} 打不开：{words}")
    return _say(about, Level.WRONG, f"{found.value} 上没有{title}回答，请工作人员检查电源和连线；接错口的话请改设置。")


def _other(found: Found) -> Observation:
    ill = f"不过：{found.ill}" if found.ill else ""
    match found.kind:
        case Kind.READER:
            return _say("port", Level.NOTE, f"{found.value}：读卡器{_in_brackets(found.words)}。{ill}")
        case Kind.PRINTER:
            return _say("port", Level.NOTE, f"{found.value}：打印机{_in_brackets(found.words)}。{ill}")
        case Kind.MUTE_PRINTER:
            return _say("port", Level.NOTE, f"{found.value}：打印机，但不报状态。")
        case Kind.TAKEN:
            return _say("port", Level.NOTE, f"{found.value}：被{found.words or '另一个程序'}占着，没有打扰它。")
        case Kind.GONE:
            return _say("port", Level.NOTE, f"{found.value}：打不开，可能没有权限（要在 dialout、lp 组里）。")
    return _say("port", Level.NOTE, f"{found.value}：没有设备回答，不是读卡器也不是打印机。")


def _proposals(kind: Kind, key: str, title: str, others: Iterable[Found]) -> list[Observation]:
    """Propose a line of linggong.toml where just one such device was found; among several a person must choose."""
    values = [one.value for one in others if one.kind is kind and not one.ill]
    mute = [one.value for one in others if one.kind is Kind.MUTE_PRINTER and kind is Kind.PRINTER and not values]
    if len(values) == 1:
        return [_propose(key, values[0], f"{title}可以设成 {values[0]}。")]
    if len(mute) == 1:
        return [_propose(key, mute[0], f"{title}可以设成 {mute[0]}。"),
                _propose("printer_profile", _MUTE, f"它不报状态，型号先用 {_MUTE}，打好没有要人看。")]  # fmt: skip
    if values:
        return [_say("setting", Level.NOTE, f"找到 {len(values)} 台{title}，请系统管理员选一台写进设置 {key}。")]
    return []


def _propose(key: str, value: str, sentence: str) -> Observation:
    return Observation(part=_PART, about="setting", level=Level.NOTE, sentence=sentence,
                       setting=setting_line("kiosk", key, value))  # fmt: skip


def _spool(path: Path) -> tuple[Observation, ...]:
    return tuple(Observation(part=_PART, about=one.about, level=Level(one.level), sentence=one.sentence)
                 for one in check_spool(path)) if path.exists() else ()  # fmt: skip


def _state(said: Any) -> str:
    """Return a device's state from the kiosk's health, which may be a word or say more beside it."""
    return str(said.get("state", "")) if isinstance(said, Mapping) else str(said)


def _printer_path(address: str) -> str:
    scheme, _, rest = address.partition(":")
    return rest.removeprefix("//").partition("?")[0] if scheme in ("serial", "usb") else address


def _device(path: str) -> Path | None:
    return Path(path).resolve() if path.startswith("/") else None


def _in_brackets(words: str) -> str:
    return f"（{words}）" if words else ""


def _say(about: str, level: Level, sentence: str) -> Observation:
    return Observation(part=_PART, about=about, level=level, sentence=sentence)


def main(arguments: Sequence[str]) -> int:
    """Say how the kiosk and its devices are; 0 only if nothing is wrong. `--write` writes the settings proposed."""
    parser = argparse.ArgumentParser(prog="python -m kiosk doctor", description="检查这台电脑上的自助机和设备")
    parser.add_argument("--json", action="store_true", help="每行一条 JSON，给程序读")
    parser.add_argument("--ports", nargs="*", default=[], metavar="串口", help="再问问这些串口")
    parser.add_argument("--write", action="store_true", help="把找到的设备写进 linggong.toml")
    options = parser.parse_args(arguments)
    try:
        found = examine(read_settings(KioskSettings, "kiosk"), options.ports)
        if options.write:
            found = _written(found, settings_file() or Path("linggong.toml"))
    except ContentError as error:
        found = (_say("settings", Level.WRONG, str(error)),)
    return report(found, as_json=options.json)



def _written(found: Sequence[Observation], path: Path) -> tuple[Observation, ...]:
    """Write the settings proposed and say so in place of the proposals."""
    lines = [one.setting for one in found if one.setting]
    for line in lines:
        write_setting(path, line)
    rest = tuple(replace(one, setting="") for one in found)
    if not lines:
        return (*rest, _say("written", Level.NOTE, "没有可以写进设置的设备，设置文件没有动。"))
    return (*rest, _say("written", Level.NOTE, f"已写进 {path}：{'；'.join(lines)}。重新启动自助机后生效。"))
