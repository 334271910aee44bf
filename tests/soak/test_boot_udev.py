"""The udev rules before real keyboards: qemu's, under Debian's own kernel, without KVM (minutes)."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.soak.boot_image import image, prepared

pytestmark = pytest.mark.soak
ROOT = Path(__file__).parents[2]
PROBE = """#!/bin/sh
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
exec >/dev/ttyS0 2>&1
mount -t proc proc /proc
mount -t tmpfs run /run
mkdir -p /etc/linggong
/lib/systemd/systemd-udevd --daemon
modprobe -a evdev atkbd xhci_pci usbhid hid_generic
udevadm trigger --action=add
udevadm settle
until ls -d /sys/class/input/event* | grep -c . | grep -q '[3-9]'; do sleep 1; done
sleep 10
for glass in no yes; do
  if [ $glass = yes ]; then touch /etc/linggong/public-glass; fi
  udevadm trigger --subsystem-match=input --action=change
  udevadm settle
  for event in /sys/class/input/event*; do
    echo "DEVICE $glass $(cat $event/device/name): $(udevadm info --query=property $event | tr '\\n' ' ')"
  done
done
sync
echo o >/proc/sysrq-trigger
sleep 60
"""


def _devices(folder: Path) -> list[tuple[bool, str, str]]:
    """Boot, and return whether the public stood before the box, the device's name and its properties."""
    layers = prepared(folder, ("linux-image-amd64", "systemd-sysv", "udev"))
    for name in ("vmlinuz", "initrd.img"):
        shutil.copy(next((layers[0] / "boot").glob(f"{name}-*")), folder / name)
    rules = (ROOT / "debian/files/70-linggong.rules").read_text("utf8")
    image(folder, layers, folder / "disk.img", {"probe": PROBE, "usr/lib/udev/rules.d/70-linggong.rules": rules})
    words = ("qemu-system-x86_64", "-machine", "q35", "-accel", "tcg", "-cpu", "max", "-m", "700", "-nodefaults",
             "-display", "none", "-no-reboot", "-nic", "none", "-kernel", str(folder / "vmlinuz"),
             "-initrd", str(folder / "initrd.img"), "-append", "root=/dev/vda rw console=ttyS0 quiet init=/probe",
             "-drive", f"file={folder / 'disk.img'},format=raw,if=virtio", "-serial", f"file:{folder / 'said'}",
             "-device", "qemu-xhci", "-device", "usb-tablet", "-device", "usb-kbd")  # fmt: skip
    subprocess.run(words, check=True, timeout=1800, stdin=subprocess.DEVNULL)
    said = (folder / "said").read_text("utf8", "replace")
    return [(glass == "yes", name, properties)
            for glass, name, properties in re.findall(r"DEVICE (no|yes) (.*?): (.*)", said)]  # fmt: skip


def test_keyboards_do_nothing_where_the_public_stands_and_touch_goes_on(tmp_path: Path) -> None:
    devices = _devices(tmp_path)
    keyboards = [one for one in devices if "ID_INPUT_KEYBOARD=1" in one[2]]
    assert len(keyboards) == 4, devices  # the one every machine has and one on USB, asked twice
    assert all(("LIBINPUT_IGNORE_DEVICE=1" in properties) is glass for glass, _, properties in keyboards)
    others = [one for one in devices if one not in keyboards]
    assert any("Tablet" in name for _, name, _ in others)
    assert not any("LIBINPUT_IGNORE_DEVICE" in properties for _, _, properties in others)
