"""Reading one card that was found: select, text, appended address (hardware A.7)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from kiosk.errors import CardUnreadable, GarbledAnswer, ModuleUnfit, NoAnswer
from kiosk.reader.base import HINT_BY_HAND, HINT_REPLACE, IdCard
from kiosk.reader.cards import decode_text_block
from kiosk.reader.commands import (
    FIND,
    FOUND,
    READ,
    READ_ADDRESS,
    READ_WITH_FINGERPRINT,
    RESET,
    SAM_ID,
    SELECT,
    Command,
    SamId,
    sam_id,
    set_longest_radio_frame,
    text_of_read_reply,
)
from kiosk.reader.frames import Frame
from kiosk.reader.statuses import Verdict, status_of

logger = logging.getLogger(__name__)

_TRIES = 3  # the first and two in place (hardware G)
# statuses of hardware A.5 that are more than a verdict
_SELECT_REFUSED = 0x81
_COMMAND_WRONG = 0x21
_FINGERPRINT_WRONG = 0x37
_LENGTH_WRONG = 0x3F


class Link(Protocol):
    """A line that answers commands."""

    def exchange(self, command: Command) -> Frame:
        """Return the reply, or raise a `ReaderError`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedTry:
    """One try that gave no card: what to do next, what to tell the walk-in, what to tell staff.

    `gone` says that the card was not found any more when it was to be tried again.
    """

    verdict: Verdict
    hint: str
    code: str
    gone: bool = False


def failed_by(sw3: int) -> FailedTry:
    """Return the failure a status stands for."""
    status = status_of(sw3)
    return FailedTry(verdict=status.verdict, hint=status.hint, code=status.code)


def identify(link: Link) -> SamId | None:
    """Return who the module says it is, None where it does not say."""
    try:
        reply = link.exchange(SAM_ID)
    except (NoAnswer, GarbledAnswer, ModuleUnfit):
        return None
    return sam_id(reply.payload) if status_of(reply.status).verdict is Verdict.OK else None


def limit_radio_frame(link: Link, count: int) -> None:
    """Ask the module for shorter frames on its radio side; one that knows no such command works on as it is."""
    try:
        status = status_of(link.exchange(set_longest_radio_frame(count)).status)
    except (NoAnswer, GarbledAnswer) as fault:
        logger.info("the radio frame limit was not taken: %s", fault.code)
        return
    if status.verdict is not Verdict.OK:
        logger.info("the radio frame limit was not taken: %s", status.code)


def read_found(link: Link, on_retry: Callable[[str], None], *, with_fingerprint: bool) -> IdCard | FailedTry:
    """Read the card that 20 01 has just found, in three tries at most, the module reset once where it asks for that.

    `on_retry` hears the code of each failure that is tried again. Raises as `read_once` does.
    """
    was_reset = False
    for attempt in range(_TRIES):
        outcome = read_once(link, select_strictly=attempt == 0, with_fingerprint=with_fingerprint)
        if isinstance(outcome, IdCard) or outcome.verdict in (Verdict.REJECT, Verdict.REFUSED):
            break
        if attempt == _TRIES - 1 or (was_reset and outcome.verdict is Verdict.RESET):
            break
        if outcome.verdict is Verdict.RESET:
            link.exchange(RESET)
            was_reset = True
        on_retry(outcome.code)
        if link.exchange(FIND).status != FOUND:
            return replace(outcome, gone=True)
    return outcome


def read_once(link: Link, *, select_strictly: bool, with_fingerprint: bool = False) -> IdCard | FailedTry:
    """Read the card that 20 01 has just found.

    Without `select_strictly`, a refused select (81) is passed over, since some modules read all the same. Raises a
    `ReaderError` where the line is lost or the module unfit; silence and damage are failed tries, and the look for
    the card that follows shows whether the module is still alive.
    """
    try:
        selected = link.exchange(SELECT).status
        passed_over = selected == _SELECT_REFUSED and not select_strictly
        if status_of(selected).verdict is not Verdict.OK and not passed_over:
            return failed_by(selected)
        reply, parts = _read(link, with_fingerprint=with_fingerprint)
    except (NoAnswer, GarbledAnswer) as fault:
        return FailedTry(verdict=Verdict.RETRY, hint=HINT_REPLACE, code=fault.code)
    if status_of(reply.status).verdict is not Verdict.OK:
        return failed_by(reply.status)
    text = text_of_read_reply(reply.payload, parts=parts)
    if text is None:
        return failed_by(_LENGTH_WRONG)
    try:
        return decode_text_block(text, appended_address=_appended_address(link))
    except CardUnreadable as fault:
        return FailedTry(verdict=Verdict.REJECT, hint=HINT_BY_HAND, code=fault.code)


def _read(link: Link, *, with_fingerprint: bool) -> tuple[Frame, int]:
    """Return the reply and the number of its parts."""
    if with_fingerprint:
        reply = link.exchange(READ_WITH_FINGERPRINT)
        # A module that knows no fingerprint, or a bad one on the card: the text is all that is wanted (A.5).
        if reply.status not in (_COMMAND_WRONG, _FINGERPRINT_WRONG):
            return reply, 3
    return link.exchange(READ), 2


def still_there(link: Link) -> bool:
    """Tell whether the card that was read still lies on the reader.

    20 01 cannot tell: it answers 80 for a card already read as for no card (A.7). A module without 30 03 seems to
    lose every card at once, which does no harm: it does not find it a second time either.
    """
    try:
        status = status_of(link.exchange(READ_ADDRESS).status)
    except (NoAnswer, GarbledAnswer):
        return False
    return status.verdict in (Verdict.OK, Verdict.EMPTY)


def _appended_address(link: Link) -> bytes | None:
    try:
        reply = link.exchange(READ_ADDRESS)
    except (NoAnswer, GarbledAnswer):
        return None
    return reply.payload if status_of(reply.status).verdict is Verdict.OK else None
