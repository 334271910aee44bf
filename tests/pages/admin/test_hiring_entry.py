"""A 用工登记表 typed at the desk: a draft job and a hiring that waits, marked 补录 where it was signed before."""

from __future__ import annotations

from datetime import date

from nicegui.testing import User

from content.model.codes import Channel, JobSource, Role, Stage
from content.model.ledgers import JobLine
from content.store.records import Page
from tests.pages.admin.world import FIRM, World, content_of, field, until

GOOD = {"unit_name": "东至样例食品厂", "contact_name": "赵样例", "contact_phone": "13900007777", "trade_code": "I03",
        "headcount": "12", "township_code": "341721101", "starts_on": "2026-12-01", "pay_fen": "180",
        "agreed": True}  # fmt: skip


def _lines(world: World) -> tuple[JobLine, ...]:
    with world.market.reading() as tables:
        return tables.job_ledger.page(Page())[0]


async def _typed(world: World, user: User, **changes: str | bool) -> None:
    await user.open("/ledger/hire")
    for name, value in (GOOD | changes).items():
        field(user, name).set_value(value)
    user.find(marker="save").click()


async def test_a_paper_form_becomes_a_draft_job_and_a_line_of_the_ledger(world: World) -> None:
    user = await world.user(Role.CLERK)
    await _typed(world, user, signed_on="2026-11-20")
    await until(lambda: len(_lines(world)) == 1)
    (line,) = _lines(world)
    job = line.job
    assert (job.title, job.headcount, job.pay_min_fen, job.starts_on, job.stage, job.source) == (
        "包装工", 12, 18000, date(2026, 12, 1), Stage.DRAFT, JobSource.EMPLOYER)  # fmt: skip
    assert (line.channel, line.late, line.receipt[:3], job.contact_phone) == (Channel.PAPER, True, "00-", "")
    await until(lambda: field(user, "unit_name").value == "")  # the page empties its form once the hub has it
    await user.open("/ledger/jobs?late=1&channel=paper")
    await until(lambda: "东至样例食品厂" in content_of(user, "list"))
    await user.open("/hirings")
    assert line.receipt in content_of(user, "list")


async def test_a_firm_that_is_known_is_not_made_again(world: World) -> None:
    user = await world.user(Role.CLERK)
    await _typed(world, user, unit_name="随便写的名字", credit_code=FIRM.credit_code)
    await until(lambda: len(_lines(world)) == 1)
    assert _lines(world)[0].job.employer_id == FIRM.id
    assert not _lines(world)[0].late


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_stored(world: World) -> None:
    user = await world.user(Role.CLERK)
    await _typed(world, user, unit_name="", contact_phone="139", pay_fen="", headcount="0",
                 credit_code=FIRM.credit_code[:-1] + "?", starts_on="", agreed=False)  # fmt: skip
    await until(lambda: bool(field(user, "unit_name").error))
    for name in ("contact_phone", "pay_fen", "headcount", "credit_code", "starts_on"):
        assert field(user, name).error, name
    await user.should_see("经办人在纸表上签了字才能录入")
    assert field(user, "contact_name").value == "赵样例"
    assert _lines(world) == ()
