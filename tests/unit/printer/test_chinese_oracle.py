"""The Chinese on the wire, read by others: our own command table here and the C library's GB18030 (reference C.4)."""

import subprocess

import pytest

from printer.charset import in_rom
from printer.encode import encode
from printer.fonts import FontChain
from printer.profiles import PROFILES, Charset
from printer.receipt import Pair, Receipt, SlipKind, Text
from printer.samples import sample_receipts

_LENGTHS = {b"\x1b@": 2, b"\x1c&": 2, b"\x1ba": 3, b"\x1bE": 3, b"\x1bJ": 3, b"\x1d!": 3, b"\x1dV": 4}
FONTS = FontChain()


def characters(stream: bytes) -> bytes:
    """Return what is left of a stream when its commands and pictures are taken out."""
    left, at = bytearray(), 0
    while at < len(stream):
        head = stream[at : at + 2]
        if head == b"\x1dv":
            width, rows = (int.from_bytes(stream[at + i : at + i + 2], "little") for i in (4, 6))
            at += 8 + width * rows
        elif head in _LENGTHS:
            at += _LENGTHS[head]
        else:
            # a hanzi's second byte may look like anything
            step = 2 if stream[at] >= 0x80 else 1
            left += stream[at : at + step]
            at += step
    return bytes(left)


def read_by_the_c_library(data: bytes) -> str:
    command = ["iconv", "-f", "GB18030", "-t", "UTF-8"]
    done = subprocess.run(command, input=data, capture_output=True, timeout=30, check=True)
    return done.stdout.decode()


def wire(receipt: Receipt, name: str) -> bytes:
    return b"".join(encode(receipt, PROFILES[name], FONTS).chunks)


@pytest.mark.parametrize("name", ["58mm", "80mm", "58mm-gb2312"])
@pytest.mark.parametrize("receipt", sample_receipts(), ids=lambda receipt: receipt.kind)
def test_another_decoder_reads_every_word_of_every_slip(receipt: Receipt, name: str) -> None:
    read = read_by_the_c_library(characters(wire(receipt, name)))
    run = "".join(read.split())
    for part in receipt.elements:
        if isinstance(part, Text | Pair):
            words = part.text if isinstance(part, Text) else part.value
            # the value of a pair may be broken, and its second line stands under the first
            assert "".join(words.split()).replace("·", "") in run.replace("·", ""), words


def test_every_character_of_the_rom_is_read_by_another_decoder() -> None:
    repertoire = [char for point in range(0x80, 0x110000) if in_rom(char := chr(point), Charset.GBK)]
    lines = tuple(Text(text="".join(repertoire[start : start + 16])) for start in range(0, len(repertoire), 16))
    receipt = Receipt(kind=SlipKind.SELF_TEST, reference="R1", title="字库", elements=lines)
    read = read_by_the_c_library(characters(wire(receipt, "58mm"))).replace("\n", "")
    assert len(read) == 21_791
    assert [(ours, theirs) for ours, theirs in zip(repertoire, read, strict=True) if ours != theirs] == []
