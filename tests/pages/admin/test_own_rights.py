"""本人来办: with the number of the card presented a person sees, takes home and takes back; nobody else anything."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
from nicegui import ui
from nicegui.testing import User

from content.admin.consultations import open_file
from content.admin.own_rights import Shown, own_copy, take_back_at_window
from content.clock import local
from content.model.audit import Action
from content.model.codes import Role
from content.privacy import blind_index
from content.store.audit import AuditPage
from tests.pages.admin.test_ledgers import EXAMPLE, NAME, OTHER, PHONE, _enter, _lines
from tests.pages.admin.world import KEYS, World, content_of, until
from tests.unit.content.store.test_hall_ledgers import asked


async def _opened(world: World, role: Role = Role.CLERK) -> tuple[User, str]:
    user = await world.user(role)
    await _enter(world, user)
    (line,) = _lines(world)
    await user.open(f"/ledger/people/{line.seeker_id}/rights")
    return user, line.seeker_id


def _typed(user: User, number: str) -> None:
    user.find(kind=ui.input, marker="number").elements.pop().set_value(number)
    user.find(marker="check").click()


def _looks(world: World) -> list[str]:
    with world.market.reading() as tables:
        entries, _ = tables.audit.page(AuditPage(subject="seeker"))
    return [f"{one.action.value}：{one.words}" for one in entries
            if one.action in (Action.LOOKED, Action.EXPORTED, Action.ERASED)]  # fmt: skip


async def test_the_number_presented_opens_everything_and_the_look_is_on_the_record(world: World) -> None:
    user, _ = await _opened(world)
    assert EXAMPLE not in content_of(user, "copy")
    _typed(user, EXAMPLE)
    await until(lambda: EXAMPLE in content_of(user, "copy"))
    shown = content_of(user, "copy")
    assert NAME in shown and PHONE in shown and "回执" in shown and "登记告知-3" in shown
    assert _looks(world) == ["looked：全部信息，为本人来查，凭居民身份证原件"]


async def test_another_s_number_shows_nothing_and_takes_nothing_back(world: World) -> None:
    user, _ = await _opened(world)
    for number in (OTHER, "", "1", EXAMPLE[:-1] + "1"):
        _typed(user, number)
        await user.should_see("不是这份档案的本人")
    assert content_of(user, "copy") == ""
    assert _looks(world) == []
    await user.should_not_see(marker="take-back")


async def test_wrong_numbers_are_on_the_record_and_wait_after_five(world: World) -> None:
    """The ledger shows first and last four digits and the age: what is left is guessed in a thousand tries."""
    user, seeker_id = await _opened(world)

    def wrong() -> list[tuple[str, str]]:
        with world.market.reading() as tables:
            entries, _ = tables.audit.page(AuditPage(subject="wrong_number", limit=100))
        return [(one.login, one.subject_id) for one in entries]

    for count in range(1, 6):
        _typed(user, OTHER)
        await until(lambda count=count: len(wrong()) == count)  # type: ignore[misc]
    assert set(wrong()) == {("clerk", seeker_id)}
    _typed(user, EXAMPLE)  # the right one, but nothing is looked at now
    await user.should_see("过十分钟才能再输")
    assert content_of(user, "copy") == "" and _looks(world) == [] and len(wrong()) == 5
    world.clock.at += timedelta(minutes=10)
    _typed(user, EXAMPLE)
    await until(lambda: EXAMPLE in content_of(user, "copy"))
    with world.market.reading() as tables:
        told = " ".join(one.words for one in tables.audit.every(AuditPage()))
    assert OTHER not in told and EXAMPLE not in told


async def test_a_person_takes_back_their_consent_at_the_window(world: World) -> None:
    user, seeker_id = await _opened(world)
    mine = asked(person_index=blind_index(KEYS.index, "id1", EXAMPLE), entered_at=world.clock.now())
    world.market.write(lambda tables: tables.consultations.add(mine))
    _typed(user, EXAMPLE)
    await user.should_see(marker="take-back")
    user.find(marker="take-back").click()
    await user.should_see("咨询时问的话和答复一起删")  # what is said before it is done
    await user.should_see(marker="take-back-sure")
    user.find(marker="take-back-sure").click()
    await user.should_see("已撤回")
    with world.market.reading() as tables:
        assert tables.seekers.get(seeker_id) is None
        assert tables.seals.check().findings == ()
        assert tables.consultations.get(mine.id).question == ""
        opened = open_file(tables, mine.id, local(world.clock.now()).date())
        assert opened is not None and "本人撤回了同意" in opened.text
    (line,) = _lines(world)  # the line stays, and nobody is in it
    assert line.seeker_id != seeker_id
    assert _looks(world)[0] == "erased：本人在窗口撤回同意，凭居民身份证原件"
    assert content_of(user, "copy") == ""


async def test_a_paper_for_the_person_says_the_same_and_is_written_down(world: World) -> None:
    user, _ = await _opened(world)
    _typed(user, EXAMPLE)
    await user.should_see(marker="print-copy")
    user.find(marker="print-copy").click()
    paper = await user.download.next(timeout=60)
    document = pypdfium2.PdfDocument(paper.content)
    words = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert all(word in words for word in (NAME, EXAMPLE, PHONE, "1095", "居民身份证原件"))
    assert _looks(world)[0] == "exported：打印一份本人的信息，凭居民身份证原件"


async def test_who_only_reads_the_ledger_cannot_act_for_anybody(world: World) -> None:
    _, seeker_id = await _opened(world)
    auditor = await world.user(Role.AUDITOR)
    await auditor.open(f"/ledger/people/{seeker_id}/rights")
    await auditor.should_not_see(marker="number")


async def test_two_merged_records_are_shown_and_taken_back_together(world: World) -> None:
    user = await world.user(Role.CLERK)
    await _enter(world, user)
    await _enter(world, user, OTHER)
    kept, gone = (one.seeker_id for one in reversed(_lines(world)))
    merged = "UPDATE seeker SET merged_into = ? WHERE id = ?"
    world.market.write(lambda tables: tables._db.execute(merged, [kept, gone]))
    with world.market.reading() as tables:
        staff = next(one for one in tables.staff.all() if Role.CLERK in one.roles)
    now = world.clock.now()
    copy = world.market.write(lambda tables: own_copy(kept, OTHER, Shown.SOCIAL, KEYS, now)(tables, staff))
    assert (copy.name, len(copy.parts[0].lines)) == (NAME, 2)
    world.market.write(lambda tables: take_back_at_window(kept, OTHER, Shown.SOCIAL, KEYS, now)(tables, staff))
    with world.market.reading() as tables:
        assert tables.seekers.get(kept) is tables.seekers.get(gone) is None
