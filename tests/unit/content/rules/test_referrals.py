"""What staff may confirm, and what needs a reason (A3.4, R128–R130)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from content.model.codes import Channel
from content.model.referrals import Placement, Referral, ReferralOutcome, ReferralSource
from content.model.seekers import Sealed
from content.rules.referrals import check_placement, check_referral, follow_up_until, needs_reason

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = date(2026, 11, 23)
KEPT = {"id": "r-1", "root": "r-1", "person_index": b"x" * 32, "name": Sealed(ciphertext=b"?", mask="李*例"),
        "entered_at": NOON, "entered_by": "staff-clerk", "written_at": NOON, "written_by": "staff-clerk"}  # fmt: skip
REFERRAL = Referral(
    **KEPT, source=ReferralSource.DESK, source_id="", number="", job_id="job-1", job_number=1042,
    employer_name="样例仓储", is_workshop=False, channel=Channel.WINDOW, day=date(2026, 11, 20),
    consent_version="推荐同意-1", consented_at=NOON, contacted_at=NOON, confirmed_at=NOON, confirmed_by="staff-clerk",
)  # fmt: skip


def _fields(one: Referral) -> set[str]:
    return {finding.field for finding in check_referral(one, TODAY)}


def test_a_referral_counts_with_consent_and_after_talking_to_the_firm_only() -> None:
    assert _fields(REFERRAL) == set()
    assert _fields(replace(REFERRAL, consented_at=None)) == {"consented"}
    assert _fields(replace(REFERRAL, employer_name="")) == {"consented"}
    assert _fields(replace(REFERRAL, contacted_at=None)) == {"contacted_at"}
    assert _fields(replace(REFERRAL, consented_at=None, contacted_at=None, confirmed_at=None)) == set()


def test_the_consent_names_the_very_employer() -> None:
    (finding,) = check_referral(replace(REFERRAL, consented_at=None), TODAY)
    assert "样例仓储" in finding.sentence


def test_an_outcome_tells_its_days() -> None:
    placed = replace(REFERRAL, outcome=ReferralOutcome.PLACED)
    assert _fields(placed) == {"placed_on"}
    assert _fields(replace(placed, placed_on=date(2026, 11, 21))) == set()
    assert _fields(replace(placed, placed_on=date(2026, 11, 19))) == {"placed_on"}
    assert _fields(replace(placed, placed_on=date(2026, 11, 24))) == {"placed_on"}
    some = replace(REFERRAL, outcome=ReferralOutcome.SOME_DAYS, placed_on=date(2026, 11, 21))
    assert _fields(some) == {"worked_until"}
    assert _fields(replace(some, worked_until=date(2026, 11, 20))) == {"worked_until"}
    assert _fields(replace(some, worked_until=date(2026, 11, 22))) == set()
    assert _fields(replace(REFERRAL, placed_on=date(2026, 11, 21))) == {"outcome"}
    assert _fields(replace(REFERRAL, outsourced=True)) == {"outsourced"}


def test_only_what_was_said_before_needs_a_reason() -> None:
    added = replace(REFERRAL, outcome=ReferralOutcome.PLACED, placed_on=date(2026, 11, 21))
    assert needs_reason(REFERRAL, added) == ()
    (finding,) = needs_reason(added, replace(added, placed_on=date(2026, 11, 22)))
    assert finding.field == "reason"
    assert needs_reason(added, replace(added, placed_on=date(2026, 11, 22), reason="听错了日子")) == ()
    assert needs_reason(added, replace(added, void=True))


def test_people_are_asked_on_the_third_day() -> None:
    assert follow_up_until(TODAY) == date(2026, 11, 20)


def test_nobody_is_placed_in_the_future_or_before_being_referred() -> None:
    placement = Placement(**KEPT, employer_id="firm-1", job_id="job-1", referral_id="r-1", channel=Channel.PHONE,
                          started_on=date(2026, 11, 21))  # fmt: skip
    assert check_placement(placement, TODAY, REFERRAL) == ()
    for wrong in (date(2026, 11, 24), date(2026, 11, 19)):
        (finding,) = check_placement(replace(placement, started_on=wrong), TODAY, REFERRAL)
        assert finding.field == "started_on"
    (finding,) = check_placement(replace(placement, employer_id=""), TODAY)
    assert finding.field == "employer_id"
