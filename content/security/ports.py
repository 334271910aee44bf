"""Which ports of this machine can be reached from outside it, as the kernel lists them in /proc/net."""

from __future__ import annotations

from pathlib import Path

from content.errors import ContentError
from content.rules.security import OpenPort

_LISTENS = {"tcp": "0A", "udp": "07"}
# ::1, and 127.0.0.0/8 as it is written inside IPv6; /proc writes each word with its lowest byte first
_LOOPBACK6 = "00000000000000000000000001000000"
_MAPPED = "0000000000000000FFFF0000"


def _is_loopback(address: str) -> bool:
    if len(address) == 8:
        return address.endswith("7F")
    return address == _LOOPBACK6 or (address.startswith(_MAPPED) and address.endswith("7F"))


def ports_in(text: str, protocol: str) -> tuple[OpenPort, ...]:
    """Return what a table of /proc/net says is listened on beyond this machine, whatever the address."""
    found = set()
    for line in text.splitlines()[1:]:
        columns = line.split()
        if len(columns) < 4 or columns[3] != _LISTENS[protocol]:
            continue
        address, _, port = columns[1].partition(":")
        if not _is_loopback(address):
            found.add(OpenPort(protocol=protocol, port=int(port, 16)))
    return tuple(found)


def open_ports(proc: Path = Path("/proc/self/net")) -> tuple[OpenPort, ...]:
    """Return all of them; ContentError where the kernel's tables cannot be read."""
    found: set[OpenPort] = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        try:
            found.update(ports_in((proc / table).read_text("ascii"), table[:3]))
        except FileNotFoundError:
            continue  # a machine without IPv6
        except OSError as error:
            raise ContentError(f"看不到开着的端口（{error.strerror}），请系统管理员用 ss -lntu 看。") from error
    return tuple(found)
