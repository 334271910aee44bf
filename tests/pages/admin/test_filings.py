"""呈报待处理: what a terminal filed under a number that was taken gets into the ledger at a person's word."""

from __future__ import annotations

from typing import Any

import pytest

from content.hubapi.projector import Projector
from content.link.envelope import close_envelope
from content.model.codec import to_json
from content.model.codes import Role
from content.model.filings import Envelope, FilingHeader
from content.store.audit import AuditPage
from tests.contract.link_house import registration
from tests.pages.admin.world import KEYS, NOW, World, content_of, press, until

OTHER = "341721199003075678"  # no checksum on purpose: it belongs to nobody


def _filed(filing_id: str, body: Any, kind: str = "registration") -> Envelope:
    header = FilingHeader(id=filing_id, kind=kind, version=1, site_id="341721-01", terminal="kiosk-1", seq=1,
                          occurred_at=NOW, clock_ok=True)  # fmt: skip
    return close_envelope(header, to_json(body), KEYS.seal_public)


def _arrive(world: World, *envelopes: Envelope) -> None:
    for envelope in envelopes:
        world.market.write(lambda tables, one=envelope: tables.inbox.store(one, NOW))
        Projector(world.market, KEYS, world.clock).project_pending()


def _numbers(world: World) -> set[str]:
    with world.market.reading() as tables:
        return {line.number for line in tables.seekers.registrations()[0]}


async def test_a_filing_whose_number_was_taken_enters_the_ledger_when_it_is_tried_again(world: World) -> None:
    _arrive(world, _filed("first", registration("12-000001")), _filed("second", registration("12-000002", OTHER)))
    assert _numbers(world) == {"12-000001"}
    user = await world.user(Role.MANAGER)
    await user.open("/filings")
    await until(lambda: "再处理一次" in content_of(user, "list"))
    press(user, "list", "retry", "second")
    await until(lambda: _numbers(world) == {"12-000001", "12-000002"})
    await until(lambda: "没有待处理的呈报" in content_of(user, "list"))
    with world.market.reading() as tables:
        assert tables.inbox.set_aside() == () and tables.inbox.counts().stuck == 0
        (noted,), _ = tables.audit.page(AuditPage(subject="filing"))
    assert (noted.staff_id, noted.subject_id) == ("staff-manager", "second")
    _arrive(world, _filed("first", registration("12-000001")))  # and nothing is double
    assert _numbers(world) == {"12-000001", "12-000002"}


@pytest.mark.parametrize("wrong", [
    _filed("second", {"id_number": OTHER}), _filed("second", {}, "a_kind_of_tomorrow"),
    Envelope(header=_filed("second", {}).header, sealed="AAAA"), _filed("first", registration("12-000003", OTHER)),
])  # fmt: skip
async def test_one_that_cannot_be_taken_stays_where_it_is(world: World, wrong: Envelope) -> None:
    """Nobody's words go away because somebody pressed a button; another's under a known id is for a person too."""
    _arrive(world, _filed("first", registration("12-000001")), wrong)
    user = await world.user(Role.MANAGER)
    await user.open("/filings")
    await until(lambda: "再处理一次" in content_of(user, "list"))
    press(user, "list", "retry", wrong.header.id)
    await until(lambda: bool(user.notify.messages))
    with world.market.reading() as tables:
        assert tables.inbox.set_aside() == (wrong,)
    assert _numbers(world) == {"12-000001"}
