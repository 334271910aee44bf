"""Nothing of a card is logged at any level, and nothing of it is kept once it was handed over."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator

import pytest

from kiosk.reader.base import IdCard, ReaderEvent
from kiosk.reader.frames import Frame
from kiosk.reader.serial_reader import SerialCardReader
from tests.fixtures.cards import ODD_CARDS, resident_block
from tests.fixtures.readers import QUICK, Recorder, SerialBench, TwinProcess, running_twin, started

# the number's parts too: region, birth, sequence and check
SECRETS = (
    "测试样本", "北京市", "朝阳", "河北省", "110105", "19491231", "002X", "20060102", "SAMPLE", "810000", "911124",
)  # fmt: skip


@pytest.fixture(scope="module")
def shared_twin() -> Iterator[TwinProcess]:
    with running_twin() as process:
        yield process


@pytest.fixture
def twin(shared_twin: TwinProcess) -> TwinProcess:
    shared_twin.calm()
    return shared_twin


def traces(shown: str) -> set[str]:
    """Return which secrets show: as text, as UTF-16 in hexadecimal with or without blanks, as a bytes literal."""
    plain = shown.lower().replace(" ", "").replace(":", "")
    found = {secret for secret in SECRETS if secret in shown}
    for secret in SECRETS:
        for encoding in ("utf-16-le", "utf-8"):
            content = secret.encode(encoding)
            if content.hex() in plain or repr(content)[2:-1] in shown:
                found.add(f"{secret} in {encoding}")
    return found | ({"a frame"} if "aaaaaa9669" in plain or r"\xaa\xaa\xaa" in shown else set())


@pytest.mark.parametrize("shown", ["110105", "31 00 31 00 30 00 31 00 30 00 35 00", r"1\x001\x000\x001\x000\x005\x00"])
def test_the_search_finds_what_it_is_to_find(shown: str) -> None:
    assert traces(f"DEBUG {shown} end")
    assert not traces("DEBUG card not read: READER-41")


def lay_everything(twin: TwinProcess, bench: SerialBench, told: Recorder) -> None:
    """Read every kind of card, fail in every way, hang up in the middle of one."""
    bench.reader.arm()
    for card in ODD_CARDS:
        mark = told.mark()
        bench.put(card)
        told.wait(lambda event: event.kind == "card", mark)
        bench.remove()
        told.wait(lambda event: event.kind == "removed", mark)
    for fault in ("auth_storm", "status_33", "first_read_fails", "byte_by_byte", "card_words", "pulled_early"):
        mark = told.mark()
        bench.fault(fault)
        bench.put(ODD_CARDS[0])
        told.wait(lambda event: event.kind == "card" or event.state == "retry", mark)
        bench.remove()
        told.wait(lambda event: event.kind == "removed", mark)
    mark = told.mark()
    bench.fault("none")
    twin.control.put_block(resident_block()[:248] + b"Q\0" + resident_block()[250:])
    told.wait(lambda event: event.code == "READER-LAYOUT", mark)
    bench.remove()
    told.wait(lambda event: event.kind == "removed", mark)
    bench.fault("unplugged_mid_frame")
    bench.put(ODD_CARDS[0])
    told.wait(lambda event: event.state == "closed", mark)


@pytest.mark.parametrize("with_fingerprint", [False, True])
def test_no_log_of_any_level_shows_anything_of_a_card_or_a_frame(
    twin: TwinProcess, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], with_fingerprint: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    bench = SerialBench(twin, with_fingerprint=with_fingerprint)
    with started(bench) as told:
        lay_everything(twin, bench, told)
    logged = "\n".join(f"{record.getMessage()} {record.args!r} {record.exc_text}" for record in caplog.records)
    assert "READER-33" in logged
    printed = capfd.readouterr()
    assert traces(logged + caplog.text + printed.out + printed.err + repr(told.events)) == set()


def test_the_driver_keeps_no_card_and_no_frame_once_the_card_was_handed_over(twin: TwinProcess) -> None:
    handed: list[str] = []
    recorder = Recorder()

    def hear(event: ReaderEvent) -> None:
        if event.card is not None:
            handed.append(event.card.kind)
        recorder(ReaderEvent(kind=event.kind, state=event.state, hint=event.hint, code=event.code))

    reader = SerialCardReader(str(twin.link), timing=QUICK)
    known = {id(thing) for thing in gc.get_objects() if isinstance(thing, IdCard)}
    reader.start(hear)
    try:
        reader.arm()
        twin.control.put(ODD_CARDS[0])
        recorder.wait(lambda event: event.kind == "card")
        mark = recorder.mark()
        reader.arm()  # answered by the reader's thread only once it is through with the card
        recorder.wait(lambda event: event.state == "card_present", mark)
        kept = [type(thing).__name__ for thing in gc.get_objects()
                if isinstance(thing, IdCard | Frame) and id(thing) not in known]  # fmt: skip
        assert handed == ["resident"]
        assert kept == []
    finally:
        reader.stop()
