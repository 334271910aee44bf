"""附件 beside a record: who may take them, how they are handed out, and that no edition carries one."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from nicegui import background_tasks
from nicegui.testing import User

from content.admin.hall_records import blank_fair
from content.model.attachments import Attachment
from content.model.audit import Action
from content.model.codes import Role, Stage
from content.store.audit import AuditPage
from tests.pages.admin.test_media import saw, send
from tests.pages.admin.world import FIRM, NOW, STAFF, World, content_of, field, press, until
from tests.unit.content.feeds.test_intake import HTML, pdf

_SORTS = "IMAGE,PDF"


def _papers(world: World, subject: str = "employer", record: str = FIRM.id) -> tuple[Attachment, ...]:
    with world.market.reading() as tables:
        return tables.attachments.of(subject, record)


async def _with_licence(world: World) -> User:
    user = await world.user(Role.EDITOR)
    await user.open(f"/employers/{FIRM.id}")
    await send(user, pdf(1), _SORTS, "drop-licence", "zhang.pdf")
    await saw(user, "营业执照已存好")
    return user


async def test_a_paper_is_taken_and_handed_out_to_staff_only(world: World) -> None:
    user = await _with_licence(world)
    (paper,) = _papers(world)
    assert (paper.added_by, paper.mime, paper.size) == ("staff-editor", "application/pdf", len(pdf(1)))
    assert f'href="/attachment/{paper.id}"' in content_of(user, "papers-licence")
    answer = await user.http_client.get(f"http://test/attachment/{paper.id}")
    assert (answer.status_code, answer.content) == (200, pdf(1))
    given = unquote(answer.headers["content-disposition"])
    assert given.startswith("attachment;")
    assert "营业执照-20261123.pdf" in given
    assert "zhang" not in given
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    # 素材's own route does not know it
    assert (await user.http_client.get(f"http://test/media/{paper.sha256}")).status_code == 404
    async with world.browser() as stranger:
        assert (await stranger.get(f"http://test/attachment/{paper.id}")).status_code == 303
    clerk = await world.user(Role.ADMINISTRATOR)
    assert (await clerk.http_client.get(f"http://test/attachment/{paper.id}")).status_code == 403
    with world.market.reading() as tables:
        (looked,), total = tables.audit.page(AuditPage(action=Action.LOOKED))
        assert (total, looked.login, looked.subject_id) == (1, "editor", FIRM.id)


async def test_a_tick_without_its_paper_is_said_till_it_is_kept(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open(f"/employers/{FIRM.id}")
    await saw(user, "还没有存营业执照")
    await saw(user, "还没有存委托证明")
    await send(user, pdf(1), _SORTS, "drop-licence")
    await saw(user, "营业执照已存好")
    await user.should_not_see("还没有存营业执照")
    await saw(user, "还没有存委托证明")


async def test_a_paper_is_removed_with_a_reason_that_stays(world: World) -> None:
    user = await _with_licence(world)
    (paper,) = _papers(world)
    press(user, "papers-licence", "remove", paper.id)
    await saw(user, "删除这份附件？")
    user.find(marker="remove-paper").click()
    await saw(user, "请写明为什么删除")
    assert _papers(world)[0].removed_at is None
    (why,) = user.find(marker="why-removed").elements
    why.set_value("传成了别家的")  # type: ignore[attr-defined]
    user.find(marker="remove-paper").click()
    await saw(user, "附件已删除")
    await until(lambda: "传成了别家的" in content_of(user, "papers-licence"))
    assert (await user.http_client.get(f"http://test/attachment/{paper.id}")).status_code == 404
    assert _papers(world)[0].removed_by == "staff-editor"
    with world.market.reading() as tables:
        noted = [one.words for one in tables.audit.every(AuditPage(subject="employer", subject_id=FIRM.id))]
    assert noted[-1] == "删除附件：营业执照（传成了别家的）"


async def test_a_new_record_is_saved_first_and_its_words_stay(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/fairs/new")
    field(user, "name").set_value("冬季招聘会")
    await send(user, pdf(1), _SORTS, "drop-plan")
    (said,) = user.find(marker="said-plan").elements
    await until(lambda: "请先按“保存”" in said.text)  # type: ignore[attr-defined]
    assert field(user, "name").value == "冬季招聘会"


async def test_a_fair_s_plan_may_be_a_file(world: World) -> None:
    typed = {"name": "冬季招聘会", "place": "市场一楼", "summary": "二十家", "emergency_plan": "疏散",
             "security_plan": "验证"}  # fmt: skip
    user = await world.user(Role.EDITOR)
    await user.open("/fairs/new")
    for name, text in typed.items():
        field(user, name).set_value(text)
    user.find(marker="submit").click()
    await saw(user, "请填写组织实施办法")
    await send(user, pdf(1), _SORTS, "drop-plan")
    await saw(user, "组织实施办法已存好")
    user.find(marker="submit").click()
    await saw(user, "已提交")
    with world.market.reading() as tables:
        assert tables.fairs.counts()[Stage.SUBMITTED] == 1


@pytest.mark.parametrize(("path", "subject"), [("/policies/policy-1", "policy"), ("/fairs/fair-9", "fair")])
async def test_each_kind_keeps_its_papers_and_refuses_what_is_none(world: World, path: str, subject: str) -> None:
    world.add_policy()
    fair = blank_fair(STAFF[Role.EDITOR], NOW + timedelta(days=1))
    world.market.write(lambda tables: tables.fairs.save(replace(fair, id="fair-9"), None, "staff-editor"))
    marker = {"policy": "document", "fair": "security_plan"}[subject]
    user = await world.user(Role.EDITOR)
    await user.open(path)
    await send(user, HTML, _SORTS, f"drop-{marker}")
    (said,) = user.find(marker=f"said-{marker}").elements
    await until(lambda: "不能用" in said.text)  # type: ignore[attr-defined]
    await send(user, pdf(2), _SORTS, f"drop-{marker}")
    await saw(user, "已存好")
    (paper,) = _papers(world, subject, path.rpartition("/")[2])
    assert paper.role.value == marker
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open(path)
    assert f"/attachment/{paper.id}" in content_of(reviewer, f"papers-{marker}")
    assert "删除" not in content_of(reviewer, f"papers-{marker}")


async def test_a_paper_whose_page_ends_meanwhile_is_kept_with_its_file(world: World, tmp_path: Path) -> None:
    """Stopping the hub cancels what its pages wait for; the writer finishes what it was given."""
    user = await world.user(Role.EDITOR)
    await user.open(f"/employers/{FIRM.id}")
    held, free = threading.Event(), threading.Event()

    def hold(tables: object) -> None:
        held.set()
        free.wait(60)

    writer = threading.Thread(target=world.market.write, args=(hold,))
    try:
        await send(user, pdf(1), _SORTS, "drop-licence")
        writer.start()
        await until(held.is_set)
        await until(lambda: any((tmp_path / "attachments").glob("[0-9a-f]*")))
        for task in tuple(background_tasks.running_tasks):
            task.cancel()
        await asyncio.sleep(0)
    finally:
        free.set()
        await asyncio.to_thread(writer.join)
    await until(lambda: len(_papers(world)) == 1)
    (paper,) = _papers(world)
    assert world.market.attachment_files.read(paper) == pdf(1)
