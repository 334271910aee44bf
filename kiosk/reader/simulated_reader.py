"""The reader's twin: a security module on a pseudo-terminal, in a process of its own.

    python -m kiosk.reader.simulated_reader --link PATH --control PATH

The line appears as the symlink PATH. The control socket takes one JSON object a line and answers each with one:
{"put": card fields}, {"put_block": {"hex": …, "address": …}}, {"remove": true}, {"fault": name},
{"delays": {"find_ms": …, "select_ms": …, "read_ms": …, "baud": …}}, {"status": true}. A baud of 0 sends at once.
{"cards": true} lists the demo cards as an onlooker sees them, {"put": {"demo": place}} lays one of them on the reader.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
import time
import tty
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from content.clock import SystemClock, calendar_day
from content.rules.ages import age_on
from kiosk.reader.base import IdCard
from kiosk.reader.card_blocks import card_from_fields
from kiosk.reader.commands import FIND, READ, READ_WITH_FINGERPRINT, SELECT, Command
from kiosk.reader.demo_cards import demo_cards
from kiosk.reader.frames import BadChecksum, Frame, Parser, build
from kiosk.reader.simulated_module import READS, Fault, SimulatedModule

_CHUNK = 64
_BITS_PER_BYTE = 10
_GAP_S = 0.3
_LONGEST_SOCKET_PATH = 107  # bytes, by the kernel's sun_path
_DEFAULT_DELAYS = {"find_ms": 60.0, "select_ms": 60.0, "read_ms": 700.0, "baud": 115200.0}
_SHORTEST_REQUEST = 10
_LATE_S = 2.5  # beyond two deadlines of the short commands
_Heard = tuple[Frame | BadChecksum, float]
_DELAY_OF: tuple[tuple[Command, str], ...] = (
    (FIND, "find_ms"),
    (SELECT, "select_ms"),
    (READ, "read_ms"),
    (READ_WITH_FINGERPRINT, "read_ms"),
)


class SimulatedReader:
    """The module behind a pseudo-terminal that can be unplugged."""

    def __init__(self, link: Path, today: date) -> None:
        """Keep the path at which the line appears; the demo cards are of the ages they have `today`."""
        self._link = link
        self._today = today
        self._demo = demo_cards(today)
        self._demo_on: int | None = None
        self._module = SimulatedModule()
        self._delays = dict(_DEFAULT_DELAYS)
        self._ends: tuple[int, int] | None = None
        self._parser = Parser(shortest=3)
        self._heard_at = 0.0
        self._requests: asyncio.Queue[_Heard] = asyncio.Queue()
        self._speaking: asyncio.Task[None] | None = None

    def plug_in(self) -> None:
        """Open a new line and let the link point to it."""
        if self._ends is not None:
            return
        ours, theirs = os.openpty()
        tty.setraw(ours)
        tty.setraw(theirs)
        os.set_blocking(ours, False)
        self._ends = (ours, theirs)
        self._parser.clear()
        self._requests = asyncio.Queue()
        self._speaking = asyncio.create_task(self._speak(ours, self._requests))
        asyncio.get_running_loop().add_reader(ours, self._listen, ours)
        fresh = self._link.with_name(self._link.name + ".new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(theirs))
        fresh.replace(self._link)

    def unplug(self) -> None:
        """Hang up, also in the middle of a reply; the module loses its power with the cable."""
        if self._ends is None:
            return
        self._module.forget()
        ours, theirs = self._ends
        self._ends = None
        self._link.unlink(missing_ok=True)
        asyncio.get_running_loop().remove_reader(ours)
        if self._speaking is not None:
            self._speaking.cancel()
        os.close(ours)
        os.close(theirs)

    def obey(self, command: dict[str, Any]) -> dict[str, Any]:
        """Carry out one control command and return the answer; raises `ValueError` on one that makes no sense."""
        match command:
            case {"cards": True}:
                return {"ok": True, "cards": [_seen(card, self._today) for card in self._demo]}
            case {"put": {"demo": int(place)}} if 0 <= place < len(self._demo):
                self._module.put(self._demo[place])
                self._demo_on = place
            case {"put": dict(fields)}:
                self._module.put(card_from_fields(fields))
                self._demo_on = None
            case {"put_block": {"hex": str(block), "address": str() | None as address}}:
                self._module.put_block(bytes.fromhex(block), address)
                self._demo_on = None
            case {"remove": True}:
                self._module.remove()
                self._demo_on = None
            case {"fault": str(name)}:
                self._module.set_fault(name)
                self.unplug() if name == Fault.UNPLUGGED else self.plug_in()
            case {"delays": dict(delays)}:
                self._set_delays(delays)
            case {"status": True}:
                pass
            case _:
                raise ValueError("看不懂这条命令，请改正")
        return {
            "ok": True,
            "card_on": self._module.card_on,
            "card": self._demo_on if self._module.card_on else None,
            "card_read": self._module.card_read,
            "fault": self._module.fault,
            "requests": self._module.requests,
            "asked": dict(self._module.asked),
            "longest_radio_frame": self._module.longest_radio_frame,
            "delays": self._delays,
        }

    def _set_delays(self, delays: dict[str, Any]) -> None:
        if not set(delays) <= set(_DEFAULT_DELAYS):
            raise ValueError("没有这种延时，请改正")
        fresh = {name: float(value) for name, value in delays.items()}
        if any(value < 0 for value in fresh.values()):
            raise ValueError("延时不能小于0，请改正")
        self._delays.update(fresh)

    def _listen(self, ours: int) -> None:
        try:
            chunk = os.read(ours, 4096)
        except OSError:
            return
        now = time.monotonic()
        items = self._parser.expire() if now - self._heard_at > _GAP_S else []
        self._heard_at = now
        for item in items + self._parser.feed(chunk):
            if isinstance(item, Frame | BadChecksum):
                self._requests.put_nowait((item, now))

    async def _speak(self, ours: int, requests: asyncio.Queue[_Heard]) -> None:
        free_at = 0.0
        while True:
            request, heard_at = await requests.get()  # nosec B113 - a queue, no request
            length = len(build(request.body)) if isinstance(request, Frame) else _SHORTEST_REQUEST
            due = max(heard_at, free_at) + length * self._byte_s() + self._delay_s(request)
            await _until(due)
            # Asked for only now: a card taken away while the radio works is a card that failed to read.
            answer = self._module.answer(request)
            if self._module.fault == Fault.UNPLUGGED_MID_FRAME and _reads(request):
                await self._send(ours, answer[: len(answer) // 2], due)
                self.unplug()
                return
            free_at = await self._send(ours, answer, due)

    def _delay_s(self, request: Frame | BadChecksum) -> float:
        if self._module.fault == Fault.LATE:
            return _LATE_S
        if isinstance(request, Frame):
            for command, name in _DELAY_OF:
                if request.body[:2] == bytes((command.code, command.parameter)):
                    return self._delays[name] / 1000
        return 0.0

    def _byte_s(self) -> float:
        baud = self._delays["baud"]
        return _BITS_PER_BYTE / baud if baud else 0.0

    async def _send(self, ours: int, frame: bytes, begin: float) -> float:
        """Send with each byte there no earlier than its last bit would be; return when that was."""
        byte_s = self._byte_s()
        step = _CHUNK if byte_s else max(1, len(frame))
        step = 1 if self._module.fault == Fault.BYTE_BY_BYTE else step
        for at in range(0, len(frame), step):
            await _until(begin + min(at + step, len(frame)) * byte_s)
            # Nobody listens and the line is full: a real module would not wait either.
            with contextlib.suppress(BlockingIOError):
                os.write(ours, frame[at : at + step])
        return begin + len(frame) * byte_s


def _reads(request: Frame | BadChecksum) -> bool:
    return isinstance(request, Frame) and (request.body[0], request.body[1]) in READS


async def _until(due: float) -> None:
    left = due - time.monotonic()
    if left > 0:
        await asyncio.sleep(left)


def _seen(card: IdCard, today: date) -> dict[str, Any]:
    """Return what an onlooker sees of a demo card."""
    age = age_on(card.birth, today) if card.birth else 0
    return {"name": card.name, "sex": {"1": "男", "2": "女"}.get(card.sex, ""), "age": age}


async def _serve_control(twin: SimulatedReader, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while line := await reader.readline():
            try:
                answer = twin.obey(json.loads(line))
            except (ValueError, OSError) as error:
                answer = {"ok": False, "error": str(error)}
            writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            await writer.drain()
    writer.close()


async def _run(link: Path, control: Path) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    twin = SimulatedReader(link, calendar_day(SystemClock().now()))
    twin.plug_in()
    control.unlink(missing_ok=True)
    server = await asyncio.start_unix_server(lambda r, w: _serve_control(twin, r, w), path=control)
    control.chmod(0o600)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    try:
        await stopping.wait()
    finally:
        server.close()
        twin.unplug()
        control.unlink(missing_ok=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the twin until it is told to end; prints `ready` once line and control socket are there."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.reader.simulated_reader", description=__doc__)
    parser.add_argument("--link", type=Path, required=True, help="where the line appears")
    parser.add_argument("--control", type=Path, required=True, help="where the control socket appears")
    options = parser.parse_args(arguments)
    if len(os.fsencode(options.control)) > _LONGEST_SOCKET_PATH:
        parser.error(f"--control 的路径太长，请换一个短些的文件夹：{options.control}")
    for path in (options.link, options.control):
        path.parent.mkdir(parents=True, exist_ok=True)
    asyncio.run(_run(options.link, options.control))
    return 0


if __name__ == "__main__":
    sys.exit(main())
