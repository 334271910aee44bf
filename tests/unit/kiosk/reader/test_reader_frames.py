"""Frames: the golden bytes of hardware A.4, A.5, A.9, and a parser that survives everything."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.reader.commands import (
    FIND,
    READ,
    READ_ADDRESS,
    READ_WITH_FINGERPRINT,
    RESET,
    SAM_ID,
    SELECT,
    SET_BAUD,
    STATUS,
    Command,
    sam_id,
    set_longest_radio_frame,
    text_of_read_reply,
)
from kiosk.reader.frames import LONGEST, BadChecksum, Frame, Item, Noise, Parser, checksum
from tests.fixtures import cards
from tests.fixtures.frame_damage import TrustingParser, check_promises, damaged, in_chunks

FOUND = bytes.fromhex("AAAAAA9669 0008 00009F 00000000 97")
GOOD = bytes.fromhex("AAAAAA9669 0004 000090 94")


def frames(items: list[Item]) -> list[Frame]:
    """Return only the frames."""
    return [item for item in items if isinstance(item, Frame)]


@pytest.mark.parametrize(
    ("command", "wire"),
    [
        (RESET, "AAAAAA96690003 10FF EC"),
        (STATUS, "AAAAAA96690003 11FF ED"),
        (SAM_ID, "AAAAAA96690003 12FF EE"),
        (FIND, "AAAAAA96690003 2001 22"),
        (SELECT, "AAAAAA96690003 2002 21"),
        (READ, "AAAAAA96690003 3001 32"),
        (READ_WITH_FINGERPRINT, "AAAAAA96690003 3010 23"),
        (READ_ADDRESS, "AAAAAA96690003 3003 30"),
        (SET_BAUD[115200], "AAAAAA96690003 6000 63"),
        (SET_BAUD[57600], "AAAAAA96690003 6001 62"),
        (SET_BAUD[38400], "AAAAAA96690003 6002 61"),
        (SET_BAUD[19200], "AAAAAA96690003 6003 60"),
        (SET_BAUD[9600], "AAAAAA96690003 6004 67"),
        (set_longest_radio_frame(0x50), "AAAAAA96690004 61FF50 CA"),
        (set_longest_radio_frame(0x24), "AAAAAA96690004 61FF24 BE"),
    ],
)
def test_requests_are_the_bytes_of_the_protocol(command: Command, wire: str) -> None:
    assert command.frame == bytes.fromhex(wire)


@pytest.mark.parametrize(
    ("wire", "status", "payload"),
    [
        ("AAAAAA9669 0004 000090 94", 0x90, b""),
        ("AAAAAA9669 0004 000060 64", 0x60, b""),
        ("AAAAAA9669 0008 00009F 00000000 97", 0x9F, bytes(4)),
        ("AAAAAA9669 000C 000090 0000000000000000 9C", 0x90, bytes(8)),
        ("AAAAAA9669 0004 000091 95", 0x91, b""),
        ("AAAAAA9669 0004 000010 14", 0x10, b""),
        ("AAAAAA9669 0004 000023 27", 0x23, b""),
        ("AAAAAA9669 0004 000066 62", 0x66, b""),
        ("AAAAAA9669 0004 000080 84", 0x80, b""),
        ("AAAAAA9669 0004 000081 85", 0x81, b""),
    ],
)
def test_replies_of_the_protocol_are_understood(wire: str, status: int, payload: bytes) -> None:
    (frame,) = Parser().feed(bytes.fromhex(wire))
    assert isinstance(frame, Frame)
    assert (frame.status, frame.payload) == (status, payload)


def test_the_sample_read_reply_has_the_published_length_and_checksum() -> None:
    wire = cards.read_reply(cards.resident_block())
    assert (len(wire), wire[-1]) == (1295, 0x3F)
    (frame,) = Parser().feed(wire)
    assert isinstance(frame, Frame)
    assert text_of_read_reply(frame.payload) == cards.resident_block()


@pytest.mark.parametrize(("finger", "check", "length"), [(0, 0x3D, 1297), (512, 0x3D, 1809), (1024, 0x35, 2321)])
def test_a_reply_with_fingerprint_is_split_by_its_own_lengths(finger: int, check: int, length: int) -> None:
    head = b"\x01\x00\x04\x00" + finger.to_bytes(2, "big")
    wire = cards.reply(0x90, head + cards.resident_block() + bytes(1024 + finger))
    assert (len(wire), wire[-1]) == (length, check)
    (frame,) = Parser().feed(wire)
    assert isinstance(frame, Frame)
    assert text_of_read_reply(frame.payload, parts=3) == cards.resident_block()


@pytest.mark.parametrize("payload", [b"", b"\x01\x00", b"\x01\x00\x04\x00" + bytes(1279), b"\x00\x00\x00\x00\x00"])
def test_a_read_reply_whose_lengths_do_not_add_up_gives_no_text(payload: bytes) -> None:
    assert text_of_read_reply(payload) is None


def test_sam_id_is_given_as_printed_and_raw() -> None:
    wire = bytes.fromhex("AAAAAA9669 0014 000090 05000100E665320187D612004EA082B9 A6")
    (frame,) = Parser().feed(wire)
    assert isinstance(frame, Frame)
    identity = sam_id(frame.payload)
    assert identity.text == "05.01-20080102-0001234567-3112345678"
    assert identity.raw_hex == "05000100e665320187d612004ea082b9"


def test_every_split_point_of_two_frames_gives_the_same_two_frames() -> None:
    wire = FOUND + GOOD
    for cut in range(len(wire) + 1):
        parser = Parser()
        got = frames(parser.feed(wire[:cut])) + frames(parser.feed(wire[cut:]))
        assert [frame.status for frame in got] == [0x9F, 0x90], cut
        assert not parser.pending


def test_a_long_frame_byte_by_byte_is_one_frame() -> None:
    parser = Parser()
    items = [item for byte in cards.read_reply(cards.resident_block()) for item in parser.feed(bytes([byte]))]
    assert len(items) == 1
    assert isinstance(items[0], Frame)


def test_a_zero_inside_the_preamble_loses_that_frame_and_not_the_next() -> None:
    broken = bytes.fromhex("AA 00 AA AA 96 69 00 0C 00 00 90 0000000000000000 9C")
    assert frames(Parser().feed(broken + GOOD)) == frames(Parser().feed(GOOD))


def test_noise_is_counted() -> None:
    assert Parser().feed(b"\x01\x02\x03" + GOOD)[0] == Noise(count=3)


def test_extra_preamble_bytes_before_a_frame_do_no_harm() -> None:
    assert [frame.status for frame in frames(Parser().feed(b"\xaa\xaa\xaa\x96" + GOOD))] == [0x90]


def test_half_a_frame_is_given_up_after_a_gap_and_what_lay_behind_it_is_found() -> None:
    parser = Parser()
    assert not frames(parser.feed(cards.read_reply(cards.resident_block())[:600] + FOUND))
    assert parser.pending
    assert [frame.status for frame in frames(parser.expire())] == [0x9F]
    assert not parser.pending


@pytest.mark.parametrize("length", ["0000", "0002", "0003", "0961", "FFFF"])
def test_an_impossible_length_is_skipped_at_once(length: str) -> None:
    wire = bytes.fromhex("AAAAAA9669") + bytes.fromhex(length) + GOOD
    assert [frame.status for frame in frames(Parser().feed(wire))] == [0x90]


def test_a_handheld_bridges_own_frames_do_not_confuse_the_parser() -> None:
    """Sleep, wake and timeout marker of A.4."""
    parser = Parser()
    parser.feed(bytes.fromhex("AAAAAA96690002 00 02 AAAAAA96690002 01 03 AAAAAA9669 0505 0505"))
    parser.expire()
    assert [frame.status for frame in frames(parser.feed(GOOD))] == [0x90]


def test_a_frame_shows_nothing_of_its_content() -> None:
    assert "6" not in repr(Frame(body=b"6666"))


@given(st.binary(max_size=600), st.lists(st.integers(0, 600), max_size=5))
def test_any_bytes_in_any_chunks_never_raise_and_only_right_checksums_pass(wire: bytes, cuts: list[int]) -> None:
    parser = Parser()
    at = 0
    got: list[Item] = []
    for cut in [*sorted(cuts), len(wire)]:
        got += parser.feed(wire[at:cut])
        at = max(at, cut)
    got += parser.expire()
    for frame in frames(got):
        inner = (len(frame.body) + 1).to_bytes(2, "big") + frame.body
        assert cards.PREAMBLE + inner + bytes([cards.xor(inner)]) in wire
    assert not parser.pending


@given(st.integers(0, 1294), st.integers(1, 255))
def test_one_changed_byte_is_never_accepted_and_the_next_frame_is(at: int, change: int) -> None:
    wire = bytearray(cards.read_reply(cards.resident_block()))
    wire[at] ^= change
    parser = Parser()
    got = frames(parser.feed(bytes(wire))) + frames(parser.expire())
    assert got == []
    assert [frame.status for frame in frames(parser.feed(GOOD))] == [0x90]


@given(st.binary(max_size=200).filter(lambda noise: cards.PREAMBLE not in noise))
def test_a_frame_glued_to_noise_is_found_at_once(noise: bytes) -> None:
    assert [frame.status for frame in frames(Parser().feed(noise + FOUND))] == [0x9F]


@given(st.integers(0, 1295), st.binary(max_size=50))
def test_after_a_gap_the_next_frame_is_always_accepted(cut: int, noise: bytes) -> None:
    parser = Parser()
    parser.feed(cards.read_reply(cards.resident_block())[:cut] + noise)
    parser.expire()
    assert [frame.status for frame in frames(parser.feed(GOOD))] == [0x90]


def test_a_wrong_checksum_is_told_apart_from_noise() -> None:
    assert BadChecksum() in Parser().feed(GOOD[:-1] + b"\x95")


def test_the_longest_reply_of_the_protocol_fits() -> None:
    assert LONGEST >= 2321 - 7
    assert checksum(b"") == 0


def test_a_late_reply_to_another_command_is_not_taken_for_this_one() -> None:
    (late,) = frames(Parser().feed(cards.read_reply(cards.resident_block())))
    (empty,) = frames(Parser().feed(cards.reply(0x91)))
    (refused,) = frames(Parser().feed(cards.reply(0x41)))
    assert READ.accepts(late)
    assert not any(command.accepts(late) for command in (FIND, SELECT, STATUS, SAM_ID, READ_ADDRESS))
    assert READ_ADDRESS.accepts(empty)
    assert not READ.accepts(empty)
    assert READ.accepts(refused)


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_no_damage_to_a_read_reply_is_believed_and_the_next_frame_is_never_lost(dice: Random) -> None:
    wire = damaged(cards.read_reply(cards.resident_block()), dice)
    check_promises(Parser(), wire, in_chunks(wire, dice))


def test_the_same_promises_are_broken_by_a_parser_without_the_checksum() -> None:
    dice = Random(467)
    with pytest.raises(AssertionError):
        for _ in range(1000):
            wire = damaged(cards.read_reply(cards.resident_block()), dice)
            check_promises(TrustingParser(), wire, in_chunks(wire, dice))


@settings(deadline=None)
@given(st.binary(max_size=64), st.randoms(use_true_random=False))
def test_a_parser_says_how_many_bytes_a_frame_lacks_and_never_more(noise: bytes, dice: Random) -> None:
    """A driver that waits for as many as are missing must never wait for bytes that do not come."""
    wire = noise.replace(b"\xaa", b"") + cards.read_reply(cards.resident_block())
    parser = Parser()
    at = 0
    while at < len(wire):
        assert 1 <= parser.missing <= len(wire) - at
        taken = dice.randrange(1, parser.missing + 1)
        parser.feed(wire[at : at + taken])
        at += taken
    assert parser.missing == 11
