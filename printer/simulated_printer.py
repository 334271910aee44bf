"""A receipt printer without the printer: `python -m printer.simulated_printer --tcp 9100 --control S --out DIR`.

It speaks on TCP or on a pseudo-terminal, prints what it is sent to PNG and text files, and takes orders as JSON lines
on a unix socket, one answer a line: {"fault": NAME | "none"}, {"paper": millimetres}, {"status": true},
{"slips": true}, {"clear": true}.
"""

import argparse
import asyncio
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from printer.twin.control import serve_control
from printer.twin.device import Build, Device, Fault
from printer.twin.in_process import CLOSES_AFTER_BYTES
from printer.twin.output import Output
from printer.twin.pty_line import PtyLine

_READ_BYTES = 4096


class Plug:
    """The printer's one connector: whoever is on the line now, and the loop that works off the buffer."""

    def __init__(self, build: Build, output: Output, *, buffer_bytes: int, mm_per_s: float) -> None:
        self.device = Device(build=build, reply=self._reply, print_sheet=output.keep)
        self.port = 0
        self._buffer_bytes = buffer_bytes
        self._mm_per_s = mm_per_s
        self._send: Callable[[bytes], None] | None = None
        self._moved = asyncio.Event()

    @property
    def is_connected(self) -> bool:
        """Say whether a client is on the line."""
        return self._send is not None

    def moved(self) -> None:
        """Say that bytes came, or that a fault came or went."""
        self._moved.set()

    def connect(self, send: Callable[[bytes], None] | None) -> None:
        """Note who is on the line; None when nobody is."""
        self._send = send

    def may_read(self) -> bool:
        """Say whether there is room for more bytes."""
        device = self.device
        has_room = device.needs_more or device.waiting_bytes < self._buffer_bytes
        return Fault.STALL not in device.faults and has_room

    async def work(self) -> None:
        """Process the buffer at the speed of the paper, for ever."""
        while True:
            self._moved.clear()
            behind_s = 0.0
            while (millimetres := self.device.step()) is not None:
                behind_s += millimetres / self._mm_per_s if self._mm_per_s else 0.0
                if behind_s > 0.02:
                    await asyncio.sleep(behind_s)
                    behind_s = 0.0
            await self._moved.wait()

    async def room(self) -> None:
        """Wait until there is room for more bytes."""
        while not self.may_read():
            await asyncio.sleep(0.02)

    def _reply(self, data: bytes) -> None:
        if self._send is not None:
            self._send(data)


async def serve_tcp(plug: Plug, port: int) -> asyncio.Server:
    """Listen on loopback for one client at a time; a second one is sent away with a reset."""

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if plug.is_connected:
            _reset(writer)
            return
        plug.connect(writer.write)
        taken = 0
        try:
            while data := await reader.read(_READ_BYTES):
                taken += len(data)
                if Fault.CLOSE_MID_JOB in plug.device.faults and taken > CLOSES_AFTER_BYTES:
                    _reset(writer)
                    return
                plug.device.receive(data)
                plug.moved()
                await plug.room()
        except ConnectionError:
            return  # the client went away; what it sent is still printed
        finally:
            plug.connect(None)
            writer.close()

    server = await asyncio.start_server(client, "127.0.0.1", port)
    plug.port = server.sockets[0].getsockname()[1]
    return server


def _reset(writer: asyncio.StreamWriter) -> None:
    line = writer.get_extra_info("socket")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    writer.transport.abort()


async def run(options: argparse.Namespace) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    build = Build(
        width=options.width,
        charset=options.charset,
        answers_status=not options.no_status,
        draws_qr=not options.no_native_qr,
    )
    output = Output(options.out)
    plug = Plug(build, output, buffer_bytes=options.buffer, mm_per_s=options.mm_per_s)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    keep_open = [await serve_tcp(plug, options.tcp)] if options.tcp is not None else []
    if options.pty is not None:
        PtyLine(plug, options.pty).plug_in()
    control = await serve_control(plug, output, options.control)
    work = asyncio.create_task(plug.work())
    await stop.wait()
    work.cancel()
    for server in (*keep_open, control):
        server.close()
    for path in (options.pty, options.control):
        if path is not None:
            path.unlink(missing_ok=True)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m printer.simulated_printer", description=__doc__)
    line = parser.add_mutually_exclusive_group(required=True)
    line.add_argument("--tcp", type=int, metavar="PORT", help="listen on 127.0.0.1 (0: any free port)")
    line.add_argument("--pty", type=Path, metavar="LINK", help="open a pseudo-terminal and link it here")
    parser.add_argument("--control", type=Path, required=True, metavar="SOCKET", help="unix socket for orders")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the slips go")
    parser.add_argument("--width", type=int, default=384, help="dots: 384 (58 mm) or 576 (80 mm)")
    parser.add_argument("--charset", choices=("gbk", "gb2312"), default="gbk")
    parser.add_argument("--no-status", action="store_true", help="a clone that never answers")
    parser.add_argument("--no-native-qr", action="store_true", help="a clone without GS ( k")
    parser.add_argument("--buffer", type=int, default=65536, metavar="BYTES", help="receive buffer")
    parser.add_argument("--mm-per-s", type=float, default=0.0, help="paper speed; 0 prints at once")
    asyncio.run(run(parser.parse_args(arguments)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
