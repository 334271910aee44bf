"""Whom the weekly sweep proposes, and how a file goes on and ends (R131–R135)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from content.model.abilities import SeekerGroup
from content.model.aid import AidDeed, AidEvent, AidFile, AidGroup, AidOutcome, AidPaper, AidState
from content.model.codes import Channel
from content.model.seekers import Sealed
from content.rules.aid import SweepLine, check_event, check_file, next_states, proposals

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SEALED = Sealed(ciphertext=b"?", mask="李*例")
KEPT = {"id": "a-1", "root": "a-1", "person_index": b"x" * 32, "name": SEALED, "entered_at": NOON,
        "entered_by": "staff-counsellor", "written_at": NOON, "written_by": "staff-counsellor"}  # fmt: skip
FILE = AidFile(**KEPT, group=AidGroup.UNEMPLOYED, paper=AidPaper.UNEMPLOYMENT, evidence="", channel=Channel.WINDOW,
               consent_version="帮扶同意-1", consented_at=NOON, owner="staff-counsellor", plan=SEALED,
               next_on=date(2026, 11, 30))  # fmt: skip
EVENT = AidEvent(**KEPT, file="a-1", group=AidGroup.UNEMPLOYED, day=TODAY, deed=AidDeed.CONTACT,
                 channel=Channel.PHONE, words=SEALED)  # fmt: skip
LINE = SweepLine(registration_id="g-1", number="12-000001", person_index=b"x", name_mask="李*例",
                 registered_on=date(2026, 11, 20), birth_year=1990, sex="1", groups=(), failed=0,
                 worked_on=None)  # fmt: skip


def _fields(before: AidFile | None, after: AidFile, *events: AidEvent, planned: bool = True) -> set[str]:
    return {one.field for one in check_file(before, after, planned, events, TODAY)}


def test_the_sweep_names_its_reasons_and_who_waits_longest_comes_first() -> None:
    waits = replace(LINE, registration_id="g-2", registered_on=date(2026, 10, 24))  # 30 days
    fresh = replace(LINE, registration_id="g-3", registered_on=date(2026, 10, 25))  # 29 days
    failed = replace(LINE, registration_id="g-4", failed=3)
    found = proposals((LINE, failed, fresh, waits), TODAY)
    assert [one.line.registration_id for one in found] == ["g-2", "g-4"]
    assert "30 天" in found[0].reasons[0]
    assert found[1].reasons == ("推荐过 3 次没有成",)


@pytest.mark.parametrize(("sex", "born", "asked"), [("1", 1976, True), ("1", 1977, False), ("2", 1986, True),
                                                    ("2", 1987, False)])  # fmt: skip
def test_older_people_are_asked_by_the_ages_of_the_county(sex: str, born: int, asked: bool) -> None:
    assert bool(proposals((replace(LINE, sex=sex, birth_year=born),), TODAY)) is asked


def test_a_fisher_is_asked_and_who_found_work_since_is_not() -> None:
    fisher = replace(LINE, groups=(SeekerGroup.FISHER,))
    assert proposals((fisher,), TODAY)
    assert proposals((replace(fisher, worked_on=date(2026, 11, 21)),), TODAY) == ()


def test_a_file_needs_its_own_consent_somebody_responsible_and_a_next_date() -> None:
    assert _fields(None, FILE) == set()
    assert _fields(None, replace(FILE, consented_at=None)) == {"consented"}
    assert _fields(None, replace(FILE, owner="")) == {"owner"}
    assert _fields(None, replace(FILE, next_on=None)) == {"next_on"}
    assert _fields(None, replace(FILE, next_on=date(2026, 11, 22))) == {"next_on"}
    kept = replace(FILE, next_on=date(2026, 11, 22))
    assert _fields(kept, kept) == set()  # a date gone by is told on 今日工作, and does not stop another change


def test_states_follow_each_other_as_written() -> None:
    planned = replace(FILE, state=AidState.PLANNED)
    assert _fields(FILE, planned) == set()
    assert _fields(FILE, planned, planned=False) == {"plan"}
    assert _fields(FILE, replace(planned, paper=AidPaper.NONE)) == {"paper"}
    assert _fields(FILE, replace(FILE, state=AidState.WORKING)) == {"state"}
    assert AidState.REFERRING in next_states(AidState.ADJUSTING)
    assert next_states(AidState.CLOSED) == (AidState.CLOSED,)
    assert all(AidState.CLOSED in next_states(state) for state in AidState)


def test_nothing_closes_without_an_outcome_and_work_needs_its_evidence() -> None:
    closed = replace(FILE, state=AidState.CLOSED, next_on=None, closed_on=TODAY)
    working = replace(FILE, state=AidState.WORKING)
    assert _fields(working, closed) == {"outcome"}
    assert _fields(working, replace(closed, outcome=AidOutcome.MOVED)) == set()
    worked = replace(closed, outcome=AidOutcome.REEMPLOYED)
    assert _fields(working, worked, EVENT) == {"outcome"}
    assert _fields(working, worked, replace(EVENT, deed=AidDeed.REEMPLOYED)) == {"outcome"}
    assert _fields(working, worked, replace(EVENT, deed=AidDeed.REEMPLOYED, evidence="p-1")) == set()
    assert _fields(working, replace(working, outcome=AidOutcome.MOVED)) == {"outcome"}


def test_an_entry_of_the_log_says_what_was_done() -> None:
    assert check_event(EVENT, "问了情况", TODAY) == ()
    assert {one.field for one in check_event(EVENT, " ", TODAY)} == {"words"}
    assert {one.field for one in check_event(replace(EVENT, day=date(2026, 11, 24)), "问了", TODAY)} == {"day"}
    worked = replace(EVENT, deed=AidDeed.REEMPLOYED)
    assert {one.field for one in check_event(worked, "上班了", TODAY)} == {"evidence"}
