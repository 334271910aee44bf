"""The lines of a box: names that stay, and lines that somebody holds."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from kiosk.ports import holder_of, printer_ports, serial_ports

_FTDI = "usb-FTDI_FT232R_USB_UART_A1043K7Q-if00-port0"
_PROLIFIC = "usb-Prolific_Technology_Inc._USB-Serial_Controller-if00-port0"


class _Dev:
    """A folder laid out like /dev by udev."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.devices: list[Path] = []

    def add(self, name: str, *, by_id: str = "", by_path: str = "") -> Path:
        device = self.root / name
        device.touch()
        self.devices.append(device)
        for kind, link in (("by-id", by_id), ("by-path", by_path)):
            if link:
                folder = self.root / "serial" / kind
                folder.mkdir(parents=True, exist_ok=True)
                (folder / link).symlink_to(device)
        return device

    def names(self) -> dict[str, str]:
        return {port.device.name: str(port.name.relative_to(self.root))
                for port in serial_ports(self.root, self.devices)}  # fmt: skip


@pytest.fixture
def dev(tmp_path: Path) -> _Dev:
    return _Dev(tmp_path)


def test_an_adapter_goes_by_the_name_that_follows_it_to_another_socket(dev: _Dev) -> None:
    dev.add("ttyUSB0", by_id=_FTDI, by_path="pci-0000:00:14.0-usb-0:1:1.0-port0")
    assert dev.names() == {"ttyUSB0": f"serial/by-id/{_FTDI}"}


def test_identical_adapters_go_by_the_socket_they_are_in(dev: _Dev) -> None:
    # udev gives the one name to whichever came last: it says nothing of which device is behind it
    dev.add("ttyUSB0", by_path="pci-0000:00:14.0-usb-0:1:1.0-port0")
    dev.add("ttyUSB1", by_id=_PROLIFIC, by_path="pci-0000:00:14.0-usb-0:2:1.0-port0")
    assert dev.names() == {"ttyUSB0": "serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0",
                           "ttyUSB1": "serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0"}  # fmt: skip


def test_a_line_soldered_to_the_board_keeps_its_own_name_beside_an_adapter(dev: _Dev) -> None:
    dev.add("ttyS0")
    dev.add("ttyUSB0", by_id=_FTDI, by_path="pci-0000:00:14.0-usb-0:1:1.0-port0")
    assert dev.names() == {"ttyS0": "ttyS0", "ttyUSB0": f"serial/by-id/{_FTDI}"}


def test_the_printers_the_kernel_took_are_listed_in_order(dev: _Dev) -> None:
    (dev.root / "usb").mkdir()
    for name in ("lp1", "lp0", "hiddev0"):
        (dev.root / "usb" / name).touch()
    assert printer_ports(dev.root) == (dev.root / "usb" / "lp0", dev.root / "usb" / "lp1")


def test_a_locked_line_names_its_holder_and_a_free_one_nobody(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    try:
        line = Path(os.ttyname(theirs))
        assert holder_of(line) is None
        fcntl.flock(theirs, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert holder_of(line) == os.getpid()
        link = tmp_path / "reader"
        link.symlink_to(line)
        assert holder_of(link) == os.getpid()
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_lock_on_another_file_with_the_same_inode_number_is_not_on_this_line(tmp_path: Path) -> None:
    line = tmp_path / "ttyS0"
    line.touch()
    node = line.stat()
    major, minor = os.major(node.st_dev), os.minor(node.st_dev)
    locks = tmp_path / "locks"
    locks.write_text(f"1: FLOCK  ADVISORY  WRITE 77 {major + 1:02x}:{minor:02x}:{node.st_ino} 0 EOF\n"
                     f"2: POSIX  ADVISORY  WRITE 78 {major:02x}:{minor:02x}:{node.st_ino} 0 EOF\n")  # fmt: skip
    assert holder_of(line, locks) is None
    locks.write_text(f"1: FLOCK  ADVISORY  WRITE 79 {major:02x}:{minor:02x}:{node.st_ino} 0 EOF\n")
    assert holder_of(line, locks) == 79


def test_a_lock_note_counts_while_its_process_lives(tmp_path: Path) -> None:
    line = tmp_path / "ttyS0"
    line.touch()
    note = tmp_path / "LCK..ttyS0"
    note.write_text(f"{os.getpid():>10}\n")
    assert holder_of(line, notes=tmp_path) == os.getpid()
    note.write_text("4194305\n")  # beyond the greatest process number Linux gives
    assert holder_of(line, notes=tmp_path) is None


def test_a_line_that_is_not_there_is_held_by_nobody(tmp_path: Path) -> None:
    assert holder_of(tmp_path / "ttyUSB9") is None
