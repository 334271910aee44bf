"""The one thread that owns the printer: takes slips from the spool, prints them, and says how each of them ended."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Lock, Thread

from printer.condition import MUTE, NEVER_ASKED, NOT_CONNECTED, PrinterReport, report_on
from printer.conversation import Attempt, Conversation, Ending, print_slip, seconds_for
from printer.errors import CannotUnseal, TransportError
from printer.profiles import Profile
from printer.slip_job import SlipJob, SlipState
from printer.spool import Spool
from printer.status import Status
from printer.transports.base import Transport

_log = logging.getLogger(__name__)

_PRINTING = "正在打印，请稍等。"
_DONE = "小票打好了，请取走。"
_PERHAPS = "不知道小票有没有打好，请看一下出纸口；没有的话请叫工作人员补打。"
_AGAIN_AFTER_REFILL = "纸用完了，请叫工作人员换纸；换好后会重新打一张完整的。"
_NOT_WHOLE = "小票没有打完整，请叫工作人员；您可以先用手机拍下屏幕。"
_TOO_LATE = "小票没有打印，请再按一次打印或叫工作人员。"
_MOST_ATTEMPTS = 2
_SECOND_TRY_S = 0.25
"""A network printer that takes one client has not always noticed yet that the last one let go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipEvent:
    """A slip changed its state; `sentence` is for the person waiting for it."""

    job_id: str
    state: SlipState
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterEvent:
    """The printer changed its condition."""

    report: PrinterReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """How long things may take, in seconds; `spare_s` is what an attempt has beyond the line's and the paper's time."""

    spare_s: float = 5.0
    check_s: float = 2.5
    idle_check_s: float = 15.0
    fault_retry_s: float = 1.0
    reconnect_s: tuple[float, ...] = (0.5, 1.0, 2.0, 5.0, 10.0)
    purge_s: float = 60.0


def _utc_now() -> datetime:
    return datetime.now(UTC)


