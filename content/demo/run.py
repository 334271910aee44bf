"""`python -m content demo`: everything on this machine, from an empty folder to an open market."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

import httpx

from content.console import ask_hub
from content.demo import parts
from content.demo.settings import DemoSettings
from content.demo.supervisor import Supervisor, die_with_parent, taken_ports
from content.errors import ContentError, HubAway

_PATIENCE_S = 60.0
_POLL_S = 0.05
Say = Callable[[str, str], None]


async def _prepared(settings: DemoSettings) -> dict[str, str]:
    """Plant and publish what is missing, in a process of its own; return pairing codes for unpaired terminals."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "content", "prepare-demo",
        env={**os.environ, **parts.hub_environment(settings)}, stdout=asyncio.subprocess.PIPE,
        start_new_session=True, preexec_fn=die_with_parent,
    )  # fmt: skip
    out, _ = await process.communicate()
    if process.returncode:
        raise ContentError("演示内容没有准备好：请看上面的提示，改正后再运行一次。")
    codes: dict[str, str] = json.loads(out)
    return {kind: code for kind, code in codes.items() if not (settings.data / kind / "paired.json").exists()}


async def _answers(url: str, edition: bool = False) -> None:
    """Wait until the address answers with 200, and shows an edition if asked; TimeoutError after a minute."""
    async with asyncio.timeout(_PATIENCE_S), httpx.AsyncClient(trust_env=False) as client:
        while True:
            with suppress(httpx.HTTPError):
                answer = await client.get(url, timeout=2)
                if answer.status_code == 200 and (not edition or answer.json().get("edition_order") is not None):
                    return
            await asyncio.sleep(_POLL_S)


def _staff_link(settings: DemoSettings) -> str:
    answer = ask_hub(settings.data / "hub" / "console.sock", {"do": "staff-link", "login": settings.login})
    if "url" not in answer:
        raise HubAway(str(answer.get("error", "中心没有给出登录链接。")))
    return str(answer["url"])


async def _announce(settings: DemoSettings, began: float, say: Say) -> None:
    base = "http://127.0.0.1"
    shown = (_answers(f"{base}:{port}/health", edition=True) for port in (settings.kiosk_port, settings.screen_port))
    await asyncio.gather(_answers(f"{base}:{settings.hub_port}/health"), *shown)
    link = await asyncio.to_thread(_staff_link, settings)
    took = asyncio.get_running_loop().time() - began
    for line in (
        f"零工市场开门了（{took:.1f} 秒）",
        f"  自助机    {base}:{settings.kiosk_port}/kiosk",
        f"  信息屏    {base}:{settings.screen_port}/",
        f"  手机页面  {base}:{settings.public_port}/",
        f"  工作人员  {link}   （一次有效，30 分钟内打开）",
        f"  模拟器    {base}:{settings.simulator_port}/   （放身份证、看小票、按故障）",
        "按 Ctrl-C 关门。",
    ):
        say("", line)


def _needs_preparing(settings: DemoSettings, today: str) -> bool:
    stamp = settings.data / "hub" / "demo-day"
    paired = all((settings.data / kind / "paired.json").exists() for kind in ("kiosk", "screen"))
    return not paired or not stamp.exists() or stamp.read_text("utf8") != today


async def run_demo(settings: DemoSettings, today: str, say: Say) -> int:
    """Run the market until Ctrl-C; return the exit code."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    settings.data.mkdir(parents=True, exist_ok=True)
    parts.socket_folder(settings).mkdir(exist_ok=True)
    served = (parts.hub(settings), *parts.terminals(settings, {}), parts.phone_pages(settings),
              parts.simulator(settings), *parts.practice(settings))  # fmt: skip
    taken = taken_ports((*parts.twins(settings), *served))
    for sentence in taken:
        say("", sentence)
    if taken:
        return 1
    supervisor = Supervisor(say)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, supervisor.stop)
    for part in parts.twins(settings):
        supervisor.start(part)
    try:
        codes = await _prepared(settings) if _needs_preparing(settings, today) else {}
        if supervisor.stopping:
            return 0
        for part in (parts.hub(settings), *parts.terminals(settings, codes), parts.phone_pages(settings),
                     parts.simulator(settings)):  # fmt: skip
            supervisor.start(part)
        announcing = asyncio.create_task(_announce(settings, began, say))
        # the practice market waits until the real one is open, so that nobody waits for it
        announcing.add_done_callback(lambda task: _then_practice(task, supervisor, settings, say))
        await supervisor.until_stopped()
        announcing.cancel()
        return 0
    finally:
        supervisor.stop()
        await supervisor.until_stopped()


def _then_practice(task: asyncio.Task[None], supervisor: Supervisor, settings: DemoSettings, say: Say) -> None:
    _report(task, say)
    for part in () if supervisor.stopping else parts.practice(settings):
        supervisor.start(part)


def _report(task: asyncio.Task[None], say: Say) -> None:
    if not task.cancelled() and (error := task.exception()):
        say("", f"一分钟内没有全部起来（{error or type(error).__name__}）：请看上面各部分的日志。")
