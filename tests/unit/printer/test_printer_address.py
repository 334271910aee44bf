"""From a printer's address to its transport; what is none is refused with how to write one."""

import pytest

from printer.errors import BadAddress
from printer.transports.address import transport_at
from printer.transports.file import FileTransport
from printer.transports.serial import SerialTransport
from printer.transports.tcp import TcpTransport
from printer.transports.usb import UsbTransport


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("tcp://127.0.0.1:9100", TcpTransport),
        ("tcp://printer", TcpTransport),
        ("tcp://[::1]:9100", TcpTransport),
        ("serial:///dev/ttyUSB0", SerialTransport),
        ("serial:/dev/serial/by-id/usb-1a86-if00?baud=9600", SerialTransport),
        ("/dev/ttyUSB0", SerialTransport),
        ("socket://10.0.0.9:4001", SerialTransport),
        ("usb:/dev/usb/lp0", UsbTransport),
        ("usb:///dev/usb/lp0", UsbTransport),
        ("file:/tmp/paper", FileTransport),
        ("file:///tmp/paper", FileTransport),
    ],
)
def test_an_address_names_its_transport(address: str, kind: type[object]) -> None:
    assert isinstance(transport_at(address)(), kind)


@pytest.mark.parametrize(
    "address",
    [
        *("", "printer", "http://127.0.0.1", "tcp://", "tcp:", "tcp://h:99999"),
        *("serial://", "serial:", "usb:", "usb:lp0", "file:", "socket:"),
        *("serial:/dev/ttyUSB0?baud=7", "serial:/dev/ttyUSB0?parity=even"),
    ],
)
def test_an_address_that_is_none_says_who_should_write_it_how(address: str) -> None:
    with pytest.raises(BadAddress, match=r"系统管理员写成 tcp://"):
        transport_at(address)
