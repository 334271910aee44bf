"""What every terminal's doctor looks at: whether it runs, is paired, holds an edition, and has a browser to show it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx

from content.clock import local
from content.diagnosis import Level, Observation
from content.edition.shelf import Shelf
from content.errors import ContentError
from content.link.pairing import Paired, load

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ASK_S = 2.0


def health_of(host: str, port: int) -> dict[str, Any] | None:
    """Return what a process on this box says of itself, None where none answers."""
    here = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host  # nosec B104 - compared, not bound to
    try:
        said = httpx.get(f"http://{here}:{port}/health", timeout=_ASK_S, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def check_terminal(part: str, data: Path, hub_url: str, audience: str, running: bool) -> tuple[Observation, ...]:
    """Return what a terminal's own folder shows; `part` is a key of `content.diagnosis.PARTS`."""

    def say(about: str, level: Level, sentence: str) -> Observation:
        return Observation(part=part, about=about, level=level, sentence=sentence)

    ran = say("process", Level.GOOD, "程序正在运行。") if running else say(
        "process", Level.NOTE, "程序现在没有运行；应当一直开着的话，请系统管理员启动它。")  # fmt: skip
    paired_file = data / "paired.json"
    try:
        paired = load(paired_file, hub_url)
    except ContentError as error:
        return ran, say("pairing", Level.WRONG, str(error))
    if paired is None:
        sentence = f"还没有和中心配对（{paired_file} 不在），请系统管理员在中心生成配对码，写进设置后启动。"
        return ran, say("pairing", Level.NOTE, sentence)
    if paired_file.stat().st_mode & 0o077:
        pairing = say("pairing", Level.WRONG, f"配对资料别人也能读，请系统管理员执行 chmod 600 {paired_file}。")
    else:
        pairing = say("pairing", Level.GOOD, f"已配对，编号前缀 {paired.prefix}，中心 {paired.hub_url}。")
    return ran, pairing, _edition(say, data, paired, audience)


def check_browser(part: str, names: Sequence[str] = BROWSERS) -> Observation:
    """Say whether a browser is installed to show the pages."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        return Observation(part=part, about="browser", level=Level.WRONG,
                           sentence="没有找到 Chromium，请系统管理员执行 apt-get install chromium。")  # fmt: skip
    return Observation(part=part, about="browser", level=Level.GOOD, sentence=f"浏览器在 {found}。")


def _edition(say: Callable[[str, Level, str], Observation], data: Path, paired: Paired, audience: str) -> Observation:
    shelf = Shelf(data / "shelf")
    held = shelf.current(paired.trusted_keys, audience)
    if held is None and shelf.current_order():
        return say("edition", Level.WRONG, "本机存的刊期都不完整，请系统管理员检查磁盘和网络；连上中心会自动重新取。")
    if held is None:
        return say("edition", Level.NOTE, "还没有收到过一期内容，请等中心发布；中心已发布的话请检查网线。")
    if held.manifest.order != shelf.current_order():
        return say("edition", Level.WRONG, "最新一期损坏，现在用的是前一期，请系统管理员检查磁盘。")
    built = local(held.manifest.built_at)
    return say("edition", Level.GOOD, f"现用第 {held.manifest.number} 期，{built:%Y-%m-%d %H:%M} 制作。")
