"""From a kiosk's number to the queue of its day: pure."""

from __future__ import annotations

import re
from datetime import datetime

from content.clock import calendar_day
from content.hubapi.projections import NotProjectable
from content.model.codec import from_json
from content.model.filings import FilingHeader
from content.model.tickets import Ticket, TicketBody

_NUMBER = re.compile(r"[A-G][0-9]{3,7}")


def read_ticket(body: bytes) -> TicketBody:
    """Read the body of kind `ticket`, version 1; NotProjectable when it is something else."""
    try:
        found = from_json(TicketBody, body)
    except ValueError:
        found = None
    if found is None or _NUMBER.fullmatch(found.number) is None:
        raise NotProjectable("这张号票的写法不对，没有排进队里，请系统管理员核对自助机的程序版本。")
    return found


def project_ticket(header: FilingHeader, body: TicketBody, received_at: datetime) -> Ticket:
    """Return the ticket; where the terminal's clock was wrong it waits from when it arrived."""
    at = header.occurred_at if header.clock_ok else received_at
    return Ticket(id=header.id, number=body.number, matter=body.matter, day=calendar_day(at), taken_at=at,
                  clock_ok=header.clock_ok, terminal_id=header.terminal)  # fmt: skip
