"""Tells systemd that a process is up and at work: each beat has been through the event loop and the work it stands for.

`sd_notify(3)`: datagrams to the socket $NOTIFY_SOCKET; $WATCHDOG_USEC is the longest silence before systemd restarts.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

log = logging.getLogger(__name__)

_PARTS = 3  # beats within the longest silence, so that one late beat is no restart


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchdog:
    """Where to tell, and how often in seconds; without a socket nobody is told, with 0 nobody waits for beats."""

    address: str = ""
    every_s: float = 0.0

    @staticmethod
    def of(environment: Mapping[str, str], pid: int) -> Watchdog:
        """Return what systemd asks of this process; what is meant for another process asks nothing."""
        microseconds = environment.get("WATCHDOG_USEC", "")
        mine = environment.get("WATCHDOG_PID", str(pid)) == str(pid)
        every_s = int(microseconds) / 1e6 / _PARTS if microseconds.isdigit() and mine else 0.0
        return Watchdog(address=environment.get("NOTIFY_SOCKET", ""), every_s=every_s)

    def tell(self, state: str) -> None:
        """Send one state, such as READY=1; a systemd that is away is no fault of ours."""
        if not self.address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.connect("\0" + self.address[1:] if self.address.startswith("@") else self.address)
            line.send(state.encode())

    def ask_for(self, seconds: int) -> None:
        """Ask for so long to start in, from now on: systemd would end a start that is at work and begin it anew."""
        self.tell(f"EXTEND_TIMEOUT_USEC={seconds * 1_000_000}")

    async def beat(self, work: Callable[[], object]) -> None:
        """Do the work in a thread and tell that it was done, until cancelled; what fails or hangs is not told."""
        while True:
            try:
                await asyncio.to_thread(work)
            except Exception:
                log.exception("看门狗：本进程的活没有干成，一直这样会被系统重新启动")
            else:
                self.tell("WATCHDOG=1")
            await asyncio.sleep(self.every_s)


def watch_over(app: FastAPI, work: Callable[[], object], watchdog: Watchdog) -> None:
    """Tell systemd of an application's life: ready, at work, stopping. `work` must touch what the process is for."""
    before = app.router.lifespan_context

    @asynccontextmanager
    async def life(owner: Any) -> AsyncIterator[Any]:
        async with before(owner) as state:
            watchdog.tell("READY=1")
            beats = asyncio.create_task(watchdog.beat(work)) if watchdog.every_s else None
            try:
                yield state
            finally:
                watchdog.tell("STOPPING=1")
                if beats is not None:
                    beats.cancel()
                    with suppress(asyncio.CancelledError):
                        await beats

    app.router.lifespan_context = life
