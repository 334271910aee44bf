"""The PIN of a kiosk's staff page: chosen by the market, kept as argon2id, slower after every wrong one.

No PIN is built in. Until one is chosen, every start makes another that opens nothing but the page where one is
chosen; it is printed where the process prints, so whoever reads it already rules the machine. Ten million PINs of
seven digits are guessed from a stolen file in days: the file is the owner's alone, and a PIN is no password.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from content.clock import Clock, from_text, to_text
from kiosk.errors import KioskError
from kiosk.staff.kept import keep, kept

SHORTEST, LONGEST = 6, 8
_FREE_TRIES = 3
_FIRST_DELAY, _LONGEST_DELAY = timedelta(seconds=30), timedelta(minutes=15)


class WeakPin(KioskError):
    """The new PIN is no PIN, or the first one anybody would try."""


class Entry(Enum):
    """What a PIN opened."""

    OPEN = "open"
    CHOOSE = "choose"  # the right one for this start only: now choose one
    WRONG = "wrong"
    LOCKED = "locked"  # not even looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a PIN, with a sentence for staff where it did not open."""

    entry: Entry
    sentence: str = ""


def delay_after(failures: int) -> timedelta:
    """Return how long nothing is looked at after so many wrong PINs in a row: 30 s from the third on, doubling."""
    if failures < _FREE_TRIES:
        return timedelta(0)
    doubled = 2 ** min(failures - _FREE_TRIES, 10)
    return min(_FIRST_DELAY * int(doubled), _LONGEST_DELAY)


def check_new(pin: str) -> None:
    """Raise WeakPin with what to do instead."""
    if not (SHORTEST <= len(pin) <= LONGEST and pin.isascii() and pin.isdecimal()):
        raise WeakPin(f"口令是 {SHORTEST} 到 {LONGEST} 位数字，请重新输入。")
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    halves = len(pin) % 2 == 0 and pin[: len(pin) // 2] == pin[len(pin) // 2 :]
    if len(set(pin)) < 3 or (len(steps) == 1 and steps <= {1, -1}) or halves:
        raise WeakPin("这个口令太容易被猜到，请换一个，不要用连着的或重复的数字。")


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # RFC 9106, low-memory profile


class PinBook:
    """The PIN of one kiosk; its methods take tens of milliseconds and touch the disk: not on the event loop."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock
        self._once = ""
        self._lock = threading.Lock()

    def open_once(self) -> str:
        """Return a PIN for this start while none was chosen, "" when one was."""
        if self.chosen:
            return ""
        self._once = "".join(secrets.choice("0123456789") for _ in range(LONGEST))
        return self._once

    @property
    def chosen(self) -> bool:
        """Say whether the market has chosen a PIN."""
        return bool(kept(self._path).get("hash"))

    def check(self, pin: str) -> Answer:
        """Say what a PIN opens; a wrong one is counted on disk before the answer, so that a restart frees nobody."""
        with self._lock:
            facts, now = kept(self._path), self._clock.now()
            left = self._left(facts, now)
            if left > 0:
                return Answer(entry=Entry.LOCKED, sentence=f"口令输错多次，请过 {left} 秒再试。")
            if self._matches(facts, pin):
                keep(self._path, {"hash": facts.get("hash", "")})
                return Answer(entry=Entry.OPEN if facts.get("hash") else Entry.CHOOSE)
            failures = _count(facts) + 1
            until = now + delay_after(failures)
            keep(self._path, {"hash": facts.get("hash", ""), "failures": failures, "until": to_text(until)})
            left = self._left(kept(self._path), now)
        again = f"请过 {left} 秒再试。" if left else "请再试一次。"
        return Answer(entry=Entry.WRONG, sentence=f"口令不对，{again}忘了请系统管理员重设。")

    def choose(self, pin: str) -> None:
        """Make this the PIN from now on; WeakPin when it must not be."""
        check_new(pin)
        with self._lock:
            keep(self._path, {"hash": _hasher().hash(pin)})
            self._once = ""

    def _matches(self, facts: dict[str, object], pin: str) -> bool:
        stored = facts.get("hash")
        if not isinstance(stored, str) or not stored:
            return bool(self._once) and secrets.compare_digest(self._once.encode(), pin.encode())
        try:
            return _hasher().verify(stored, pin)
        except (VerificationError, InvalidHashError):
            return False

    def _left(self, facts: dict[str, object], now: datetime) -> int:
        try:
            until = from_text(str(facts["until"]))
        except (KeyError, ValueError):
            return 0
        # a clock that was set back must not lock staff out for longer than the delay itself
        left = min(until - now, delay_after(_count(facts)))
        return max(0, -(-int(left.total_seconds() * 1000) // 1000))


def _count(facts: dict[str, object]) -> int:
    failures = facts.get("failures", 0)
    return failures if isinstance(failures, int) else _FREE_TRIES
