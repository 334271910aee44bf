"""The disk of a machine that boots: a bare Debian with what the package depends on, made once a run."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from tests.soak.debian_root import bare, entered

ROOT = Path(__file__).parents[2]
BOOTS = ("systemd-sysv", "udev", "dbus", "libpam-systemd", "iproute2")
_HANDS = """[Unit]
Description=Root shell of the test
DefaultDependencies=no
After=local-fs.target

[Service]
ExecStartPre=-/usr/sbin/ip address add 192.168.77.2/32 dev lo
ExecStartPre=-/bin/sh -c "rm /dev/ttyS*"
ExecStart=/usr/bin/python3.11 /usr/local/sbin/boot_hands.py /dev/tty3
Restart=always

[Install]
WantedBy=multi-user.target
"""
_MAKE = """
set -e
mount -t tmpfs none "$1" && mkdir "$1/root" "$1/upper" "$1/work"
mount -t overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" overlay "$1/root"
cp -a "$3/." "$1/root/"
rm -rf "$1"/root/var/lib/apt/lists/* "$1"/root/var/cache/apt/*.bin
chroot "$1/root" systemctl --quiet enable hands.service
chroot "$1/root" systemctl --quiet mask getty@tty1.service getty@tty3.service
mke2fs -q -t ext4 -E root_owner=0:0 -d "$1/root" "$4" 6G
"""


def depended() -> tuple[str, ...]:
    """Return what the package depends on and what a machine needs to boot, by the names of Debian's packages."""
    control = (ROOT / "debian/control").read_text("utf8")
    line = next(line for line in control.splitlines() if line.startswith("Depends: "))
    return (*(one.split()[0] for one in line.removeprefix("Depends: ").split(", ")), *BOOTS)


def prepared(folder: Path, packages: tuple[str, ...], below: tuple[Path, ...] = (),
             name: str = "prepared") -> tuple[Path, ...]:  # fmt: skip
    """Install packages of Debian over these layers (a bare Debian where there are none); return the layers."""
    if not below:
        bare(folder / "bare")
        below = (folder / "bare",)
    with entered(below, folder / "mount", folder / name) as machine:
        machine.must("apt-get", "update", "-qq", network=True)
        machine.must("apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages, network=True)
        machine.must("apt-get", "clean")
    return folder / name, *below


def image(folder: Path, layers: tuple[Path, ...], disk: Path, more: Mapping[str, str] = MappingProxyType({})) -> None:
    """Make a disk of these layers, with the test's own root shell on the first console line."""
    own = folder / "own"
    files = {
        "etc/hostname": "hall\n",
        "etc/hosts": "127.0.0.1 localhost hall\n",
        "etc/machine-id": "",
        "etc/fstab": "/dev/ubda / ext4 errors=remount-ro 0 1\n/dev/ubdb /mnt/linggong-backup ext4 defaults 0 2\n",
        "etc/systemd/system/hands.service": _HANDS,
        "usr/local/sbin/boot_hands.py": (ROOT / "tests/soak/boot_hands.py").read_text("utf8"),
    }
    for path, text in (files | dict(more)).items():
        (own / path).parent.mkdir(parents=True, exist_ok=True)
        (own / path).write_text(text, "utf8")
        (own / path).chmod(0o755 if text.startswith("#!") else 0o644)
    words = (str(folder / "mount"), ":".join(map(str, layers)), str(own), str(disk))
    subprocess.run(["unshare", "--mount", "--propagation", "private", "sh", "-c", _MAKE, "sh", *words], check=True)
    for layer in layers:
        shutil.rmtree(layer)
