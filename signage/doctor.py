"""The screen's doctor: its process, pairing, edition, browser and proofs of play."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from content.diagnosis import Level, Observation, report
from content.errors import ContentError
from content.link.checkup import check_browser, check_terminal, health_of
from content.settings import read_settings
from signage.settings import ScreenSettings

_PART = "screen"


def examine(settings: ScreenSettings) -> tuple[Observation, ...]:
    """Look at the screen process of this box; a box without one gets one line that says so."""
    health = health_of(settings.host, settings.port)
    running = health is not None and "plays_waiting" in health
    if not running and not settings.data.exists():
        return (_say("process", Level.NOTE, f"这台电脑没有用作信息屏（{settings.data} 不在）；不是信息屏就不用管。"),)
    checked = check_terminal(_PART, settings.data, settings.hub_url, "screen", running)
    waiting = health.get("plays_waiting") if health is not None else None
    plays = (_say("plays", Level.NOTE, f"有 {waiting} 条播放记录等着送到中心，会自动送。"),) if waiting else ()
    return (*checked, check_browser(_PART), *plays)


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
