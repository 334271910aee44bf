"""Spans of trouble in market.db: opened once, closed when over, and silence counted only while the hub listened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.clock import SetClock
from content.hubapi.watch import note_report, note_silence
from content.model.codes import TerminalKind
from content.model.people import Terminal
from content.model.terminals import TerminalEvent, Trouble
from content.privacy import KeyRing
from content.store.database import Market

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LONG_AGO = NOW - timedelta(hours=1)


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    """A database with one kiosk, last heard of now."""
    opened = Market.open(tmp_path / "market.db", KeyRing.from_root(bytes(range(32))), SetClock(NOW))
    kiosk = Terminal(id="t-1", kind=TerminalKind.KIOSK, name="自助机 A1", prefix="01", paired_at=LONG_AGO)
    opened.write(lambda tables: tables.terminals.add(kiosk, b"digest"))
    opened.write(lambda tables: tables.terminals.seen("t-1", NOW, None, "{}"))
    yield opened
    opened.close()


def _events(market: Market) -> list[tuple[Trouble, datetime, datetime | None]]:
    with market.reading() as tables:
        found: tuple[TerminalEvent, ...] = tables.terminal_events.since(LONG_AGO)
    return [(one.trouble, one.began_at, one.ended_at) for one in found]


def _say(market: Market, at: datetime, **said: object) -> None:
    market.write(lambda tables: note_report(tables, "t-1", json.dumps(said), at))


def test_paper_that_runs_out_is_one_span_until_it_is_changed(market: Market) -> None:
    for minute in range(3):
        _say(market, NOW + minute * MINUTE, printer="paper_out")
    _say(market, NOW + 3 * MINUTE, printer="ready")
    assert _events(market) == [(Trouble.PAPER_OUT, NOW, NOW + 3 * MINUTE)]


def test_silence_begins_when_last_heard_and_ends_with_the_next_word(market: Market) -> None:
    for minute in (2, 3):
        market.write(lambda tables, at=NOW + minute * MINUTE: note_silence(tables, at, LONG_AGO))
    assert _events(market) == [(Trouble.OFFLINE, NOW, None)]
    _say(market, NOW + 5 * MINUTE)
    assert _events(market) == [(Trouble.OFFLINE, NOW, NOW + 5 * MINUTE)]


def test_while_the_hub_itself_was_away_nobody_was_silent(market: Market) -> None:
    back = NOW + 60 * MINUTE
    assert market.write(lambda tables: note_silence(tables, back + MINUTE, back)) == 0
    assert market.write(lambda tables: note_silence(tables, back + 2 * MINUTE, back)) == 1


def test_a_revoked_terminal_is_not_watched(market: Market) -> None:
    market.write(lambda tables: tables.terminals.revoke("t-1", NOW))
    assert market.write(lambda tables: note_silence(tables, NOW + 60 * MINUTE, LONG_AGO)) == 0
