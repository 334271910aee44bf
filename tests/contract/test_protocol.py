"""A hub of today and the terminals of the version before, in their own recorded bytes; one older is turned away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from content.errors import HubAway, LinkError
from content.hubapi.errands import order_errand
from content.hubapi.pairing import token_digest
from content.link.heartbeat import Heartbeat
from content.link.hub import Hub
from content.link.protocol import OLDEST, PROTOCOL, hub_too_old, is_served, said_protocol
from content.model.codes import Role, TerminalKind
from content.model.people import Staff, Terminal
from content.model.terminals import ErrandKind, Trouble, read_report
from content.rules.terminals import remedy, troubles
from tests.contract.link_house import House, Post, until

# every request of a kiosk of the version before protocols were said, as it went over the wire: paired, greeted, filed
# two registrations, asked for the edition, beat, asked the hatch and the board
BEFORE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "fixtures/terminal_before.json").read_text("utf8"))
BOSS = Staff(id="staff-1", login="boss", name="负责人", roles=(Role.ADMINISTRATOR,), enabled=True)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    hub = House(tmp_path / "hub")
    yield hub
    hub.stop()


@pytest.fixture
def old(house: House) -> str:
    """Let the hub know the terminal of the recording; return its id."""
    terminal = Terminal(id=BEFORE["terminal"], kind=TerminalKind.KIOSK, name="自助机 A1", prefix=BEFORE["prefix"],
                        paired_at=datetime(2026, 11, 23, tzinfo=UTC))  # fmt: skip
    house.market.write(lambda tables: tables.terminals.add(terminal, token_digest(house.keys, BEFORE["token"])))
    return terminal.id


def say(house: House, path: str, **more: str) -> httpx.Response:
    """Send the recorded request of a path, byte by byte; `more` are headers."""
    said = next(one for one in BEFORE["requests"] if one["path"] == path)
    headers = said["headers"] | {name.replace("_", "-"): value for name, value in more.items()}
    with httpx.Client(base_url=house.url, trust_env=False, timeout=10) as client:
        return client.request(said["method"], path, content=said["body"].encode(), headers=headers)


def test_the_recording_says_no_protocol_and_counts_as_the_one_before() -> None:
    assert not any("protocol" in json.dumps(one).lower() for one in BEFORE["requests"])
    assert said_protocol(None) == OLDEST == PROTOCOL - 1
    assert is_served(PROTOCOL + 1)


def test_what_a_terminal_of_the_version_before_says_is_taken_as_ever(house: House, old: str) -> None:
    greeting = say(house, "/link/greeting").json()
    assert (greeting["contiguous_seq"], type(greeting["now"]), type(greeting["trusted_keys"])) == (0, str, list)
    receipt = say(house, "/link/filings").json()
    sent = json.loads(next(one["body"] for one in BEFORE["requests"] if one["path"] == "/link/filings"))
    assert receipt["stored"] == [one["header"]["id"] for one in sent["envelopes"]]
    assert (receipt["contiguous_seq"], receipt["refused"]) == (2, [])
    until(lambda: house.counts() == (0, 2, 0, 0), "both registrations are in the ledger")
    assert say(house, "/link/filings").json()["stored"] == receipt["stored"]
    assert house.counts() == (0, 2, 0, 0)
    assert say(house, "/link/edition").status_code == 204
    assert say(house, "/link/hatch").is_success
    assert say(house, "/link/board").is_success


def test_its_heartbeat_is_answered_with_what_it_reads_and_it_is_sent_on_errands(house: House, old: str) -> None:
    now = house.clock.now()
    house.market.write(lambda tables: order_errand(tables, BOSS, old, ErrandKind.TEST_SLIP, "", now))
    answer = say(house, "/link/heartbeat").json()
    assert type(answer["now"]) is str
    assert [(one["kind"], set(one)) for one in answer["errands"]] == [("test_slip", {"id", "kind", "argument"})]
    with house.market.reading() as tables:
        terminal = tables.terminals.get(old)
    assert terminal is not None
    assert Trouble.TOO_OLD not in troubles(terminal, read_report(terminal.report), house.clock.now())


def test_one_older_still_is_turned_away_with_a_sentence_and_seen_on_the_desk(house: House, old: str) -> None:
    for path in ("/link/greeting", "/link/filings", "/link/edition"):
        refused = say(house, path, Linggong_Protocol=str(PROTOCOL - 2))
        assert (refused.status_code, "本机程序太旧" in refused.json()["detail"]) == (426, True), path
    assert house.counts() == (0, 0, 0, 0)
    assert say(house, "/link/heartbeat", Linggong_Protocol=str(PROTOCOL - 2)).is_success
    with house.market.reading() as tables:
        terminal = tables.terminals.get(old)
    assert terminal is not None
    report = read_report(terminal.report)
    assert Trouble.TOO_OLD in troubles(terminal, report, house.clock.now())
    assert "升级" in remedy(Trouble.TOO_OLD, report)


def test_who_is_too_old_is_offered_a_new_program_and_nothing_else(house: House, old: str) -> None:
    now = house.clock.now()
    for kind in (ErrandKind.PAUSE, ErrandKind.UPDATE):
        house.market.write(lambda tables, kind=kind: order_errand(tables, BOSS, old, kind, "", now))
    answer = say(house, "/link/heartbeat", Linggong_Protocol=str(PROTOCOL - 2)).json()
    assert [one["kind"] for one in answer["errands"]] == ["update"]


def test_what_is_refused_stays_in_the_outbox_and_goes_once_the_program_is_new(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paired = house.pair()
    with monkeypatch.context() as older:
        older.setattr("content.link.hub.headers", lambda: {"Linggong-Protocol": str(PROTOCOL - 2)})
        post = Post(tmp_path / "kiosk", paired)
        number = post.register()
        with pytest.raises(LinkError, match=r"本机程序太旧.*都留在本机"):
            post.courier.carry()
        assert post.outbox.waiting() == 1
        post.close()
    post = Post(tmp_path / "kiosk", paired)
    post.courier.carry()
    until(lambda: house.ledger_numbers() == [number], "the registration is in the ledger")
    post.close()


def test_both_sides_say_their_programs(house: House, tmp_path: Path) -> None:
    paired = house.pair()
    post = Post(tmp_path / "kiosk", paired)
    post.courier.carry()
    assert post.courier.hub_version != ""
    hub = Hub(paired)
    Heartbeat(hub, lambda: {"strange": {"to": "you"}, "version": "0.9"}).beat()
    hub.close()
    post.close()
    with house.market.reading() as tables:
        terminal = tables.terminals.get(paired.terminal)
    assert terminal is not None
    assert json.loads(terminal.report)["protocol"] == PROTOCOL


def test_a_terminal_keeps_its_filings_from_a_hub_that_is_too_old_for_it(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [hub_too_old(one) != "" for one in (PROTOCOL, PROTOCOL - 1, PROTOCOL - 2)] == [False, False, True]
    monkeypatch.setattr("content.hubapi.routes.PROTOCOL", PROTOCOL - 2)
    post = Post(tmp_path / "kiosk", house.pair())
    post.register()
    with pytest.raises(HubAway, match="先升级中心"):
        post.courier.carry()
    assert (post.outbox.waiting(), house.counts()) == (1, (0, 0, 0, 0))
    post.close()
