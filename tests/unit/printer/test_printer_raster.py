"""Pictures on the wire: GS v 0, in pieces, and never a real-time command inside."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from printer.escpos_driver import _load_escpos, native_qr
from printer.raster import (
    Bitmap,
    commands,
    dashes,
    qr_bitmap,
    without_empty_ends,
    without_real_time,
    without_right_margin,
)

REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


@pytest.fixture(scope="module")
def dummy() -> Any:
    _load_escpos()
    from escpos.printer import Dummy

    return Dummy


@given(st.lists(st.sampled_from([0x10, 0x04, 0x05, 0x14, 0x00, 0xFF]), max_size=200).map(bytes))
def test_no_picture_holds_a_real_time_sequence(data: bytes) -> None:
    cleaned = without_real_time(data)
    assert not any(sequence in cleaned for sequence in REAL_TIME)
    assert len(cleaned) == len(data)
    assert all(old & ~new == 0 for old, new in zip(data, cleaned, strict=True)), "dots are added, never taken"


def test_a_tall_picture_goes_out_in_pieces_of_128_rows() -> None:
    pieces = commands(Bitmap(row_bytes=48, data=bytes(48 * 300)))
    assert [piece[:8].hex(" ") for piece in pieces] == [
        "1d 76 30 00 30 00 80 00",
        "1d 76 30 00 30 00 80 00",
        "1d 76 30 00 30 00 2c 00",
    ]
    assert [len(piece) for piece in pieces] == [8 + 48 * 128, 8 + 48 * 128, 8 + 48 * 44]


def test_our_raster_is_python_escpos_raster_byte_for_byte(dummy: Any) -> None:
    code = qr_bitmap("https://dz.example.cn/j/J2611-0412", 384)
    assert code is not None
    inverted = bytes(byte ^ 0xFF for byte in code.data)
    oracle = dummy()
    oracle.image(Image.frombytes("1", (code.row_bytes * 8, code.rows), inverted), fragment_height=128)
    assert b"".join(commands(code)) == oracle.output


def test_a_qr_code_has_modules_of_six_dots_and_a_quiet_zone_of_four() -> None:
    code = qr_bitmap("https://dz.example.cn/j/J2611-0412", 384)  # 34 bytes, level M: version 3, 29 modules
    assert code is not None
    assert code.rows == (29 + 2 * 4) * 6
    rows = [code.data[start : start + code.row_bytes] for start in range(0, len(code.data), code.row_bytes)]
    dark = "".join(f"{byte:08b}" for byte in rows[4 * 6])
    assert not any(any(row) for row in rows[: 4 * 6])
    left = (384 - 29 * 6) // 2
    assert dark[:left] == "0" * left
    assert dark[left : left + 7 * 6 + 6] == "1" * 42 + "0" * 6  # the finder pattern's top edge


def test_white_ends_are_counted_and_a_white_right_margin_is_left_out() -> None:
    rows = bytes(6) + b"\x00\x01\x00" + b"\x80\x00\x00" + bytes(3)
    assert without_empty_ends(Bitmap(row_bytes=3, data=rows)) == (2, Bitmap(row_bytes=3, data=rows[6:12]), 1)
    assert without_right_margin(Bitmap(row_bytes=3, data=rows)) == Bitmap(
        row_bytes=2, data=b"\x00\x00\x00\x00\x00\x01\x80\x00\x00\x00"
    )
    assert without_empty_ends(Bitmap(row_bytes=3, data=bytes(9)))[0] == 3


def test_a_qr_code_too_long_for_the_paper_is_none() -> None:
    assert qr_bitmap("x" * 400, 384) is None
    assert qr_bitmap("x" * 9000, 576) is None


def test_a_dashed_line_reads_the_same_from_both_edges() -> None:
    line = dashes(384)
    bits = "".join(f"{byte:08b}" for byte in line.data[:48])
    assert (line.row_bytes, line.rows) == (48, 2)
    assert bits == bits[::-1]


def test_a_native_qr_is_the_documented_sequence() -> None:
    data = b"https://dz.example.cn/j/1"
    stored = bytes((len(data) + 3, 0)) + b"\x31\x50\x30" + data
    sent = native_qr(data.decode(), 6)
    for function in (b"\x04\x00\x31\x41\x32\x00", b"\x03\x00\x31\x43\x06", b"\x03\x00\x31\x45\x31", stored):
        assert b"\x1d\x28\x6b" + function in sent  # hardware reference C.4; level M is 31
    assert sent.endswith(b"\x1d\x28\x6b\x03\x00\x31\x51\x30\x1b\x61\x00")
