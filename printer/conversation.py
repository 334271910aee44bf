"""One open line to the printer: questions answered in turn, and one slip sent while watching what comes back."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from printer import status
from printer.encode import LINE_SPACING_DOTS
from printer.errors import TransportError
from printer.profiles import Acknowledge, Profile
from printer.raster import ROWS_PER_CHUNK
from printer.status import Aspect, AutomaticStatus, Demultiplexer, PaperReply, RealTimeReply, Reply, Status
from printer.transports.base import Transport, remaining_s

ANSWER_S = 0.5
"""How long a printer may take over DLE EOT, which it answers ahead of everything else."""

_BETWEEN_CHUNKS = (2, 4)
_WATCH_S = 0.25
_DOTS_PER_MM = 8


class Ending(StrEnum):
    """How an attempt to print ended."""

    NOT_BEGUN = "not_begun"
    """No byte of the slip left; it may be tried again."""
    INTERRUPTED = "interrupted"
    """The printer itself said that it ran out of paper, and the end of the slip was never sent."""
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
        self._volunteered = Status()

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
        """Return the answers to several questions, and what the printer said by itself since, as one state.

        A first silence ends the asking and makes the whole unknown, unless something said before it stops printing.
        """
        answers: list[Status] = []
        for number in questions:
            answers.append(self.ask(number, deadline))
            if answers[-1].is_silent:
                break
        self._listen(time.monotonic())
        said = status.merged([*answers, self._volunteered])
        self._volunteered = Status()
        self.heard = self.heard.updated_by(said)
        unanswered = bool(answers) and answers[-1].is_silent
        return Status() if unanswered and not said.stops_printing else said

    def ask_processed(self, deadline: float) -> None:
        """Send GS r 1; what looks like an answer to it and is older is dropped, the rest of an ASB for one."""
        self._listen(time.monotonic())
        self._replies = deque(reply for reply in self._replies if not isinstance(reply, PaperReply))
        self._transport.write(status.ASK_PROCESSED, deadline)

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
        self._volunteered = Status()

    def _listen(self, deadline: float) -> None:
        for reply in self._sorter.feed(self._transport.read(deadline)):
            if isinstance(reply, AutomaticStatus):
                self._volunteered = self._volunteered.updated_by(status.decode_automatic(reply.data))
                self.heard = self.heard.updated_by(self._volunteered)
            else:
                self._replies.append(reply)


def seconds_for(chunks: Sequence[bytes], profile: Profile, bytes_per_s: float) -> float:
    """Return how long a slip may take on its way through the line and onto paper, rather too long than too short.

    A line feed is a line of text; every other byte is counted as part of a picture.
    """
    sent = sum(len(chunk) for chunk in chunks)
    text_lines = sum(chunk.count(b"\n") for chunk in chunks)
    dots = text_lines * LINE_SPACING_DOTS + sent * 8 / profile.width_dots
    return sent / bytes_per_s + dots / _DOTS_PER_MM / profile.mm_per_s


def unjamming(profile: Profile) -> bytes:
    """Return what frees a printer whose last slip broke off: it may still wait for the rest of a picture.

    Zeros fill the largest picture we send and are ignored outside one.
    """
    zeros = bytes(ROWS_PER_CHUNK * profile.width_dots // 8)
    return zeros + status.RECOVER_AND_CLEAR if profile.clears_on_order else zeros


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

    `unjam` says that the slip before may still lie in the printer. A broken line before `begin` is NOT_BEGUN, after it
    UNKNOWN.
    """
    begun = False
    try:
        if profile.answers_status:
            line.forget_replies()
            before = line.survey(profile.questions, deadline)
            if before.is_silent or before.stops_printing:
                return Attempt(ending=Ending.NOT_BEGUN, status=before)
        asked_at = time.monotonic()
        if unjam and not _freed(line, profile, deadline):
            return Attempt(ending=Ending.NOT_BEGUN, status=Status())
        deadline += time.monotonic() - asked_at  # the slip before has not used up this one's time
        begun = True
        begin()
        return _send_and_watch(line, chunks, profile, deadline)
    except TransportError:
        ending = Ending.UNKNOWN if begun else Ending.NOT_BEGUN
        return Attempt(ending=ending, status=Status(), line_lost=True)


