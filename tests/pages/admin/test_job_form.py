"""The job form judged by every rule, at open, at save and while it is typed; look-alikes told while typing."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui
from nicegui.testing import User

from content.model.codes import EmployerKind, PayUnit, Role, Settlement, Stage
from content.model.jobs import JobPost
from tests.pages.admin.world import FIRM, JOB, World, asked, content_of, field, remarks, until

# 妇女权益保障法 §43, 就业促进法 §41, 人力资源市场暂行条例 §24 by domain B1
_UNLAWFUL = "限男性，能扛 50 公斤"


async def _at(world: World, path: str, role: Role = Role.EDITOR) -> User:
    user = await world.user(role)
    await user.open(path)
    return user


def _press(user: User, name: str, deed: str, place: int = 0) -> None:
    """Press a button of a remark, as the browser's listener would tell it."""
    user.find(marker=f"remarks-{name}").trigger("click", [deed, place])


async def test_a_word_is_underlined_while_it_is_typed_and_the_lawful_one_taken_in_a_click(world: World) -> None:
    user = await _at(world, "/jobs/new")
    field(user, "requirements").set_value(_UNLAWFUL)
    await until(lambda: remarks(user, "requirements") != "")
    said = remarks(user, "requirements")
    assert '<u class="is-block">限男性</u>，能扛 50 公斤' in said
    assert "必须改" in said
    assert "《妇女权益保障法》第四十三条" in said
    assert "改成“男女不限”" in said
    assert field(user, "requirements").value == _UNLAWFUL
    _press(user, "requirements", "offer")
    await until(lambda: field(user, "requirements").value == "男女不限，能扛 50 公斤")
    await until(lambda: remarks(user, "requirements") == "")


async def test_a_field_nobody_was_in_is_not_called_empty_before_the_first_save(world: World) -> None:
    user = await _at(world, "/jobs/new")
    field(user, "title").set_value("卸货")
    field(user, "headcount").set_value("三个")
    await until(lambda: "请只填数字" in remarks(user, "headcount"))
    assert remarks(user, "duties") == ""
    field(user, "headcount").set_value("3")
    await until(lambda: remarks(user, "headcount") == "")
    user.find(marker="save").click()
    await until(lambda: "请填写工作内容" in remarks(user, "duties"))


async def test_a_stored_job_is_judged_as_it_opens(world: World) -> None:
    world.add_job(duties="搬货，干活前先交押金200元")
    user = await _at(world, "/jobs/job-1")
    await until(lambda: "押金200元</u>" in remarks(user, "duties"))
    assert "data-offer" in remarks(user, "duties")


async def test_a_reviewer_reads_the_remarks_and_has_no_button_to_change_the_text(world: World) -> None:
    world.add_job(duties="搬货，干活前先交押金200元")
    user = await _at(world, "/jobs/job-1", Role.REVIEWER)
    await until(lambda: "押金200元</u>" in remarks(user, "duties"))
    assert "data-offer" not in remarks(user, "duties")


async def test_a_word_that_must_go_stops_the_submission_and_nothing_typed_is_lost(world: World) -> None:
    world.add_job(requirements=_UNLAWFUL)
    user = await _at(world, "/jobs/job-1")
    user.find(marker="submit").click()
    await user.should_see("还不能提交")
    assert world.job().stage is Stage.DRAFT
    assert field(user, "requirements").value == _UNLAWFUL


async def test_what_a_reviewer_may_release_with_a_reason_is_submitted(world: World) -> None:
    # paid by the hour and settled by the month: 劳动合同法 §72 allows fifteen days at most
    world.add_job(pay_unit=PayUnit.HOUR, pay_min_fen=3000, pay_max_fen=3000, settlement=Settlement.MONTH)
    user = await _at(world, "/jobs/job-1")
    await until(lambda: "第七十二条" in remarks(user, "settlement"))
    assert "要说明理由" in remarks(user, "settlement")
    user.find(marker="submit").click()
    await user.should_see("已提交")
    assert world.job().stage is Stage.SUBMITTED


def _standing_twin(world: World) -> JobPost:
    return world.add_job(Stage.APPROVED, id="job-0")


