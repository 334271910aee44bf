"""Passwords of the desk: argon2id, one slow check for a known and an unknown login alike, and what is too weak."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from content.errors import ContentError

SHORTEST = 10
LONGEST = 128
_USUAL = frozenset(("password", "qwertyuiop", "1234567890", "0123456789", "linggongzhan", "admin12345", "dongzhi123"))

# a check takes 64 MB and tens of milliseconds, and a guess must see the failure before it: one at a time
ONE_AT_A_TIME = threading.Lock()


class WeakPassword(ContentError):
    """The new password would be guessed."""


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # RFC 9106, low-memory profile


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this account")


def _canonical(password: str) -> str:
    # the same keys on another keyboard must give the same password
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """Return the stored form; takes tens of milliseconds, so never inside a write."""
    return _hasher().hash(_canonical(password))


def matches(stored: str | None, password: str) -> bool:
    """Say whether the password is the stored one; an account without one takes as long and never matches."""
    try:
        return _hasher().verify(stored or _nobody(), _canonical(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def check_new(password: str, again: str, login: str) -> None:
    """Raise WeakPassword with what to do instead."""
    plain = _canonical(password)
    if plain != _canonical(again):
        raise WeakPassword("两次填的密码不一样，请再填一遍。")
    if not SHORTEST <= len(plain) <= LONGEST:
        raise WeakPassword(f"密码请用 {SHORTEST} 个以上的字符，一句自己记得住的话就很好。")
    lowered = plain.lower()
    runs = "".join(map(chr, range(32, 127)))
    if lowered in _USUAL or len(set(lowered)) < 4 or lowered in runs or lowered in runs[::-1]:
        raise WeakPassword("这个密码太容易被猜到，请换一个，一句自己记得住的话就很好。")
    if login and login.lower() in lowered:
        raise WeakPassword("密码里不要带登录名，请换一个。")