class PrinterWorker:
    """Prints what the spool holds, one slip after another, each at most once without a person's word.

    `on_event` is called in the worker's thread with every SlipEvent and PrinterEvent.
    """

    def __init__(
        self,
        spool: Spool,
        transport_factory: Callable[[], Transport],
        profile: Profile,
        on_event: Callable[[SlipEvent | PrinterEvent], None],
        *,
        now: Callable[[], datetime] = _utc_now,
        timings: Timings | None = None,
    ) -> None:
        self._spool = spool
        self._new_transport = transport_factory
        self._profile = profile
        self._on_event = on_event
        self._now = now
        self._timings = timings or Timings()
        self._woken = Event()
        self._stopping = Event()
        self._thread: Thread | None = None
        self._report_lock = Lock()
        self._report = NEVER_ASKED if profile.answers_status else MUTE
        self._unjam = False
        self._unsettled = False
        self._failures = 0
        self._next_check = self._next_purge = time.monotonic()

    def start(self) -> None:
        """Start the thread; slips that were under way when the last process died become unknown first."""
        self._settle()
        self._thread = Thread(target=self._run, name="printer", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Say that there is something new to print."""
        self._woken.set()

    def stop(self, timeout_s: float = 10.0) -> None:
        """End after the slip under way."""
        self._stopping.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def report(self) -> PrinterReport:
        """Return the printer's condition as last heard."""
        with self._report_lock:
            return self._report

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                wait_s = self._turn()
            except Exception:  # noqa: BLE001  the device loop outlives every fault
                _log.exception("打印线程出错，请系统管理员查看；稍后自动再试")
                self._unsettled = True
                wait_s = self._timings.reconnect_s[-1]
            self._woken.wait(wait_s)
            self._woken.clear()

    def _turn(self) -> float:
        """Do one thing and return how long to wait before the next."""
        if self._unsettled:
            self._settle()
        self._clear_out()
        job = self._spool.next_queued()
        if job is not None:
            return 0.0 if self._serve(job) else self._pause_s()
        if self._profile.answers_status and time.monotonic() >= self._next_check:
            self._check()
            self._next_check = time.monotonic() + self._pause_s(self._timings.idle_check_s)
        next_turn = min(self._next_purge, self._next_check) if self._profile.answers_status else self._next_purge
        return max(0.0, next_turn - time.monotonic())

    def _serve(self, job: SlipJob) -> bool:
        """Try a slip once; return whether it is off the queue."""
        chunks = self._chunks(job)
        if not chunks:
            self._give_up(job)
            return True
        attempt = self._attempt(job, chunks)
        if attempt.line_lost and attempt.ending is Ending.NOT_BEGUN and not self._failures:
            self._stopping.wait(_SECOND_TRY_S)
            attempt = self._attempt(job, chunks)
        self._hear(self._report_after(attempt))
        self._failures = self._failures + 1 if attempt.line_lost else 0
        self._unjam = attempt.ending is not Ending.CONFIRMED and (
            self._unjam or attempt.ending is not Ending.NOT_BEGUN
        )
        match attempt.ending:
            case Ending.NOT_BEGUN:
                sentence = _AGAIN_AFTER_REFILL if job.attempts else self.report().sentence
                if sentence != job.sentence:
                    self._spool.mark_queued(job.id, sentence, self._now())
                    self._tell(job.id, SlipState.QUEUED, sentence)
                return False
            case Ending.CONFIRMED:
                self._spool.mark_confirmed(job.id, _DONE, self._now())
                self._tell(job.id, SlipState.CONFIRMED, _DONE)
            case Ending.UNKNOWN:
                self._spool.mark_unknown(job.id, _PERHAPS, self._now())
                self._tell(job.id, SlipState.UNKNOWN, _PERHAPS)
            case Ending.INTERRUPTED if job.attempts + 1 < _MOST_ATTEMPTS:
                self._spool.mark_queued(job.id, _AGAIN_AFTER_REFILL, self._now())
                self._tell(job.id, SlipState.QUEUED, _AGAIN_AFTER_REFILL)
                return False
            case Ending.INTERRUPTED:
                self._spool.mark_failed(job.id, _NOT_WHOLE, self._now())
                self._tell(job.id, SlipState.FAILED, _NOT_WHOLE)
        return True

    def _chunks(self, job: SlipJob) -> tuple[bytes, ...]:
        try:
            return self._spool.chunks(job.id)
        except CannotUnseal as error:
            _log.warning("%s", error)
            return ()

    def _give_up(self, job: SlipJob) -> None:
        self._spool.mark_failed(job.id, _TOO_LATE, self._now())
        self._tell(job.id, SlipState.FAILED, _TOO_LATE)

    def _attempt(self, job: SlipJob, chunks: tuple[bytes, ...]) -> Attempt:

        def begin() -> None:
            self._spool.mark_sending(job.id, self._now())
            self._tell(job.id, SlipState.SENDING, _PRINTING)

        transport = self._new_transport()
        needed_s = seconds_for(chunks, self._profile, transport.bytes_per_s)
        deadline = time.monotonic() + needed_s + self._timings.spare_s
        try:
            transport.open(deadline)
            line = Conversation(transport)
            return print_slip(line, chunks, self._profile, deadline, begin, unjam=self._unjam)
        except TransportError as error:
            _log.warning("%s", error)
            return Attempt(ending=Ending.NOT_BEGUN, status=Status(), line_lost=True)
        finally:
            transport.close()

    def _report_after(self, attempt: Attempt) -> PrinterReport:
        if attempt.line_lost:
            return NOT_CONNECTED
        return report_on(attempt.status) if self._profile.answers_status else MUTE

    def _check(self) -> None:
        """Ask the printer how it is, between slips."""
        transport = self._new_transport()
        deadline = time.monotonic() + self._timings.check_s
        try:
            transport.open(deadline)
            line = Conversation(transport)
            line.forget_replies()
            self._hear(report_on(line.survey(self._profile.questions, deadline)))
            self._failures = 0
        except TransportError:
            self._hear(NOT_CONNECTED)
            self._failures += 1
        finally:
            transport.close()

    def _settle(self) -> None:
        """Call unknown whatever was under way when the process or the thread broke off."""
        for job in self._spool.recover_after_restart(_PERHAPS, self._now()):
            self._tell(job.id, SlipState.UNKNOWN, _PERHAPS)
            self._unjam = True
        waiting = self._spool.next_queued()
        # a process that died while it freed the printer left no slip under way, yet an older one may still answer
        self._unjam = self._unjam or self._spool.ends_in_doubt()
        self._unjam = self._unjam or (waiting is not None and waiting.attempts > 0)  # the paper ended half way
        self._unsettled = False

    def _clear_out(self) -> None:
        for job in self._spool.expire(self._now(), _TOO_LATE):
            self._tell(job.id, SlipState.FAILED, _TOO_LATE)
        if time.monotonic() >= self._next_purge:
            self._spool.purge(self._now())
            self._next_purge = time.monotonic() + self._timings.purge_s

    def _pause_s(self, when_fine: float | None = None) -> float:
        """Wait longer and longer for a line that is gone, a second for a fault, as told when all is well."""
        if self._failures:
            steps = self._timings.reconnect_s
            return steps[min(self._failures, len(steps)) - 1]
        return self._timings.fault_retry_s if when_fine is None else when_fine

    def _hear(self, report: PrinterReport) -> None:
        with self._report_lock:
            changed, self._report = report != self._report, report
        if changed:
            self._call(PrinterEvent(report=report))

    def _tell(self, job_id: str, state: SlipState, sentence: str) -> None:
        _log.info("slip %s: %s", job_id, state)
        self._call(SlipEvent(job_id=job_id, state=state, sentence=sentence))

    def _call(self, event: SlipEvent | PrinterEvent) -> None:
        try:
            self._on_event(event)
        except Exception:  # noqa: BLE001  whoever listens must not decide whether a slip is printed
            _log.exception("收到打印消息的一方出错，请系统管理员查看")
