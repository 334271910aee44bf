"""From a setting to a device: what cannot be a device is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.errors import SettingsError
from content.settings import read_settings
from kiosk.devices import open_printing, open_reader, transport_factory
from kiosk.settings import KioskSettings
from printer.transports.file import FileTransport
from printer.transports.serial import SerialTransport
from printer.transports.tcp import TcpTransport


def test_no_device_is_no_device(tmp_path: Path) -> None:
    assert open_reader("") is None
    assert open_printing("", 58, tmp_path / "spool.db", lambda event: None) is None


@pytest.mark.parametrize(("address", "kind"), [
    ("tcp://127.0.0.1:9100", TcpTransport), ("tcp://printer", TcpTransport),
    ("serial:///dev/ttyUSB0", SerialTransport), ("file:///tmp/paper", FileTransport),
])  # fmt: skip
def test_an_address_names_its_transport(address: str, kind: type[object]) -> None:
    assert isinstance(transport_factory(address)(), kind)


@pytest.mark.parametrize("address", ["printer", "http://127.0.0.1", "tcp://", "tcp://h:99999", "serial://"])
def test_an_address_that_is_none_says_how_to_write_it(address: str) -> None:
    with pytest.raises(SettingsError, match="请系统管理员"):
        transport_factory(address)


def test_the_environment_sets_the_kiosk() -> None:
    given = {"LINGGONG_CONFIG": "/dev/null", "LINGGONG_KIOSK_IDLE_S": "90", "LINGGONG_KIOSK_NAME": "自助机 B2"}
    settings = read_settings(KioskSettings, "kiosk", given)
    assert (settings.idle_s, settings.name, settings.port) == (90, "自助机 B2", 8081)
