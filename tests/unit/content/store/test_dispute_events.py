"""维权 in market.db: steps only grow, are ciphertext, and belong to a dispute."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3

from content.errors import StoreError
from content.model.cases import Case, CaseKind, CaseState
from content.model.codes import Channel
from content.model.mediation import DisputeEvent, MediationDeed, ReferredTo
from content.model.seekers import Sealed
from content.store.database import Market
from tests.unit.content.store.samples import DAY, NOW

MONDAY = date(2026, 11, 23)
STORY = "三个月工钱没给"


def event(key: str, **facts: Any) -> DisputeEvent:
    given = {"id": key, "entry_id": key, "day": MONDAY, "entered_at": NOW, "entered_by": "s", "noted_at": NOW,
             "noted_by": "s", "case_id": "case-1", "deed": MediationDeed.ACCEPTED, "referred_to": None,
             "words": STORY} | facts  # fmt: skip
    return DisputeEvent(**given)


def _case(key: str, kind: CaseKind) -> Case:
    return Case(id=key, kind=kind, number="", code_digest=b"", terminal_id="", occurred_at=NOW, clock_ok=True,
                channel=Channel.WINDOW, subject="", choice="", subject_id="", once=b"",
                body=Sealed(ciphertext=b"x", mask=""), name_mask="", phone_mask="", state=CaseState.NEW)  # fmt: skip


@pytest.fixture
def disputed(market: Market) -> Market:
    """A market with a dispute, and a case of another kind."""
    market.write(lambda tables: tables.cases.add(_case("case-1", CaseKind.DISPUTE)))
    market.write(lambda tables: tables.cases.add(_case("case-2", CaseKind.QUESTION)))
    return market


def _add(market: Market, *events: DisputeEvent) -> None:
    for one in events:
        market.write(lambda tables, one=one: tables.dispute_events.add(one))


def test_steps_are_told_in_order_and_a_correction_stands_for_its_row(disputed: Market) -> None:
    referred = event("b", deed=MediationDeed.REFERRED, referred_to=ReferredTo.COURT, day=date(2026, 11, 25))
    fresh = event("c", words="两个月", corrects="a", reason="问清楚了", noted_at=NOW + DAY)
    _add(disputed, event("a"), referred, fresh)
    with disputed.reading() as tables:
        found = tables.dispute_events.of_case("case-1")
        assert [(one.entry_id, one.words) for one in found] == [("a", "两个月"), ("b", STORY)]
        assert found[1].referred_to is ReferredTo.COURT
        assert tables.dispute_events.of_cases(["case-2"]) == {}
        assert [one.words for one in tables.dispute_events.thread("a")] == [STORY, "两个月"]


@pytest.mark.parametrize("statement", ["UPDATE dispute_event SET deed = 'agreed'", "DELETE FROM dispute_event"])
def test_a_step_is_never_changed_or_removed(disputed: Market, statement: str) -> None:
    _add(disputed, event("a"))
    with pytest.raises((StoreError, sqlite3.Error)):
        disputed.write(lambda tables: tables._db.execute(statement))


def test_a_step_belongs_to_a_dispute(disputed: Market) -> None:
    for case_id in ("case-2", "nothing"):
        with pytest.raises(StoreError, match="没有这件维权登记"):
            _add(disputed, event("a", case_id=case_id))


def test_what_was_said_is_nowhere_in_the_clear(disputed: Market, tmp_path: Path) -> None:
    _add(disputed, event("a"))
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("market.db*"))
    assert b"accepted" in stored  # the control
    assert STORY.encode() not in stored
