"""Who is at the desk: one-time links, passwords, sessions and the roles that may do a thing.

A link and a session are random tokens; market.db keeps only keyed digests, so that a copied database logs nobody in.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_urlsafe

from content.admin.passwords import ONE_AT_A_TIME, check_new, hashed, matches
from content.clock import local
from content.connections import whence
from content.errors import ContentError
from content.model.audit import Action
from content.model.codes import Role
from content.model.people import Staff
from content.privacy import KeyRing, code_digest
from content.store.database import Market, Tables
from content.store.passwords import Failures

COOKIE = "linggong_staff"
LINK_LIFE = timedelta(minutes=30)
SESSION_LIFE = timedelta(hours=10)
IDLE_LIFE = timedelta(minutes=30)
TOUCH_EVERY = timedelta(minutes=1)

# after so many failures in a row the next try waits a minute, then two, four … up to half an hour
LOGIN_TRIES = 5
ADDRESS_TRIES = 20
_LONGEST_LOCK = timedelta(minutes=30)
_FORGET = timedelta(hours=24)
_FORGOTTEN = "忘了密码，请系统管理员发一个一次性登录链接。"

EDITING = frozenset((Role.EDITOR, Role.MANAGER))
REVIEWING = frozenset((Role.REVIEWER, Role.MANAGER))
RUNNING = frozenset((Role.ADMINISTRATOR, Role.MANAGER))
ADMINISTRATING = frozenset((Role.ADMINISTRATOR,))
AUDITING = frozenset((Role.AUDITOR, Role.MANAGER, Role.ADMINISTRATOR))
LEDGER_READING = frozenset((Role.CLERK, Role.COUNSELLOR, Role.MANAGER, Role.AUDITOR, Role.ASSESSOR))
EVERYONE = frozenset(Role)


class NotAllowed(ContentError):
    """Nobody is logged in on this page any more, or their roles do not cover what they asked for."""


def enter_path(token: str) -> str:
    """Return the path a new colleague opens once: `/enter?link=…`, to be put after the hub's address."""
    return f"/enter?link={token}"


def issue_link(market: Market, keys: KeyRing, login: str, now: datetime, by: Staff | None = None) -> str:
    """Make a one-time link for an account and return its token; NotAllowed when there is no such account."""
    token = token_urlsafe(24)

    def keep(tables: Tables) -> None:
        staff = tables.staff.by_login(login)
        if staff is None or not staff.enabled:
            raise NotAllowed(f"没有可用的账号“{login}”，请系统管理员核对登录名。")
        tables.staff.new_link(staff.id, code_digest(keys.cookie, "link", token), now + LINK_LIFE)
        tables.audit.note(by, now, Action.LINK, subject="staff", subject_id=staff.id, words=staff.name)

    market.write(keep)
    return token


def session_digest(keys: KeyRing, token: str) -> bytes:
    """Return under which digest market.db keeps the login of a token."""
    return code_digest(keys.cookie, "session", token)


def _opened(tables: Tables, keys: KeyRing, staff: Staff, now: datetime, by_link: bool, device: str) -> str:
    token = token_urlsafe(32)
    digest = session_digest(keys, token)
    tables.staff.open_session(digest, staff.id, now, now + SESSION_LIFE, by_link, device)
    how = "一次性链接" if by_link else "密码"
    tables.audit.note(staff, now, Action.LOGIN, subject="staff", subject_id=staff.id, words=how)
    return token


def open_session(market: Market, keys: KeyRing, link: str, now: datetime, device: str = "") -> str:
    """Use a link up and return the token of a new session; NotAllowed when it is used, expired or unknown."""

    def enter(tables: Tables) -> str:
        staff = tables.staff.take_link(code_digest(keys.cookie, "link", link), now)
        if staff is None:
            raise NotAllowed("这个登录链接已经用过或过期了，请向系统管理员要一个新的。")
        tables.passwords.succeeded(_failure_key(keys, "login", staff.login))
        return _opened(tables, keys, staff, now, True, device)

    return market.write(enter)


def _failure_key(keys: KeyRing, kind: str, value: str) -> bytes:
    return code_digest(keys.cookie, f"failure {kind}", value.lower())


def locked_until(failures: Failures, tries: int) -> datetime | None:
    """Return until when the next try waits: 1 minute after `tries` failures, doubling up to 30."""
    if failures.count < tries or failures.last_at is None:
        return None
    return failures.last_at + min(timedelta(minutes=2 ** min(failures.count - tries, 5)), _LONGEST_LOCK)


def log_in(market: Market, keys: KeyRing, login: str, password: str, address: str, now: datetime,
           device: str = "") -> str:  # fmt: skip
    """Check a password and return the token of a new session; NotAllowed says what to do instead.

    Failures are counted for the login and for the address; a known and an unknown login fail alike.
    """
    with ONE_AT_A_TIME:
        token = _try(market, keys, login.strip(), password, address, now, device)
    if token is None:
        raise NotAllowed(f"登录名或密码不对。{_FORGOTTEN}")
    return token


