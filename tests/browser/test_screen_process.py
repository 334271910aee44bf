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

from tests.unit.signage.hall import until


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    own = {"LINGGONG_SCREEN_PORT": str(port), "LINGGONG_SCREEN_DATA": str(folder / "screen"),
           "LINGGONG_SCREEN_HUB_URL": f"http://127.0.0.1:{free_port()}"}  # fmt: skip
    return subprocess.Popen([sys.executable, "-m", "signage"], env={**os.environ, **own}, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip


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
        until(lambda: healthy(port), "the process serves")
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
        until(lambda: healthy(port), "the process serves")
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
