"""Who is at the desk: one-time links, sessions and the roles that may do a thing.

A link and a session are random tokens; market.db keeps only keyed digests, so that a copied database logs nobody in.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_urlsafe

from content.errors import ContentError
from content.model.codes import Role
from content.model.people import Staff
from content.privacy import KeyRing, code_digest
from content.store.database import Market, Tables

COOKIE = "linggong_staff"
LINK_LIFE = timedelta(minutes=30)
SESSION_LIFE = timedelta(hours=8)

EDITING = frozenset((Role.EDITOR, Role.MANAGER))
REVIEWING = frozenset((Role.REVIEWER, Role.MANAGER))
RUNNING = frozenset((Role.ADMINISTRATOR, Role.MANAGER))
EVERYONE = frozenset(Role)


class NotAllowed(ContentError):
    """Nobody is logged in on this page any more, or their roles do not cover what they asked for."""


def enter_path(token: str) -> str:
    """Return the path a new colleague opens once: `/enter?link=…`, to be put after the hub's address."""
    return f"/enter?link={token}"


def issue_link(market: Market, keys: KeyRing, login: str, now: datetime) -> str:
    """Make a one-time link for an account and return its token; NotAllowed when there is no such account."""
    token = token_urlsafe(24)

    def keep(tables: Tables) -> None:
        staff = tables.staff.by_login(login)
        if staff is None or not staff.enabled:
            raise NotAllowed(f"没有可用的账号“{login}”，请系统管理员核对登录名。")
        tables.staff.new_link(staff.id, code_digest(keys.cookie, "link", token), now + LINK_LIFE)

    market.write(keep)
    return token


def open_session(market: Market, keys: KeyRing, link: str, now: datetime) -> str:
    """Use a link up and return the token of a new session; NotAllowed when it is used, expired or unknown."""
    token = token_urlsafe(32)

    def enter(tables: Tables) -> None:
        staff = tables.staff.take_link(code_digest(keys.cookie, "link", link), now)
        if staff is None:
            raise NotAllowed("这个登录链接已经用过或过期了，请向系统管理员要一个新的。")
        tables.staff.open_session(code_digest(keys.cookie, "session", token), staff.id, now, now + SESSION_LIFE)

    market.write(enter)
    return token


def close_session(market: Market, keys: KeyRing, token: str) -> None:
    """End a session; no effect when it is gone already."""
    digest = code_digest(keys.cookie, "session", token)
    market.write(lambda tables: tables.staff.end_session(digest))


def at_the_desk(tables: Tables, keys: KeyRing, token: str, now: datetime) -> Staff | None:
    """Return whose session the token is, or None when it ended or the account is disabled."""
    if not token:
        return None
    staff = tables.staff.by_session(code_digest(keys.cookie, "session", token), now)
    return staff if staff is not None and staff.enabled else None


def require(staff: Staff | None, roles: frozenset[Role]) -> Staff:
    """Return the staff if one of their roles is among `roles`, else raise NotAllowed with what to do."""
    if staff is None:
        raise NotAllowed("您已退出登录，这一步没有保存。请重新登录，再做一次；填好的内容还在页面上。")
    if roles.isdisjoint(staff.roles):
        wanted = "、".join(role.label for role in Role if role in roles)
        raise NotAllowed(f"您的账号没有这项权限，请找{wanted}来做。")
    return staff
