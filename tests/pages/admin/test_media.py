"""素材 and 语音提示 at the desk: uploaded through the hub's own route, reviewed, published, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nicegui.testing import User

from content.admin.hall_records import blank_notice
from content.model.codes import MediaKind, Role, Stage
from content.model.media import MediaItem
from content.model.prompts import PROMPTS
from content.serving import clear_uploads
from content.store.records import Page
from tests.pages.admin.world import NOW, STAFF, World, asked, content_of, field, press, until
from tests.unit.content.feeds.test_intake import HTML, huge_png, mp4, pdf, picture, wav

FILE = {"IMAGE": "IMAGE,PDF,VIDEO", "AUDIO": "AUDIO"}


async def saw(user: User, words: str) -> None:
    """Wait for words on the page, as long as opening a file or publishing takes on a busy machine."""
    await user.should_see(words, retries=60)


async def send(user: User, raw: bytes, sorts: str = FILE["IMAGE"], marker: str = "file-drop", name: str = "a") -> None:
    """Send a file through the hub's route and tell the page, as the browser's field does."""
    answer = await user.http_client.put("http://test/upload", params={"sorts": sorts}, content=raw,
                                        headers={"X-Name": name})  # fmt: skip
    user.find(marker=marker).trigger("taken", answer.json())


def _all(world: World) -> tuple[MediaItem, ...]:
    with world.market.reading() as tables:
        return tables.media.page(Page())[0]


async def _shown(user: User, words: str) -> None:
    await until(lambda: words in content_of(user, "file"))


async def _handed_in(world: World, raw: bytes, **typed: Any) -> User:
    user = await world.user(Role.EDITOR)
    await user.open("/media/new")
    await send(user, raw, name="poster.png")
    await _shown(user, "poster.png")
    for name, value in typed.items():
        field(user, name).set_value(value)
    user.find(marker="submit").click()
    await saw(user, "已提交")
    return user


async def _approve(world: World, item: MediaItem) -> User:
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    press(reviewer, "queue", "approve", f"media/{item.id}/{item.version}")
    await saw(reviewer, "已通过")
    return reviewer


async def test_a_picture_goes_from_the_form_by_review_to_the_screens(world: World) -> None:
    user = await _handed_in(world, picture((640, 480)), title="大门照片", on_screens=True, shown_until="2026-12-31")
    (item,) = _all(world)
    assert (item.kind, item.mime, item.width, item.height) == (MediaKind.IMAGE, "image/jpeg", 640, 480)
    assert (item.stage, item.file_name, item.on_screens) == (Stage.SUBMITTED, "poster.png", True)
    reviewer = await _approve(world, item)
    assert f"/media/{item.sha256}/small" not in content_of(reviewer, "queue")  # decided
    world.publisher.publish("staff-reviewer")
    edition = world.publisher.current()
    assert edition is not None
    assert [one.title for one in edition.media(NOW)] == ["大门照片"]
    edition.close()
    await user.open("/media")
    await until(lambda: "已发布" in content_of(user, "list"))
    press(user, "list", "withdraw", item.id)
    await asked(user)
    user.find(marker="sure").click()
    await saw(user, "自助机和信息屏正在更新")
    edition = world.publisher.current()
    assert edition is not None
    assert edition.media(NOW) == ()
    edition.close()


async def test_the_queue_shows_what_is_to_be_judged(world: World) -> None:
    await _handed_in(world, picture(), title="大门照片")
    (item,) = _all(world)
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    assert "大门照片" in content_of(reviewer, "queue")
    assert f'src="/media/{item.sha256}/small"' in content_of(reviewer, "queue")
    await reviewer.open(f"/media/{item.id}")
    assert f'src="/media/{item.sha256}"' in content_of(reviewer, "file")


async def test_a_refused_file_says_why_and_nothing_typed_is_lost(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/media/new")
    field(user, "title").set_value("写好的名称")
    (said,) = user.find(marker="file-said").elements
    for raw, words in ((HTML, "不能用"), (picture((640, 480))[:-60], "打不开"), (huge_png(), "太大"),
                       (pdf(41), "41 页"), (mp4(b"hvc1"), "H.265"), (wav(), "不能用")):
        await send(user, raw)
        await until(lambda words=words: words in said.text)  # type: ignore[misc]
        assert field(user, "title").value == "写好的名称"
    user.find(marker="submit").click()
    await saw(user, "请先选一个文件")
    assert [one.stage for one in _all(world)] == [Stage.DRAFT]


async def test_a_pdf_is_shown_page_by_page_and_decided_on_once(world: World) -> None:
    await _handed_in(world, pdf(3), title="名单")
    (item,) = _all(world)
    assert item.kind is MediaKind.PDF
    await _approve(world, item)
    notice = replace(blank_notice(STAFF[Role.EDITOR], NOW), title="公示", body="见图", media=(item.id,),
                     stage=Stage.APPROVED, reviewed_at=NOW)  # fmt: skip
    world.market.write(lambda tables: tables.notices.save(notice, None, "staff-editor"))
    world.publisher.publish("staff-reviewer")
    edition = world.publisher.current()
    assert edition is not None
    (shown,) = edition.notices(NOW)
    assert len(shown.media) == 3
    edition.close()
    user = await world.user(Role.EDITOR)
    await user.open("/media")
    await until(lambda: "3 页" in content_of(user, "list"))
    await until(lambda: ">公示</a>" in content_of(user, "list"))
    await user.open(f"/media/{item.id}")
    assert content_of(user, "file").count("<img") == 3
    await saw(user, "公示")


async def test_another_file_or_name_goes_back_to_the_reviewer(world: World) -> None:
    await _handed_in(world, picture(), title="大门照片")
    await _approve(world, _all(world)[0])
    user = await world.user(Role.EDITOR)
    await user.open(f"/media/{_all(world)[0].id}")
    before = _all(world)[0]
    await send(user, picture((320, 200)), name="new.png")
    await _shown(user, "new.png")
    user.find(marker="save").click()
    await saw(user, "已保存")
    (item,) = _all(world)
    assert (item.stage, item.title, item.width) == (Stage.SUBMITTED, "大门照片", 320)
    assert item.sha256 != before.sha256
    # what was chosen and never saved goes at the next start; what one may go back to stays
    await user.open("/media/new")
    await send(user, mp4(), name="never.mp4")
    await _shown(user, "never.mp4")
    files = world.market.media_files
    assert clear_uploads(world.market) == 1
    assert files.has(item.sha256, item.size)
    assert files.has(before.sha256, before.size)
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    assert "换了新文件" in content_of(reviewer, "queue")


async def test_a_chosen_file_outlives_another_person_s_save(world: World) -> None:
    await _handed_in(world, picture(), title="大门照片")
    user = await world.user(Role.EDITOR)
    await user.open(f"/media/{_all(world)[0].id}")
    await send(user, picture((320, 200)), name="new.png")
    await _shown(user, "new.png")
    world.market.write(lambda tables: tables.media.save(replace(_all(world)[0], title="前门"), _all(world)[0].version))
    user.find(marker="save").click()
    await saw(user, "别人刚改过这一条")
    user.find(marker="save").click()
    await saw(user, "已保存")
    (item,) = _all(world)
    assert (item.title, item.width, item.file_name) == ("前门", 320, "new.png")


async def test_the_list_is_filtered_by_kind_and_searched(world: World) -> None:
    await _handed_in(world, picture(), title="大门照片")
    user = await _handed_in(world, mp4(), title="消防片")
    await user.open("/media?kind=video")
    await until(lambda: "消防片" in content_of(user, "list"))
    assert "大门照片" not in content_of(user, "list")
    await user.open("/media?text=damen")
    await until(lambda: "大门照片" in content_of(user, "list"))
    assert "消防片" not in content_of(user, "list")
    await user.open("/media/new")
    await send(user, picture())
    await saw(user, "这个文件已经在素材里：“大门照片”")


async def test_bytes_are_for_whoever_is_logged_in(world: World) -> None:
    user = await _handed_in(world, picture((640, 480)), title="大门照片")
    (item,) = _all(world)
    whole = await user.http_client.get(f"http://test/media/{item.sha256}")
    small = await user.http_client.get(f"http://test/media/{item.sha256}/small")
    assert (whole.status_code, whole.headers["content-type"]) == (200, "image/jpeg")
    assert (small.status_code, small.headers["content-type"]) == (200, "image/jpeg")
    assert len(small.content) < len(whole.content)
    assert whole.headers["x-content-type-options"] == "nosniff"
    for path in ("0" * 64, "0" * 64 + "/small", "..%2Fmarket.db", item.sha256.upper()):
        assert (await user.http_client.get(f"http://test/media/{path}")).status_code == 404
    async with world.browser() as stranger:
        for path in (item.sha256, f"{item.sha256}/small"):
            assert (await stranger.get(f"http://test/media/{path}")).status_code == 401


def _clip_rows(user: User) -> list[str]:
    return content_of(user, "clips").split("<tr")[2:]


async def test_a_recording_of_a_prompt_speaks_after_review_and_the_missing_come_first(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/clips")
    await saw(user, f"还有 {len(PROMPTS)} 句没有录音")
    assert [next(key for key in PROMPTS if f">{key}<" in row) for row in _clip_rows(user)] == list(PROMPTS)
    press(user, "clips", "record", "welcome")
    await saw(user, PROMPTS["welcome"])
    await send(user, wav(2), "AUDIO", name="say.wav")
    await saw(user, "的录音已送审")
    await saw(user, f"还有 {len(PROMPTS) - 1} 句没有录音")
    assert ">welcome<" in _clip_rows(user)[-1]
    await user.open("/media")
    assert "语音：" not in content_of(user, "list")
    await user.open("/media?kind=audio")
    await until(lambda: "语音：" in content_of(user, "list"))
    await user.open("/clips")
    (item,) = _all(world)
    assert (item.prompt, item.kind, item.mime, item.length_ms) == ("welcome", MediaKind.AUDIO, "audio/wav", 2000)
    await _approve(world, item)
    world.publisher.publish("staff-reviewer")
    edition = world.publisher.current()
    assert edition is not None
    assert {key: clip.id for key, clip in edition.clips().items()} == {"welcome": item.id}
    edition.close()
    # another one waits, and kiosks keep the first
    press(user, "clips", "record", "welcome")
    await send(user, wav(3), "AUDIO", marker="recorder-drop")
    await until(lambda: content_of(user, "clips").count("<audio") == 2)
    press(user, "clips", "withdraw", "welcome")
    await asked(user)
    user.find(marker="sure").click()
    await saw(user, "自助机正在更新")
    edition = world.publisher.current()
    assert edition is not None
    assert edition.clips() == {}
    edition.close()
    assert {one.stage for one in _all(world)} == {Stage.WITHDRAWN}


async def test_what_is_no_recording_is_refused_beside_the_field(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/clips")
    press(user, "clips", "record", "home")
    await saw(user, PROMPTS["home"])
    await send(user, mp4(), "AUDIO")
    (said,) = user.find(marker="file-said").elements
    await until(lambda: "其实是视频" in said.text)  # type: ignore[attr-defined]
    assert _all(world) == ()


async def test_who_only_reads_uploads_and_withdraws_nothing(world: World) -> None:
    await _handed_in(world, picture(), title="大门照片")
    user = await world.user(Role.AUDITOR)
    await user.open("/media")
    await until(lambda: "大门照片" in content_of(user, "list"))
    assert "撤下" not in content_of(user, "list")
    await user.should_not_see("上传素材")
    await user.open("/clips")
    assert "data-do" not in content_of(user, "clips")
