"""Plays are filed hour by hour, each once, whatever happens between two steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.errors import LinkError
from content.model.filings import Play, PlaysBody
from signage.errors import PlaysError
from signage.plays import Plays

TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def play(minute: float, scene: str = "a" * 16) -> Play:
    return Play(edition_order=7, scene_id=scene, content_ids=("job-1", "job-2"),
                started_at=TEN + timedelta(minutes=minute), milliseconds=18_000)  # fmt: skip


@pytest.fixture
def plays(tmp_path: Path) -> Iterator[Plays]:
    opened = Plays(tmp_path / "plays.db")
    yield opened
    opened.close()


class Box:
    """Keeps what is filed the way the outbox does: the same key again files nothing new."""

    def __init__(self) -> None:
        self.filed: dict[str, PlaysBody] = {}

    def file(self, body: PlaysBody, key: str) -> None:
        self.filed.setdefault(key, body)


def test_an_hour_is_filed_only_when_it_is_over(plays: Plays) -> None:
    box = Box()
    plays.record((play(0), play(59), play(61)))
    assert plays.file_hours(TEN + timedelta(minutes=61), box.file) == 0  # late reports have two minutes
    assert plays.file_hours(TEN + timedelta(minutes=62), box.file) == 1
    (body,) = box.filed.values()
    assert body == PlaysBody(hour=TEN, plays=(play(0), play(59)))
    assert plays.waiting() == 1


def test_a_play_reported_twice_is_filed_once(plays: Plays) -> None:
    box = Box()
    plays.record((play(1), play(1)))
    plays.record((play(1),))
    plays.file_hours(TEN + timedelta(hours=2), box.file)
    assert [one for body in box.filed.values() for one in body.plays] == [play(1)]


def test_a_play_told_again_after_it_was_filed_is_not_filed_again(plays: Plays) -> None:
    box = Box()
    plays.record((play(0), play(1)))
    plays.file_hours(TEN + timedelta(hours=2), box.file)
    plays.record((play(0), play(1)))  # the answer was lost when the process was killed
    assert plays.waiting() == 0
    plays.file_hours(TEN + timedelta(hours=3), box.file)
    assert [one for body in box.filed.values() for one in body.plays] == [play(0), play(1)]


def test_a_crash_after_filing_files_the_same_batch_under_the_same_key(tmp_path: Path) -> None:
    box = Box()

    def file_and_die(body: PlaysBody, key: str) -> None:
        box.file(body, key)
        raise KeyboardInterrupt

    before = Plays(tmp_path / "plays.db")
    before.record((play(1), play(2)))
    with pytest.raises(KeyboardInterrupt):
        before.file_hours(TEN + timedelta(hours=2), file_and_die)
    before.close()
    after = Plays(tmp_path / "plays.db")
    after.record((play(3),))  # reported late, after the batch was named
    after.file_hours(TEN + timedelta(hours=2), box.file)
    after.close()
    assert sorted(one.started_at for body in box.filed.values() for one in body.plays) == [
        play(minute).started_at for minute in (1, 2, 3)
    ]


def test_a_full_outbox_leaves_the_plays_where_they_are(plays: Plays) -> None:
    def refuse(body: PlaysBody, key: str) -> None:
        raise LinkError("还没送到中心的登记太多，存不下了，请工作人员检查网络。")

    plays.record((play(1),))
    with pytest.raises(LinkError):
        plays.file_hours(TEN + timedelta(hours=2), refuse)
    box = Box()
    assert plays.waiting() == 1 and plays.file_hours(TEN + timedelta(hours=2), box.file) == 1
    assert plays.waiting() == 0


def test_a_busy_hour_travels_in_several_filings(plays: Plays) -> None:
    box = Box()
    plays.record(tuple(play(number / 20) for number in range(700)))  # 35 minutes' worth
    assert plays.file_hours(TEN + timedelta(hours=2), box.file) == 3  # 300 + 300 + 100
    assert sum(len(body.plays) for body in box.filed.values()) == 700


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "plays.db").write_bytes(b"not a database, surely" * 100)
    with pytest.raises(PlaysError, match="请系统管理员"):
        Plays(tmp_path / "plays.db")
