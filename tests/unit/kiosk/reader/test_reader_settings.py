"""What a kiosk may be told about its reader, and what is refused with a sentence."""

from __future__ import annotations

import pytest

from content.errors import SettingsError
from content.settings import read_settings
from kiosk.devices import open_reader
from kiosk.reader.base import ReaderState
from kiosk.settings import KioskSettings

PORT = "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0"


@pytest.mark.parametrize("baud", [115200, 57600, 38400, 19200, 9600])
def test_every_speed_of_the_protocol_may_be_set_and_nothing_is_opened_for_it(baud: int) -> None:
    reader = open_reader(PORT, baud=baud)
    assert reader is not None
    assert reader.state is ReaderState.CLOSED


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"baud": 4800}, "reader_baud"),
        ({"baud": 0}, "reader_baud"),
        ({"poll_ms": -1}, "reader_poll_ms"),
        ({"poll_ms": 2001}, "reader_poll_ms"),
        ({"radio_bytes": 256}, "reader_radio_bytes"),
    ],
)
def test_what_no_reader_can_do_is_refused_with_a_sentence(told: dict[str, int], name: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} 不能是.*请系统管理员改成"):
        open_reader(PORT, **told)  # type: ignore[arg-type]


def test_the_environment_says_how_the_reader_is_set_and_fingerprints_are_off_by_default() -> None:
    assert KioskSettings().reader_fingerprint is False
    assert KioskSettings().reader_radio_bytes == 0
    given = {
        "LINGGONG_CONFIG": "/dev/null",
        "LINGGONG_KIOSK_READER_BAUD": "57600",
        "LINGGONG_KIOSK_READER_POLL_MS": "300",
        "LINGGONG_KIOSK_READER_FINGERPRINT": "true",
        "LINGGONG_KIOSK_READER_RADIO_BYTES": "80",
    }
    told = read_settings(KioskSettings, "kiosk", given)
    assert (told.reader_baud, told.reader_poll_ms, told.reader_radio_bytes) == (57600, 300, 80)
    assert told.reader_fingerprint is True
