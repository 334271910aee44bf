"""From a setting to a device: what cannot be a device is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.settings import read_settings
from kiosk.devices import open_printing, open_reader
from kiosk.settings import KioskSettings
from printer.errors import BadAddress, UnknownProfile


def test_no_device_is_no_device(tmp_path: Path) -> None:
    assert open_reader("") is None
    assert open_printing("", 58, tmp_path / "spool.db", lambda event: None) is None


def test_an_address_that_is_none_says_how_to_write_it(tmp_path: Path) -> None:
    with pytest.raises(BadAddress, match="请系统管理员"):
        open_printing("printer", 58, tmp_path / "spool.db", lambda event: None)


def test_a_printer_that_says_nothing_is_chosen_by_its_profile(tmp_path: Path) -> None:
    plain = open_printing("tcp://127.0.0.1", 58, tmp_path / "a.db", lambda event: None)
    mute = open_printing("tcp://127.0.0.1", 58, tmp_path / "b.db", lambda event: None, profile_name="58mm-mute")
    assert plain is not None
    assert mute is not None
    assert "还没有检查过" in plain.printing.printer_state().staff_sentence
    assert "不报告状态" in mute.printing.printer_state().staff_sentence
    with pytest.raises(UnknownProfile, match="58mm-gb2312"):
        open_printing("tcp://127.0.0.1", 58, tmp_path / "c.db", lambda event: None, profile_name="58mm-gbk")


def test_the_environment_sets_the_kiosk() -> None:
    given = {"LINGGONG_CONFIG": "/dev/null", "LINGGONG_KIOSK_IDLE_S": "90", "LINGGONG_KIOSK_NAME": "自助机 B2"}
    settings = read_settings(KioskSettings, "kiosk", given)
    assert (settings.idle_s, settings.name, settings.port) == (90, "自助机 B2", 8081)
