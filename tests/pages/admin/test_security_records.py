"""信息安全培训 and 安全事件 at the desk, the pledge and the backup record on paper."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from zipfile import ZipFile

import pytest
from nicegui.testing import User

from content.admin import incident_out
from content.admin.pages.backups import records_paper
from content.admin.security_records import incident_card, pledge_paper, training_paper
from content.backup.records import BackupState
from content.model.audit import Action
from content.model.codes import Role
from content.reports.paper import page_of
from content.store.audit import AuditPage
from tests.pages.admin.test_backups_page import copy, drilled
from tests.pages.admin.world import NOW, World, content_of, until


def _fill(user: User, **values: object) -> None:
    for name, value in values.items():
        (part,) = user.find(marker=f"field-{name}").elements
        part.set_value(value)  # type: ignore[attr-defined]


async def test_a_training_is_noted_counted_and_printed_for_signature(world: World) -> None:
    user = await world.user(Role.MANAGER)
    await user.open("/trainings")
    await user.should_see("还没有参加过的")
    _fill(user, day="2026-11-20", topic="号码怎样保管", minutes="45", trainer="负责人", attended="负责人\n外包李工")
    user.find(marker="keep").click()
    await until(lambda: "号码怎样保管" in content_of(user, "list"))
    (due,) = user.find(marker="untrained").elements
    assert "审核员" in due.text and "负责人" not in due.text.split("：")[1]  # type: ignore[attr-defined]
    with world.market.reading() as tables:
        (training,) = tables.security_trainings.between(date(2026, 11, 1), date(2026, 11, 30))
    paper = page_of("security_training.html", training_paper(training, "东至零工市场", NOW))
    assert all(words in paper for words in ("外包李工", "45 分钟", "2 人", "签字"))


async def test_an_incident_goes_on_until_it_is_closed_and_its_pack_is_audited(
    world: World, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(incident_out, "draw", lambda html: b"%PDF" + html.encode())  # the drawing has its own tests
    user = await world.user(Role.ADMINISTRATOR)
    await user.open("/incidents")
    await user.should_see(marker="keep")
    told: dict[str, Any] = {
        "incident": "leak", "grade": "larger", "began_at": "2026-11-22T10:00", "found_at": "2026-11-23T09:00",
        "persons": "12", "what": "名单发到了群里",
    }  # fmt: skip
    _fill(user, **told | {"began_at": "2026-11-23T10:00"})
    user.find(marker="keep").click()
    await user.should_see("还有 1 处要改")
    _fill(user, began_at=told["began_at"])
    user.find(marker="keep").click()
    await until(lambda: "没有办结" in content_of(user, "list"))
    assert "名单" not in content_of(user, "list")
    with world.market.reading() as tables:
        (incident,) = tables.security_incidents.open_ones()
        card = incident_card(tables, NOW)
    assert (card.figure, card.pressing) == (1, True)
    assert "还剩 3 小时 30 分" in card.sentence

    await user.open(f"/incidents/{incident.entry_id}")
    await user.should_see("还剩 3 小时 30 分")
    assert "名单发到了群里" in content_of(user, "words")
    user.find(marker="pack").click()
    archive = ZipFile(io.BytesIO((await user.download.next()).content))
    assert "信息泄露或外传" in archive.read("1-事件情况表.pdf").decode()
    with world.market.reading() as tables:
        entries, _ = tables.audit.page(AuditPage(action=Action.EXPORTED))
    assert (entries[0].subject, entries[0].subject_id) == ("security_incident", incident.entry_id)

    _fill(user, reported_to="省网信办", reported_at="2026-11-23T09:20", measures="撤回，改口令", closed=True,
          reason="已报，办结")  # fmt: skip
    user.find(marker="keep").click()
    await until(lambda: _closed(world))
    with world.market.reading() as tables:
        thread = tables.security_incidents.thread(incident.entry_id)
        assert incident_card(tables, NOW).figure == 0
    assert [one.reason for one in thread] == ["", "已报，办结"]


def _closed(world: World) -> bool:
    with world.market.reading() as tables:
        return not tables.security_incidents.open_ones()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CLERK, Role.ASSESSOR])
async def test_others_do_not_see_incidents(world: World, role: Role) -> None:
    user = await world.user(role)
    await user.open("/incidents")
    await user.should_not_see(marker="list")


async def test_an_auditor_reads_and_takes_no_pack(world: World) -> None:
    user = await world.user(Role.AUDITOR)
    await user.open("/incidents")
    await user.should_see(marker="list")
    await user.should_not_see(marker="keep")


def test_the_pledge_names_who_signs_and_what_is_forbidden() -> None:
    paper = page_of("pledge.html", pledge_paper("林样例", "窗口经办人", "东至零工市场", NOW))
    assert all(words in paper for words in ("林样例", "窗口经办人", "承诺人：", "不抄写、拍照", "数据安全责任书"))
    assert "＿＿＿" in page_of("pledge.html", pledge_paper("", "角色待定", "东至零工市场", NOW))


def test_the_backup_record_says_what_failed_and_what_the_drill_found() -> None:
    state = BackupState(attempts=(copy(9), copy(40, ok=False, sentence="备份盘没有插上。")), drills=(drilled(3),))
    paper = page_of("backup_records.html", records_paper(state, "东至零工市场", NOW))
    assert all(words in paper for words in ("没有成功：备份盘没有插上。", "1.3 MB", "900 条", "专用硬盘和云端服务器"))
