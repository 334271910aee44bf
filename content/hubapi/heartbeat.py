"""A heartbeat as the hub takes it: how the terminal is, what came of its errands, what it is to do next."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from content.clock import to_text
from content.hubapi.alarms import note_alarm
from content.hubapi.answers import refuse
from content.hubapi.handover import trusts
from content.hubapi.parts import HubParts
from content.hubapi.watch import note_report
from content.model.codec import from_plain, to_plain
from content.model.people import Terminal
from content.model.terminals import ErrandResult, read_report
from content.store.tables import Tables

_REPORT_LIMIT = 16_384  # characters of a report
_MOST_RESULTS = 50


def take_beat(parts: HubParts, terminal: Terminal, plain: dict[str, Any]) -> dict[str, Any]:
    """Store a heartbeat in one transaction and return the answer; HTTPException 400 when it is not written right.

    An errand is offered again with every answer until its result comes or it expires: the terminal knows by its id
    that it was done already.
    """
    order, results, now = plain.get("edition_order"), _results(plain.get("errands", [])), parts.clock.now()
    report = json.dumps(plain.get("report", {}), ensure_ascii=False, separators=(",", ":"))
    if not isinstance(order, int | None) or len(report) > _REPORT_LIMIT or results is None:
        raise refuse(400, "终端状态的写法不对，请系统管理员核对终端程序的版本。")
    errands = parts.market.write(lambda tables: _store(tables, terminal.id, order, report, results, now))
    parts.hall.changed(terminal.id)
    answer: dict[str, Any] = {"now": to_text(now), "errands": errands}
    # over the channel that the terminal trusts already, so that a renewal never needs a new pairing
    if parts.authority and not trusts(read_report(report), parts.authority):
        answer["authority"] = parts.authority
    return answer


def _store(tables: Tables, terminal_id: str, order: int | None, report: str, results: tuple[ErrandResult, ...],
           now: datetime) -> list[dict[str, Any]]:  # fmt: skip
    tables.terminals.seen(terminal_id, now, order, report)
    note_report(tables, terminal_id, report, now)
    note_alarm(tables, terminal_id, report, now)
    tables.errands.finish(terminal_id, results, now)
    return [to_plain(one) for one in tables.errands.offer(terminal_id, now)]


def _results(plain: Any) -> tuple[ErrandResult, ...] | None:
    if not isinstance(plain, list) or len(plain) > _MOST_RESULTS:
        return None
    try:
        return tuple(from_plain(ErrandResult, one) for one in plain)
    except ValueError:
        return None
