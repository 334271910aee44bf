"""What one machine can take of a server without saying who it is: some connections for some seconds, and no memory."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from content.connections import Holding, holding, whence
from tests.contract.printer_process import wait_for

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 30.0  # of a socket that waits for what must come
SHORT = Holding(most=4, head_s=0.3, head_bytes=8192, spares_loopback=False)
Dial = Callable[..., socket.socket]
HEAD = b"GET / HTTP/1.1\r\nHost: hall\r\n"


async def _count(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def _echo(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(await websocket.receive_text())
    await websocket.close()


@contextmanager
def _serving(http: Any) -> Iterator[int]:
    app = Starlette(routes=[Route("/", _count, methods=["GET", "POST"]), WebSocketRoute("/socket", _echo)])
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, http=http, log_level="error", lifespan="off"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[line])), daemon=True)
        thread.start()
        wait_for(lambda: server.started, PATIENCE, "the server")
        yield int(line.getsockname()[1])
        server.should_exit = True
        thread.join(PATIENCE)


@pytest.fixture
def dial() -> Iterator[Dial]:
    """What opens a connection, says the first of it and hands it back; all end with the test."""
    with ExitStack() as lines:

        def opened(port: int, said: bytes = b"") -> socket.socket:
            line = lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            line.sendall(said)
            return line

        yield opened


def _ends(line: socket.socket) -> bool:
    """Wait for the end of a connection; False where something was answered instead."""
    try:
        return line.recv(4096) == b""
    except ConnectionError:
        return True


def _answers(line: socket.socket, said: bytes) -> bool:
    line.sendall(said)
    answer = b""
    while not answer.partition(b"\r\n\r\n")[2] and (more := line.recv(4096)):
        answer += more
    return answer.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("said", [b"", HEAD, b"POST / HTTP/1.1\r\nHost: hall\r\nContent-Le"])
def test_whoever_says_no_whole_head_is_not_waited_for(dial: Dial, said: bytes) -> None:
    with _serving(holding(SHORT)) as port:
        silent = dial(port, said)
        assert _ends(silent)


def test_one_address_holds_so_many_connections_and_no_more(dial: Dial) -> None:
    with _serving(holding(Holding(most=4, spares_loopback=False))) as port:
        held = [dial(port, HEAD) for _ in range(4)]
        assert _ends(dial(port, HEAD + b"\r\n"))
        assert all(_answers(line, b"\r\n") for line in held)
        held.pop().close()
        # as soon as the server has seen that one is gone
        wait_for(lambda: not _ends(dial(port, HEAD + b"Connection: close\r\n\r\n")), PATIENCE, "a place that is free")
    with _serving("auto") as port:  # a control: uvicorn alone
        held = [dial(port, HEAD) for _ in range(8)]
        assert all(_answers(line, b"\r\n") for line in held)


def test_a_head_without_an_end_is_not_kept(dial: Dial) -> None:
    flood = HEAD + b"".join(b"X-%d: " % one + b"x" * 1000 + b"\r\n" for one in range(1000))
    with _serving(holding(SHORT)) as port:
        line = dial(port)
        with pytest.raises(ConnectionError):
            for _ in range(100):
                line.sendall(flood)
    with _serving("auto") as port:  # a control: uvicorn alone reads a megabyte of it and answers
        assert _answers(dial(port, flood), b"\r\n")


def test_a_body_may_be_long_and_slow_and_a_socket_stays(dial: Dial) -> None:
    body = b"x" * 300_000
    post = b"POST / HTTP/1.1\r\nHost: hall\r\nContent-Length: %d\r\n\r\n"
    ask = b"GET /socket HTTP/1.1\r\nHost: hall\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    ask += b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
    with _serving(holding(SHORT)) as port:
        slow, sockets = dial(port, post % len(body) + body[:10]), dial(port, ask)
        assert sockets.recv(4096).startswith(b"HTTP/1.1 101")
        assert _ends(dial(port))  # by now a head would have been given up
        assert _answers(slow, body[10:])
        assert _answers(slow, post % len(body) + body)  # the second on one connection, in one piece
        sockets.sendall(b"\x81\x82" + bytes(4) + b"ja")  # RFC 6455, 5.2: a masked text
        assert sockets.recv(4096)[:4] == b"\x81\x02ja"


@pytest.mark.parametrize(("address", "same"), [
    ("192.168.1.7", "192.168.1.7"), ("::ffff:192.168.1.7", "192.168.1.7"), ("fd00:1:2:3::7", "fd00:1:2:3::/64"),
    ("fd00:1:2:3:ffff::1", "fd00:1:2:3::/64"), ("fe80::1%eth0", "fe80::/64"), ("", ""), ("testclient", "testclient"),
])  # fmt: skip
def test_of_ipv6_the_network_of_one_machine_counts_as_one(address: str, same: str) -> None:
    assert whence(address) == same


def test_the_hub_itself_is_served_so(dial: Dial, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    ours = ("PYTEST", "NICEGUI", "LINGGONG")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    own = {"LINGGONG_HUB_DATA": str(tmp_path / "hub"), "LINGGONG_HUB_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "content"], cwd=REPOSITORY, env=clean | own)

    def up() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_for(up, PATIENCE, "the hub")
        assert _answers(dial(port, b"GET /health HTTP/1.1\r\nHost: hall\r\n"), b"\r\n")
        line = dial(port, HEAD)
        with pytest.raises(ConnectionError):
            for _ in range(10_000):
                line.sendall(b"X: " + b"x" * 1000 + b"\r\n")
    finally:
        process.terminate()
        process.wait(PATIENCE)
