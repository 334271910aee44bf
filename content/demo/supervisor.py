"""Keeps the demonstration's processes alive: each in its own process group, restarted with back-off, ended together."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_BACK_OFF_S = (0.5, 1.0, 2.0, 5.0, 10.0)
_STEADY_S = 30.0  # a process that lived this long starts its back-off anew
_GRACE_S = 5.0
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One process: the module it runs, what it is called in the log, and the ports it needs free."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    ports: tuple[int, ...] = ()


def taken_ports(parts: tuple[Part, ...], host: str = "127.0.0.1") -> tuple[str, ...]:
    """Return a Chinese sentence for each port another program already holds."""
    sentences = []
    for part in parts:
        for port in part.ports:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((host, port))
                except OSError:
                    sentences.append(
                        f"{part.name} 要用的端口 {port} 被别的程序占着：请关掉那个程序，"
                        f"或者用 LINGGONG_DEMO_{part.name.upper()}_PORT 换一个端口。"
                    )
    return tuple(sentences)


def die_with_parent() -> None:
    """Ask the kernel, in a child, to end it when its parent goes, however it goes."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Runs parts until told to stop; `say` receives every line of their output with the part's name."""

    def __init__(self, say: Callable[[str, str], None]) -> None:
        self._say = say
        self._stopping = asyncio.Event()
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, part: Part) -> None:
        """Begin to keep a part alive."""
        self._tasks.append(asyncio.create_task(self._keep(part), name=part.name))

    def stop(self) -> None:
        """Ask every part to end."""
        self._stopping.set()

    @property
    def stopping(self) -> bool:
        """Say whether it was asked to end."""
        return self._stopping.is_set()

    async def until_stopped(self) -> None:
        """Wait for `stop`, then end every part: SIGTERM to its group, SIGKILL after five seconds."""
        await self._stopping.wait()
        for process in self._running.values():
            _signal_group(process, signal.SIGTERM)
        _, late = await asyncio.wait(self._tasks, timeout=_GRACE_S) if self._tasks else (set(), set())
        for process in self._running.values():
            _signal_group(process, signal.SIGKILL)
        if late:
            await asyncio.wait(late)

    async def _keep(self, part: Part) -> None:
        failures = 0
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            began = loop.time()
            code = await self._run_once(part)
            if self._stopping.is_set():
                return
            failures = 0 if loop.time() - began > _STEADY_S else failures
            wait_s = _BACK_OFF_S[min(failures, len(_BACK_OFF_S) - 1)]
            failures += 1
            self._say(part.name, f"退出（代码 {code}），{wait_s:g} 秒后重新启动")
            try:
                await asyncio.wait_for(self._stopping.wait(), wait_s)
            except TimeoutError:
                continue

    async def _run_once(self, part: Part) -> int:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", part.module, *part.arguments,
            env={**os.environ, **part.environment}, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            start_new_session=True, preexec_fn=die_with_parent,
        )  # fmt: skip
        self._running[part.name] = process
        try:
            if process.stdout is not None:
                async for line in process.stdout:
                    self._say(part.name, line.decode(errors="replace").rstrip())
            return await process.wait()
        finally:
            _signal_group(process, signal.SIGTERM)  # what it left behind in its group goes too
            del self._running[part.name]


def _signal_group(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
