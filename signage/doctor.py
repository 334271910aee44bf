"""The screen's doctor: its process, pairing, edition, browser, glass, televisions and proofs of play."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from content.diagnosis import Level, Observation, report
from content.errors import ContentError
from content.link.checkup import check_browser, check_terminal, health_of
from content.settings import read_settings
from signage.settings import ScreenSettings
from signage.thin import is_local, known_addresses, thin_names

_PART = "screen"


def examine(settings: ScreenSettings) -> tuple[Observation, ...]:
    """Look at the screen process of this box; a box without one gets one line that says so."""
    health = health_of("127.0.0.1", settings.port)  # it tells this box alone, whatever `host` says
    running = health is not None and "plays_waiting" in health
    if not running and not settings.data.exists():
        return (_say("process", Level.NOTE, f"这台电脑没有用作信息屏（{settings.data} 不在）；不是信息屏就不用管。"),)
    checked = check_terminal(_PART, settings.data, settings.hub_url, "screen", running)
    waiting = health.get("plays_waiting") if health is not None else None
    plays = (_say("plays", Level.NOTE, f"有 {waiting} 条播放记录等着送到中心，会自动送。"),) if waiting else ()
    glass = _glass(health) if running and health is not None else ()
    return (*checked, check_browser(_PART), *glass, *_televisions(settings), *plays)


_DISPLAY = {"on": "亮着", "off": "关着", "unknown": "开没开不知道", "none": "开关没有接线"}


def _glass(health: dict[str, Any]) -> tuple[Observation, ...]:
    """Return what the running process says of its glass: what stands there, the browser, the display, the faults."""
    lines = []
    if health.get("painted_scene"):
        sentence = f"屏上是顺序号 {health.get('painted_order')} 的一期，画面 {health['painted_scene']}。"
        lines.append(_say("painted", Level.GOOD, sentence))
    if "browser_restarts" in health:
        memory = f"占内存 {health['browser_mb']} MB" if health.get("browser_mb") else "内存还没有量"
        display = _DISPLAY.get(str(health.get("display")), "开没开不知道")
        sentence = f"浏览器有程序看护，{memory}，本次开机重启过 {health['browser_restarts']} 次；显示器{display}。"
        lines.append(_say("glass", Level.GOOD, sentence))
    else:
        lines.append(_say("glass", Level.NOTE, "没有程序看护浏览器；接着大屏的话请启动 linggong-screen-browser。"))
    faults = health.get("faults")
    lines += [_say("fault", Level.WRONG, str(fault)) for fault in faults] if isinstance(faults, list) else []
    return tuple(lines)


def _televisions(settings: ScreenSettings) -> tuple[Observation, ...]:
    """Tell the address that each television's browser opens."""
    names = thin_names(settings.thin_screens)
    if not names:
        return ()
    if is_local(settings.host):
        sentence = "写了 thin_screens 但 host 还是本机，电视连不上，请系统管理员把 host 写成局域网地址。"
        return (_say("televisions", Level.WRONG, sentence),)
    host = "本机的局域网地址" if settings.host == "0.0.0.0" else settings.host  # nosec B104 - compared, not bound to
    return tuple(
        _say("televisions", Level.GOOD, f"电视“{name}”打开 http://{host}:{settings.port}/t/{secret}/")
        for secret, name in known_addresses(settings.data / "thin.json").items() if name in names
    )  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Say how the screen is; 0 only if nothing is wrong."""
    parser = argparse.ArgumentParser(prog="python -m signage doctor", description="检查这台电脑上的信息屏")
    parser.add_argument("--json", action="store_true", help="每行一条 JSON，给程序读")
    options = parser.parse_args(arguments)
    try:
        found = examine(read_settings(ScreenSettings, "screen"))
    except ContentError as error:
        found = (_say("settings", Level.WRONG, str(error)),)
    return report(found, as_json=options.json)


def _say(about: str, level: Level, sentence: str) -> Observation:
    return Observation(part=_PART, about=about, level=level, sentence=sentence)
