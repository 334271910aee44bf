"""The list of 报名: masked, by right; what staff note is in the record of who did what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from content.hubapi.application_projections import project_application, project_withdrawal
from content.model.applications import ApplicationState
from content.model.audit import Action
from content.model.codes import Role, Stage
from content.model.filings import ApplicationBody, FilingHeader, WithdrawalBody
from content.store.audit import AuditPage
from tests.pages.admin.world import FIRM, KEYS, NOW, World, content_of, press, until

HEADER = FilingHeader(id="filing-1", kind="application", version=1, site_id="341721-01", terminal="terminal-1", seq=1,
                      occurred_at=NOW, clock_ok=True)  # fmt: skip
BODY = ApplicationBody(number="12-000417", code="4821", job_id="job-1", job_number=1, employer_name=FIRM.name,
                       name="欧阳小甲", id_number="341721199003071234", phone="13900001234",
                       consent_version="报名同意-1", consented_at=NOW)  # fmt: skip


def _apply(world: World) -> None:
    with world.market.reading() as tables:
        known = tables.employers.get("firm-1")
    if known is None:
        world.market.write(lambda tables: tables.employers.save(FIRM, None))
    world.add_job(Stage.APPROVED)
    world.market.write(lambda tables: tables.applications.add(project_application(HEADER, BODY, NOW, KEYS)))


def _state(world: World) -> ApplicationState:
    with world.market.reading() as tables:
        found = tables.applications.get("filing-1")
    assert found is not None
    return found.state


def _entries(world: World) -> list[tuple[Action, str]]:
    with world.market.reading() as tables:
        assert tables.audit.first_fault() is None
        entries = [entry for entry in tables.audit.every(AuditPage()) if entry.subject == "application"]
    return [(entry.action, entry.words) for entry in entries]


async def test_staff_see_masks_note_what_came_of_it_and_every_look_is_on_the_record(world: World) -> None:
    _apply(world)
    user = await world.user(Role.CLERK)
    await user.open("/applications")
    await until(lambda: "12-000417" in content_of(user, "list"))
    shown = content_of(user, "list")
    for part in ("欧阳**", "139****1234", "仓库搬运", "东至样例仓储有限公司", "已提交"):
        assert part in shown, part
    for secret in ("欧阳小甲", "13900001234", "341721199003071234"):
        assert secret not in shown
    press(user, "list", "contacted", "filing-1")
    await until(lambda: _state(world) is ApplicationState.CONTACTED)
    await until(lambda: "已联系" in content_of(user, "list"))
    press(user, "list", "phone", "filing-1")
    await until(lambda: len(_entries(world)) == 2)
    await user.should_see("欧阳小甲 13900001234")
    press(user, "list", "hired", "filing-1")
    await until(lambda: _state(world) is ApplicationState.HIRED)
    assert [action for action, _ in _entries(world)] == [Action.STAGE, Action.LOOKED, Action.STAGE]
    assert not any("欧阳" in words or "1390" in words for _, words in _entries(world))


async def test_one_taken_back_shows_no_phone_and_takes_no_state(world: World) -> None:
    _apply(world)
    back = WithdrawalBody(application_number="12-000417", id_number=BODY.id_number,
                          withdrawn_at=NOW + timedelta(hours=1))  # fmt: skip
    user = await world.user(Role.CLERK)
    await user.open("/applications")
    await until(lambda: "已提交" in content_of(user, "list"))
    gone = project_withdrawal(replace(HEADER, id="filing-2"), back, KEYS)
    world.market.write(lambda tables: tables.applications.withdraw(gone))
    press(user, "list", "phone", "filing-1")
    await user.should_see("不再显示电话")
    press(user, "list", "contacted", "filing-1")
    await until(lambda: "已撤回" in content_of(user, "list"))
    assert _state(world) is ApplicationState.SUBMITTED
    assert _entries(world) == []
    assert 'data-do="contacted"' not in content_of(user, "list")


async def test_a_filled_job_answers_for_an_application_nobody_took_up(world: World) -> None:
    _apply(world)
    world.market.write(lambda tables: tables.jobs.set_stage("job-1", Stage.FILLED, "staff-editor", NOW))
    user = await world.user(Role.ASSESSOR)
    await user.open("/applications")
    await until(lambda: "已招满" in content_of(user, "list"))
    assert "data-do" not in content_of(user, "list")  # who only reads is offered no deed


async def test_who_only_writes_jobs_does_not_see_applications(world: World) -> None:
    _apply(world)
    user = await world.user(Role.EDITOR)
    await user.open("/applications")
    await user.should_not_see("12-000417")
