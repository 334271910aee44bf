"""A wrong clock harms nothing (P8, T5): what a hub does when it jumps, beside the naive program that believes it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from content.admin.login import IDLE_LIFE, SESSION_LIFE, at_the_desk, issue_link, open_session
from content.clock import Clock, SetClock, calendar_day
from content.hubapi.time_watch import TimeWatch
from content.link.outbox import Outbox
from content.model.audit import Action
from content.model.codes import Role, Stage
from content.model.people import Staff
from content.model.tickets import TicketBody, TicketMatter
from content.rules.clock import ClockState, clock_sentence, is_fresh, judge
from content.store import driver, migrations
from content.store.audit import AuditPage
from content.store.database import Market
from content.timekeeping import GuardedClock, MarkFile, guarded, is_sure, synced_at, uptime_s
from tests.pages.kiosk_market import pairing
from tests.unit.content.store.samples import JOB, KEYS, NOTICE, NOW, employer

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
YEAR = 365 * DAY
JUMPS = (-10 * YEAR, -DAY, 30 * DAY, YEAR)  # the four of T5
REVIEWER = Staff(id="staff-2", login="shen", name="审", roles=(Role.REVIEWER,), enabled=True,
                 pledged_on=date(2026, 1, 5))  # fmt: skip


@dataclass
class Machine:
    """A box whose clock can be set; how long it has run cannot."""

    wall: SetClock = field(default_factory=lambda: SetClock(NOW))
    up: float = 1000.0
    net: datetime | None = None

    def runs(self, span: timedelta) -> None:
        self.wall.at += span
        self.up += span.total_seconds()

    def guard(self, mark: datetime | None = None) -> GuardedClock:
        made = GuardedClock(self.wall, uptime=lambda: self.up, synced=lambda: self.net)
        made.begin(mark)
        return made


@pytest.mark.parametrize("jump", JUMPS)
def test_time_goes_on_from_what_was_kept_whatever_the_machine_says(jump: timedelta) -> None:
    box = Machine()
    clock = box.guard()
    box.runs(MINUTE)
    assert (clock.now(), clock.sure) == (NOW + MINUTE, True)
    box.wall.at += jump
    assert clock.now() == NOW + MINUTE
    assert not clock.sure
    box.runs(5 * MINUTE)
    assert clock.now() == NOW + 6 * MINUTE
    box.wall.at -= jump  # mended
    assert (clock.now(), clock.sure, clock.state) == (NOW + 6 * MINUTE, True, ClockState.RIGHT)


def test_a_box_that_starts_in_1970_goes_on_from_the_mark_and_takes_the_right_time_when_it_comes() -> None:
    box = Machine(wall=SetClock(datetime(1970, 1, 1, tzinfo=UTC)))
    clock = box.guard(mark=NOW)
    box.runs(10 * SECOND)
    assert (clock.now(), clock.state) == (NOW + 10 * SECOND, ClockState.BEHIND)
    box.wall.at = NOW + 3 * DAY  # somebody sets it: the box had stood still for three days
    assert (clock.now(), clock.state) == (NOW + 3 * DAY, ClockState.RIGHT)


@pytest.mark.parametrize(("away", "net", "state"), [
    (29 * DAY, False, ClockState.RIGHT), (31 * DAY, False, ClockState.AHEAD), (31 * DAY, True, ClockState.RIGHT),
    (-59 * SECOND, False, ClockState.RIGHT), (-61 * SECOND, False, ClockState.BEHIND),
    (-61 * SECOND, True, ClockState.RIGHT),
])  # fmt: skip
def test_at_the_start_a_month_is_believed_and_the_network_more_than_the_mark(away: timedelta, net: bool,
                                                                             state: ClockState) -> None:  # fmt: skip
    """Section 2.4 of the reliability notes: now < mark - 60 s, or > mark + 30 d without NTP."""
    box = Machine()
    box.net = NOW if net else None
    clock = box.guard(mark=NOW - away)
    clock.now()
    assert clock.state is state


def test_an_old_word_of_the_network_vouches_for_nothing() -> None:
    assert is_fresh(NOW, NOW + 74 * MINUTE)
    assert not is_fresh(NOW, NOW + YEAR)
    assert not is_fresh(NOW, NOW - YEAR)
    assert not is_fresh(None, NOW)
    box = Machine(net=NOW)
    clock = box.guard()
    box.wall.at += YEAR  # set by hand a minute after the network had set it
    assert (clock.now(), clock.state) == (NOW, ClockState.AHEAD)


def test_an_hour_set_by_hand_is_taken_and_a_person_can_vouch_for_more() -> None:
    box = Machine()
    clock = box.guard()
    box.wall.at += timedelta(hours=1)
    assert (clock.now(), clock.sure) == (NOW + timedelta(hours=1), True)
    box.wall.at += 40 * DAY
    assert clock.now() == NOW + timedelta(hours=1)
    assert clock.accept() == NOW + timedelta(hours=1) + 40 * DAY
    assert (clock.now(), clock.sure) == (box.wall.at, True)


def test_the_hubs_time_is_taken_where_our_own_is_wrong_and_only_there() -> None:
    box = Machine(wall=SetClock(datetime(1970, 1, 1, tzinfo=UTC)))
    clock = box.guard(mark=NOW)
    clock.heard(NOW + 2 * DAY)
    box.runs(MINUTE)
    assert (clock.now(), clock.sure, clock.state) == (NOW + 2 * DAY + MINUTE, True, ClockState.BEHIND)
    right = Machine()
    other = right.guard()
    other.heard(NOW + 2 * DAY)
    assert other.now() == NOW


def test_sleep_counts_as_running_and_the_synchronised_file_is_read(tmp_path: Path) -> None:
    assert abs(uptime_s() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 5
    assert synced_at(tmp_path / "synchronized") is None
    (tmp_path / "synchronized").touch()
    os.utime(tmp_path / "synchronized", (NOW.timestamp(), NOW.timestamp()))
    assert synced_at(tmp_path / "synchronized") == NOW


def test_a_terminal_keeps_its_mark_in_a_file_and_never_a_wrong_one(tmp_path: Path) -> None:
    box, mark = Machine(), MarkFile(tmp_path / "clock")
    clock = GuardedClock(box.wall, uptime=lambda: box.up, synced=lambda: None, keep=mark.write)
    assert (clock.now(), mark.read()) == (NOW, NOW)
    box.runs(30 * SECOND)
    clock.now()
    assert mark.read() == NOW  # once a minute is enough
    box.runs(30 * SECOND)
    clock.now()
    assert mark.read() == NOW + MINUTE
    box.wall.at -= 10 * YEAR
    box.runs(5 * MINUTE)
    clock.now()
    assert mark.read() == NOW + MINUTE
    again = guarded(SetClock(NOW - YEAR), tmp_path / "clock")
    assert NOW + MINUTE <= again.now() < NOW + 2 * MINUTE
    (tmp_path / "clock").write_text("garbage")
    assert guarded(SetClock(NOW), tmp_path / "clock").now() == NOW


def test_the_sentence_says_who_does_what_and_nothing_while_the_clock_is_right() -> None:
    assert clock_sentence(ClockState.RIGHT, "a", "b") == ""
    told = clock_sentence(ClockState.AHEAD, "2027-11-23", "2026-11-23")
    assert all(words in told for words in ("快了", "2027-11-23", "2026-11-23", "请系统管理员"))
    assert judge(NOW, NOW, DAY, synced=False) is ClockState.RIGHT


@dataclass(frozen=True)
class Standing:
    """What a hub holds to be in force at one instant."""

    jobs: int
    notices: int
    session: bool
    ticket_day: date


def _hub(path: Path, clock: Clock) -> tuple[Market, str]:
    """A hub with twenty published jobs, a notice, and somebody who is logged in."""
    market = Market.open(path, KEYS, clock)

    def put(tables: Any) -> None:
        tables.staff.add(REVIEWER)
        tables.employers.save(employer(), None)
        for number in range(20):
            kept = tables.jobs.save(replace(JOB, id=f"job-{number}", number=2000 + number), None)
            for stage in (Stage.SUBMITTED, Stage.APPROVED):
                kept = tables.jobs.set_stage(kept.id, stage, REVIEWER.id, NOW)
        notice = tables.notices.save(NOTICE, None)
        for stage in (Stage.SUBMITTED, Stage.APPROVED):
            notice = tables.notices.set_stage(notice.id, stage, REVIEWER.id, NOW)

    market.write(put)
    token = open_session(market, KEYS, issue_link(market, KEYS, REVIEWER.login, clock.now()), clock.now())
    return market, token


def _standing(market: Market, token: str, now: datetime) -> Standing:
    with market.reading() as tables:
        return Standing(jobs=len(tuple(tables.jobs.publishable(now))),
                        notices=len(tuple(tables.notices.publishable(now))),
                        session=at_the_desk(tables, KEYS, token, now) is not None,
                        ticket_day=(now + timedelta(hours=8)).date())  # fmt: skip


def _after(path: Path, jump: timedelta, guard: Callable[[Machine], Clock]) -> Standing:
    box = Machine()
    clock = guard(box)
    market, token = _hub(path, clock)
    try:
        assert _standing(market, token, clock.now()) == Standing(jobs=20, notices=1, session=True,
                                                                 ticket_day=date(2026, 11, 23))  # fmt: skip
        box.wall.at += jump
        box.runs(5 * MINUTE)
        return _standing(market, token, clock.now())
    finally:
        market.close()


@pytest.mark.parametrize("jump", JUMPS)
def test_jobs_notices_and_logins_stand_through_a_jump(tmp_path: Path, jump: timedelta) -> None:
    kept = _after(tmp_path / "market.db", jump, lambda box: box.guard())
    assert kept == Standing(jobs=20, notices=1, session=True, ticket_day=date(2026, 11, 23))


@pytest.mark.parametrize("jump", JUMPS)
def test_the_naive_program_is_led_astray_by_each_of_them(tmp_path: Path, jump: timedelta) -> None:
    naive = _after(tmp_path / "market.db", jump, lambda box: box.wall)
    assert naive != Standing(jobs=20, notices=1, session=True, ticket_day=date(2026, 11, 23))
    if jump > timedelta():
        assert (naive.jobs, naive.notices, naive.session) == (0, 0, False)


@pytest.mark.parametrize("guard", [True, False])
def test_no_session_is_taken_that_is_older_than_its_limit(tmp_path: Path, guard: bool) -> None:
    """Eleven hours after the login the clock is put back by twelve: the naive program lets the old session in."""
    box = Machine()
    clock: Clock = box.guard() if guard else box.wall
    market, token = _hub(tmp_path / "market.db", clock)
    digest = next(iter(_sessions(market)))
    market.write(lambda tables: tables.staff.used_session(digest, NOW + SESSION_LIFE, NOW + SESSION_LIFE))
    box.runs(SESSION_LIFE + timedelta(hours=1))
    assert not _standing(market, token, clock.now()).session
    box.wall.at -= timedelta(hours=12)
    assert _standing(market, token, clock.now()).session is not guard
    assert IDLE_LIFE < SESSION_LIFE
    market.close()


def _sessions(market: Market) -> list[bytes]:
    with market.reading() as tables:
        return [one.digest for one in tables.staff.sessions(REVIEWER.id)]


def _numbers(path: Path, clock: Clock, box: Machine, jump: timedelta) -> list[str]:
    """Two tickets before a jump, one after it, one when it is mended: as a kiosk gives them, by day and matter."""
    outbox = Outbox(path, pairing())

    def take() -> str:
        now = clock.now()
        return outbox.file_numbered(
            "ticket", lambda number: TicketBody(number=number, matter=TicketMatter.POLICY), now, is_sure(clock),
            series=f"{calendar_day(now)} {TicketMatter.POLICY}").number  # fmt: skip

    given = [take(), take()]
    box.wall.at += jump
    given.append(take())
    box.wall.at -= jump
    given.append(take())
    outbox.close()
    return given


@pytest.mark.parametrize("jump", JUMPS)
def test_no_number_is_given_twice_and_the_naive_kiosk_gives_one_twice(tmp_path: Path, jump: timedelta) -> None:
    box = Machine()
    assert _numbers(tmp_path / "guarded.db", box.guard(), box, jump) == ["1", "2", "3", "4"]
    naive = Machine()
    # that number 1 is of another day helps nobody: the hub takes what a doubtful clock filed to the day it comes in
    assert _numbers(tmp_path / "naive.db", naive.wall, naive, jump) == ["1", "2", "1", "3"]


def test_the_hub_keeps_its_mark_and_writes_down_when_the_clock_went_wrong_and_right(tmp_path: Path) -> None:
    box = Machine()
    clock = box.guard()
    market = Market.open(tmp_path / "market.db", KEYS, clock)
    watch = TimeWatch(market, clock)
    watch.keep()
    box.runs(MINUTE)
    watch.keep()
    box.wall.at += YEAR
    watch.keep()
    box.runs(MINUTE)
    watch.keep()
    with market.reading() as tables:
        mark = tables.clock_marks.get()
        assert mark is not None
        assert (mark.at, mark.clock_ok, mark.since) == (NOW + 2 * MINUTE, False, NOW + MINUTE)
        assert tables.clock_marks.clock_ok() is False
    # a restart with the clock still wrong goes on from there
    again = box.guard(mark=mark.at)
    assert (again.now(), again.state) == (NOW + 2 * MINUTE, ClockState.AHEAD)
    box.wall.at -= YEAR
    watch.keep()
    with market.reading() as tables:
        entries, total = tables.audit.page(AuditPage(action=Action.CLOCK))
        assert tables.clock_marks.clock_ok() is True
    assert total == 2
    assert "2027-11-23" in entries[1].words
    market.close()


def test_an_older_file_gets_the_mark(tmp_path: Path) -> None:
    db = driver.open_for_writing(tmp_path / "market.db")
    migrations.migrate(db, stop_before="clock_marks")
    assert "clock_mark" not in {row[1] for row in db.execute("PRAGMA table_list").fetchall()}
    db.close()
    market = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))
    market.write(lambda tables: tables.clock_marks.put(NOW, ClockState.RIGHT))
    with market.reading() as tables:
        mark = tables.clock_marks.get()
    assert mark is not None
    assert mark.at == NOW
    market.close()