def _try(market: Market, keys: KeyRing, login: str, password: str, address: str, now: datetime,
         device: str) -> str | None:  # fmt: skip
    own, source = _failure_key(keys, "login", login), _failure_key(keys, "address", whence(address))
    with market.reading() as tables:
        staff = tables.staff.by_login(login)
        stored = None if staff is None else tables.passwords.hash_of(staff.id)
        waits = (locked_until(tables.passwords.failures(own), LOGIN_TRIES),
                 locked_until(tables.passwords.failures(source), ADDRESS_TRIES))  # fmt: skip
    until = max((wait for wait in waits if wait is not None and wait > now), default=None)
    if until is not None:
        raise NotAllowed(f"密码连续输错，{local(until):%H:%M:%S} 以后才能再试。{_FORGOTTEN}")
    right = matches(stored, password)  # slow on purpose, so outside the write

    def enter(tables: Tables) -> str | None:
        known = None if staff is None else tables.staff.get(staff.id)
        if right and known is not None and known.enabled:
            tables.passwords.succeeded(own)
            return _opened(tables, keys, known, now, False, device)
        for subject in (own, source):
            tables.passwords.failed(subject, now, now - _FORGET)
        tables.audit.note(known, now, Action.LOGIN_FAILED, subject="staff", subject_id=known.id if known else "",
                          words="" if known else "没有这个账号")  # fmt: skip
        return None

    return market.write(enter)


def set_password(market: Market, keys: KeyRing, token: str, current: str, new: str, again: str, now: datetime) -> None:
    """Set the password of whoever is logged in and end their other sessions; WeakPassword, NotAllowed.

    Whoever came in by a link needs no current password: that is how a forgotten one is replaced.
    """
    digest = session_digest(keys, token)
    with market.reading() as tables:
        staff = require(at_the_desk(tables, keys, token, now), EVERYONE)
        session, stored = tables.staff.session(digest, now), tables.passwords.hash_of(staff.id)
    if stored is not None and not (session and session.by_link):
        _require_current(market, keys, staff, stored, current, now)
    check_new(new, again, staff.login)
    fresh = hashed(new)

    def put(tables: Tables) -> None:
        tables.passwords.put(staff.id, fresh, now)
        for other in tables.staff.sessions(staff.id):
            if other.digest != digest:
                tables.staff.end_session(other.digest)
        tables.audit.note(staff, now, Action.PASSWORD, subject="staff", subject_id=staff.id, words=staff.name)

    market.write(put)


def _require_current(market: Market, keys: KeyRing, staff: Staff, stored: str, current: str, now: datetime) -> None:
    """Raise NotAllowed unless the present password was typed; at a PC left open guessing waits as at the door."""
    own = _failure_key(keys, "login", staff.login)
    with ONE_AT_A_TIME:
        with market.reading() as tables:
            until = locked_until(tables.passwords.failures(own), LOGIN_TRIES)
        if until is not None and until > now:
            raise NotAllowed(f"密码连续输错，{local(until):%H:%M:%S} 以后才能再试。{_FORGOTTEN}")
        if matches(stored, current):
            return

        def note(tables: Tables) -> None:
            tables.passwords.failed(own, now, now - _FORGET)
            tables.audit.note(staff, now, Action.LOGIN_FAILED, subject="staff", subject_id=staff.id, words="改密码时")

        market.write(note)
    raise NotAllowed(f"现在的密码不对，没有改。{_FORGOTTEN}")


def close_session(market: Market, keys: KeyRing, token: str, now: datetime) -> None:
    """End a session; no effect when it is gone already."""
    digest = session_digest(keys, token)

    def leave(tables: Tables) -> None:
        staff = tables.staff.by_session(digest, now)
        tables.staff.end_session(digest)
        if staff is not None:
            tables.audit.note(staff, now, Action.LOGOUT, subject="staff", subject_id=staff.id)

    market.write(leave)


def at_the_desk(tables: Tables, keys: KeyRing, token: str, now: datetime) -> Staff | None:
    """Return whose session the token is; None when it ended, lay idle too long or the account is disabled."""
    if not token:
        return None
    digest = session_digest(keys, token)
    session = tables.staff.session(digest, now)
    if session is None or session.last_used_at + IDLE_LIFE <= now:
        return None
    staff = tables.staff.get(session.staff_id)
    return staff if staff is not None and staff.enabled else None


def still_here(market: Market, keys: KeyRing, token: str, now: datetime) -> bool:
    """Note that somebody works in this session, at most once a minute; False when it ended already."""
    digest = session_digest(keys, token)
    with market.reading() as tables:
        if at_the_desk(tables, keys, token, now) is None:
            return False
        session = tables.staff.session(digest, now)
    if session is not None and session.last_used_at + TOUCH_EVERY <= now:
        market.write(lambda tables: tables.staff.used_session(digest, now, session.expires_at))
    return True


def require(staff: Staff | None, roles: frozenset[Role]) -> Staff:
    """Return the staff if one of their roles is among `roles`, else raise NotAllowed with what to do."""
    if staff is None:
        raise NotAllowed("您已退出登录，这一步没有保存。请重新登录，再做一次；填好的内容还在页面上。")
    if roles.isdisjoint(staff.roles):
        wanted = "、".join(role.label for role in Role if role in roles)
        raise NotAllowed(f"您的账号没有这项权限，请找{wanted}来做。")
    return staff
