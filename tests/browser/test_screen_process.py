"""The screen process by itself: up without a hub, down cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from content.diagnosis import Level
from content.settings import read_settings
from signage.browser.chromium import family
from signage.doctor import examine
from signage.settings import ScreenSettings
from tests.browser.glass_rig import BROWSER, command_of
from tests.unit.signage.hall import until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_of(folder: Path, port: int, **more: str) -> dict[str, str]:
    """Return the environment of a screen box that has no hub."""
    return {"LINGGONG_SCREEN_PORT": str(port), "LINGGONG_SCREEN_DATA": str(folder / "screen"),
            "LINGGONG_SCREEN_HUB_URL": f"http://127.0.0.1:{free_port()}", "LINGGONG_SCREEN_BROWSER": BROWSER,
            **more}  # fmt: skip


def start(folder: Path, port: int, module: str = "signage", **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", module], env={**os.environ, **settings_of(folder, port, **more)},
                            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip


def healthy(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health", timeout=1).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_without_hub_or_pairing_it_serves_says_what_is_missing_and_ends_cleanly(tmp_path: Path, number: int) -> None:
    port = free_port()
    process = start(tmp_path, port)
    try:
        until(lambda: healthy(port), "the process serves", 60)
        health = httpx.get(f"http://127.0.0.1:{port}/health").json()
        assert any("还没有收到任何一期内容" in fault for fault in health["faults"])
        timeline = httpx.get(f"http://127.0.0.1:{port}/timeline")
        assert "正在准备，请稍候" in timeline.text
        process.send_signal(number)
        output, _ = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, output
    assert "Traceback" not in output


def test_nonsense_from_the_player_is_refused(tmp_path: Path) -> None:
    port = free_port()
    process = start(tmp_path, port)
    try:
        until(lambda: healthy(port), "the process serves", 60)
        base = f"http://127.0.0.1:{port}"
        assert httpx.post(f"{base}/plays", json=[{"scene_id": "../../etc"}]).status_code == 422
        assert httpx.post(f"{base}/painted", json={"order": -1, "scene": "a" * 16}).status_code == 422
        assert httpx.get(f"{base}/timeline?shape=round").status_code == 422
        assert httpx.get(f"{base}/player/../settings.py").status_code == 404
        first = httpx.get(f"{base}/timeline")
        again = httpx.get(f"{base}/timeline", headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()


def health_of(port: int) -> dict[str, object]:
    """Return what the process says of itself, nothing while it is away."""
    try:
        said: dict[str, object] = httpx.get(f"http://127.0.0.1:{port}/health", timeout=2).json()
        return said
    except httpx.HTTPError:
        return {}


@pytest.mark.soak
def test_the_box_keeps_its_glass_while_the_screen_process_is_killed_and_tells_how_it_is(tmp_path: Path) -> None:
    port, more = free_port(), {"LINGGONG_SCREEN_THIN_SCREENS": "门口电视", "LINGGONG_SCREEN_HOST": "127.0.0.2"}
    screen, browser = start(tmp_path, port, **more), start(tmp_path, port, "signage.browser")
    try:
        until(lambda: bool(health_of(port).get("browser_mb")), "the supervisor reports", 90)
        until(lambda: bool(health_of(port).get("painted_scene")), "a scene is painted", 90)
        assert httpx.get(f"http://127.0.0.2:{port}/player").status_code == 200, "the second line listens too"
        lines = examine(read_settings(ScreenSettings, "screen", settings_of(tmp_path, port, **more)))
        told = {one.about: one for one in lines}
        assert "浏览器有程序看护" in told["glass"].sentence and told["glass"].level is Level.GOOD
        assert told["painted"].level is Level.GOOD
        assert "还没有收到任何一期内容" in next(one.sentence for one in lines if one.about == "fault")
        chromium = [one for one in family(browser.pid) if "--kiosk" in command_of(one)]
        screen.kill()
        screen.communicate(timeout=20)
        screen = start(tmp_path, port, **more)
        until(lambda: bool(health_of(port).get("browser_mb")), "the supervisor reports to the new process", 90)
        assert chromium and set(chromium) <= set(family(browser.pid)), "the same browser, never restarted"
        members = family(browser.pid)
        browser.send_signal(signal.SIGTERM)
        output, _ = browser.communicate(timeout=30)
        assert browser.returncode == 0 and "Traceback" not in output, output
        assert [command_of(one) for one in members if command_of(one)] == []
    finally:
        for process in (screen, browser):
            process.kill()
            process.communicate()


def test_a_supervisor_that_is_killed_takes_its_browser_along_and_wrong_settings_are_named(tmp_path: Path) -> None:
    port = free_port()
    process = start(tmp_path, port, "signage.browser")
    try:
        until(lambda: any("--kiosk" in command_of(one) for one in family(process.pid)), "a browser", 60)
        chromium = [one for one in family(process.pid) if "--kiosk" in command_of(one)]
        process.kill()
        process.communicate(timeout=20)
        until(lambda: not any(command_of(one) for one in chromium), "no browser is left alone", 30)
    finally:
        process.kill()
        process.communicate()
    for more, named in (({"LINGGONG_SCREEN_HOURS": "天天"}, "hours"),
                        ({"LINGGONG_SCREEN_DISPLAY_POWER": "hdmi"}, "display_power")):  # fmt: skip
        wrong = start(tmp_path, port, "signage.browser", **more)
        output, _ = wrong.communicate(timeout=60)
        assert wrong.returncode == 2 and named in output and "请系统管理员" in output