def _between_chunks(profile: Profile) -> tuple[int, ...]:
    """Return what to ask while a slip is on its way: cover, paper and errors, or whether it is on-line at least."""
    return tuple(number for number in _BETWEEN_CHUNKS if number in profile.questions) or (1,)


def _freed(line: Conversation, profile: Profile, deadline: float) -> bool:
    """Get the slip before out of the printer; its late answer to GS r must not confirm this slip.

    That answer and the one to the GS r sent here come close together: when it is quiet after one, both are through.
    """
    line.send(unjamming(profile), deadline)
    if profile.acknowledge is not Acknowledge.GS_R:
        return True
    line.ask_processed(deadline)
    if line.paper_reply(deadline) is None:
        return False
    while line.paper_reply(time.monotonic() + _WATCH_S) is not None:
        pass
    return True


def _send_and_watch(line: Conversation, chunks: Sequence[bytes], profile: Profile, deadline: float) -> Attempt:
    """Send all but the end, and the end once the rest is on paper: whoever runs out before it has no whole slip."""
    watching, in_order = profile.answers_status, profile.acknowledge is Acknowledge.GS_R
    for number, chunk in enumerate(chunks):
        is_end = number == len(chunks) - 1
        if is_end and number and in_order:
            for_the_end_s = remaining_s(deadline) / 4
            rest = _worked_off(line, profile, deadline - for_the_end_s, watching=watching)
            if rest.ending is Ending.INTERRUPTED:
                return _broken_off(line, rest.status, profile, deadline)
            in_order = rest.ending is Ending.CONFIRMED  # an answer so late could be taken for that to the end
        line.send(chunk, deadline)
        if number == 0 and profile.reports_by_itself:
            line.send(status.REPORT_BY_YOURSELF, deadline)  # the first chunk's ESC @ may have switched it off
        if watching:
            said = line.survey(_between_chunks(profile), deadline)
            watching = not said.is_silent
            if said.stops_printing and is_end:
                return Attempt(ending=Ending.UNKNOWN, status=said)
            if said.stops_printing:
                return _broken_off(line, said, profile, deadline)
    if profile.acknowledge is Acknowledge.REAL_TIME:
        said = line.survey(profile.questions, deadline)
        ending = Ending.UNKNOWN if said.is_silent or said.stops_printing else Ending.CONFIRMED
        return Attempt(ending=ending, status=said)
    if not in_order:
        return Attempt(ending=Ending.UNKNOWN, status=Status())
    whole = _worked_off(line, profile, deadline, watching=watching)
    return whole if whole.ending is Ending.CONFIRMED else replace(whole, ending=Ending.UNKNOWN)


def _worked_off(line: Conversation, profile: Profile, deadline: float, *, watching: bool) -> Attempt:
    """Wait until all that was sent is on paper, CONFIRMED; or the printer stops, INTERRUPTED; or neither, UNKNOWN."""
    line.ask_processed(deadline)
    while True:
        reply = line.paper_reply(min(deadline, time.monotonic() + _WATCH_S))
        if reply is None and watching:
            said = line.survey(_between_chunks(profile), deadline)
            watching = not said.is_silent
            # An answer that came in while asking counts: it was given before the printer stopped.
            reply = line.paper_reply(time.monotonic())
            if reply is None and said.stops_printing:
                return Attempt(ending=Ending.INTERRUPTED, status=said)
        if reply is not None:
            said = status.decode_paper(reply.byte)
            line.heard = line.heard.updated_by(said)
            # "All processed" and "no paper" in one byte: on some printers the end was thrown away.
            ending = Ending.INTERRUPTED if said.paper is Aspect.BAD else Ending.CONFIRMED
            return Attempt(ending=ending, status=line.heard)
        if remaining_s(deadline) == 0:
            return Attempt(ending=Ending.UNKNOWN, status=Status())


def _broken_off(line: Conversation, said: Status, profile: Profile, deadline: float) -> Attempt:
    """The printer stopped half way: only a lack of paper is a safe reason to start over later."""
    if said.paper is not Aspect.BAD:
        return Attempt(ending=Ending.UNKNOWN, status=said)
    if profile.clears_on_order:
        line.send(status.RECOVER_AND_CLEAR, deadline)
        line.ask(1, deadline)  # an answer means that the order to forget has been taken too
    return Attempt(ending=Ending.INTERRUPTED, status=said)
