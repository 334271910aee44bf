"""The lines of this box a device may be on, under names that stay, and who holds them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_DEV = Path("/dev")
_LOCKS = Path("/proc/locks")
_NOTES = Path("/run/lock")
_PROCESS, _FILE = 4, 5  # columns of /proc/locks


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """One line: its device now, and the name to write into the settings."""

    device: Path
    name: Path


def device_at(port: str) -> tuple[int, int] | None:
    """Return which file (device, inode) a name stands for, None while it stands for none."""
    try:
        found = Path(port).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def serial_ports(dev: Path = _DEV, devices: Iterable[Path] | None = None) -> tuple[Port, ...]:
    """Return the serial lines of this box; `devices` replaces those the kernel lists.

    The name is that under serial/by-id, which follows the adapter to whichever socket it is put in. Identical
    adapters without serial numbers share one such name, and it points to any one of them: where fewer names than USB
    lines are there, all of those go by serial/by-path, the socket (hardware F 13).
    """
    here = tuple(sorted(_listed() if devices is None else devices))
    by_id, by_path = _links(dev / "serial" / "by-id"), _links(dev / "serial" / "by-path")
    adapters = [device for device in here if device in by_path and "usb" in by_path[device].name]
    shared = any(device not in by_id for device in adapters)

    def name(device: Path) -> Path:
        if shared and device in adapters:
            return by_path[device]
        return by_id.get(device) or by_path.get(device) or device

    return tuple(Port(device=device, name=name(device)) for device in here)


def printer_ports(dev: Path = _DEV) -> tuple[Path, ...]:
    """Return the USB printers of this box that the kernel's printer class driver has taken."""
    return tuple(sorted((dev / "usb").glob("lp*")))


def holder_of(device: Path, locks: Path = _LOCKS, notes: Path = _NOTES) -> int | None:
    """Return the process that has locked a line for itself, None where nobody has; the line is not touched.

    It shows by flock, as with our own drivers, or by a note LCK..ttyS0, as with a UPS or a modem. 0 is a process that
    this one may not see.
    """
    noted = _noted(device, notes)
    return _locking(device, locks) if noted is None else noted


def _locking(device: Path, locks: Path) -> int | None:
    try:
        node = device.resolve(strict=True).stat()
        held = locks.read_text().splitlines()
    except OSError:
        return None
    file = f"{os.major(node.st_dev):02x}:{os.minor(node.st_dev):02x}:{node.st_ino}"
    for line in held:
        words = line.split()
        # 1: FLOCK ADVISORY WRITE 4711 00:05:123 0 EOF
        if len(words) > _FILE and words[1] == "FLOCK" and words[_FILE] == file:
            return max(0, int(words[_PROCESS]))
    return None


def _noted(device: Path, notes: Path) -> int | None:
    try:
        process = int((notes / f"LCK..{device.resolve().name}").read_text())
    except (OSError, ValueError):
        return None
    return process if Path(f"/proc/{process}").exists() else None


def _listed() -> Iterable[Path]:
    from serial.tools.list_ports import comports

    # opening a Bluetooth line makes a connection, which is not for a doctor to do
    return (Path(port.device) for port in comports() if not Path(port.device).name.startswith("rfcomm"))


def _links(folder: Path) -> dict[Path, Path]:
    """Return the devices that links in a folder point to, each with the first of its links by name."""
    links = sorted(folder.iterdir(), reverse=True) if folder.is_dir() else []
    return {link.resolve(): link for link in links}
