"""The spool on disk: one slip once, states that survive, bytes that do not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from printer.errors import CannotReprint, NoSuchSlip
from printer.slip_job import SlipState
from printer.spool import Spool

NOW = datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
CHUNKS = (b"\x1b\x40\x1c\x26", "王**".encode("gbk") + b"\n", bytes(range(256)))


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = Spool(tmp_path / "spool.db")
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
    waiting = spool.next_queued(NOW)
    assert waiting is not None
    assert (waiting.id, waiting.chunks, waiting.state) == ("job:J2", CHUNKS, SlipState.QUEUED)


@pytest.mark.parametrize("reopened", [False, True])
def test_what_was_under_way_at_a_crash_is_unknown_and_not_printed_again(tmp_path: Path, reopened: bool) -> None:
    spool = Spool(tmp_path / "spool.db")
    spool.put("J1", "job", CHUNKS, NOW)
    spool.mark_sending("job:J1", NOW)
    if reopened:
        spool.close()
        spool = Spool(tmp_path / "spool.db")
    assert [job.id for job in spool.recover_after_restart("请看出纸口", NOW)] == ["job:J1"]
    assert spool.job("job:J1").state is SlipState.UNKNOWN
    assert spool.next_queued(NOW) is None
    assert spool.put("J1", "job", CHUNKS, NOW).state is SlipState.UNKNOWN
    spool.close()


def test_a_failed_slip_asked_for_again_is_queued_again(spool: Spool) -> None:
    spool.put("J1", "job", CHUNKS, NOW)
    spool.mark_failed("job:J1", "没有打印", NOW)
    again = spool.put("J1", "job", (b"new",), NOW + timedelta(hours=1))
    assert (again.state, again.chunks, again.attempts) == (SlipState.QUEUED, (b"new",), 0)


def test_a_confirmed_slip_stays_confirmed(spool: Spool) -> None:
    spool.put("J1", "job", CHUNKS, NOW)
    spool.mark_confirmed("job:J1", "打好了", NOW)
    assert spool.put("J1", "job", CHUNKS, NOW).state is SlipState.CONFIRMED
    with pytest.raises(NoSuchSlip):
        spool.mark_unknown("job:J1", "", NOW)
    with pytest.raises(CannotReprint):
        spool.reprint("job:J1", b"mark", NOW)


def test_a_reprint_is_another_copy_headed_by_the_mark_and_asked_for_twice_is_one(spool: Spool) -> None:
    spool.put("J1", "job", CHUNKS, NOW)
    spool.mark_unknown("job:J1", "", NOW)
    again = spool.reprint("job:J1", b"mark", NOW)
    assert (again.copy, again.chunks) == (2, (b"mark", *CHUNKS))
    assert spool.reprint("job:J1", b"mark", NOW).id == again.id
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


def canary_files(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if "王**".encode("gbk") in path.read_bytes()]


def test_confirmed_slips_leave_no_byte_in_any_file(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db")
    spool.put("J1", "job", CHUNKS * 500, NOW)
    assert canary_files(tmp_path) != []
    spool.mark_confirmed("job:J1", "打好了", NOW)
    assert canary_files(tmp_path) == []
    spool.close()


def test_after_24_hours_no_byte_of_any_slip_is_left(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db")
    spool.put("J1", "job", CHUNKS, NOW)
    spool.mark_unknown("job:J1", "", NOW)
    spool.purge(NOW + timedelta(hours=23, minutes=59))
    assert spool.job("job:J1").chunks == CHUNKS
    spool.purge(NOW + timedelta(hours=24, seconds=1))
    assert spool.job("job:J1").chunks == ()
    assert canary_files(tmp_path) == []
    with pytest.raises(CannotReprint):
        spool.reprint("job:J1", b"mark", NOW)
    spool.purge(NOW + timedelta(days=36))
    assert spool.jobs() == []
    spool.close()
