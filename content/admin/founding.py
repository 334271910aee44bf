"""How a market begins: its name, and its first administrator by a one-time link; there is no default password."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from content.admin.accounts import save_account
from content.admin.login import issue_link
from content.errors import StoreError
from content.model.codes import Role
from content.model.ids import new_id
from content.model.people import Staff
from content.privacy import KeyRing
from content.store.database import Market, Tables

_BY = "setup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """Who is to be the first administrator, of which market."""

    market: str
    login: str
    name: str
    pledged_on: date  # 数据安全责任书 (R189)


def has_accounts(market: Market) -> bool:
    """Say whether anybody may log in at all."""
    with market.reading() as tables:
        return bool(tables.staff.all())


def found(market: Market, keys: KeyRing, founder: Founder, now: datetime) -> str:
    """Make the first account and name the market; return the token of a one-time link.

    StoreError where there is an account already: from then on accounts are made at the desk, by somebody logged in.
    """
    first = Staff(id=new_id(now), login=founder.login, name=founder.name.strip(), roles=(Role.ADMINISTRATOR,),
                  enabled=True, pledged_on=founder.pledged_on)  # fmt: skip

    def begin(tables: Tables) -> None:
        if tables.staff.all():
            raise StoreError("已经有账号了，不能再设第一位管理员；忘了密码请运行 linggong staff-link 登录名。")
        save_account(first, now)(tables, first)
        settings = tables.market.get()
        if settings.version == 0:  # nobody has saved a name of their own
            named = replace(settings, card=replace(settings.card, name=founder.market.strip()))
            tables.market.save(named, settings.version, _BY)

    market.write(begin)
    return issue_link(market, keys, founder.login, now)
