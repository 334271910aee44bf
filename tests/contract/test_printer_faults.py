"""Every fault of a printer over every line: what becomes of the slip, what the walk-in is told, what staff are told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from printer.condition import PrinterState
from printer.profiles import PROFILES, Acknowledge
from printer.slip_job import SlipState
from tests.contract.printer_process import wait_for
from tests.contract.printer_rig import LINES, Counter, Machine, counter_at, machine_on, slip

UNASKED = replace(PROFILES["58mm"], answers_status=False, acknowledge=Acknowledge.GS_R)
"""A printer that is asked nothing first: the bytes leave, and only the acknowledgement can be missing."""


@pytest.fixture(params=LINES, scope="module")
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Machine, str]]:
    with machine_on(request.param, tmp_path_factory.mktemp(request.param)) as machine:
        yield machine, request.param


@pytest.fixture
def counter(running: tuple[Machine, str], tmp_path: Path) -> Iterator[Counter]:
    machine, line = running
    machine.order(fault="none")
    machine.order(paper=30_000)
    wait_for(lambda: machine.status()["waiting"] == 0, 5, "the printer to be done with the test before")
    machine.order(clear=True)
    with counter_at(machine, line, tmp_path) as whole:
        yield whole


def test_a_slip_comes_out_once_and_is_confirmed(counter: Counter) -> None:
    counter.worker.start()
    job = counter.printing.print(slip("J2611-0412", qr="https://dz.example.cn/j/J2611-0412"))
    assert counter.printing.print(slip("J2611-0412", qr="https://dz.example.cn/j/J2611-0412")) == job
    counter.ends(job, SlipState.CONFIRMED)
    [sheet] = counter.machine.slips()
    assert sheet["cut"]
    assert sheet["text"].splitlines()[:4] == ["岗位单", "第1行 J2611-0412", "第2行 J2611-0412", "第3行 J2611-0412"]
    assert Path(sheet["png"]).read_bytes().startswith(b"\x89PNG")
    told: list[SlipState] = []
    # the event follows the spool's commit
    wait_for(lambda: told.extend(event.state for event in counter.told(job)) or len(told) > 1, 5, "two events")  # type: ignore[func-returns-value]
    assert told == [SlipState.SENDING, SlipState.CONFIRMED]
    assert counter.spool.chunks(job) == ()
    assert "请取走" in counter.printing.sentence(job)


def test_twenty_slips_come_out_in_the_order_they_were_asked_for(counter: Counter) -> None:
    jobs = [counter.printing.print(slip(f"J{number:04}")) for number in range(20)]
    counter.worker.start()
    for job in jobs:
        counter.ends(job, SlipState.CONFIRMED, 30)
    assert [sheet["text"].splitlines()[1] for sheet in counter.machine.slips()] == [
        f"第1行 J{number:04}" for number in range(20)
    ]


@pytest.mark.parametrize(
    ("fault", "state", "walk_in", "staff"),
    [
        ("paper_out", PrinterState.PAPER_OUT, "没纸了，请叫工作人员换纸", "请换一卷纸"),
        ("cover_open", PrinterState.COVER_OPEN, "盖子没有关好，请叫工作人员", "请把盖子按紧"),
        ("error", PrinterState.OFFLINE, "卡住了，请叫工作人员", "取出卡住的纸"),
        ("silent", PrinterState.UNKNOWN, "没有回答，请叫工作人员", "请关掉打印机再打开"),
    ],
)
def test_a_printer_that_cannot_print_gets_no_byte_and_the_slip_comes_once_it_can(
    counter: Counter, fault: str, state: PrinterState, walk_in: str, staff: str
) -> None:
    counter.machine.order(fault=fault)
    counter.worker.start()
    job = counter.printing.print(slip("J1"))
    report = counter.reports(state, walk_in)
    assert staff in report.staff_sentence
    wait_for(lambda: walk_in in counter.printing.sentence(job), 5, "the walk-in to be told")
    assert {event.state for event in counter.told(job)} == {SlipState.QUEUED}
    assert counter.spool.job(job).attempts == 0
    counter.machine.order(fault="none")
    counter.ends(job, SlipState.CONFIRMED)
    assert counter.reports(PrinterState.READY).staff_sentence == ""
    assert (counter.whole_slips("J1"), len(counter.machine.slips())) == (1, 1)


def test_a_stalled_printer_is_never_taken_for_fine_and_the_slip_comes_once_it_goes_on(counter: Counter) -> None:
    counter.machine.order(fault="stall")
    counter.worker.start()
    job = counter.printing.print(slip("J1"))
    wait_for(lambda: "请叫工作人员" in counter.printing.sentence(job), 5, "the walk-in to be told")
    assert counter.report.state in (PrinterState.UNKNOWN, PrinterState.OFFLINE)  # a network one refuses us meanwhile
    assert counter.spool.job(job).attempts == 0
    counter.machine.order(fault="none")
    counter.ends(job, SlipState.CONFIRMED)
    assert (counter.whole_slips("J1"), len(counter.machine.slips())) == (1, 1)


def test_little_paper_left_is_a_matter_for_staff_only(counter: Counter) -> None:
    counter.machine.order(fault="near_end")
    counter.worker.start()
    job = counter.printing.print(slip("J1"))
    counter.ends(job, SlipState.CONFIRMED)
    report = counter.reports(PrinterState.READY)
    assert (report.paper_low, report.sentence) == (True, "打印机正常。")
    assert "请准备一卷新纸" in report.staff_sentence


def test_slips_that_waited_too_long_are_given_up_unprinted_and_a_refill_brings_only_the_fresh_one(
    counter: Counter,
) -> None:
    counter.machine.order(fault="paper_out")
    counter.worker.start()
    jobs = [counter.printing.print(slip(f"J{number}")) for number in range(20)]
    counter.reports(PrinterState.PAPER_OUT)
    counter.moment += timedelta(minutes=2, seconds=1)
    for job in jobs:
        counter.ends(job, SlipState.FAILED)
    assert "请再按一次打印" in counter.printing.sentence(jobs[0])
    counter.machine.order(fault="none")
    counter.ends(counter.printing.print(slip("J99")), SlipState.CONFIRMED)
    assert [sheet["text"].splitlines()[1] for sheet in counter.machine.slips()] == ["第1行 J99"]


def test_paper_that_ends_mid_slip_brings_one_whole_slip_after_the_refill(counter: Counter) -> None:
    counter.machine.order(paper=150)
    counter.worker.start()
    job = counter.printing.print(slip("J1", lines=60))  # 60 lines of 34 dots are 255 mm
    counter.reports(PrinterState.PAPER_OUT)
    wait_for(lambda: "重新打一张完整的" in counter.printing.sentence(job), 5, "the walk-in to be told")
    assert (counter.printing.outcome(job), counter.spool.job(job).attempts) == (SlipState.QUEUED, 1)
    counter.machine.order(paper=30_000)
    counter.ends(job, SlipState.CONFIRMED)
    sheets = [sheet["text"] for sheet in counter.machine.slips()]
    assert (counter.whole_slips("J1"), sum("完 J1" in sheet for sheet in sheets)) == (1, 1)


def test_paper_that_ends_twice_mid_slip_gives_the_slip_up(counter: Counter) -> None:
    counter.machine.order(paper=150)
    counter.worker.start()
    job = counter.printing.print(slip("J1", lines=60))
    counter.reports(PrinterState.PAPER_OUT)
    wait_for(lambda: counter.spool.job(job).state is SlipState.QUEUED, 5, "the first attempt to end")
    counter.machine.order(paper=150)
    counter.ends(job, SlipState.FAILED)
    assert "没有打完整，请叫工作人员" in counter.printing.sentence(job)
    assert all("完 J1" not in sheet["text"] for sheet in counter.machine.slips())


def test_a_line_cut_mid_slip_leaves_the_slip_unknown_and_the_next_one_whole(counter: Counter) -> None:
    counter.machine.order(fault="close_mid_job")
    counter.worker.start()
    job = counter.printing.print(slip("J1", lines=60))
    counter.ends(job, SlipState.UNKNOWN)
    assert "请看一下出纸口" in counter.printing.sentence(job)
    counter.machine.order(fault="none")
    counter.ends(counter.printing.print(slip("J2")), SlipState.CONFIRMED)
    assert (counter.printing.outcome(job), counter.spool.job(job).attempts) == (SlipState.UNKNOWN, 1)
    assert (counter.whole_slips("J1"), counter.whole_slips("J2")) == (0, 1)


def test_a_slip_of_unknown_fate_is_printed_again_only_by_staff_and_marked(
    running: tuple[Machine, str], counter: Counter, tmp_path: Path
) -> None:
    machine, line = running
    machine.order(fault="stall")
    with counter_at(machine, line, tmp_path / "unasked", UNASKED) as trusting:
        trusting.worker.start()
        job = trusting.printing.print(slip("J1"))
        trusting.ends(job, SlipState.UNKNOWN)
        assert "请叫工作人员补打" in trusting.printing.sentence(job)
        machine.order(fault="none")
        wait_for(lambda: machine.status()["waiting"] == 0, 5, "the printer to go on")
        assert trusting.printing.print(slip("J1")) == job
        assert trusting.printing.outcome(job) is SlipState.UNKNOWN
        [offered] = trusting.printing.unknown()
        assert (offered.id, offered.number, offered.can_be_reprinted) == (job, "J1", True)
        again = trusting.printing.reprint(job, "ckjb")
        assert trusting.printing.reprint(job, "ckjb") == again
        trusting.ends(again, SlipState.CONFIRMED)
        assert trusting.printing.unknown() == []
        newest = trusting.printing.recent()[0]
        assert (newest.id, newest.copy, newest.ordered_by, newest.can_be_reprinted) == (again, 2, "ckjb", False)
    assert [sheet["text"].startswith("【补打】") for sheet in machine.slips()].count(True) == 1


def test_a_test_slip_is_one_slip_however_often_it_is_ordered(counter: Counter) -> None:
    counter.worker.start()
    job = counter.printing.test_slip("errand-1", "ckjb", "自助机 A1")
    assert counter.printing.test_slip("errand-1", "ckjb", "自助机 A1") == job
    counter.ends(job, SlipState.CONFIRMED)
    assert counter.printing.test_slip("errand-1", "ckjb", "自助机 A1") == job
    [sheet] = counter.machine.slips()
    assert sheet["text"].startswith("试打")
    assert "自助机 A1" in sheet["text"]
    assert counter.printing.recent(1)[0].ordered_by == "ckjb"
