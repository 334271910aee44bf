"""From the address in a configuration to a way to the printer."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from printer.errors import BadAddress
from printer.transports.base import Transport

BAUDS = (9600, 19200, 38400, 57600, 115200)


def transport_at(address: str, baud: int = BAUDS[-1]) -> Callable[[], Transport]:
    """Return what opens the printer at an address, for the worker to call once a slip; raises BadAddress.

    `tcp://host[:9100]`, `usb:/dev/usb/lp0`, `serial:/dev/serial/by-id/…[?baud=9600]`, `file:/path`; those with a path
    may have `//` before it. A bare device path is a serial line, `socket://host:port` one behind a bridge.
    """
    scheme, _, rest = address.partition(":")
    path, _, query = rest.removeprefix("//").partition("?")
    match scheme:
        case "tcp":
            return _tcp(address)
        case "usb" if path.startswith("/"):
            from printer.transports.usb import UsbTransport

            return lambda: UsbTransport(path)
        case "file" if path.startswith("/"):
            from printer.transports.file import FileTransport

            return lambda: FileTransport(Path(path))
        case "serial" if path.startswith("/"):
            return _serial(path, _baud(query, address) if query else baud)
        case "socket" if path:
            return _serial(address, baud)
        case _ if address.startswith("/"):
            return _serial(address, baud)
    raise BadAddress(address)


def _tcp(address: str) -> Callable[[], Transport]:
    from printer.transports.tcp import PORT, TcpTransport

    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or PORT
    except ValueError as error:
        raise BadAddress(address) from error
    if not host:
        raise BadAddress(address)
    return lambda: TcpTransport(host, port)


def _serial(url: str, baud: int) -> Callable[[], Transport]:
    from printer.transports.serial import SerialTransport

    return lambda: SerialTransport(url, baud)


def _baud(query: str, address: str) -> int:
    given = parse_qs(query)
    if given.keys() != {"baud"} or given["baud"][0] not in map(str, BAUDS):
        raise BadAddress(address)
    return int(given["baud"][0])
