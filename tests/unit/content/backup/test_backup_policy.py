"""When a backup counts as overdue, and when a copy as whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from content.backup.policy import age_words, differing, last_good, missing_rows, overdue, shown
from content.backup.records import Attempt, BackupState, Check, Drill, TargetKind
from content.backup.sheet import root_from, sheet_text
from content.errors import BackupError
from content.store.snapshot import Contents, TableCount

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ROOT = bytes(range(32))


def attempt(age: timedelta, ok: bool = True, kind: TargetKind = TargetKind.DISK) -> Attempt:
    return Attempt(target="/backup", kind=kind, at=NOW - age, ok=ok, sentence="", seconds=1.0)


def drill(age: timedelta, ok: bool = True) -> Drill:
    return Drill(target="/backup", at=NOW - age, seconds=60.0,
                 checks=(Check(about="条数", ok=ok, sentence="条数不一样。"),))  # fmt: skip


def abouts(state: BackupState, disk: bool = True, away: bool = False) -> list[str]:
    return [one.about for one in overdue(state, NOW, disk=disk, away=away)]


def holding(rows: int, last: int = 0, audit: int = 5) -> Contents:
    return Contents(tables=(TableCount(table="inbox", rows=rows, last=last),), audit_seq=audit, audit_head="",
                    ledger_seq=0, ledger_head="",
                    media=frozenset(), attachments=frozenset(), sealed=None)  # fmt: skip


def test_a_copy_of_a_quarter_of_an_hour_and_a_drill_of_a_week_leave_nothing_to_say() -> None:
    assert abouts(BackupState(attempts=(attempt(15 * MINUTE),), drills=(drill(7 * DAY),))) == []


def test_two_missed_runs_are_told_and_one_is_not() -> None:
    drills = (drill(DAY),)
    assert abouts(BackupState(attempts=(attempt(30 * MINUTE),), drills=drills)) == []
    assert abouts(BackupState(attempts=(attempt(31 * MINUTE),), drills=drills)) == ["第二块盘备份过期"]


def test_a_failed_try_is_not_a_copy() -> None:
    state = BackupState(attempts=(attempt(MINUTE, ok=False), attempt(40 * MINUTE)), drills=(drill(DAY),))
    assert abouts(state) == ["第二块盘备份过期"]
    good = last_good(state, TargetKind.DISK)
    assert good is not None
    assert good.at == NOW - 40 * MINUTE


def test_a_copy_on_the_disk_is_none_away() -> None:
    state = BackupState(attempts=(attempt(MINUTE),), drills=(drill(DAY),))
    assert abouts(state, away=True) == ["异地备份过期"]
    assert abouts(state, disk=False, away=True) == ["没有备份盘", "异地备份过期"]
    assert abouts(state, disk=False) == ["没有设备份"]


@pytest.mark.parametrize(("drills", "told"), [
    ((), "没有演练过"), ((drill(9 * DAY),), "演练过期"), ((drill(DAY, ok=False), drill(2 * DAY)), "演练没有通过"),
    ((replace(drill(DAY), checks=()),), "演练没有通过"),
])  # fmt: skip
def test_a_drill_that_was_not_made_or_not_passed_or_looked_at_nothing_is_told(drills: tuple[Drill, ...], told: str
                                                                              ) -> None:  # fmt: skip
    assert abouts(BackupState(attempts=(attempt(MINUTE),), drills=drills)) == [told]


def test_every_sentence_says_who_does_what() -> None:
    states = (BackupState(), BackupState(drills=(drill(9 * DAY),)), BackupState(drills=(drill(DAY, ok=False),)))
    said = [one.sentence for state in states for disk in (True, False) for away in (True, False)
            for one in overdue(state, NOW, disk=disk, away=away)]  # fmt: skip
    assert len(said) > 8
    assert all("请系统管理员" in sentence for sentence in said)


def test_a_copy_with_less_than_before_and_after_is_found_and_work_meanwhile_is_not() -> None:
    assert missing_rows(holding(10), holding(12), holding(15)) == ()
    assert missing_rows(holding(15), holding(12), holding(10)) == ()  # drafts are dropped too
    assert missing_rows(holding(10), holding(9), holding(15)) == ("inbox",)
    assert missing_rows(holding(10, last=40), holding(10, last=39), holding(10, last=41)) == ("inbox",)
    assert missing_rows(holding(10), holding(10, audit=4), holding(10)) == ("audit",)
    assert missing_rows(holding(1), replace(holding(1), tables=()), holding(1)) == ("inbox",)


def test_a_restored_database_must_hold_exactly_what_was_noted() -> None:
    noted = holding(10, last=40).tables
    assert differing(noted, holding(10, last=40).tables) == ()
    assert differing(noted, holding(11, last=40).tables) == ("inbox",)
    assert differing(noted, ()) == ("inbox",)


def test_a_target_is_shown_without_its_password() -> None:
    assert shown("rest:https://hub:geheim@backup.example:8000/hub") == "rest:https://***@backup.example:8000/hub"
    assert shown("/mnt/backup") == "/mnt/backup"


@pytest.mark.parametrize(("age", "words"), [
    (timedelta(seconds=20), "刚刚"), (59 * MINUTE, "59 分钟前"), (60 * MINUTE, "1 小时前"),
    (47 * 60 * MINUTE, "47 小时前"), (2 * DAY, "2 天前"),
])  # fmt: skip
def test_an_age_is_said_in_plain_words(age: timedelta, words: str) -> None:
    assert age_words(age) == words


def test_the_escrow_sheet_gives_the_key_back_however_it_is_typed() -> None:
    text = sheet_text(ROOT)
    assert root_from(text) == ROOT
    assert root_from(f"  {text.lower().replace('-', ' ')}\n") == ROOT
    assert root_from(text.replace("O", "0").replace("I", "1").replace("B", "8")) == ROOT


def test_a_mistyped_sheet_is_never_a_key() -> None:
    text = sheet_text(ROOT)
    for at, letter in enumerate(text):
        if letter != "-":
            wrong = text[:at] + ("Z" if letter != "Z" else "Y") + text[at + 1 :]
            with pytest.raises(BackupError, match="再输一遍"):
                root_from(wrong)
    for short in ("", text[:-1], text + "A", "不是密钥"):
        with pytest.raises(BackupError, match="再输一遍"):
            root_from(short)
