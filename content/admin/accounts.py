"""What may be done to accounts, as use cases: make, change, close, end logins, hand over."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from content.admin.login import RUNNING, NotAllowed
from content.errors import StoreError
from content.model.audit import Action
from content.model.people import Staff
from content.store.database import Tables

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,31}")


def save_account(wanted: Staff, now: datetime) -> Callable[[Tables, Staff], None]:
    """Return the use case that makes or changes an account; StoreError or NotAllowed say what is in the way."""

    def step(tables: Tables, staff: Staff) -> None:
        _check(wanted)
        before = tables.staff.get(wanted.id)
        if before is None:
            tables.staff.add(wanted)
        else:
            if before.id == staff.id and (not wanted.enabled or set(wanted.roles) != set(before.roles)):
                raise NotAllowed("自己的权限和启停，请另一位系统管理员来改。")
            tables.staff.change(wanted)
        _someone_left(tables)
        tables.audit.note(staff, now, Action.ACCOUNT, subject="staff", subject_id=wanted.id,
                          words=_difference(before, wanted))  # fmt: skip

    return step


def _check(wanted: Staff) -> None:
    if not _LOGIN.fullmatch(wanted.login):
        raise StoreError("登录名请用 3 个以上的小写字母或数字，以字母开头，例如 zhangli。")
    if not wanted.name.strip():
        raise StoreError("请填姓名，操作记录上要写。")
    if not wanted.roles:
        raise StoreError("请至少勾选一个角色，不然这个账号什么也做不了。")


def _someone_left(tables: Tables) -> None:
    if not any(one.enabled and not RUNNING.isdisjoint(one.roles) for one in tables.staff.all()):
        raise StoreError("总要留一个启用的系统管理员或负责人，不然没有人能再管账号。")


def _difference(before: Staff | None, after: Staff) -> str:
    roles = "、".join(role.label for role in after.roles)
    if before is None:
        return f"新账号 {after.login}（{roles}）"
    changes = []
    if before.enabled != after.enabled:
        changes.append("启用" if after.enabled else "停用")
    if set(before.roles) != set(after.roles):
        changes.append(f"角色改为 {roles}")
    if before.pledged_on != after.pledged_on:
        changes.append(f"责任书日期 {after.pledged_on or '无'}")
    if before.name != after.name:
        changes.append("改姓名")
    return f"{after.login}：{'，'.join(changes) or '没有变动'}"


def switch_account(staff_id: str, enabled: bool, now: datetime) -> Callable[[Tables, Staff], Staff]:
    """Return the use case that opens or closes an account; closing it ends its logins at once."""

    def step(tables: Tables, staff: Staff) -> Staff:
        account = tables.staff.get(staff_id)
        if account is None:
            raise StoreError("没有这个账号，请刷新页面再看。")
        wanted = replace(account, enabled=enabled)
        save_account(wanted, now)(tables, staff)
        return wanted

    return step


def end_sessions(staff_id: str, now: datetime) -> Callable[[Tables, Staff], None]:
    """Return the use case that logs an account out everywhere."""

    def step(tables: Tables, staff: Staff) -> None:
        account = tables.staff.get(staff_id)
        tables.staff.end_sessions(staff_id)
        tables.audit.note(staff, now, Action.SESSION_ENDED, subject="staff", subject_id=staff_id,
                          words=account.login if account else "")  # fmt: skip

    return step
