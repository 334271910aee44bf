"""The outbox: what is filed is there, once, sealed, and numbered without a gap."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from content.errors import LinkError, SealError
from content.link import outbox as outbox_module
from content.link.envelope import open_envelope
from content.link.numbers import read_number
from content.link.outbox import Outbox
from content.link.pairing import Paired
from content.privacy import KeyRing

NOW = datetime(2026, 11, 23, 1, 30, 0, 123456, tzinfo=UTC)
CANARY = "34172119900307123X"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A body for these tests."""

    text: str
    number: str = ""


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing.from_root(bytes(range(32)))


@pytest.fixture
def paired(ring: KeyRing) -> Paired:
    return Paired(hub_url="http://127.0.0.1:9", certificate="", terminal="terminal-1", token="t", prefix="12",
                  site_id="341721-01", seal_key=ring.seal_public, trusted_keys=(ring.edition.public,))  # fmt: skip


@pytest.fixture
def outbox(tmp_path: Path, paired: Paired) -> Iterator[Outbox]:
    box = Outbox(tmp_path / "outbox.db", paired)
    yield box
    box.close()


def everything(box: Outbox) -> tuple[outbox_module.Envelope, ...]:
    return box.after(0, limit=100_000, max_bytes=1 << 30)


def test_a_filing_opens_at_the_hub_and_nowhere_else(outbox: Outbox, ring: KeyRing) -> None:
    header = outbox.file("note", Note(text="你好"), NOW, True)
    (envelope,) = everything(outbox)
    assert envelope.header == header
    assert (header.seq, header.terminal, header.site_id, header.kind, header.version) == (
        1, "terminal-1", "341721-01", "note", 1)  # fmt: skip
    assert json.loads(open_envelope(envelope, ring.seal)) == {"text": "你好", "number": ""}
    with pytest.raises(SealError):
        open_envelope(envelope, KeyRing.from_root(bytes(32)).seal)


@pytest.mark.parametrize("change", [
    {"seq": 2}, {"kind": "other"}, {"version": 2}, {"terminal": "terminal-2"}, {"site_id": "x"}, {"id": "y"},
    {"clock_ok": False}, {"occurred_at": NOW + timedelta(days=1)},
])  # fmt: skip
def test_a_header_that_was_tampered_with_opens_nothing(
    outbox: Outbox, ring: KeyRing, change: dict[str, object]
) -> None:
    outbox.file("note", Note(text="a"), NOW, True)
    (envelope,) = everything(outbox)
    with pytest.raises(SealError):
        open_envelope(replace(envelope, header=replace(envelope.header, **change)), ring.seal)


def test_seq_has_no_gap_whatever_fails_between_and_whoever_files(outbox: Outbox) -> None:
    def file_twenty() -> None:
        for _ in range(20):
            outbox.file("note", Note(text="a"), NOW, True)

    def failing_body(_: str) -> object:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        outbox.file_numbered("note", failing_body, NOW, True)
    threads = [threading.Thread(target=file_twenty) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.header.seq for one in everything(outbox)] == list(range(1, 101))


def test_a_tap_that_is_replayed_files_nothing_twice_and_keeps_its_number(outbox: Outbox) -> None:
    first = outbox.file_numbered("note", lambda number: Note(text="a", number=number), NOW, True, key="tap-1")
    again = outbox.file_numbered("note", lambda number: Note(text="b", number=number), NOW, True, key="tap-1")
    assert again == first
    assert read_number(first.number) == first.number
    assert outbox.file("note", Note(text="a"), NOW, True, key="tap-1") == first.header
    assert outbox.waiting() == 1
    assert outbox.file("note", Note(text="a"), NOW, True, key="tap-2") != first.header


def test_numbers_are_never_given_twice_not_even_after_everything_was_deleted(
    outbox: Outbox, paired: Paired, tmp_path: Path
) -> None:
    given = {outbox.next_number() for _ in range(10)}
    headers = [outbox.file("note", Note(text="a"), NOW, True) for _ in range(3)]
    outbox.acknowledge([one.id for one in headers], NOW)
    assert outbox.forget_old(NOW + timedelta(days=36)) == 3
    outbox.close()
    again = Outbox(tmp_path / "outbox.db", paired)
    assert again.next_number() not in given
    assert again.file("note", Note(text="a"), NOW, True).seq == 4
    again.close()


