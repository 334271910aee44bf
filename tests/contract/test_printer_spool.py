"""The spool on disk: one slip once, states that survive, bytes that do not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from printer.errors import CannotReprint, CannotUnseal, NoSuchSlip
from printer.sealing import Sealing
from printer.slip_job import SlipState
from printer.spool import Spool

NOW = datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
CHUNKS = (b"\x1b\x40\x1c\x26", "王**".encode("gbk") + b"\n", bytes(range(256)))
SEALING = Sealing(bytes(range(32)))


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = Spool(tmp_path / "spool.db", SEALING)
    yield opened
    opened.close()


def test_the_same_slip_asked_for_twice_is_one_slip(spool: Spool) -> None:
    first = spool.put("J1", "job", CHUNKS, NOW)
    assert spool.put("J1", "job", (b"other",), NOW + timedelta(seconds=1)) == first
    assert spool.put("J1", "registration", CHUNKS, NOW).id != first.id
    assert len(spool.jobs()) == 2


def test_a_slip_comes_back_byte_for_byte_and_oldest_first(spool: Spool) -> None:
    spool.put("J2", "job", CHUNKS, NOW)
    spool.put("J1", "job", (b"later",), NOW)
    waiting = spool.next_queued()
    assert waiting is not None
    assert (waiting.id, spool.chunks(waiting.id), waiting.state) == ("job:J2", CHUNKS, SlipState.QUEUED)


@pytest.mark.parametrize("reopened", [False, True])
def test_what_was_under_way_at_a_crash_is_unknown_and_not_printed_again(tmp_path: Path, reopened: bool) -> None:
    spool = Spool(tmp_path / "spool.db", SEALING)
    spool.put("J1", "job", CHUNKS, NOW)
    spool.mark_sending("job:J1", NOW)
    if reopened:
        spool.close()
        spool = Spool(tmp_path / "spool.db", SEALING)
    assert [job.id for job in spool.recover_after_restart("请看出纸口", NOW)] == ["job:J1"]
    assert spool.job("job:J1").state is SlipState.UNKNOWN
    assert spool.next_queued() is None
    assert spool.put("J1", "job", CHUNKS, NOW).state is SlipState.UNKNOWN
    spool.close()


def test_a_failed_slip_asked_for_again_is_queued_again(spool: Spool) -> None:
    spool.put("J1", "job", CHUNKS, NOW)
    spool.mark_failed("job:J1", "没有打印", NOW)
    again = spool.put("J1", "job", (b"new",), NOW + timedelta(hours=1))
    assert (again.state, spool.chunks(again.id), again.attempts) == (SlipState.QUEUED, (b"new",), 0)


def test_a_confirmed_slip_stays_confirmed(spool: Spool) -> None:
    spool.put("J1", "job", CHUNKS, NOW)
    spool.mark_confirmed("job:J1", "打好了", NOW)
    assert spool.put("J1", "job", CHUNKS, NOW).state is SlipState.CONFIRMED
    with pytest.raises(NoSuchSlip):
        spool.mark_unknown("job:J1", "", NOW)
    with pytest.raises(CannotReprint):
        spool.reprint("job:J1", b"mark", NOW, "ckjb")


def test_a_reprint_is_another_copy_headed_by_the_mark_and_asked_for_twice_is_one(spool: Spool) -> None:
    spool.put("J1", "job", CHUNKS, NOW)
    spool.mark_unknown("job:J1", "", NOW)
    again = spool.reprint("job:J1", b"mark", NOW, "ckjb")
    assert (again.copy, again.ordered_by, spool.chunks(again.id)) == (2, "ckjb", (b"mark", *CHUNKS))
    assert spool.reprint("job:J1", b"mark", NOW, "ckjb").id == again.id
    assert len(spool.jobs()) == 2


def test_slips_that_waited_over_two_minutes_are_given_up_interrupted_ones_over_ten(spool: Spool) -> None:
    spool.put("J1", "job", CHUNKS, NOW)
    spool.put("J2", "job", CHUNKS, NOW)
    spool.mark_sending("job:J2", NOW)
    spool.mark_queued("job:J2", "换纸", NOW)
    assert spool.expire(NOW + timedelta(minutes=2), "太久") == []
    assert [job.id for job in spool.expire(NOW + timedelta(minutes=2, seconds=1), "太久")] == ["job:J1"]
    assert [job.id for job in spool.expire(NOW + timedelta(minutes=10, seconds=1), "太久")] == ["job:J2"]
    assert spool.job("job:J1").state is SlipState.FAILED


def test_a_slip_asked_for_before_the_clock_was_set_back_is_given_up_and_its_bytes_wiped(spool: Spool) -> None:
    spool.put("J1", "job", CHUNKS, NOW + timedelta(days=400))
    spool.put("J2", "job", CHUNKS, NOW + timedelta(minutes=1))
    assert [job.id for job in spool.expire(NOW, "太久")] == ["job:J1"]
    spool.purge(NOW)
    assert (spool.job("job:J1").has_bytes, spool.job("job:J2").has_bytes) == (False, True)


def test_only_the_newest_copy_of_a_slip_is_offered_for_another_one(spool: Spool) -> None:
    spool.put("J2611-0412 visit 1", "job", CHUNKS, NOW)
    spool.put("J2", "job", CHUNKS, NOW)
    first = spool.job("job:J2611-0412 visit 1")
    assert (first.number, first.can_be_reprinted) == ("J2611-0412", False)
    spool.mark_unknown(first.id, "", NOW)
    assert [job.id for job in spool.of_unknown_fate()] == [first.id]
    assert spool.job(first.id).can_be_reprinted
    second = spool.reprint(first.id, b"mark", NOW, "ckjb")
    assert not spool.job(first.id).can_be_reprinted
    assert spool.of_unknown_fate() == []
    spool.mark_unknown(second.id, "", NOW)
    assert [job.id for job in spool.of_unknown_fate()] == [second.id]
    assert [job.id for job in spool.newest(2)] == [second.id, "job:J2"]


def files_with(folder: Path, canary: bytes) -> list[str]:
    return [path.name for path in folder.iterdir() if canary in path.read_bytes()]


CANARIES = ("王**".encode("gbk"), "王**".encode(), bytes(range(64)))


@pytest.mark.parametrize("canary", CANARIES)
def test_no_file_of_the_spool_ever_holds_a_printed_word_in_clear(tmp_path: Path, canary: bytes) -> None:
    spool = Spool(tmp_path / "spool.db", SEALING)
    for number in range(20):
        job = spool.put(f"J{number}", "job", CHUNKS * 50, NOW)
        assert files_with(tmp_path, canary) == []
        spool.mark_sending(job.id, NOW)
        (spool.mark_unknown, spool.mark_confirmed, spool.mark_failed)[number % 3](job.id, "", NOW)
    spool.reprint("job:J0", "王**".encode("gbk"), NOW, "ckjb")
    assert files_with(tmp_path, canary) == []
    assert files_with(tmp_path, b"job:J0") != [], "the canary looks where the rows are"
    spool.close()
    assert files_with(tmp_path, canary) == []


def sealed_in(folder: Path) -> list[bytes]:
    """Return the sealed bytes of every row, by a reader of its own."""
    with sqlite3.connect(str(folder / "spool.db")) as database:
        rows = database.execute("select sealed from slips where sealed is not null").fetchall()
    database.close()
    return [row[0] for row in rows]


def test_confirmed_slips_leave_not_even_sealed_bytes_in_any_file(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db", SEALING)
    spool.put("J1", "job", CHUNKS * 500, NOW)
    [sealed] = sealed_in(tmp_path)
    assert files_with(tmp_path, sealed[:100]) != []
    spool.mark_confirmed("job:J1", "打好了", NOW)
    for at in range(0, len(sealed) - 32, 3000):
        assert files_with(tmp_path, sealed[at : at + 32]) == []
    spool.close()


def test_a_confirmed_copy_wipes_the_slip_it_is_a_copy_of(spool: Spool) -> None:
    spool.put("J1", "job", CHUNKS, NOW)
    spool.mark_unknown("job:J1", "", NOW)
    copy = spool.reprint("job:J1", b"mark", NOW, "ckjb")
    spool.mark_confirmed(copy.id, "", NOW)
    assert [job.has_bytes for job in spool.jobs()] == [False, False]


def test_before_24_hours_are_over_no_byte_of_any_slip_is_left(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db", SEALING)
    spool.put("J1", "job", CHUNKS, NOW)
    spool.mark_unknown("job:J1", "", NOW)
    [sealed] = sealed_in(tmp_path)
    spool.purge(NOW + timedelta(hours=23))
    assert spool.chunks("job:J1") == CHUNKS
    spool.purge(NOW + timedelta(hours=23, minutes=59))
    assert spool.chunks("job:J1") == ()
    assert files_with(tmp_path, sealed[:32]) == []
    with pytest.raises(CannotReprint):
        spool.reprint("job:J1", b"mark", NOW, "ckjb")
    spool.purge(NOW + timedelta(days=36))
    assert spool.jobs() == []
    spool.close()


def test_sealed_bytes_open_with_their_key_in_their_place_only(spool: Spool, tmp_path: Path) -> None:
    sealed = SEALING.seal(b"slip", "job:J1")
    assert SEALING.open(sealed, "job:J1") == b"slip"
    assert SEALING.seal(b"slip", "job:J1") != sealed
    damaged = sealed[:-1] + bytes((sealed[-1] ^ 1,))
    for given, key, place in ((sealed, bytes(32), "J1"), (sealed, SEALING.key, "J2"), (damaged, SEALING.key, "J1")):
        with pytest.raises(CannotUnseal):
            Sealing(key).open(given, f"job:{place}")
    for cut in range(len(sealed)):
        with pytest.raises(CannotUnseal):
            SEALING.open(sealed[:cut], "job:J1")
    assert "1f" not in repr(SEALING)


def test_with_another_key_a_slip_is_no_longer_printed_nor_copied(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db", SEALING)
    spool.put("J1", "job", CHUNKS, NOW)
    spool.mark_unknown("job:J1", "", NOW)
    spool.close()
    spool = Spool(tmp_path / "spool.db", Sealing(bytes(32)))
    with pytest.raises(CannotUnseal, match="重新打印"):
        spool.chunks("job:J1")
    with pytest.raises(CannotReprint):
        spool.reprint("job:J1", b"mark", NOW, "ckjb")
    spool.close()


FIRST_TABLE = """
create table slips (
    id text primary key, reference text not null, kind text not null, copy integer not null check (copy >= 1),
    state text not null, attempts integer not null default 0, payload blob, payload_sha256 text not null,
    sentence text not null default '', findings text not null default '', queued_at integer not null,
    changed_at integer not null, place integer not null, unique (reference, kind, copy)
) strict
"""


def test_a_spool_of_the_first_version_is_sealed_and_keeps_its_slips(tmp_path: Path) -> None:
    database = sqlite3.connect(str(tmp_path / "spool.db"))
    database.execute("pragma journal_mode=wal")
    database.execute(FIRST_TABLE)
    stamp = int(NOW.timestamp() * 1000)
    payload = b"".join(len(chunk).to_bytes(4, "big") + chunk for chunk in CHUNKS)
    for place, (state, kept) in enumerate([("unknown", payload), ("confirmed", None), ("queued", payload)], start=1):
        database.execute(
            "insert into slips values (?, ?, 'job', 1, ?, 1, ?, 'hash', '看出纸口', '', ?, ?, ?)",
            (f"job:J{place}", f"J{place}", state, kept, stamp, stamp, place),
        )
    database.commit()
    database.close()
    assert files_with(tmp_path, CANARIES[0]) == ["spool.db"]
    spool = Spool(tmp_path / "spool.db", SEALING)
    assert all(files_with(tmp_path, canary) == [] for canary in CANARIES)
    assert [(job.id, job.state, job.has_bytes) for job in spool.jobs()] == [
        ("job:J1", SlipState.UNKNOWN, True), ("job:J2", SlipState.CONFIRMED, False), ("job:J3", SlipState.QUEUED, True),
    ]  # fmt: skip
    assert (spool.chunks("job:J1"), spool.job("job:J1").queued_at) == (CHUNKS, NOW)
    spool.close()
    again = Spool(tmp_path / "spool.db", SEALING)
    assert again.chunks("job:J3") == CHUNKS
    again.close()
