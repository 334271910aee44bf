"""The first administrator of a market: made once, let in by a link that works once, with no password before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from content.admin.founding import Founder, found, has_accounts
from content.admin.login import NotAllowed, log_in, open_session
from content.errors import StoreError
from content.model.codes import Role
from tests.contract.backup_house import KEYS, NOW, open_hub

FIRST = Founder(market="青石县零工市场", login="first", name="甲", pledged_on=date(2026, 1, 31))


def test_the_first_administrator_comes_in_once_by_the_link(tmp_path: Path) -> None:
    with open_hub(tmp_path / "hub") as market:
        assert not has_accounts(market)
        token = found(market, KEYS, FIRST, NOW)
        assert has_accounts(market)
        with market.reading() as tables:
            (staff,) = tables.staff.all()
            assert (staff.login, staff.roles, staff.enabled) == ("first", (Role.ADMINISTRATOR,), True)
            assert tables.passwords.hash_of(staff.id) is None
            assert tables.market.get().card.name == "青石县零工市场"
            assert tables.audit.first_fault() is None
        open_session(market, KEYS, token, NOW)
        with pytest.raises(NotAllowed, match="已经用过"):
            open_session(market, KEYS, token, NOW)


@pytest.mark.parametrize("password", ["", "admin", "first", "linggong"])
def test_no_password_opens_the_account_before_one_is_set(tmp_path: Path, password: str) -> None:
    with open_hub(tmp_path / "hub") as market:
        found(market, KEYS, FIRST, NOW)
        with pytest.raises(NotAllowed):
            log_in(market, KEYS, "first", password, "192.168.1.20", NOW)


def test_a_market_is_founded_once(tmp_path: Path) -> None:
    """Whoever reaches the command later gets no account out of it."""
    with open_hub(tmp_path / "hub") as market:
        found(market, KEYS, FIRST, NOW)
        with pytest.raises(StoreError, match="已经有账号"):
            found(market, KEYS, Founder(market="乙", login="second", name="乙", pledged_on=NOW.date()), NOW)
        with market.reading() as tables:
            assert [one.login for one in tables.staff.all()] == ["first"]


def test_a_login_that_cannot_be_one_founds_nothing(tmp_path: Path) -> None:
    with open_hub(tmp_path / "hub") as market:
        with pytest.raises(StoreError, match="登录名"):
            found(market, KEYS, Founder(market="甲", login="张三", name="甲", pledged_on=NOW.date()), NOW)
        assert not has_accounts(market)
