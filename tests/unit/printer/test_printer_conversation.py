"""One attempt to print, against the twin in the same process: any fault at any byte, and never a false ending."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printer.conversation import Attempt, Conversation, Ending, print_slip, seconds_for
from printer.encode import encode
from printer.errors import LineLost
from printer.fonts import FontChain
from printer.profiles import PROFILES
from printer.receipt import Cut, Qr, Receipt, SlipKind, Text
from printer.status import Aspect
from printer.twin.device import Build, Device, Fault
from printer.twin.paper import Sheet

P58 = PROFILES["58mm"]
SLIP = Receipt(
    kind=SlipKind.JOB,
    reference="J1",
    title="岗位单",
    elements=(
        Text(text="开始"),
        *(Text(text=f"第{number}行零工市场零工市场") for number in range(30)),
        Qr(data="https://dz.example.cn/j/1"),
        Text(text="完"),
        Cut(),
    ),
)
CHUNKS = encode(SLIP, P58, FontChain()).chunks
LENGTH = sum(len(chunk) for chunk in CHUNKS)
BROKEN = "broken"


class WiredTwin:
    """A transport that is the twin; after so many bytes of the stream something happens to it."""

    def __init__(self, happens_after: int = -1, what: Fault | str | None = None) -> None:
        self.sheets: list[Sheet] = []
        self.device = Device(build=Build(), reply=self._hear, print_sheet=self.sheets.append)
        self._said = bytearray()
        self._left = happens_after
        self._what = what
        self._broken = False

    @property
    def bytes_per_s(self) -> float:
        return float("inf")

    def open(self, deadline: float) -> None:
        pass

    def write(self, data: bytes, deadline: float) -> None:
        before, after = (data[: self._left], data[self._left :]) if 0 <= self._left < len(data) else (data, b"")
        self._left -= len(data)
        self._take(before)
        if after or self._left == 0:
            self._happen()
            self._take(after)

    def read(self, deadline: float) -> bytes:
        if self._broken:
            raise LineLost
        said = bytes(self._said)
        self._said.clear()
        return said

    def close(self) -> None:
        pass

    def work(self) -> None:
        while self.device.step() is not None:
            pass

    def whole_slips(self) -> int:
        """How many sheets on the floor read from 开始 to 完; what a refill brings out counts."""
        self.device.set_fault(None)
        self.work()
        return sum(sheet.text.startswith("开始") and "完" in sheet.text for sheet in self.sheets)

    def _take(self, data: bytes) -> None:
        if self._broken:
            raise LineLost
        self.device.receive(data)
        self.work()

    def _happen(self) -> None:
        if self._what == BROKEN:
            self._broken = True
        elif isinstance(self._what, Fault):
            self.device.set_fault(self._what)

    def _hear(self, data: bytes) -> None:
        self._said += data


def attempt(line: WiredTwin, *, unjam: bool = False, seconds: float = 0.2) -> tuple[Attempt, bool]:
    begun: list[bool] = []
    ended = print_slip(
        Conversation(line), CHUNKS, P58, time.monotonic() + seconds, lambda: begun.append(True), unjam=unjam
    )
    return ended, bool(begun)


def test_a_printer_that_is_well_confirms_and_the_slip_is_on_paper_once() -> None:
    line = WiredTwin()
    ended, begun = attempt(line, seconds=30)
    assert (ended.ending, begun, line.whole_slips()) == (Ending.CONFIRMED, True, 1)


def test_nothing_is_sent_to_a_printer_that_says_it_cannot_print() -> None:
    for fault in (Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.ERROR, Fault.SILENT):
        line = WiredTwin(0, fault)
        line.write(b"\x00", 0.0)
        ended, begun = attempt(line)
        assert (ended.ending, begun, line.whole_slips()) == (Ending.NOT_BEGUN, False, 0)


def test_paper_that_ends_mid_slip_is_told_apart_from_every_other_stop() -> None:
    line = WiredTwin(LENGTH // 2, Fault.PAPER_OUT)
    ended, _ = attempt(line, seconds=5)
    assert (ended.ending, ended.status.paper) == (Ending.INTERRUPTED, Aspect.BAD)
    for fault in (Fault.COVER_OPEN, Fault.ERROR, Fault.SILENT, Fault.STALL):
        assert attempt(WiredTwin(LENGTH // 2, fault))[0].ending is Ending.UNKNOWN


class Partial(WiredTwin):
    """A printer that leaves some of the four questions unanswered."""

    def __init__(self, *silent: int) -> None:
        super().__init__()
        self._silent = [b"\x10\x04" + bytes((number,)) for number in silent]

    def write(self, data: bytes, deadline: float) -> None:
        if data not in self._silent:
            super().write(data, deadline)


def test_a_question_without_an_answer_makes_the_whole_unknown_unless_another_answer_is_bad() -> None:
    for silent in (1, 2, 3, 4):
        ended, begun = attempt(Partial(silent))
        assert (ended.ending, ended.status.is_silent, begun) == (Ending.NOT_BEGUN, True, False)
    line = Partial(4)
    line.device.set_fault(Fault.COVER_OPEN)
    ended, begun = attempt(line)
    assert (ended.ending, ended.status.cover, begun) == (Ending.NOT_BEGUN, Aspect.BAD, False)


def test_what_looks_like_an_answer_to_gs_r_and_came_before_it_confirms_nothing() -> None:
    line = WiredTwin(LENGTH - 10, Fault.STALL)  # the rest of an ASB arrives while the slip is sent, then it stalls
    line.device.reply(b"\x12")
    talk = Conversation(line)
    ended = print_slip(talk, CHUNKS, P58, time.monotonic() + 0.2, lambda: line.device.reply(b"\x00\x00"), unjam=False)
    assert (ended.ending, line.whole_slips()) == (Ending.UNKNOWN, 1)


def test_a_slip_is_not_begun_while_the_one_before_still_lies_in_the_printer() -> None:
    line = WiredTwin(LENGTH - 10, Fault.STALL)
    assert attempt(line)[0].ending is Ending.UNKNOWN
    ended, begun = attempt(line, unjam=True)
    assert (ended.ending, begun) == (Ending.NOT_BEGUN, False)
    line.device.faults.clear()
    line.work()
    assert attempt(line, unjam=True, seconds=5)[0].ending is Ending.CONFIRMED


def test_the_time_a_slip_may_take_grows_with_the_line_and_the_paper() -> None:
    text, picture = (b"x" * 31 + b"\n") * 60, bytes(48 * 900)
    assert seconds_for([text], P58, float("inf")) == pytest.approx((60 * 34 + 40) / 8 / 50)
    assert seconds_for([picture], P58, float("inf")) == pytest.approx(900 / 8 / 50)
    assert seconds_for([picture], P58, 11520) == pytest.approx(3.75 + 900 / 8 / 50)  # 43,200 bytes are 3.75 s (C.4)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, LENGTH + 40), st.sampled_from([*Fault, BROKEN]), st.booleans())
def test_whatever_happens_at_whatever_byte_the_ending_is_true(at: int, what: Fault | str, unjam: bool) -> None:
    line = WiredTwin(at, what)
    ended, begun = attempt(line, unjam=unjam)
    copies = line.whole_slips()
    assert copies <= 1
    match ended.ending:
        case Ending.CONFIRMED:
            assert copies == 1
        case Ending.INTERRUPTED | Ending.NOT_BEGUN:
            assert copies == 0, "this slip is going to be printed again"
        case Ending.UNKNOWN:
            assert begun
    assert line.device.errors == []


def _paper_that_lasts(millimetres: float, chunks: tuple[bytes, ...]) -> tuple[Ending, int]:
    """Return how an attempt on so much paper ended, and how many whole slips lay there before any refill."""
    line = WiredTwin()
    line.device.paper_mm = millimetres
    ended = print_slip(Conversation(line), chunks, P58, time.monotonic() + 5, lambda: None, unjam=False)
    sheets = [*line.sheets, *([torn] if (torn := line.device.paper.end_sheet(was_cut=False)) else [])]
    return ended.ending, sum(sheet.text.startswith("开始") and "完" in sheet.text for sheet in sheets)


def _slip_mm() -> float:
    line = WiredTwin()
    before = line.device.paper_mm
    attempt(line, seconds=5)
    return before - line.device.paper_mm


def test_paper_that_ends_anywhere_in_a_slip_has_it_printed_again_only_if_its_end_is_not_there() -> None:
    long_mm = round(_slip_mm())
    lengths = [*range(1, long_mm - 40, 10), *range(long_mm - 40, long_mm + 2)]
    endings = [_paper_that_lasts(mm, CHUNKS) for mm in lengths]
    assert {ending for ending, copies in endings if copies} <= {Ending.CONFIRMED, Ending.UNKNOWN}
    assert sum(ending is Ending.INTERRUPTED for ending, _ in endings) > len(endings) / 2, "most are begun anew"
    assert all(copies == 1 for ending, copies in endings if ending is Ending.CONFIRMED)


def test_a_slip_whose_last_chunk_is_all_of_it_is_found_whole_on_paper_that_ended() -> None:
    """A control: there are places where the paper ends and the slip is whole, as if it had ended anywhere else."""
    long_mm = round(_slip_mm())
    whole = [mm for mm in range(long_mm - 40, long_mm + 2) if _paper_that_lasts(mm, (b"".join(CHUNKS),))[1]]
    assert 0 < len(whole) < 40
