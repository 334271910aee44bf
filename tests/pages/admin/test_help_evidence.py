"""Papers by which a placement and work found again count: kept encrypted, got by who helps and who checks alone."""

from __future__ import annotations

from nicegui.testing import User

from content.model.aid import AidFile, AidGroup, AidOutcome, AidPaper, AidState
from content.model.attachments import Attachment
from content.model.codes import Channel, Role
from content.model.referrals import Placement
from content.store.aid import AidView
from content.store.chains import following
from content.store.database import Market
from tests.pages.admin.test_media import saw, send
from tests.pages.admin.world import FIRM, NOW, World, content_of, field, until
from tests.unit.content.feeds.test_intake import HTML, pdf

_SORTS = "IMAGE,PDF"
PERSON, NAME = b"x" * 32, "欧阳小甲"  # invented
TODAY = NOW.date()


def _placed(market: Market) -> None:
    def put(tables):  # type: ignore[no-untyped-def]
        name = tables.placements.reseal_name("p-1", NAME, "欧阳**")
        tables.placements.add(Placement(
            id="p-1", root="p-1", person_index=PERSON, name=name, entered_at=NOW, entered_by="staff-clerk",
            written_at=NOW, written_by="staff-clerk", employer_id=FIRM.id, job_id="", referral_id="",
            channel=Channel.PHONE, started_on=TODAY))  # fmt: skip

    market.write(put)


def _filed(market: Market) -> None:
    def put(tables):  # type: ignore[no-untyped-def]
        files = tables.aid_files
        tables.aid_files.add(AidFile(
            id="a-1", root="a-1", person_index=PERSON, name=files.reseal_name("a-1", NAME, "欧阳**"), entered_at=NOW,
            entered_by="staff-counsellor", written_at=NOW, written_by="staff-counsellor", group=AidGroup.UNEMPLOYED,
            paper=AidPaper.UNEMPLOYMENT, evidence="", channel=Channel.WINDOW, consent_version="帮扶同意-1",
            consented_at=NOW, owner="staff-counsellor", plan=files.seal("a-1", "plan", "先做白班"), next_on=TODAY,
            state=AidState.WORKING))  # fmt: skip

    market.write(put)


def _papers(world: World, subject: str, record: str) -> tuple[Attachment, ...]:
    with world.market.reading() as tables:
        return tables.attachments.of(subject, record)


def _file(world: World) -> AidFile:
    with world.market.reading() as tables:
        (one,), _ = tables.aid_files.listed(AidView.ALL, TODAY, "", 50, 0)
    return one


async def _got(user: User, paper: Attachment) -> int:
    return (await user.http_client.get(f"http://test/attachment/{paper.id}")).status_code


async def test_a_placement_counts_by_its_paper_which_others_do_not_get(world: World) -> None:
    _placed(world.market)
    user = await world.user(Role.CLERK)
    await user.open("/placements/p-1")
    await send(user, HTML, _SORTS, "drop-evidence")
    assert _papers(world, "placement", "p-1") == ()
    await send(user, pdf(1), _SORTS, "drop-evidence")
    await saw(user, "证明已存好")
    (paper,) = _papers(world, "placement", "p-1")
    with world.market.reading() as tables:
        chain = tables.placements.chain("p-1")
        (fact,) = tables.help_facts.placements(TODAY.year)
    assert [one.evidence for one in chain] == ["", paper.id]
    assert (fact.evidence, fact.entered_at, fact.id) == (paper.id, NOW, "p-1")
    assert b"%PDF" not in world.market.attachment_files._files.path_of(paper.sha256).read_bytes()
    assert await _got(user, paper) == 200
    assert await _got(await world.user(Role.ASSESSOR), paper) == 200
    assert await _got(await world.user(Role.EDITOR), paper) == 403


async def test_work_found_again_closes_a_file_with_its_paper_only(world: World) -> None:
    _filed(world.market)
    user = await world.user(Role.COUNSELLOR)
    await user.open("/aid/a-1")
    field(user, "deed").set_value("reemployed")
    field(user, "words").set_value("上周到厂里上班了")
    field(user, "state").set_value("closed")
    field(user, "outcome").set_value("reemployed")
    user.find(marker="note").click()
    await user.should_see("再就业结案要有一条带证明的")
    assert _file(world).state is AidState.WORKING
    await send(user, pdf(1), _SORTS, "drop-evidence")
    await saw(user, "证明已存好")
    (paper,) = _papers(world, "aid_file", "a-1")
    assert field(user, "words").value == "上周到厂里上班了"  # nothing typed is lost by sending a paper
    (evidence,) = (one for one in user.find(marker="field-evidence").elements if one.props["label"] == "证明")
    evidence.set_value(paper.id)  # the other form has one for the paper of the group
    user.find(marker="note").click()
    await until(lambda: _file(world).state is AidState.CLOSED)
    assert _file(world).outcome is AidOutcome.REEMPLOYED
    with world.market.reading() as tables:
        (fact,) = tables.help_facts.aids(TODAY.year)
    assert (fact.reemployed, fact.person, fact.hardship.value) == (True, PERSON.hex(), "unemployed")
    await until(lambda: "有证明" in content_of(user, "events"))


async def test_the_paper_of_a_placement_serves_the_aid_file_of_the_same_person(world: World) -> None:
    _placed(world.market)
    _filed(world.market)

    def prove(tables):  # type: ignore[no-untyped-def]
        base = tables.placements.get("p-1")
        tables.placements.add(following(base, "p-2", "staff-clerk", NOW, evidence="paper-1"))

    world.market.write(prove)
    user = await world.user(Role.COUNSELLOR)
    await user.open("/aid/a-1")
    offered = [one.options for one in user.find(marker="field-evidence").elements]
    assert offered
    assert all("就业登记 2026-11-23 的证明" in options.values() for options in offered)
