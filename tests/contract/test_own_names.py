"""What a site can do to the program on a clerk's PC by giving itself the address 127.0.0.1: nothing."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from content.own_names import is_own_name
from tests.contract.printer_process import wait_for

REPOSITORY = Path(__file__).parents[2]
NOWHERE = "http://127.0.0.1:9"  # the discard port
ELSEWHERE = "attacker.example"
NEEDS = 20.0


@pytest.mark.parametrize("host", ["127.0.0.1:8081", "127.0.0.1", "localhost:8081", "LOCALHOST", "[::1]:8081", "[::1]",
                                  "192.168.1.20:8081"])  # fmt: skip
def test_an_address_and_localhost_are_our_own(host: str) -> None:
    assert is_own_name(host)


@pytest.mark.parametrize("host", [ELSEWHERE, f"{ELSEWHERE}:8081", "", f"localhost.{ELSEWHERE}",
                                  f"127.0.0.1.{ELSEWHERE}", f"127.0.0.1@{ELSEWHERE}", f"[::1].{ELSEWHERE}",
                                  "0x7f000001", "127.1"])  # fmt: skip
def test_a_name_somebody_can_point_here_is_not(host: str) -> None:
    assert not is_own_name(host)


def _answer(port: int, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> int:
    line = HTTPConnection("127.0.0.1", port, timeout=NEEDS)
    line.putrequest(method, path, skip_host=True)
    for name, value in (headers | {"Content-Length": str(len(body))}).items():
        line.putheader(name, value)
    line.endheaders(body)
    status = line.getresponse().status
    line.close()
    return status


@pytest.fixture(scope="module", params=["kiosk", "window"])
def program(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """The program as it is started on a box, not paired, on loopback; its role and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    ours = ("PYTEST", "NICEGUI", "LINGGONG")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    own = {"LINGGONG_KIOSK_DATA": str(tmp_path_factory.mktemp(request.param)), "LINGGONG_KIOSK_PORT": str(port),
           "LINGGONG_KIOSK_HUB_URL": NOWHERE, "LINGGONG_KIOSK_ROLE": request.param}  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "kiosk"], cwd=REPOSITORY, env=clean | own)

    def up() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_for(up, NEEDS * 2, "the program")
        yield request.param, port
    finally:
        process.terminate()
        process.wait(NEEDS)


def test_a_page_is_given_to_this_machine_and_to_no_site_that_took_its_address(program: tuple[str, int]) -> None:
    role, port = program
    here = f"127.0.0.1:{port}"
    for path in (f"/{role}/", "/health"):
        assert _answer(port, "GET", path, {"Host": here}) == 200
        assert _answer(port, "GET", path, {"Host": f"localhost:{port}"}) == 200
        assert _answer(port, "GET", path, {"Host": f"{ELSEWHERE}:{port}"}) == 421
        # a stranger who calls himself a proxy stays a stranger
        told = {"Host": f"{ELSEWHERE}:{port}", "X-Forwarded-Host": here, "X-Forwarded-For": "127.0.0.1"}
        assert _answer(port, "GET", path, told) == 421


def test_a_change_and_a_socket_of_another_sites_page_are_refused(program: tuple[str, int]) -> None:
    role, port = program
    here = f"127.0.0.1:{port}"
    body = json.dumps({"letters": "zhang", "mode": "surname"}).encode()
    ask = {"Host": here, "Content-Type": "application/json"}
    if role == "kiosk":
        assert _answer(port, "POST", "/input/pinyin", ask | {"Origin": f"http://{here}"}, body) == 200
        assert _answer(port, "POST", "/input/pinyin", ask, body) == 200
    assert _answer(port, "POST", "/input/pinyin", ask | {"Origin": f"https://{ELSEWHERE}"}, body) == 421
    socket_of = {"Host": here, "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
                 "Sec-WebSocket-Key": base64.b64encode(b"0123456789abcdef").decode()}  # fmt: skip
    path = f"/{role}/_nicegui_ws/socket.io/?EIO=4&transport=websocket&client_id=none"
    assert _answer(port, "GET", path, socket_of | {"Origin": f"http://{here}"}) == 101
    assert _answer(port, "GET", path, socket_of | {"Origin": f"https://{ELSEWHERE}"}) == 403
