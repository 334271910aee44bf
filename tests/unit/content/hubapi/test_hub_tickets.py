"""From a filing to the queue of its day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from content.hubapi.projections import NotProjectable, is_known, known_kinds
from content.hubapi.ticket_projection import project_ticket, read_ticket
from content.model.codec import to_json
from content.model.filings import FilingHeader
from content.model.tickets import TicketBody, TicketMatter

BODY = TicketBody(number="B012", matter=TicketMatter.POLICY)
LATE = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)  # Monday 01:30 in the hall, Sunday by UTC
ARRIVED = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def header(*, clock_ok: bool) -> FilingHeader:
    return FilingHeader(id="f-1", kind="ticket", version=1, site_id="s", terminal="k-1", seq=7, occurred_at=LATE,
                        clock_ok=clock_ok)  # fmt: skip


def test_a_ticket_belongs_to_the_market_s_day() -> None:
    found = project_ticket(header(clock_ok=True), BODY, ARRIVED)
    assert (found.id, found.number, found.day, found.taken_at) == ("f-1", "B012", date(2026, 11, 23), LATE)


def test_with_a_wrong_clock_it_waits_from_when_it_came() -> None:
    found = project_ticket(header(clock_ok=False), BODY, ARRIVED)
    assert (found.day, found.taken_at, found.clock_ok) == (date(2026, 11, 24), ARRIVED, False)


def test_the_body_has_room_for_a_number_and_a_matter_only() -> None:
    assert set(TicketBody.__dataclass_fields__) == {"number", "matter"}


@pytest.mark.parametrize("body", [
    b"{}", b"nonsense", b'{"number":"B012","matter":"wages"}',
    to_json(TicketBody(number="<b>1", matter=TicketMatter.POLICY)),
    to_json(TicketBody(number="34172119900307", matter=TicketMatter.POLICY)),
])  # fmt: skip
def test_anything_else_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(NotProjectable, match="系统管理员"):
        read_ticket(body)


def test_the_hub_knows_the_kind() -> None:
    assert is_known("ticket", 1)
    assert "ticket" in known_kinds()
    assert read_ticket(to_json(BODY)) == BODY
