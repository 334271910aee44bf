"""The lines of the doctor and of 运行状况: from when on a certificate, a clock and the network's time are wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from content.diagnosis import Level
from content.hubapi.certificate import planned, prepare
from content.rules.clock import ClockState
from content.rules.disk_room import GB, MB, Room
from content.security import health
from tests.fixtures.certificates import self_signed
from tests.unit.content.store.samples import NOW

DAY = timedelta(days=1)


def test_a_certificate_is_called_a_month_before_it_ends(tmp_path: Path) -> None:
    made = planned("192.168.0.2", (), tmp_path)
    assert made is not None
    assert health.certificate(made, NOW).level is Level.NOTE  # made at the next start
    self_signed(tmp_path, NOW, days=500)
    prepare(made, bytes(48), NOW)
    ends = NOW + 500 * DAY
    for now, level in ((NOW, Level.NOTE), (ends - 31 * DAY, Level.NOTE), (ends - 29 * DAY, Level.WRONG),
                       (ends + DAY, Level.WRONG)):  # fmt: skip
        assert health.certificate(made, now).level is level
    assert "过期" in health.certificate(made, ends + DAY).sentence
    made.first[0].write_text("nothing")
    assert "不要换新的" in health.certificate(made, NOW).sentence
    made.first[0].unlink()
    assert health.certificate(made, NOW).level is Level.GOOD
    made.server.write_text("nothing")
    assert health.certificate(made, NOW).level is Level.WRONG
    assert health.certificate(None, NOW).level is Level.NOTE


@pytest.mark.parametrize(("at", "level"), [(NOW - timedelta(minutes=30), Level.GOOD), (NOW - 2 * DAY, Level.WRONG),
                                           (None, Level.WRONG)])  # fmt: skip
def test_time_from_the_network_has_to_be_fresh(at: datetime | None, level: Level) -> None:
    assert health.synced(NOW, at).level is level


def test_clock_and_disk_say_who_does_what() -> None:
    assert health.clock(ClockState.RIGHT, NOW, NOW).level is Level.GOOD
    wrong = health.clock(ClockState.BEHIND, NOW - 3650 * DAY, NOW)
    assert wrong.level is Level.WRONG
    assert "请系统管理员" in wrong.sentence
    limits = health.limits_of(64, 300)
    assert health.disk(Room(free=40 * GB, total=64 * GB, reserve_kept=True), limits).level is Level.GOOD
    low = health.disk(Room(free=299 * MB, total=64 * GB, reserve_kept=True), limits)
    assert (low.level, "不能存" in low.sentence) == (Level.WRONG, True)
