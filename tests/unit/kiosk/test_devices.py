"""From a setting to a device: what cannot be a device is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.settings import read_settings
from kiosk.devices import open_printing, open_reader
from kiosk.settings import KioskSettings
from printer.errors import BadAddress


def test_no_device_is_no_device(tmp_path: Path) -> None:
    assert open_reader("") is None
    assert open_printing("", 58, tmp_path / "spool.db", lambda event: None) is None


def test_an_address_that_is_none_says_how_to_write_it(tmp_path: Path) -> None:
    with pytest.raises(BadAddress, match="请系统管理员"):
        open_printing("printer", 58, tmp_path / "spool.db", lambda event: None)


def test_the_environment_sets_the_kiosk() -> None:
    given = {"LINGGONG_CONFIG": "/dev/null", "LINGGONG_KIOSK_IDLE_S": "90", "LINGGONG_KIOSK_NAME": "自助机 B2"}
    settings = read_settings(KioskSettings, "kiosk", given)
    assert (settings.idle_s, settings.name, settings.port) == (90, "自助机 B2", 8081)
