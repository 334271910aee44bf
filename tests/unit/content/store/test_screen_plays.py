"""播放记录: each play once in any order of arrival, and the questions the assessment asks."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from content.hubapi.alarms import note_alarm
from content.hubapi.plays_projection import EVERGREEN, kind_of, read_plays
from content.hubapi.projections import NotProjectable
from content.model.codec import to_json
from content.model.codes import Stage
from content.model.editions import Emergency
from content.model.filings import Play, PlaysBody
from content.model.screens import ScenePicture
from content.store.database import Market
from tests.unit.content.store.samples import EMPLOYER, JOB

TEN = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)  # 3 March, 10:30 in the hall
BOARD, SERVICE = "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"


def play(after_s: float, scene: str = BOARD, seconds: int = 15, order: int = 7,
         ids: tuple[str, ...] = (JOB.id,)) -> Play:  # fmt: skip
    return Play(edition_order=order, scene_id=scene, content_ids=ids if scene == BOARD else (),
                started_at=TEN + timedelta(seconds=after_s), milliseconds=seconds * 1000)  # fmt: skip


def keep(market: Market, *plays: Play, terminal: str = "screen-1") -> int:
    return market.write(lambda tables: tables.plays.add(terminal, plays, lambda one: kind_of(tables, one)))


def test_what_was_on_at_10_32_is_the_play_that_covers_it_and_a_dark_minute_has_none(market: Market) -> None:
    keep(market, play(0), play(15, SERVICE, 12), play(120, BOARD, 18))
    with market.reading() as tables:
        seen = {after: tables.plays.at("screen-1", TEN + timedelta(seconds=after)) for after in (0, 14.9, 15, 60, 125)}
        assert tables.plays.at("screen-2", TEN) is None
        before, after = tables.plays.nearest("screen-1", TEN + timedelta(seconds=60))
    found = {after: one.scene_id if one else None for after, one in seen.items()}
    assert found == {0: BOARD, 14.9: BOARD, 15: SERVICE, 60: None, 125: BOARD}
    assert before is not None and after is not None
    assert (before.started_at, after.started_at) == (TEN + timedelta(seconds=15), TEN + timedelta(seconds=120))


def test_plays_that_come_twice_and_in_any_order_are_there_once(market: Market) -> None:
    batches = ((play(0), play(15, SERVICE, 12)), (play(27), play(42)), (play(15, SERVICE, 12), play(57)))
    for number, order in enumerate(permutations(batches)):
        terminal = f"screen-{number}"
        assert sum(keep(market, *batch, terminal=terminal) for batch in order) == 5
        with market.reading() as tables:
            plays = tables.plays.between(terminal, TEN, TEN + timedelta(hours=1))
        starts = [int((one.started_at - TEN).total_seconds()) for one in plays]
        assert starts == [57, 42, 27, 15, 0]


def test_the_same_second_on_two_screens_is_two_plays(market: Market) -> None:
    assert keep(market, play(0)) + keep(market, play(0), terminal="screen-2") == 2


def test_the_kind_of_a_scene_is_what_its_first_record_is(market: Market) -> None:
    market.write(lambda tables: (tables.employers.save(EMPLOYER, None), tables.jobs.save(JOB, None)))
    keep(market, play(0), play(20, SERVICE), play(40, "cccccccccccccccc"))
    with market.reading() as tables:
        kinds = {one.scene_id: one.kind for one in tables.plays.totals(TEN, TEN + timedelta(hours=1))}
    assert kinds[BOARD] == "jobs"
    assert kinds[SERVICE] == EVERGREEN


def test_old_plays_go_and_newer_ones_stay(market: Market) -> None:
    keep(market, play(0), play(3600))
    assert market.write(lambda tables: tables.plays.forget_before(TEN + timedelta(minutes=5))) == 1
    with market.reading() as tables:
        assert tables.plays.first_at() == TEN + timedelta(hours=1)


@pytest.mark.parametrize("wrong", [
    {"scene_id": "../../etc"}, {"milliseconds": -1}, {"content_ids": ["x"] * 41}, {"kind": "Jobs!"},
    {"edition_order": -1},
])  # fmt: skip
def test_a_filing_that_is_no_list_of_plays_goes_to_staff(wrong: dict[str, object]) -> None:
    good = to_json(PlaysBody(hour=TEN, plays=(play(0),))).decode()
    assert len(read_plays(good.encode()).plays) == 1
    plain = json.loads(good)
    plain["plays"][0] |= wrong
    with pytest.raises(NotProjectable, match="播放记录"):
        read_plays(json.dumps(plain).encode())


def test_a_day_of_one_screen_takes_less_than_two_hundred_kilobytes(market: Market) -> None:
    def size() -> int:
        with market.reading() as tables:
            pages = tables.plays._db.execute("PRAGMA page_count").fetchone()[0]
            return int(pages) * int(tables.plays._db.execute("PRAGMA page_size").fetchone()[0])

    day = [play(at * 17.28, f"{at % 160:016x}", ids=tuple(f"job-{at % 160}-{n}" for n in range(7)))
           for at in range(5000)]  # fmt: skip
    known = [play(-1000 - at, f"{at:016x}", ids=tuple(f"job-{at}-{n}" for n in range(7))) for at in range(160)]
    keep(market, *known)
    before = size()
    keep(market, *day)
    grown = size() - before
    print("bytes a day and screen:", grown)
    assert 40_000 < grown < 200_000


def test_a_scene_keeps_its_first_picture(market: Market) -> None:
    picture = ScenePicture(scene_id=BOARD, sha256="1" * 64, size=9, width=1920, height=1080, edition_order=7,
                           terminal_id="screen-1", first_seen_at=TEN)  # fmt: skip
    other = ScenePicture(scene_id=BOARD, sha256="2" * 64, size=9, width=3840, height=2160, edition_order=8,
                         terminal_id="screen-2", first_seen_at=TEN)  # fmt: skip
    assert market.write(lambda tables: (tables.scene_pictures.add(picture), tables.scene_pictures.add(other))) == (
        True, False)  # fmt: skip
    with market.reading() as tables:
        assert tables.scene_pictures.of((BOARD, SERVICE)) == {BOARD: picture}


def test_a_terminal_acknowledges_an_emergency_by_the_edition_it_painted(market: Market) -> None:
    alarm = Emergency(title="火警", text="请走楼梯", until=TEN + timedelta(hours=1), by="staff-1", declared_at=TEN)

    def declare(tables: object) -> None:
        tables.emergencies.put(alarm)  # type: ignore[attr-defined]
        for order, built in ((10, TEN - timedelta(minutes=1)), (11, TEN + timedelta(seconds=1))):
            tables.editions.add(order, 1, "full", built, "staff-1", "", b"", b"")  # type: ignore[attr-defined]

    market.write(declare)

    def hears(terminal: str, order: int, after_s: float) -> None:
        at = TEN + timedelta(seconds=after_s)
        report = (f'{{"painted_order": {order}, "painted_scene": "{BOARD}",'
                  f' "painted_at": "{at:%Y-%m-%dT%H:%M:%S}.000Z"}}')  # fmt: skip
        market.write(lambda tables: note_alarm(tables, terminal, report, at + timedelta(seconds=1)))

    hears("screen-1", 10, 1)  # still the edition before
    with market.reading() as tables:
        assert tables.alarms_painted.of(TEN) == ()
    hears("screen-1", 11, 2)
    hears("screen-1", 11, 17)  # every heartbeat says so again
    hears("screen-2", 12, 3)  # a later edition carries it as well
    hears("screen-3", 11, 4000)  # it is over
    with market.reading() as tables:
        found = [(one.terminal_id, one.painted_at - TEN) for one in tables.alarms_painted.of(TEN)]
    assert found == [("screen-1", timedelta(seconds=2)), ("screen-2", timedelta(seconds=3))]


def test_a_withdrawn_job_still_tells_its_kind(market: Market) -> None:
    market.write(lambda tables: (tables.employers.save(EMPLOYER, None), tables.jobs.save(JOB, None)))
    market.write(lambda tables: tables.jobs.set_stage(JOB.id, Stage.WITHDRAWN, "staff-1", TEN))
    with market.reading() as tables:
        assert kind_of(tables, play(0)) == "jobs"
