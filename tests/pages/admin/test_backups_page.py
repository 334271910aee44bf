"""备份: the manager and the administrator see how old copy and drill are, and are called when they are too old."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from nicegui.testing import User

from content.backup.book import BackupBook
from content.backup.records import Attempt, Check, Drill, TargetKind
from content.model.codes import Role
from tests.pages.admin.world import NOW, World, content_of, until

ALL_WELL = Check(about="条数", ok=True, sentence="60 张表 900 条，和备份时记下的一样。")


def noted(data: Path, *notes: Attempt | Drill) -> None:
    book = BackupBook(data)
    for note in notes:
        if isinstance(note, Drill):
            book.note_drill(note)
        else:
            book.note_attempt(note)


def copy(minutes: int, ok: bool = True, sentence: str = "") -> Attempt:
    return Attempt(target="/mnt/backup", kind=TargetKind.DISK, at=NOW - timedelta(minutes=minutes), ok=ok,
                   sentence=sentence, seconds=2.0, copied_bytes=1_300_000, checked=ok)  # fmt: skip


def drilled(days: int, check: Check = ALL_WELL) -> Drill:
    return Drill(target="/mnt/backup", at=NOW - timedelta(days=days), seconds=41.0, checks=(check,))


async def opened(world: World, role: Role = Role.ADMINISTRATOR, path: str = "/backups") -> User:
    user = await world.user(role)
    await user.open(path)
    return user


async def test_a_fresh_copy_and_drill_are_shown_with_their_age_and_nothing_is_late(world: World, tmp_path: Path
                                                                                   ) -> None:  # fmt: skip
    noted(tmp_path, copy(9), drilled(3))
    user = await opened(world, Role.MANAGER)
    await user.should_see(marker="last-drill")
    copies = content_of(user, "copies")
    assert "9 分钟前" in copies
    assert "1.3 MB" in copies
    assert "读回核对过" in copies
    await until(lambda: "900 条" in content_of(user, "drill"))
    await user.should_see("3 天前")
    await user.should_see("用了 41 秒")
    await user.should_not_see(marker="backup-late")


async def test_what_is_late_is_said_on_the_page_and_called_on_the_first_page(world: World, tmp_path: Path) -> None:
    noted(tmp_path, copy(200), copy(40, ok=False, sentence="备份盘没有插上。请系统管理员插好备份盘。"), drilled(3))
    user = await opened(world)
    await user.should_see("第二块盘备份过期：上次是 3 小时前")
    await until(lambda: "备份盘没有插上" in content_of(user, "copies"))
    await user.open("/")
    await user.should_see(marker="cards")
    await until(lambda: "备份要处理" in content_of(user, "cards"))


async def test_a_drill_that_found_something_wrong_names_it(world: World, tmp_path: Path) -> None:
    noted(tmp_path, copy(5), drilled(1, Check(about="素材", ok=False, sentence="3 个文件里有 1 个不在或坏了。")))
    user = await opened(world)
    await user.should_see("演练没有通过：3 个文件里有 1 个不在或坏了。")
    await until(lambda: "不对" in content_of(user, "drill"))


async def test_a_hub_that_never_backed_up_says_so(world: World) -> None:
    user = await opened(world)
    await user.should_see("第二块盘备份过期：还没有成功过")
    await user.should_see("还没有演练过")
    await until(lambda: "还没有备份过" in content_of(user, "copies"))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CLERK, Role.AUDITOR])
async def test_others_do_not_see_the_page(world: World, role: Role) -> None:
    user = await opened(world, role)
    await user.should_not_see(marker="copies")


def test_the_book_keeps_the_last_tries_of_each_kind_and_survives_a_restart(tmp_path: Path) -> None:
    away = Attempt(target="sftp:x", kind=TargetKind.AWAY, at=NOW - timedelta(days=5), ok=True, sentence="", seconds=9.0)
    noted(tmp_path, away, *(copy(15 * number) for number in range(100, 0, -1)))
    state = BackupBook(tmp_path).read()
    assert away in state.attempts
    assert len(state.attempts) == 41
    assert state.attempts[0] == copy(15)