async def test_a_look_alike_is_told_while_typing_seen_beside_it_and_told_apart_for_good(world: World) -> None:
    twin = _standing_twin(world)
    world.add_job(title="样例活", duties="别的事", address="样例路 9 号", contact_phone="13900000009")
    user = await _at(world, "/jobs/job-1")
    assert "疑似重复" not in remarks(user, "title")
    for name in ("title", "duties", "address", "contact_phone"):
        field(user, name).set_value(getattr(JOB, name))
    await until(lambda: f"和岗位 {twin.number} 疑似重复" in remarks(user, "title"))
    _press(user, "title", "beside")
    await asked(user)
    await until(lambda: "仓库搬运" in content_of(user, "beside"))
    user.find(marker="beside-close").click()
    await until(lambda: not any(dialog.value for dialog in user.find(kind=ui.dialog).elements))
    _press(user, "title", "beside")
    await asked(user)
    user.find(marker="beside-apart").click()
    await until(lambda: "疑似重复" not in remarks(user, "title"))
    with world.market.reading() as tables:
        assert tables.not_duplicates.of("job-1") == {"job-0"}
    user.find(marker="submit").click()
    await user.should_see("已提交")


async def test_the_same_job_again_cannot_be_submitted_until_it_is_told_apart(world: World) -> None:
    _standing_twin(world)
    world.add_job()
    user = await _at(world, "/jobs/job-1")
    user.find(marker="submit").click()
    await user.should_see("还不能提交")
    assert "疑似重复" in remarks(user, "title")
    assert world.job().stage is Stage.DRAFT


async def test_an_employer_brings_its_contact_and_place_and_overwrites_nothing_typed(world: World) -> None:
    other = replace(FIRM, id="firm-2", name="东至另一家有限公司", contact_name="李样例", contact_phone="13900000007",
                    address="样例路 7 号", kind=EmployerKind.PRIVATE)  # fmt: skip
    world.market.write(lambda tables: tables.employers.save(other, None))
    user = await _at(world, "/jobs/new")
    field(user, "address").set_value("工地大门")
    field(user, "employer_id").set_value(FIRM.id)
    await until(lambda: field(user, "contact_name").value == FIRM.contact_name)
    assert field(user, "contact_phone").value == FIRM.contact_phone
    assert field(user, "township_code").value == FIRM.township_code
    field(user, "employer_id").set_value("firm-2")
    await until(lambda: field(user, "contact_name").value == "李样例")
    assert field(user, "address").value == "工地大门"


async def test_trades_are_found_by_hanzi_pinyin_and_initials(world: World) -> None:
    user = await _at(world, "/jobs/new")
    choice = field(user, "trade_code")
    assert isinstance(choice, ui.select)
    for typed in ("装卸", "zhuangxie", "zxby"):
        user.find(marker="field-trade_code").trigger("inputValue", typed)
        await until(lambda: 0 < len(choice.options) < 20)
        assert any("装卸搬运" in label for label in choice.options.values()), typed
        user.find(marker="field-trade_code").trigger("inputValue", "")
        await until(lambda: len(choice.options) > 50)


async def test_hazards_are_kept_by_their_codes_and_an_unknown_one_names_the_list(world: World) -> None:
    world.add_job(hazards=("height",))
    user = await _at(world, "/jobs/job-1")
    assert field(user, "hazards").value == "高处作业"
    field(user, "hazards").set_value("高处作业\n粉尘作业")
    user.find(marker="save").click()
    await user.should_see("已保存")
    assert world.job().hazards == ("height", "dust")
    field(user, "hazards").set_value("很累")
    await until(lambda: "没有“很累”这一条" in remarks(user, "hazards"))


async def test_a_job_is_saved_and_the_next_one_starts_as_its_copy(world: World) -> None:
    world.add_job()
    user = await _at(world, "/jobs/job-1")
    field(user, "title").set_value("装货")
    user.find(marker="again").click()
    await user.should_see("新岗位")
    assert world.job().title == "装货"
    assert field(user, "title").value == "装货"
    assert field(user, "verified_how").value is None  # each job is verified for itself
    field(user, "headcount").set_value("8")
    user.find(marker="save").click()
    await user.should_see("号岗位已保存")
    assert world.job().headcount == JOB.headcount


async def test_a_job_handed_in_with_warnings_says_that_a_reason_is_needed(world: World) -> None:
    world.add_job(meals="")  # one of the five conditions blank asks, all blank would stop it
    user = await _at(world, "/jobs/job-1")
    user.find(marker="submit").click()
    await user.should_see("有 1 处提示，要审核员写明理由")
