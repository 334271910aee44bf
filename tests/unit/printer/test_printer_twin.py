"""The simulated printer: its grammar, its sensors and its answers (hardware reference C.3, C.4)."""

import pytest

from printer.encode import encode
from printer.fonts import FontChain
from printer.profiles import PROFILES
from printer.samples import sample_receipts
from printer.twin.device import Build, Device, Fault
from printer.twin.grammar import RealTimeScanner, Token, next_token
from printer.twin.paper import Sheet


class Bench:
    """A device with what it said and printed."""

    def __init__(self, build: Build | None = None) -> None:
        self.said = b""
        self.sheets: list[Sheet] = []
        self.device = Device(build=build or Build(), reply=self._hear, print_sheet=self.sheets.append)

    def send(self, data: bytes) -> bytes:
        self.said = b""
        self.device.receive(data)
        while self.device.step() is not None:
            pass
        return self.said

    def _hear(self, data: bytes) -> None:
        self.said += data


def tokens(data: bytes) -> list[Token]:
    found = []
    while (head := next_token(data, chinese=True)) is not None:
        found.append(head[0])
        data = data[head[1] :]
    assert data == b""
    return found


@pytest.mark.parametrize("data", ["07", "1b 5a", "1c 7a", "1d 7a", "ff ff", "81 20", "10 01 00", "80 41", "1d 56 07"])
def test_a_byte_that_means_nothing_is_noted_and_survived(data: str) -> None:
    bench = Bench()
    bench.send(bytes.fromhex(data) + b"\n")
    assert bench.device.errors
    assert bench.send(b"\x10\x04\x01") == b"\x12"


def test_half_a_command_waits_for_its_end() -> None:
    slip = b"".join(encode(sample_receipts()[0], PROFILES["58mm"], FontChain()).chunks)
    whole, drop_by_drop = Bench(), Bench()
    whole.send(slip)
    for at in range(len(slip)):
        drop_by_drop.send(slip[at : at + 1])
    assert [sheet.text for sheet in whole.sheets] == [sheet.text for sheet in drop_by_drop.sheets]
    assert whole.sheets[0].image.tobytes() == drop_by_drop.sheets[0].image.tobytes()
    assert drop_by_drop.device.errors == []


def test_real_time_questions_are_seen_wherever_the_stream_is_split() -> None:
    stream = b"\x10\x10\x04\x02\x00\x10\x05\x02"
    whole = [(second, argument) for second, argument, _ in RealTimeScanner().feed(stream)]
    scanner = RealTimeScanner()
    drops = (scanner.feed(stream[at : at + 1]) for at in range(len(stream)))
    single = [(second, argument) for found in drops for second, argument, _ in found]
    assert whole == single == [(4, 2), (5, 2)]


@pytest.mark.parametrize(
    ("fault", "answers"),
    [
        (None, "12 12 12 12"),
        (Fault.PAPER_OUT, "1a 32 12 7e"),
        (Fault.NEAR_END, "12 12 12 1e"),
        (Fault.COVER_OPEN, "1a 16 12 12"),
        (Fault.ERROR, "1a 52 1a 12"),
        (Fault.SILENT, ""),
    ],
)
def test_it_answers_the_four_questions_as_the_table_says(fault: Fault | None, answers: str) -> None:
    bench = Bench()
    if fault is not None:
        bench.device.set_fault(fault)
    assert b"".join(bench.send(bytes((0x10, 0x04, number))) for number in (1, 2, 3, 4)) == bytes.fromhex(answers)


def test_gs_r_is_answered_in_order_and_not_while_offline() -> None:
    bench = Bench()
    assert bench.send(b"\x1d\x72\x01") == b"\x00"
    bench.device.set_fault(Fault.COVER_OPEN)
    assert bench.send(b"\x1d\x72\x01") == b""
    bench.device.set_fault(None)
    assert bench.send(b"") == b"\x00"


def test_automatic_status_comes_on_every_change_once_it_is_switched_on() -> None:
    bench = Bench()
    assert bench.send(b"\x1d\x61\x0f") == b"\x10\x00\x00\x00"
    bench.said = b""
    bench.device.set_fault(Fault.COVER_OPEN)
    assert bench.said == b"\x38\x00\x00\x00"
    bench.said = b""
    bench.device.set_fault(Fault.COVER_OPEN)
    assert bench.said == b""


def test_paper_is_used_up_and_the_buffer_waits_for_the_next_roll() -> None:
    bench = Bench()
    bench.device.load_paper(20)
    bench.send("".join(f"{number}\n" for number in range(10)).encode() + b"\x1d\x56\x00")  # ten lines are 42.5 mm
    assert bench.send(b"\x10\x04\x04") == b"\x7e"
    assert bench.sheets == []
    bench.device.load_paper(1000)
    bench.send(b"")
    torn, cut = bench.sheets
    assert (torn.was_cut, cut.was_cut) == (False, True)
    assert (torn.text + "\n" + cut.text).split() == [str(number) for number in range(10)]


def test_recover_and_clear_forgets_what_came_before_it_and_keeps_what_came_after() -> None:
    bench = Bench()
    bench.device.load_paper(1)
    bench.send(b"one\ntwo\n")
    bench.send(b"\x10\x05\x02three\n")
    bench.device.load_paper(1000)
    bench.send(b"\x1d\x56\x00")
    assert [sheet.text for sheet in bench.sheets if sheet.was_cut] == ["three"]


def test_a_gb2312_rom_and_a_missing_qr_function_are_complained_about() -> None:
    bench = Bench(Build(charset="gb2312", draws_qr=False))
    bench.send("珺\n".encode("gbk") + b"\x1d\x28\x6b\x03\x00\x31\x51\x30")
    assert len(bench.device.errors) == 2


def test_a_line_wider_than_the_paper_is_complained_about() -> None:
    bench = Bench()
    bench.send("零".encode("gbk") * 17 + b"\n")
    assert "太宽" in bench.device.errors[0]


def test_a_real_time_sequence_inside_a_picture_is_complained_about() -> None:
    bench = Bench()
    assert bench.send(bytes.fromhex("1d763000 0300 0100 100401")) == b"\x12"
    assert "实时" in bench.device.errors[0]
