"""What is counted of a visit, hour by hour, and that no word of it is in the count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from content.errors import LinkError
from content.model.codec import to_json
from content.model.usage import StepCount, TaskUse, UsageBody, together
from kiosk.usage import Tally, UsageBook

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
NEXT_HOUR = NOW + timedelta(hours=1)


def filed(book: UsageBook, now: datetime = NEXT_HOUR) -> list[UsageBody]:
    bodies: list[UsageBody] = []
    book.file(now, bodies.append)
    return bodies


def test_a_registration_given_up_at_its_second_step_counts_there() -> None:
    book = UsageBook()
    tally = Tally(book)
    tally.open("/", NOW)
    tally.open("/register", NOW)
    tally.use(3, 1)
    tally.use(4, 2)
    tally.end(NOW + timedelta(seconds=90))
    assert filed(book) == [UsageBody(hour=NOW.replace(minute=0), tasks=(TaskUse(
        task="register", started=1, pages=1, touches=7, seconds=90, given_up=(StepCount(step="2", count=1),)),))]


def test_looking_for_work_is_one_task_over_its_views_and_ends_with_a_slip() -> None:
    book = UsageBook()
    tally = Tally(book)
    for path in ("/find", "/jobs?text=李芳", "/job/12"):
        tally.open(path, NOW)
    tally.slip()
    tally.end(NOW)
    body = filed(book)[0]
    assert body.tasks == (TaskUse(task="jobs", started=1, finished=1, pages=3),)
    assert "李芳" not in to_json(body).decode()
    assert "12" not in to_json(body.tasks).decode()


def test_a_task_left_for_another_ends_and_the_first_page_is_no_task() -> None:
    book = UsageBook()
    tally = Tally(book)
    for path in ("/policies", "/policies/p-1", "/rights", "/", "/staff"):
        tally.open(path, NOW)
    tally.end(NOW)
    tasks = {one.task: one for one in filed(book)[0].tasks}
    assert set(tasks) == {"policies", "rights"}
    assert tasks["policies"].finished == 1
    assert tasks["rights"].given_up == (StepCount(step="rights", count=1),)


def test_an_hour_is_filed_when_it_is_over_and_once() -> None:
    book = UsageBook()
    book.add(TaskUse(task="jobs", started=1), NOW)
    assert filed(book, NOW + timedelta(minutes=29)) == []
    assert len(filed(book)) == 1
    assert filed(book) == []


def test_a_box_that_refuses_keeps_the_hour() -> None:
    book = UsageBook()
    book.add(TaskUse(task="jobs", started=1), NOW)

    def refuse(body: UsageBody) -> None:
        raise LinkError("满了")

    with pytest.raises(LinkError):
        book.file(NEXT_HOUR, refuse)
    assert len(filed(book)) == 1


@pytest.mark.parametrize(("touches", "step"), [("<b>", "李芳"), (-1, 0), (10**9, 99), (None, None)])
def test_what_a_page_should_not_say_is_not_counted(touches: object, step: object) -> None:
    book = UsageBook()
    tally = Tally(book)
    tally.open("/register", NOW)
    tally.use(touches, step)
    tally.end(NOW)
    assert filed(book)[0].tasks[0].touches == 0
    assert filed(book) == []


def test_sums_are_the_same_in_any_order() -> None:
    one = TaskUse(task="jobs", started=2, finished=1, given_up=(StepCount(step="job", count=1),))
    other = TaskUse(task="jobs", started=3, finished=2, given_up=(StepCount(step="find", count=1),))
    assert together((one, other)) == together((other, one))
    assert together((one, other))[0].started == 5
