"""From the address in a configuration to a way to the printer."""

from collections.abc import Callable
from pathlib import Path

from printer.transports.base import Transport


def transport_at(address: str, baud: int = 115200) -> Callable[[], Transport]:
    """Return what opens the printer at an address, for the worker to call once a slip.

    `tcp://host[:9100]`, `file:/path`, or anything pyserial opens: a device path (best below /dev/serial/by-id),
    `socket://host:port`.
    """
    if address.startswith("tcp://"):
        from printer.transports.tcp import PORT, TcpTransport

        host, _, port = address.removeprefix("tcp://").rstrip("/").partition(":")
        return lambda: TcpTransport(host, int(port or PORT))
    if address.startswith("file:"):
        from printer.transports.file import FileTransport

        return lambda: FileTransport(Path(address.removeprefix("file:")))
    from printer.transports.serial import SerialTransport

    return lambda: SerialTransport(address, baud)
