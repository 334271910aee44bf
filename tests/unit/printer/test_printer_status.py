"""Status bytes, from the table of the hardware reference (C.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printer.condition import PrinterState, report_on
from printer.status import (
    Aspect,
    AutomaticStatus,
    Demultiplexer,
    Noise,
    PaperReply,
    RealTimeReply,
    Status,
    decode_automatic,
    decode_paper,
    decode_real_time,
    merged,
)

OK, BAD, UNKNOWN = Aspect.OK, Aspect.BAD, Aspect.UNKNOWN


@pytest.mark.parametrize(
    ("number", "byte", "status"),
    [
        (1, 0x12, Status(online=OK)),
        (1, 0x1A, Status(online=BAD)),
        (2, 0x12, Status(cover=OK, paper=OK, mechanism=OK)),
        (2, 0x16, Status(cover=BAD, paper=OK, mechanism=OK)),
        (2, 0x32, Status(cover=OK, paper=BAD, mechanism=OK)),
        (2, 0x52, Status(cover=OK, paper=OK, mechanism=BAD)),
        (3, 0x12, Status(mechanism=OK)),
        (3, 0x1A, Status(mechanism=BAD)),
        (3, 0x32, Status(mechanism=BAD)),
        (3, 0x52, Status(mechanism=BAD)),
        (4, 0x12, Status(paper=OK, paper_reserve=OK)),
        (4, 0x1E, Status(paper=OK, paper_reserve=BAD)),
        (4, 0x7E, Status(paper=BAD, paper_reserve=BAD)),
        (4, 0x72, Status(paper=BAD, paper_reserve=OK)),
    ],
)
def test_a_real_time_reply_says_what_the_table_says(number: int, byte: int, status: Status) -> None:
    assert decode_real_time(number, byte) == status


@pytest.mark.parametrize("byte", [0x00, 0x30, 0x38, 0x0F, 0x14, 0xFF, 0x11, 0x13])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_byte_of_another_form_says_nothing(number: int, byte: int) -> None:
    assert decode_real_time(number, byte) == Status()


@pytest.mark.parametrize(
    ("byte", "paper", "reserve"), [(0x00, OK, OK), (0x03, OK, BAD), (0x0F, BAD, BAD), (0x0C, BAD, OK)]
)
def test_the_reply_to_gs_r_tells_the_paper(byte: int, paper: Aspect, reserve: Aspect) -> None:
    assert decode_paper(byte) == Status(paper=paper, paper_reserve=reserve)


def test_automatic_status_tells_cover_cutter_and_paper() -> None:
    assert decode_automatic(b"\x10\x00\x00\x00") == Status(
        online=OK, cover=OK, mechanism=OK, paper=OK, paper_reserve=OK
    )
    assert decode_automatic(b"\x38\x08\x0f\x00") == Status(
        online=BAD, cover=BAD, mechanism=BAD, paper=BAD, paper_reserve=BAD
    )


def test_replies_of_every_kind_are_told_apart_in_one_stream() -> None:
    # ASB of four bytes, interrupted after two by a real-time reply; then GS r, XON, and a real-time reply.
    replies = Demultiplexer().feed(bytes.fromhex("3800 16 0f00 00 11 12"))
    assert replies == [
        RealTimeReply(byte=0x16),
        AutomaticStatus(data=b"\x38\x00\x0f\x00"),
        PaperReply(byte=0x00),
        Noise(byte=0x11),
        RealTimeReply(byte=0x12),
    ]


@given(st.binary(max_size=64), st.integers(0, 64))
def test_where_the_stream_is_split_changes_nothing(data: bytes, at: int) -> None:
    whole, halves = Demultiplexer(), Demultiplexer()
    assert whole.feed(data) == halves.feed(data[:at]) + halves.feed(data[at:])


def test_silence_is_unknown_and_neither_fine_nor_a_fault() -> None:
    assert Status().is_silent
    assert not Status().stops_printing
    assert report_on(Status()).state is PrinterState.UNKNOWN


def test_a_fault_in_one_answer_stands_against_another_answer_that_says_fine() -> None:
    clone = [decode_real_time(2, 0x32), decode_real_time(4, 0x12)]  # clones whose n=4 is always 12
    assert merged(clone).paper is BAD


@pytest.mark.parametrize(
    ("status", "state", "word"),
    [
        (Status(paper=BAD, cover=BAD, online=BAD), PrinterState.PAPER_OUT, "换纸"),
        (Status(cover=BAD, online=BAD), PrinterState.COVER_OPEN, "盖子"),
        (Status(mechanism=BAD, online=BAD), PrinterState.OFFLINE, "卡住"),
        (Status(online=BAD), PrinterState.OFFLINE, "停住"),
        (Status(online=OK, paper=OK), PrinterState.READY, "正常"),
    ],
)
def test_the_walk_in_is_told_in_plain_words(status: Status, state: PrinterState, word: str) -> None:
    report = report_on(status)
    assert report.state is state
    assert word in report.sentence
    assert state is PrinterState.READY or "工作人员" in report.sentence
