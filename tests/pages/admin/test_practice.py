"""练习: whatever is done there, the real market stays as it was, row for row, and its score with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlite_utils.utils import sqlite3

from content.admin.entry_use_cases import keep_entry
from content.admin.login import at_the_desk, open_session
from content.admin.practice_wall import BAND, PRACTICE_COOKIE
from content.admin.satisfaction import made_answer
from content.admin.scoring import at_hand, read_year
from content.clock import SetClock
from content.console import Console
from content.house import House, console_path, open_house
from content.kpi.periods import PeriodKind
from content.model.answers import AnswerChannel, Awareness
from content.model.cases import Satisfaction
from content.model.codes import Role
from content.practising import answer, ask_for_link, own_settings, practice_application, prepare
from content.settings import HubSettings, PracticeSettings
from content.store.audit import AuditPage
from content.store.records import Page
from tests.pages.admin.world import BASE, STAFF, World, until
from tests.pages.simulation import PatientUser, simulated

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def rows_of(path: Path) -> dict[str, str]:
    """Return a digest of every table of a file, its rows in their order."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sha256(repr(db.execute(f'SELECT * FROM "{name}"').fetchall()).encode()).hexdigest()
                for name in names}  # fmt: skip


def score_of(house: House) -> Any:
    with house.market.reading() as tables:
        found = at_hand(read_year(tables, 2026), PeriodKind.YEAR, NOW)
    return found.score


def _open(settings: HubSettings, clock: SetClock) -> House:
    house = open_house(settings, clock)
    prepare(house)
    return house


def _answer_of_a_firm(house: House) -> Callable[[], None]:
    """Return a deed that counts: a firm's answer noted by a clerk."""
    staff = replace(STAFF[Role.CLERK], id="practice-clerk", login="practice-clerk")

    def deed() -> None:
        with house.market.reading() as tables:
            firms = tables.employers.page(Page(limit=50))[0]
            taken = [one.employer_id for one in tables.employer_answers.between(TODAY, TODAY)]
            firm = next(one for one in firms if one.id not in taken)
        values = {"side": "firm", "employer_id": firm.id, "who": "", "face": Satisfaction.GOOD, "day": TODAY,
                  "awareness": Awareness.KNOWS, "channel": AnswerChannel.PHONE}  # fmt: skip
        made = made_answer(values, house.keys, staff, NOW)
        house.market.write(lambda tables: keep_entry(lambda all_: all_.employer_answers, made, NOW)(tables, staff))

    return deed


async def test_practice_never_counts(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    clock = SetClock(NOW)
    real = _open(HubSettings(data=tmp_path / "hub", reserve_mb=0), clock)
    house = _open(own_settings(PracticeSettings(data=tmp_path / "practice"), real.settings), clock)
    before, points = rows_of(tmp_path / "hub" / "market.db"), score_of(real)
    shelf = sorted(path.name for path in (tmp_path / "hub" / "shelf").rglob("*"))
    begun: list[bool] = []
    with simulated(caplog, house.market.close):
        app = practice_application(house, lambda: begun.append(True))
        async with app.router.lifespan_context(app):
            asked = {"do": "practice-link", "login": "zhang", "name": "张样例", "roles": ["manager"]}
            link = answer(house, asked)["url"].rpartition("=")[2]
            client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE)
            assert BAND in (await client.get("http://test/enter", params={"link": link})).text
            assert (await client.post("http://test/enter", data={"link": link})).status_code == 303
            assert set(client.cookies) == {PRACTICE_COOKIE}
            for path in ("/", "/score", "/satisfaction", "/history/nothing/nothing"):
                assert BAND in (await client.get(BASE + path)).text, path
            for path in ("/link/edition", "/link/board", "/link/bell"):
                assert (await client.get(f"http://test{path}")).status_code == 404, path
            _answer_of_a_firm(house)()
            await asyncio.to_thread(house.publisher.publish, "practice-clerk", "练")
            user = PatientUser(client)
            await user.open("/practice")
            user.find(marker="begin").click()
            await until(lambda: bool(begun))
            with house.market.reading() as tables:
                assert len(tables.employer_answers.between(TODAY, TODAY)) > 0
                assert any(one.action.value == "saved" for one in tables.audit.page(AuditPage())[0])
    assert rows_of(tmp_path / "hub" / "market.db") == before
    assert score_of(real) == points
    assert sorted(path.name for path in (tmp_path / "hub" / "shelf").rglob("*")) == shelf
    _answer_of_a_firm(real)()  # a control: the same deed at the real desk counts
    after = rows_of(tmp_path / "hub" / "market.db")
    assert {name for name in after if after[name] != before[name]} >= {"employer_answer", "audit"}
    assert score_of(real) != points
    real.market.close()


async def test_where_no_practice_runs_the_desk_says_who_opens_it(world: World) -> None:
    user = await world.user(Role.CLERK)
    await user.open("/practice")
    user.find(marker="go").click()
    await user.should_see("请系统管理员启动它")


def test_a_link_from_the_running_process_lets_exactly_that_account_in(tmp_path: Path) -> None:
    house = _open(HubSettings(data=tmp_path / "practice", reserve_mb=0), SetClock(NOW))
    console = Console(console_path(tmp_path / "practice"), lambda request: answer(house, request))
    try:
        url = ask_for_link(tmp_path / "practice")(STAFF[Role.COUNSELLOR])
    finally:
        console.close()
    token = open_session(house.market, house.keys, url.rpartition("=")[2], NOW)
    with house.market.reading() as tables:
        found = at_the_desk(tables, house.keys, token, NOW)
    assert found is not None
    assert (found.login, found.roles) == ("counsellor", (Role.COUNSELLOR,))
    house.market.close()
