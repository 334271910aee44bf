"""When guidance is due, what a plan holds, and whom to call about a new job by when (R124–R127)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from content.model.codes import Channel, PayWish, Settlement, StartWish
from content.model.guidance import Guidance, GuidanceResult, GuidanceTopic, ServicePlan
from content.model.own_record import Wish
from content.model.seekers import Sealed
from content.rules.guidance import (
    Wishing,
    call_tasks,
    check_guidance,
    check_plan,
    due_on,
    fits,
    overdue_before,
)
from content.rules.workdays import Workdays
from tests.unit.content.edition.samples import public_job

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # Monday 09:30 in the hall
TODAY = date(2026, 11, 23)
WEEKS = Workdays()
SEALED = Sealed(ciphertext=b"?", mask="李*例")
KEPT = {"id": "g-1", "root": "g-1", "person_index": b"x" * 32, "name": SEALED, "entered_at": NOW,
        "entered_by": "staff-counsellor", "written_at": NOW, "written_by": "staff-counsellor"}  # fmt: skip
WISH = Wish(trades=("A11",), pay_wishes=(PayWish.DAY,), start_wish=StartWish.TODAY, township_codes=("341721100",))
WHO = Wishing(registration_id="r-1", person_index=b"1", name_mask="李*例", is_minor=False,
              said_at=NOW - timedelta(days=10), wish=WISH)  # fmt: skip
JOB = replace(public_job(1), headcount=1, settlement=Settlement.DAY, published_at=NOW - timedelta(minutes=10))


def test_guidance_is_due_on_the_next_working_day() -> None:
    friday = date(2026, 11, 20)
    assert due_on(friday, WEEKS) == TODAY
    assert overdue_before(TODAY, WEEKS) == friday  # Friday's are due today, Thursday's were due on Friday
    assert overdue_before(date(2026, 11, 24), WEEKS) == TODAY


def test_guidance_that_was_given_says_what_was_advised() -> None:
    one = Guidance(**KEPT, registration_id="r-1", day=TODAY, topic=GuidanceTopic.FIRST, channel=Channel.WINDOW,
                   result=GuidanceResult.DONE, words=SEALED)  # fmt: skip
    assert check_guidance(one, "先做搬运", TODAY) == ()
    assert {found.field for found in check_guidance(one, "", TODAY)} == {"words"}
    assert check_guidance(replace(one, result=GuidanceResult.DECLINED), "", TODAY) == ()
    assert {found.field for found in check_guidance(replace(one, day=date(2026, 11, 24)), "好", TODAY)} == {"day"}


def test_a_plan_names_counsellor_goal_steps_and_review_date() -> None:
    plan = ServicePlan(**KEPT, counsellor="staff-counsellor", day=TODAY, goal=SEALED, steps=SEALED,
                       review_on=date(2026, 12, 7))  # fmt: skip
    assert check_plan(plan, "学焊工", "报名") == ()
    lacking = check_plan(replace(plan, counsellor="", review_on=TODAY), " ", "")
    assert {found.field for found in lacking} == {"counsellor", "goal", "steps", "review_on"}


def test_day_work_is_called_within_the_hour_and_other_work_by_the_next_working_day() -> None:
    (task,) = call_tasks((JOB,), (WHO,), frozenset(), NOW, WEEKS)
    assert task.due_at == JOB.published_at + timedelta(hours=1)
    assert task.reasons[0] == "您想干装卸搬运"
    (later,) = call_tasks((replace(JOB, settlement=Settlement.MONTH),), (WHO,), frozenset(), NOW, WEEKS)
    assert later.due_at == datetime(2026, 11, 24, 10, tzinfo=UTC)  # Tuesday 18:00 in the hall


def test_only_a_job_that_came_after_the_wish_is_news_and_only_for_three_days() -> None:
    def tasks(job: object, who: Wishing = WHO, settled: frozenset[tuple[str, bytes]] = frozenset()) -> int:
        return len(call_tasks((job,), (who,), settled, NOW, WEEKS))  # type: ignore[arg-type]

    assert tasks(JOB) == 1
    assert tasks(replace(JOB, published_at=NOW - timedelta(days=3))) == 0
    assert tasks(replace(JOB, published_at=NOW + timedelta(minutes=1))) == 0
    assert tasks(JOB, replace(WHO, said_at=NOW)) == 0
    assert tasks(replace(JOB, trade_code="J01")) == 0
    assert tasks(JOB, settled=frozenset({(JOB.id, b"1")})) == 0
    assert tasks(JOB, settled=frozenset({(JOB.id, b"2")})) == 1


def test_who_waits_longest_is_called_first_and_three_for_a_place() -> None:
    people = [replace(WHO, registration_id=f"r-{days}", person_index=bytes([days]), said_at=NOW - timedelta(days=days))
              for days in (5, 9, 7, 3)]  # fmt: skip
    found = call_tasks((JOB,), people, frozenset(), NOW, WEEKS)
    assert [task.who.registration_id for task in found] == ["r-9", "r-7", "r-5"]


def test_work_that_minors_may_not_do_is_not_offered_to_them() -> None:
    minor = replace(WHO, is_minor=True)
    assert fits((replace(JOB, minors_allowed=False),), minor, TODAY) == ()
    assert fits((replace(JOB, minors_allowed=True, hazards=("height",)),), minor, TODAY) == ()
    assert len(fits((replace(JOB, minors_allowed=True, hazards=()),), minor, TODAY)) == 1
