"""The doctor before lines with twins, with nobody, and with somebody else's lock; and before a kiosk at work."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from content.diagnosis import Level, Observation, from_lines
from kiosk.doctor import check_devices
from kiosk.settings import KioskSettings
from tests.browser.kiosk_rig import KioskRig, wait_until
from tests.contract.printer_process import REPOSITORY
from tests.contract.printer_process import TwinProcess as PrinterTwin
from tests.contract.printer_process import twin as printer_twin
from tests.fixtures.readers import TwinProcess as ReaderTwin
from tests.fixtures.readers import running_twin

_HOLD = """import fcntl, os, sys
fcntl.flock(os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY), fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()"""


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderTwin]:
    with running_twin() as twin:
        twin.calm()
        yield twin


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrinterTwin]:
    with printer_twin("pty", tmp_path_factory.mktemp("printer")) as twin:
        yield twin


@contextmanager
def silent_line() -> Iterator[str]:
    """Open a line with nobody at the other end."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    try:
        yield os.ttyname(theirs)
    finally:
        os.close(ours)
        os.close(theirs)


@contextmanager
def locked_line() -> Iterator[tuple[str, int]]:
    """Open a line that another process has locked; yields its name and that process."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    process = subprocess.Popen([sys.executable, "-c", _HOLD, os.ttyname(theirs)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield os.ttyname(theirs), process.pid
        os.set_blocking(ours, False)
        with pytest.raises(BlockingIOError):
            os.read(ours, 1)  # not a byte came down the line
    finally:
        process.communicate()
        os.close(ours)
        os.close(theirs)


def sentences(found: tuple[Observation, ...], about: str) -> list[str]:
    return [one.sentence for one in found if one.about == about]


def checked(settings: KioskSettings, *extra: str, running: dict[str, str] | None = None) -> tuple[Observation, ...]:
    return check_devices(settings, running, extra, here=(), usb=())


def test_every_line_is_told_for_what_it_is(reader: ReaderTwin, printer: PrinterTwin) -> None:
    with silent_line() as silent, locked_line() as (locked, holder):
        found = checked(KioskSettings(), str(reader.link), str(printer.link), silent, locked, "/dev/ttyNONE0")
    told = sentences(found, "port")
    assert told[0].startswith(f"{reader.link}：读卡器（安全模块 05.01-")
    assert told[1].startswith(f"serial:{printer.link}：打印机")
    assert told[2] == f"{silent}：没有设备回答，不是读卡器也不是打印机。"
    assert told[3].startswith(f"{locked}：被进程 {holder}（")
    assert told[3].endswith("占着，没有打扰它。")
    assert "打不开" in told[4]
    assert not any(one.level is Level.WRONG for one in found)
    assert [one.setting for one in found if one.setting] == [
        f'kiosk.reader_port = "{reader.link}"', f'kiosk.printer = "serial:{printer.link}"']  # fmt: skip
    assert printer.status()["errors"] == []


def test_of_two_readers_a_person_must_choose(reader: ReaderTwin) -> None:
    with running_twin() as second:
        found = checked(KioskSettings(), str(reader.link), str(second.link))
    assert sentences(found, "setting") == ["找到 2 台读卡器，请系统管理员选一台写进设置 reader_port。"]
    assert not [one for one in found if one.setting]


def test_what_is_configured_and_answers_is_good_and_not_asked_twice(reader: ReaderTwin, printer: PrinterTwin) -> None:
    settings = KioskSettings(reader_port=str(reader.link), printer=f"serial://{printer.link}")
    found = checked(settings, str(reader.link.resolve()), str(printer.link))
    assert [one.level for one in found] == [Level.GOOD, Level.GOOD]
    assert not sentences(found, "port")


def test_a_device_at_the_other_ones_line_is_wrong_and_the_right_line_is_proposed(
        reader: ReaderTwin, printer: PrinterTwin) -> None:  # fmt: skip
    with silent_line() as silent:
        found = checked(KioskSettings(reader_port=silent, printer=f"serial:{silent}"), str(reader.link),
                        str(printer.link))  # fmt: skip
    assert [one.level for one in found if one.about in ("reader", "printer")] == [Level.WRONG, Level.WRONG]
    assert sentences(found, "reader") == [f"{silent} 上没有读卡器回答，请工作人员检查电源和连线；接错口的话请改设置。"]
    assert [one.setting for one in found if one.setting] == [
        f'kiosk.reader_port = "{reader.link}"', f'kiosk.printer = "serial:{printer.link}"']  # fmt: skip


def test_a_configured_line_that_another_program_holds_is_wrong_and_left_alone() -> None:
    with locked_line() as (locked, holder):
        found = checked(KioskSettings(reader_port=locked))
    (said,) = sentences(found, "reader")
    assert f"被进程 {holder}（" in said
    assert "请系统管理员关掉它" in said


def test_a_reader_that_reports_itself_unfit_is_told_with_its_remedy(reader: ReaderTwin) -> None:
    reader.control.fault("not_authorised")
    try:
        found = checked(KioskSettings(reader_port=str(reader.link)))
    finally:
        reader.control.fault("none")
    (about,) = [one for one in found if one.about == "reader"]
    assert about.level is Level.WRONG
    assert "READER-66" in about.sentence


def test_a_printer_without_paper_is_told_with_what_to_do(printer: PrinterTwin) -> None:
    printer.order(fault="paper_out")
    try:
        found = checked(KioskSettings(printer=f"serial:{printer.link}"))
    finally:
        printer.order(fault="none")
    (about,) = [one for one in found if one.about == "printer"]
    assert about.level is Level.WRONG
    assert "请换一卷纸" in about.sentence


def test_an_address_of_no_known_form_is_wrong() -> None:
    (about,) = [one for one in checked(KioskSettings(printer="lp0")) if one.about == "printer"]
    assert about.level is Level.WRONG
    assert "请系统管理员写成" in about.sentence


def test_a_usb_printer_that_says_nothing_is_a_printer_all_the_same() -> None:
    with silent_line() as device:
        found = check_devices(KioskSettings(), None, here=(), usb=(Path(device),))
        chosen = check_devices(KioskSettings(printer=f"usb:{device}"), None, here=(), usb=(Path(device),))
    assert sentences(found, "port") == [f"usb:{device}：打印机，但不报状态。"]
    assert [one.setting for one in found if one.setting] == [
        f'kiosk.printer = "usb:{device}"', 'kiosk.printer_profile = "58mm-mute"']  # fmt: skip
    (about,) = [one for one in chosen if one.about == "printer"]
    assert about.level is Level.NOTE
    assert "不报状态" in about.sentence


def test_a_profile_that_does_not_exist_is_wrong(printer: PrinterTwin) -> None:
    found = checked(KioskSettings(printer=f"serial:{printer.link}", printer_profile="58"))
    (about,) = [one for one in found if one.about == "printer"]
    assert about.level is Level.WRONG
    assert "58mm-gb2312" in about.sentence


def test_what_a_running_kiosk_uses_is_not_asked(reader: ReaderTwin, printer: PrinterTwin) -> None:
    asked, printed = reader.control.status()["requests"], printer.status()["received"]
    settings = KioskSettings(reader_port=str(reader.link), printer=f"serial:{printer.link}")
    well = checked(settings, running={"reader": "idle", "printer": "ready"})
    ill = checked(settings, running={"reader": "closed", "printer": "cover_open"})
    assert [one.level for one in well] == [Level.GOOD, Level.GOOD]
    assert [one.level for one in ill] == [Level.WRONG, Level.WRONG]
    assert "请工作人员按紧" in ill[1].sentence
    assert reader.control.status()["requests"] == asked
    assert printer.status()["received"] == printed


def _doctor(module: str, *words: str, **settings: str) -> tuple[int, tuple[Observation, ...]]:
    """Run a doctor as an administrator does, and return its exit code and what it said."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "LINGGONG"))}
    env = clean | {f"LINGGONG_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", module, "doctor", "--json", *words]
    done = subprocess.run(command, cwd=REPOSITORY, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert not done.stderr
    return done.returncode, from_lines(done.stdout)


@pytest.mark.soak
def test_the_whole_doctor_writes_what_it_found_into_the_settings(
        reader: ReaderTwin, printer: PrinterTwin, tmp_path: Path) -> None:  # fmt: skip
    config = tmp_path / "linggong.toml"
    config.write_text('[kiosk]\nname = "东门自助机"\n', "utf8")
    nowhere = {part: str(tmp_path / part) for part in ("hub_data", "kiosk_data", "screen_data")}
    code, found = _doctor("content", "--ports", str(reader.link), str(printer.link), "--write",
                          config=str(config), kiosk_port="1", screen_port="1", **nowhere)  # fmt: skip
    assert code == 0, found
    assert {one.part for one in found} == {"hub", "kiosk", "screen", "printer"}
    assert tomllib.loads(config.read_text("utf8")) == {"kiosk": {
        "name": "东门自助机", "reader_port": str(reader.link), "printer": f"serial:{printer.link}"}}  # fmt: skip


@pytest.mark.soak
def test_a_setting_that_cannot_be_read_is_what_is_wrong_in_every_part_that_reads_it(tmp_path: Path) -> None:
    config = tmp_path / "linggong.toml"
    config.write_text("[kiosk\n", "utf8")
    code, found = _doctor("content", config=str(config))
    assert code == 1
    assert {one.part for one in found if one.level is Level.WRONG} == {"hub", "kiosk", "screen"}
    assert all("请系统管理员改正" in one.sentence for one in found if one.level is Level.WRONG)


def test_the_doctor_lets_a_kiosk_at_work_speak_and_does_not_disturb_it(tmp_path: Path) -> None:
    rig = KioskRig(tmp_path)
    try:
        wait_until(lambda: rig.health()["reader"] == "idle" and rig.health()["printer"] == "ready", "the devices")
        code, found = _doctor("kiosk", kiosk_port=str(rig.port), kiosk_data=str(rig.data),
                              kiosk_reader_port=str(rig.reader.link),
                              kiosk_printer=f"tcp://127.0.0.1:{rig.printer.port}")  # fmt: skip
        # as somebody would who does not know which line the kiosk was given
        blind = checked(KioskSettings(), str(rig.reader.link))
        state = rig.health()["reader"]
    finally:
        rig.stop()
    told = {one.about: one for one in found}
    assert code == 0, found
    assert told["reader"].sentence.startswith(f"读卡器 {rig.reader.link} 由本机程序用着，它说正常")
    assert told["printer"].sentence.startswith("打印机 tcp://127.0.0.1:")
    assert told["edition"].level is Level.GOOD
    assert told["spool"].sentence == "打印队列完好：还没有小票。"
    assert any(f"{rig.reader.link}：被进程 {rig.process.pid}（" in one for one in sentences(blind, "port"))
    assert state == "idle"
