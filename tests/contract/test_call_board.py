"""The queue over the wire: numbers filed by kiosks, asked by kiosks, called by clerks, heard by screens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.admin.windows import call_next, set_window
from content.clock import SystemClock, calendar_day
from content.edition.shelf import Shelf
from content.errors import HubAway
from content.link.board import STALE_S, BoardWatch
from content.link.follower import Follower
from content.link.hatch import ask_queue
from content.link.hub import Hub
from content.model.codes import Role, TerminalKind
from content.model.people import Staff
from content.model.tickets import QueueLine, ServiceWindow, TicketBody, TicketMatter, WindowDeed
from content.rules.windows import ticket_number
from tests.contract.link_house import House, Post, plain_client, until

CLERK = Staff(id="staff-1", login="a", name="甲", roles=(Role.CLERK,), enabled=True)
POLICY = TicketMatter.POLICY
WINDOW = ServiceWindow(id="w2", number=2, name="综合", matters=(POLICY,), hours="08:30-12:00", weekdays=(1, 2, 3, 4, 5))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A hub with one window that its clerk has opened, whatever the hour."""
    opened = House(tmp_path / "hub")
    opened.market.write(lambda tables: tables.windows.save(WINDOW, None))
    opened.market.write(lambda tables: set_window("w2", WindowDeed.OPENED, opened.clock.now())(tables, CLERK))
    yield opened
    opened.stop()


def take_number(post: Post, key: str | None = None) -> str:
    """File a number as the kiosk does and return it."""
    now = datetime.now(UTC)
    filed = post.outbox.file_numbered(
        "ticket", lambda count: TicketBody(number=ticket_number(POLICY, post.outbox.prefix, int(count)), matter=POLICY),
        now, True, key=key, series=f"{calendar_day(now)} {POLICY}")  # fmt: skip
    post.courier.wake()
    return ticket_number(POLICY, post.outbox.prefix, int(filed.number))


def call(house: House) -> str:
    """Press 叫下一个 and return the number."""
    day = calendar_day(house.clock.now())
    with house.market.reading() as tables:
        here = tables.tickets.at_window(day, "w2")
    seen = here.event.id if here is not None and here.event is not None else ""
    found = house.market.write(lambda tables: call_next("w2", seen, house.clock.now())(tables, CLERK))
    house.board.changed()
    return found.ticket.number if found is not None else ""


def waiting(house: House) -> int:
    with house.market.reading() as tables:
        return sum(tables.tickets.waiting_counts(calendar_day(house.clock.now())).values())


def test_two_kiosks_give_numbers_with_the_hub_away_that_all_come_in_and_never_clash(
    house: House, tmp_path: Path
) -> None:
    posts = [Post(tmp_path / name, house.pair()) for name in ("one", "two")]
    house.stop()
    given = [take_number(post) for _ in range(3) for post in posts]
    assert len(set(given)) == 6
    assert take_number(posts[0], key="tap") == take_number(posts[0], key="tap"), "a replayed tap is one number"
    house.start()
    for post in posts:
        post.courier.start()
    until(lambda: waiting(house) == 7, "all seven in the queue")
    hub = posts[0].hub
    assert ask_queue(hub).lines == (QueueLine(matter=POLICY, waiting=7, is_open=True, windows=(2,)),)
    for post in posts:
        post.close()


def test_without_the_hub_the_queue_is_not_known(house: House, tmp_path: Path) -> None:
    hub = Hub(house.pair())
    house.stop()
    with pytest.raises(HubAway):
        ask_queue(hub)
    house.start()
    assert ask_queue(hub).line(POLICY) is not None
    hub.close()


def test_the_board_is_the_terminals_and_the_same_board_is_no_bytes(house: House, tmp_path: Path) -> None:
    post = Post(tmp_path / "kiosk", house.pair())
    post.courier.start()
    number = take_number(post)
    until(lambda: waiting(house) == 1, "the number in the queue")
    screen = house.pair(TerminalKind.SCREEN)
    with plain_client(house) as stranger, plain_client(house, screen.token) as client:
        assert stranger.get("/link/board").status_code == 401
        empty = client.get("/link/board")
        assert empty.json() == {"calls": []}
        assert call(house) == number
        first = client.get("/link/board", headers={"If-None-Match": empty.headers["ETag"]})
        again = client.get("/link/board", headers={"If-None-Match": first.headers["ETag"]})
    assert [(one["number"], one["window"], one["times"]) for one in first.json()["calls"]] == [(number, 2, 1)]
    assert len(first.content) < 300
    assert (again.status_code, again.content) == (304, b"")
    post.close()


class _Steady:
    """A steady clock that a test moves on."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_a_board_the_hub_has_not_confirmed_for_15_s_is_not_shown(house: House) -> None:
    hub, steady = Hub(house.pair(TerminalKind.SCREEN)), _Steady()
    watch = BoardWatch(hub, steady)
    assert watch.board() is None
    watch.ask()
    house.stop()
    steady.at += STALE_S
    kept = watch.board()
    assert kept is not None
    with pytest.raises(HubAway):
        watch.ask()
    steady.at += 0.1
    assert watch.board() is None
    assert watch._heard is kept, "the control: a watch that only keeps what it heard would show it still"
    house.start()
    watch.ask()
    assert watch.board() is not None, "304 confirms it as well as a new one"
    hub.close()


def test_the_bell_brings_a_call_to_the_screen_long_before_it_would_ask(house: House, tmp_path: Path) -> None:
    post, hub = Post(tmp_path / "kiosk", house.pair()), Hub(house.pair(TerminalKind.SCREEN))
    post.courier.start()
    number = take_number(post)
    until(lambda: waiting(house) == 1, "the number in the queue")
    heard = threading.Event()
    watch = BoardWatch(hub, every_s=600)

    def ring() -> None:
        heard.set()
        watch.wake()

    follower = Follower(hub, Shelf(tmp_path / "shelf"), "screen", lambda edition: None, on_board=ring)
    follower.start()
    watch.start()
    until(lambda: watch.board() is not None, "the first board")
    until(lambda: house.bell.listeners() == 1, "the bell is heard")
    assert call(house) == number

    def shown() -> bool:
        kept = watch.board()
        return kept is not None and [one.number for one in kept.board.calls] == [number]

    until(shown, "the call on the screen")
    assert heard.is_set()
    watch.stop()
    follower.stop()
    hub.close()
    post.close()


def test_the_hub_s_time_is_told_so_that_a_screen_with_a_wrong_clock_knows_how_old_a_call_is(house: House) -> None:
    hub, steady = Hub(house.pair(TerminalKind.SCREEN)), _Steady()
    watch = BoardWatch(hub, steady)
    watch.ask()
    kept = watch.board()
    assert kept is not None
    steady.at += 5
    assert abs((kept.hub_time(steady()) - SystemClock().now()).total_seconds() - 5) < 2
    hub.close()
