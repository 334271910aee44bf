"""The timers run commands the program has, as often as the promises say."""

from __future__ import annotations

import argparse
import re
from datetime import timedelta
from pathlib import Path

import pytest

from content.backup.commands import add_backup_command
from content.backup.policy import EVERY

UNITS = Path(__file__).parents[4] / "systemd"


def parsed(unit: str) -> argparse.Namespace:
    (line,) = re.findall(r"^ExecStart=\S+/python -m content (.+)$", (UNITS / unit).read_text("utf8"), re.MULTILINE)
    parser = argparse.ArgumentParser()
    add_backup_command(parser.add_subparsers())
    return parser.parse_args(line.split())


def calendar(unit: str) -> str:
    (line,) = re.findall(r"^OnCalendar=(.+)$", (UNITS / unit).read_text("utf8"), re.MULTILINE)
    return str(line)


def test_every_fifteen_minutes_the_disk_alone() -> None:
    words = parsed("linggong-backup.service")
    assert (words.deed, words.disk, words.check) == ("now", True, False)
    assert calendar("linggong-backup.timer") == "*:0/15"
    assert timedelta(minutes=15) == EVERY


def test_every_week_all_places_with_every_byte_read_back_and_then_a_drill() -> None:
    words = parsed("linggong-backup-weekly.service")
    assert (words.deed, words.disk, words.check) == ("now", False, True)
    assert parsed("linggong-backup-drill.service").deed == "drill"
    weekly, drill = calendar("linggong-backup-weekly.timer"), calendar("linggong-backup-drill.timer")
    assert weekly.split()[0] == drill.split()[0] == "Sun"
    assert weekly < drill


@pytest.mark.parametrize("name", ["linggong-backup", "linggong-backup-weekly", "linggong-backup-drill"])
def test_every_timer_has_its_service_and_a_missed_week_is_made_up(name: str) -> None:
    timer = (UNITS / f"{name}.timer").read_text("utf8")
    service = (UNITS / f"{name}.service").read_text("utf8")
    assert "WantedBy=timers.target" in timer
    assert ("Persistent=yes" in timer) == (name != "linggong-backup")
    assert "Type=oneshot" in service
    assert "ReadWritePaths=-/mnt/linggong-backup" in service