def test_acknowledged_filings_stay_sealed_for_35_days(outbox: Outbox) -> None:
    acknowledged = outbox.file("note", Note(text="a"), NOW, True)
    outbox.file("note", Note(text="b"), NOW, True)
    outbox.acknowledge([acknowledged.id], NOW)
    assert outbox.waiting() == 1
    assert outbox.forget_old(NOW + timedelta(days=34, hours=23)) == 0
    assert [one.header.seq for one in everything(outbox)] == [1, 2]
    assert outbox.forget_old(NOW + timedelta(days=35, seconds=1)) == 1
    assert [one.header.seq for one in everything(outbox)] == [2]


def test_a_full_box_refuses_with_a_sentence_and_drops_nothing(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_module, "CAPACITY", 3)
    headers = [outbox.file("note", Note(text="a"), NOW, True) for _ in range(3)]
    with pytest.raises(LinkError, match="服务窗口"):
        outbox.file("note", Note(text="a"), NOW, True)
    assert [one.header for one in everything(outbox)] == headers
    outbox.acknowledge([headers[0].id], NOW)
    assert outbox.file("note", Note(text="a"), NOW, True).seq == 4


def test_a_clock_that_fell_back_is_not_believed(outbox: Outbox) -> None:
    assert outbox.file("note", Note(text="a"), NOW, True).clock_ok
    assert outbox.file("note", Note(text="a"), NOW - timedelta(seconds=59), True).clock_ok
    assert not outbox.file("note", Note(text="a"), NOW - timedelta(days=3650), True).clock_ok
    assert not outbox.file("note", Note(text="a"), NOW + timedelta(days=365), False).clock_ok
    assert outbox.file("note", Note(text="a"), NOW + timedelta(minutes=1), True).clock_ok


def test_batches_keep_to_count_and_bytes(outbox: Outbox) -> None:
    for _ in range(5):
        outbox.file("note", Note(text="x" * 3000), NOW, True)
    size = len(everything(outbox)[0].sealed)
    assert len(outbox.after(0, limit=4, max_bytes=1 << 30)) == 4
    assert len(outbox.after(0, limit=50, max_bytes=2 * size)) == 2
    assert len(outbox.after(3, limit=50, max_bytes=1)) == 1
    with pytest.raises(LinkError):
        outbox.file("note", Note(text="x" * outbox_module.BODY_LIMIT), NOW, True)


def test_pairing_anew_starts_a_new_numbering_and_keeps_what_is_left_over(
    outbox: Outbox, paired: Paired, tmp_path: Path
) -> None:
    left = outbox.file("note", Note(text="a"), NOW, True)
    outbox.close()
    anew = Outbox(tmp_path / "outbox.db", replace(paired, terminal="terminal-2", prefix="13"))
    assert anew.file("note", Note(text="b"), NOW, True).seq == 1
    assert anew.waiting() == 2
    assert [one.header for one in anew.left_over(limit=50, max_bytes=1 << 20)] == [left]
    assert [one.header.terminal for one in everything(anew)] == ["terminal-2"]
    anew.close()


def test_a_lost_outbox_goes_on_above_what_the_hub_has(outbox: Outbox) -> None:
    outbox.move_up_to(41)
    assert outbox.file("note", Note(text="a"), NOW, True).seq == 42
    outbox.move_up_to(7)
    assert outbox.file("note", Note(text="a"), NOW, True).seq == 43


def test_a_file_that_cannot_be_read_or_written_says_who_should_do_what(outbox: Outbox) -> None:
    outbox.close()
    for use in (outbox.waiting, outbox.next_number, lambda: everything(outbox),
                lambda: outbox.file("note", Note(text="a"), NOW, True)):  # fmt: skip
        with pytest.raises(LinkError, match="请系统管理员检查磁盘"):
            use()


def test_no_body_lies_in_clear_in_any_byte_of_the_files(outbox: Outbox, tmp_path: Path) -> None:
    for _ in range(30):
        outbox.file("note", Note(text=CANARY), NOW, True, key="tap")
        outbox.file("note", Note(text=CANARY), NOW, True)
    for path in tmp_path.iterdir():
        assert CANARY.encode() not in path.read_bytes(), path.name


def test_the_file_is_durable_and_strict(outbox: Outbox, tmp_path: Path) -> None:
    reader = sqlite3.connect(str(tmp_path / "outbox.db"))
    assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert {row[5] for row in reader.execute("PRAGMA table_list") if not row[1].startswith("sqlite_")} == {1}
    reader.close()
    assert outbox._db.execute("PRAGMA synchronous").fetchone() == (2,)
