"""One open line to the printer: questions answered in turn, and one slip sent while watching what comes back."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from printer import status
from printer.errors import TransportError
from printer.profiles import Acknowledge, Profile
from printer.raster import ROWS_PER_CHUNK
from printer.status import Aspect, AutomaticStatus, Demultiplexer, PaperReply, RealTimeReply, Reply, Status
from printer.transports.base import Transport, remaining_s

ANSWER_S = 0.5
"""How long a printer may take over DLE EOT, which it answers ahead of everything else."""

_BETWEEN_CHUNKS = (2, 4)
_WATCH_S = 0.25


class Ending(StrEnum):
    """How an attempt to print ended."""

    NOT_BEGUN = "not_begun"
    """No byte of the slip left; it may be tried again."""
    INTERRUPTED = "interrupted"
    """The printer itself said that it ran out of paper half way."""
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An ending, and the last state heard from the printer; `line_lost` when it was the line that failed."""

    ending: Ending
    status: Status
    line_lost: bool = False


class Conversation:
    """Asks and sends over a transport that is open; every wait ends at a deadline."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._sorter = Demultiplexer()
        self._replies: deque[Reply] = deque()
        self.heard = Status()

    def send(self, data: bytes, deadline: float) -> None:
        """Hand bytes to the printer; raises TransportError."""
        self._transport.write(data, deadline)

    def ask(self, number: int, deadline: float) -> Status:
        """Return the answer to DLE EOT `number`, unknown when none comes in time.

        What arrived earlier is read first: a late reply to the question before must not answer this one.
        """
        self._listen(time.monotonic())
        self._replies = deque(reply for reply in self._replies if not isinstance(reply, RealTimeReply))
        self._transport.write(status.question(number), deadline)
        until = min(deadline, time.monotonic() + ANSWER_S)
        while True:
            for reply in list(self._replies):
                if isinstance(reply, RealTimeReply):
                    self._replies.remove(reply)
                    return status.decode_real_time(number, reply.byte)
            if remaining_s(until) == 0:
                return Status()
            self._listen(until)

    def survey(self, questions: Sequence[int], deadline: float) -> Status:
        """Return the answers to several questions as one state; a first silence ends the asking."""
        answers: list[Status] = []
        for number in questions:
            answer = self.ask(number, deadline)
            if answer.is_silent:
                break
            answers.append(answer)
        said = status.merged(answers)
        self.heard = self.heard.updated_by(said)
        return said

    def paper_reply(self, deadline: float) -> PaperReply | None:
        """Return the answer to GS r 1, or None when it has not come by the deadline."""
        while True:
            for reply in list(self._replies):
                if isinstance(reply, PaperReply):
                    self._replies.remove(reply)
                    return reply
            if remaining_s(deadline) == 0:
                return None
            self._listen(deadline)

    def forget_replies(self) -> None:
        """Drop whatever was said before now."""
        self._listen(time.monotonic())
        self._replies.clear()

    def _listen(self, deadline: float) -> None:
        for reply in self._sorter.feed(self._transport.read(deadline)):
            if isinstance(reply, AutomaticStatus):
                self.heard = self.heard.updated_by(status.decode_automatic(reply.data))
            else:
                self._replies.append(reply)


def unjamming(profile: Profile) -> bytes:
    """Return what frees a printer whose last slip broke off: it may still wait for the rest of a picture.

    Zeros fill the largest picture we send and are ignored outside one.
    """
    return bytes(ROWS_PER_CHUNK * profile.width_dots // 8) + status.RECOVER_AND_CLEAR


def print_slip(
    line: Conversation,
    chunks: Sequence[bytes],
    profile: Profile,
    deadline: float,
    begin: Callable[[], None],
    *,
    unjam: bool,
) -> Attempt:
    """Try once to print a slip; `begin` is called after the printer said it is ready, before the first byte.

    A broken line before `begin` is NOT_BEGUN, after it UNKNOWN.
    """
    begun = False
    try:
        if profile.answers_status:
            line.forget_replies()
            before = line.survey(status.QUESTIONS, deadline)
            if before.is_silent or before.stops_printing:
                return Attempt(ending=Ending.NOT_BEGUN, status=before)
        begun = True
        begin()
        if unjam:
            line.send(unjamming(profile), deadline)
        return _send_and_watch(line, chunks, profile, deadline)
    except TransportError:
        ending = Ending.UNKNOWN if begun else Ending.NOT_BEGUN
        return Attempt(ending=ending, status=Status(), line_lost=True)


def _send_and_watch(line: Conversation, chunks: Sequence[bytes], profile: Profile, deadline: float) -> Attempt:
    watching = profile.answers_status
    for chunk in chunks:
        line.send(chunk, deadline)
        if watching:
            said = line.survey(_BETWEEN_CHUNKS, deadline)
            watching = not said.is_silent
            if said.stops_printing:
                return _broken_off(line, said, deadline)
    match profile.acknowledge:
        case Acknowledge.GS_R:
            return _acknowledged_in_order(line, deadline, watching=watching)
        case Acknowledge.REAL_TIME:
            said = line.survey(status.QUESTIONS, deadline)
            if said.stops_printing:
                return _broken_off(line, said, deadline)
            ending = Ending.UNKNOWN if said.is_silent else Ending.CONFIRMED
            return Attempt(ending=ending, status=said)
        case Acknowledge.NONE:
            return Attempt(ending=Ending.UNKNOWN, status=Status())


def _acknowledged_in_order(line: Conversation, deadline: float, *, watching: bool) -> Attempt:
    line.send(status.ASK_PROCESSED, deadline)
    while remaining_s(deadline) > 0:
        reply = line.paper_reply(min(deadline, time.monotonic() + _WATCH_S))
        if reply is not None:
            said = status.decode_paper(reply.byte)
            line.heard = line.heard.updated_by(said)
            # "All processed" and "no paper" in one byte: on some printers the end was thrown away.
            ending = Ending.UNKNOWN if said.paper is Aspect.BAD else Ending.CONFIRMED
            return Attempt(ending=ending, status=line.heard)
        if watching:
            said = line.survey(_BETWEEN_CHUNKS, deadline)
            watching = not said.is_silent
            # An answer that came in while asking counts: it was given before the printer stopped.
            if said.stops_printing and (reply := line.paper_reply(time.monotonic())) is None:
                return _broken_off(line, said, deadline)
    return Attempt(ending=Ending.UNKNOWN, status=Status())


def _broken_off(line: Conversation, said: Status, deadline: float) -> Attempt:
    """The printer stopped half way: only a lack of paper is a safe reason to start over later."""
    if said.paper is not Aspect.BAD:
        return Attempt(ending=Ending.UNKNOWN, status=said)
    line.send(status.RECOVER_AND_CLEAR, deadline)
    line.ask(1, deadline)  # an answer means that the order to forget has been taken too
    return Attempt(ending=Ending.INTERRUPTED, status=said)
