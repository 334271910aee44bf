"""培训需求 at the desk: an interview stands beside the kiosks' answers, counts for the duty, names nobody."""

from __future__ import annotations

from datetime import UTC, datetime

from nicegui.testing import User

from content.admin.hall_duties import hall_duties
from content.clock import calendar_day
from content.hubapi.case_projections import project_case
from content.model.cases import CaseKind, TrainingSurveyBody, TrainingTime, TrainingWish
from content.model.codes import Channel, CourseMode, Role
from content.model.filings import FilingHeader
from content.rules.cadence import DutyState
from content.rules.workdays import Workdays
from tests.pages.admin.world import KEYS, World, content_of, field, until


def _at_a_kiosk(world: World, at: datetime) -> None:
    header = FilingHeader(id=f"survey-{at:%d}", kind=CaseKind.TRAINING_SURVEY.value, version=1, site_id="341721-01",
                          terminal="t-1", seq=1, occurred_at=at, clock_ok=True)  # fmt: skip
    body = TrainingSurveyBody(wishes=(TrainingWish.SEWING, TrainingWish.COOKING), time=TrainingTime.SLACK,
                              mode=CourseMode.CLASSROOM)  # fmt: skip
    world.market.write(lambda tables: tables.cases.add(project_case(header, body, KEYS)))


def _state(world: World) -> DutyState:
    with world.market.reading() as tables:
        duties = hall_duties(tables, world.clock.now(), Workdays())
    return next(one.state for one in duties if one.code == "training_survey")


def _tick(user: User, **values: str | bool) -> None:
    for name, value in values.items():
        field(user, name).set_value(value)


async def test_an_interview_stands_beside_what_kiosks_brought_and_settles_the_duty(world: World) -> None:
    _at_a_kiosk(world, datetime(2026, 11, 20, 2, tzinfo=UTC))
    assert _state(world) is DutyState.OVERDUE  # the 20th is past the 14th
    user = await world.user(Role.CLERK)
    await user.open("/training")
    await until(lambda: "缝纫" in content_of(user, "wishes"))
    await user.should_see("14 日以前一份也没有，算晚了")
    user.find(marker="save").click()
    await until(lambda: bool(field(user, "time").error))
    _tick(user, time="evening", mode="classroom", day="2026-11-12", channel="phone")
    user.find(marker="save").click()
    await user.should_see("请至少勾一样想学的")
    _tick(user, sewing=True)
    user.find(marker="save").click()
    await user.should_see("收到 2 份，14 日以前的 1 份；其中当面或电话问到的 1 份")
    rows = content_of(user, "wishes")
    assert rows.index("缝纫") < rows.index("厨师、面点")  # two people before one
    assert "候选" in rows
    assert _state(world) is DutyState.DONE
    with world.market.reading() as tables:
        newest = next(one for one in tables.cases.page(CaseKind.TRAINING_SURVEY)[0] if one.handled_by)
    assert (newest.channel, calendar_day(newest.occurred_at).day) == (Channel.PHONE, 12)
    assert (newest.name_mask, newest.phone_mask, newest.once) == ("", "", b"")
