"""培训班 at the desk: noted with a list of numbers, corrected, its due follow-ups, and the evaluation of a course."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from nicegui.testing import User

from content.model.codes import Role
from content.model.sessions import CourseSession, TraineeCheck, TraineeOutcome
from content.privacy import blind_index
from tests.pages.admin.test_media import saw, send
from tests.pages.admin.world import KEYS, NOW, World, content_of, press, until
from tests.unit.content.feeds.test_intake import pdf
from tests.unit.content.store.samples import COURSE, seeker

TODAY = date(2026, 11, 23)
STRANGER = "11010519491231002X"  # the example of GB 11643
KNOWN = "341721199001010017"  # invented; its last digit is right
INDEX = blind_index(KEYS.index, "id1", KNOWN).hex()


def _part(user: User, name: str, place: int = 0) -> Any:
    return sorted(user.find(marker=f"field-{name}").elements, key=lambda one: one.id)[place]


def _type(user: User, place: int = 0, **values: Any) -> None:
    for name, value in values.items():
        _part(user, name, place).set_value(value)


def _taught(world: World) -> None:
    world.market.write(lambda tables: tables.courses.save(COURSE, None))
    world.market.write(lambda tables: tables.seekers.put(seeker(NOW, id_number=KNOWN)))


def _sessions(world: World) -> tuple[CourseSession, ...]:
    with world.market.reading() as tables:
        return tables.course_sessions.of_course(COURSE.id)


def _held(world: World, day: date) -> None:
    session = CourseSession(
        id="s-1", entry_id="s-1", day=day, entered_at=NOW, entered_by="staff-clerk", noted_at=NOW,
        noted_by="staff-clerk", course_id=COURSE.id, planned=day, held=True, attended=(INDEX,), evidence="",
    )  # fmt: skip
    world.market.write(lambda tables: tables.course_sessions.add(session))


async def test_a_session_is_noted_with_who_came_and_numbers_are_not_kept(world: World) -> None:
    _taught(world)
    user = await world.user(Role.CLERK)
    await user.open("/sessions")
    lines = f"{KNOWN}\n{STRANGER[:-1]}1\n{KNOWN}"
    _type(user, course_id=COURSE.id, attended=lines)
    user.find(marker="save").click()
    await until(lambda: "第 2 行" in (_part(user, "attended").error or ""))
    assert _part(user, "attended").value == lines
    assert _sessions(world) == ()
    _type(user, attended=f"{KNOWN}\n{STRANGER}\n{KNOWN}")
    user.find(marker="save").click()
    await until(lambda: len(_sessions(world)) == 1)
    assert _sessions(world)[0].attended == (INDEX, blind_index(KEYS.index, "id1", STRANGER).hex())
    await until(lambda: "2 人" in content_of(user, "list"))
    # the exam is due at once, of one by a masked name and of one who is in no ledger
    due = content_of(user, "due")
    assert "张*丰" in due
    assert "没有求职登记的人" in due
    assert not any(number in due + content_of(user, "list") for number in (KNOWN, STRANGER))


async def test_a_held_day_without_a_list_is_refused_beside_the_field(world: World) -> None:
    _taught(world)
    user = await world.user(Role.CLERK)
    await user.open("/sessions")
    _type(user, course_id=COURSE.id)
    user.find(marker="save").click()
    await until(lambda: "到场名单" in (_part(user, "attended").error or ""))
    assert _sessions(world) == ()


async def test_a_session_made_void_counts_no_more_and_stays_in_the_file(world: World) -> None:
    _taught(world)
    _held(world, TODAY)
    user = await world.user(Role.MANAGER)
    await user.open("/sessions")
    press(user, "list", "correct", "s-1")
    await until(lambda: _part(user, "day", -1).value == TODAY.isoformat())
    _type(user, void=True)
    user.find(marker="corrected").click()
    await until(lambda: "写明原因" in (_part(user, "reason").error or ""))
    _type(user, reason="记到别的课了")
    user.find(marker="corrected").click()
    await until(lambda: _sessions(world) == ())
    await until(lambda: "还没有培训班" in content_of(user, "list"))
    with world.market.reading() as tables:
        assert len(tables.course_sessions.thread("s-1")) == 2


async def test_a_follow_up_is_due_after_thirty_days_and_noted_in_the_evaluation(world: World) -> None:
    _taught(world)
    _held(world, TODAY - timedelta(days=31))
    user = await world.user(Role.COUNSELLOR)
    await user.open("/sessions")
    due = content_of(user, "due")
    assert "满 30 天回访" in due
    assert "满 90 天回访" not in due
    assert "过期" in due
    assert INDEX not in due
    await user.open(f"/sessions/{COURSE.id}")
    await until(lambda: "张*丰" in content_of(user, "people"))
    press(user, "people", "result", "0")
    (check,) = user.find(marker="check").elements
    (outcome,) = user.find(marker="outcome").elements
    check.set_value(TraineeCheck.AFTER_30.value)  # type: ignore[attr-defined]
    outcome.set_value(TraineeOutcome.EMPLOYED.value)  # type: ignore[attr-defined]
    user.find(marker="keep").click()
    await until(lambda: "满 30 天回访在干活" in content_of(user, "figures") and "在干活" in content_of(user, "people"))
    with world.market.reading() as tables:
        (found,) = tables.course_sessions.results(COURSE.id)
    assert (found.check, found.outcome, found.person_index.hex()) == (
        TraineeCheck.AFTER_30, TraineeOutcome.EMPLOYED, INDEX)  # fmt: skip
    user.find(marker="review").type("多练手，少讲课")
    user.find(marker="save").click()
    await until(lambda: "多练手，少讲课" in content_of(user, "reviews"))
    await user.open("/sessions")
    assert "满 30 天回访" not in content_of(user, "due")


async def test_a_course_is_noted_from_making_ready_to_its_effect_and_what_is_missing_is_named(world: World) -> None:
    """R165 (场地、设备教材), R166 (检查进度和质量, 学员反馈), R168 (成效): a good case need not be one."""
    _taught(world)
    user = await world.user(Role.COUNSELLOR)
    await user.open(f"/sessions/{COURSE.id}")
    missing = ("开班准备：场地、设备、教材", "检查进度和质量", "学员反映，怎么解决的", "效果怎么样、要改什么")
    (line,) = user.find(marker="missing").elements
    await until(lambda: getattr(line, "text", "") == f"还没有记：{'；'.join(missing)}。")
    (kind,) = user.find(marker="review-kind").elements
    for place, one in enumerate(("ready", "progress", "feedback", "effect")):
        kind.set_value(one)  # type: ignore[attr-defined]
        user.find(marker="review").clear()
        user.find(marker="review").type(f"样例记录{place}")
        user.find(marker="save").click()
        await until(lambda place=place: f"样例记录{place}" in content_of(user, "reviews"))
    await until(lambda: getattr(line, "text", "") == "该记的都记了。")
    assert all(word in content_of(user, "reviews") for word in missing)


async def test_a_list_of_signatures_is_kept_encrypted_with_the_session(world: World, tmp_path: Path) -> None:
    _taught(world)
    _held(world, TODAY)
    user = await world.user(Role.MANAGER)
    await user.open("/sessions")
    press(user, "list", "evidence", "s-1")
    await send(user, pdf(1), "IMAGE,PDF", "drop-attendance", "zhang.pdf")
    await saw(user, "签到表已存好")
    (session,) = _sessions(world)
    with world.market.reading() as tables:
        (paper,) = tables.attachments.of("course_session", "s-1")
    assert (session.evidence, session.entry_id, session.attended) == (paper.id, "s-1", (INDEX,))
    answer = await user.http_client.get(f"http://test/attachment/{paper.id}")
    assert (answer.status_code, answer.content) == (200, pdf(1))
    assert not any(pdf(1) in path.read_bytes() for path in (tmp_path / "attachments").rglob("*") if path.is_file())


async def test_a_course_nobody_knows_says_where_to_look(world: World) -> None:
    user = await world.user(Role.CLERK)
    await user.open("/sessions/nothing")
    await user.should_see("没有这门课")
