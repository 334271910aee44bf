"""维权: which step may follow which, and what a receipt may tell of the last one (R173, R174)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from content.model.mediation import DisputeEvent, MediationDeed, ReferredTo
from content.rules.mediation import check_event, closing_answer, is_open, stands

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
D = MediationDeed


def _event(deed: MediationDeed, **facts: Any) -> DisputeEvent:
    given = {"id": deed.value, "entry_id": deed.value, "day": MONDAY, "entered_at": NOW, "entered_by": "s",
             "noted_at": NOW, "noted_by": "s", "case_id": "case-1", "deed": deed, "referred_to": None,
             "words": "双方都到了"} | facts  # fmt: skip
    return DisputeEvent(**given)


def _past(*deeds: MediationDeed) -> tuple[DisputeEvent, ...]:
    return tuple(_event(deed) for deed in deeds)


@pytest.mark.parametrize(("before", "deed", "field"), [
    ((), D.ACCEPTED, ""), ((), D.CONTACTED, "deed"), ((D.ACCEPTED,), D.ACCEPTED, "deed"),
    ((D.ACCEPTED,), D.CONTACTED, ""), ((D.ACCEPTED,), D.AGREED, "deed"), ((D.ACCEPTED,), D.FAILED, "deed"),
    ((D.ACCEPTED, D.CONTACTED), D.AGREED, ""), ((D.ACCEPTED, D.MEDIATED), D.FAILED, ""),
    ((D.ACCEPTED, D.MEDIATED, D.FAILED), D.MEDIATED, ""),  # a second try
    ((D.ACCEPTED,), D.REFERRED, "referred_to"),
])  # fmt: skip
def test_a_step_follows_what_was_done(before: tuple[MediationDeed, ...], deed: MediationDeed, field: str) -> None:
    found = [one.field for one in check_event(_event(deed), _past(*before), MONDAY)]
    assert found == ([field] if field else [])


def test_a_step_has_its_day_its_words_and_where_it_went() -> None:
    before = _past(D.ACCEPTED)
    court = _event(D.REFERRED, referred_to=ReferredTo.COURT)
    assert check_event(court, before, MONDAY) == ()
    for facts, field in (({"day": MONDAY + timedelta(days=1)}, "day"), ({"day": MONDAY - timedelta(days=1)}, "day"),
                         ({"words": ""}, "words"), ({"words": "老板电话13900001234"}, "words")):  # fmt: skip
        found = check_event(replace(_event(D.CONTACTED), **facts), before, MONDAY)  # type: ignore[arg-type]
        assert [one.field for one in found] == [field]
    nowhere = check_event(_event(D.CONTACTED, referred_to=ReferredTo.COURT), before, MONDAY)
    assert [one.field for one in nowhere] == ["referred_to"]


def test_a_failed_mediation_is_not_the_end() -> None:
    agreed = _past(D.ACCEPTED, D.MEDIATED, D.AGREED)
    failed = _past(D.ACCEPTED, D.MEDIATED, D.FAILED)
    passed_on = (*failed, _event(D.REFERRED, referred_to=ReferredTo.INSPECTION))
    assert [is_open(one) for one in ((), agreed, failed, passed_on)] == [True, False, True, False]
    assert [stands(one) for one in ((), agreed, failed, passed_on)] == ["还没受理", "达成协议", "未达成", "转劳动监察"]
    assert closing_answer(failed[-1]) == ""
    assert "协议" in closing_answer(agreed[-1])
    assert all(closing_answer(_event(D.REFERRED, referred_to=one)) for one in ReferredTo)
