"""The hub's side of the hatch: questions put live, answered at once, never stored and never logged."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any

from content.hubapi.attempts import Attempts
from content.hubapi.guesses import Guesses
from content.hubapi.parts import HubParts
from content.hubapi.projections import slip_code_digest
from content.link.numbers import read_number
from content.model.codec import to_plain
from content.model.walk_in import ReceiptAnswer
from content.privacy import same_digest
from content.rules.receipts import case_answer, complaint_answer, hiring_answer, nothing_found, registration_answer
from content.store.tables import Tables

_LONGEST = 40  # characters of a number or code that are looked at
_TERMINAL_WINDOW = timedelta(minutes=10)  # honest people stand before a terminal all day: its wrong tries lapse


class ReceiptDesk:
    """Answers by receipt number and code; each terminal and each number has five wrong tries, then waits.

    A number that does not exist is counted like one that does, and every reply has the same shape.
    """

    def __init__(self, parts: HubParts) -> None:
        self._parts = parts
        self._by_number = Guesses()
        self._by_terminal = Attempts(window=_TERMINAL_WINDOW)

    def begin(self, terminal: str, number: str, now: datetime) -> dict[str, Any] | None:
        """Count a try; the reply when this one has to wait, else None."""
        waits = self._by_number.wait(number, now)
        if waits <= timedelta() and not self._by_terminal.allow(terminal, now):
            waits = _TERMINAL_WINDOW
        if waits > timedelta():
            return to_plain(_wait(waits))
        self._by_number.begin(number, now)
        return None

    def look(self, number: str, code: str, now: datetime) -> ReceiptAnswer:
        """Return the answer; from any thread."""
        wanted = slip_code_digest(self._parts.keys, number, code)
        with self._parts.market.reading() as tables:
            filed = _filed(tables, number, now)
            matches = [answer for digest, answer in filed if same_digest(digest, wanted)]
        return matches[0] if matches else nothing_found()

    def end(self, terminal: str, number: str, answer: ReceiptAnswer) -> dict[str, Any]:
        """Take a right try back and return the reply."""
        if answer.found:
            self._by_terminal.take_back(terminal)
            self._by_number.take_back(number)
        return to_plain(answer)


def receipt_question(plain: dict[str, Any]) -> tuple[str, str]:
    """Return number (as printed where its check digit holds) and code of a question, whatever was sent."""
    number, code = (str(plain.get(name, ""))[:_LONGEST].strip() for name in ("number", "code"))
    return read_number(number) or number, code


def _filed(tables: Tables, number: str, now: datetime) -> tuple[tuple[bytes, ReceiptAnswer], ...]:
    """Return digest and answer of everything filed under a number."""
    return (
        *((one.code_digest, complaint_answer(one)) for one in tables.complaints.by_receipt(number)),
        *((one.code_digest, hiring_answer(one, tables.jobs.get(one.job_id), now))
          for one in tables.hirings.by_receipt(number)),
        *((one.code_digest, case_answer(one)) for one in tables.cases.by_receipt(number)),
        *((one.code_digest, registration_answer()) for one in tables.seekers.by_receipt(number)),
    )  # fmt: skip


def _wait(waits: timedelta) -> ReceiptAnswer:
    minutes = math.ceil(waits / timedelta(minutes=1))
    told = f"{minutes} 分钟" if minutes < 60 else f"{math.ceil(minutes / 60)} 小时"
    words = f"试错太多次了，请过 {told}再来查，或者拿着小票到窗口问。"
    return ReceiptAnswer(found=False, state="", answer=words, at=None)
