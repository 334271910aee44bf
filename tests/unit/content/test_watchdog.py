"""What systemd is told, heard on a socket of ours (T21): no beat while the loop or the work stands still."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi import FastAPI

from content.root_key import add_part, root_key, was_rotated
from content.watchdog import Watchdog, watch_over

USEC = 300_000  # the longest silence allowed; beats are to come every 100 ms


class Systemd:
    """The other end of $NOTIFY_SOCKET, with the instant of each word."""

    def __init__(self, path: Path) -> None:
        self.path, self.heard = path, list[tuple[float, str]]()
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(str(path))
        self._line.settimeout(0.1)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                self.heard.append((time.monotonic(), self._line.recv(200).decode()))
            except TimeoutError:
                continue

    def beats(self) -> list[float]:
        return [at for at, word in self.heard if word == "WATCHDOG=1"]

    def environment(self, pid: int = 7) -> dict[str, str]:
        return {"NOTIFY_SOCKET": str(self.path), "WATCHDOG_USEC": str(USEC), "WATCHDOG_PID": str(pid)}

    def close(self) -> None:
        self._stopping.set()
        self._thread.join()
        self._line.close()


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    one = Systemd(tmp_path / "notify")
    yield one
    one.close()


async def _until(true: object, seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # type: ignore[operator]
            await asyncio.sleep(0.01)


async def test_a_start_that_lays_indexes_anew_asks_for_its_time(systemd: Systemd, tmp_path: Path) -> None:
    """sd_notify(3): EXTEND_TIMEOUT_USEC counts from now, in microseconds."""
    path = tmp_path / "keys" / "root.key"
    assert not was_rotated(path)
    root_key(path)
    assert not was_rotated(path)  # the control: a hub that never changed its keys asks for nothing
    add_part(path)
    assert was_rotated(path)
    Watchdog.of(systemd.environment(), 7).ask_for(1800)
    await _until(lambda: [word for _, word in systemd.heard] == ["EXTEND_TIMEOUT_USEC=1800000000"])


async def test_a_life_is_ready_then_beats_and_then_says_that_it_stops(systemd: Systemd) -> None:
    app, worked = FastAPI(), list[str]()
    watch_over(app, lambda: worked.append(threading.current_thread().name), Watchdog.of(systemd.environment(), 7))
    async with app.router.lifespan_context(app):
        await _until(lambda: len(systemd.beats()) >= 3)
    await _until(lambda: systemd.heard[-1][1] == "STOPPING=1")
    assert systemd.heard[0][1] == "READY=1"
    assert len(worked) >= 3 and threading.main_thread().name not in worked  # not in the loop's own thread


async def test_nothing_beats_while_the_loop_is_blocked(systemd: Systemd) -> None:
    """The silence is longer than systemd waits, so it would restart the process."""
    app = FastAPI()
    watch_over(app, lambda: None, Watchdog.of(systemd.environment(), 7))
    async with app.router.lifespan_context(app):
        await _until(lambda: systemd.beats())
        time.sleep(0.8)  # a handler that blocks
        heard = len(systemd.beats())
        await _until(lambda: len(systemd.beats()) > heard + 1)
    assert max(after - before for before, after in pairwise(systemd.beats())) > USEC / 1e6


@pytest.mark.parametrize("stands", ["fails", "hangs"])
async def test_work_that_fails_or_hangs_is_not_told_as_done(systemd: Systemd, stands: str,
                                                             caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    go_on, tried = threading.Event(), threading.Event()

    def work() -> None:
        tried.set()
        if stands == "fails":
            raise OSError("磁盘坏了")
        go_on.wait(20)

    app = FastAPI()
    watch_over(app, work, Watchdog.of(systemd.environment(), 7))
    async with app.router.lifespan_context(app):
        await _until(tried.is_set)
        await asyncio.sleep(0.3)
        assert systemd.beats() == []
        go_on.set()
    assert ("看门狗" in caplog.text) == (stands == "fails")


async def test_without_systemd_or_for_another_process_nobody_is_told(systemd: Systemd) -> None:
    assert Watchdog.of({}, 7) == Watchdog()
    assert Watchdog.of(systemd.environment(pid=8), 7).every_s == 0
    gone = Watchdog(address="/nowhere/notify", every_s=0.1)
    gone.tell("READY=1")  # raises nothing
    app = FastAPI()
    watch_over(app, lambda: None, Watchdog())
    async with app.router.lifespan_context(app):
        await asyncio.sleep(0.05)
    assert systemd.heard == []
