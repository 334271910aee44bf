"""T27: a program typed into any field of a record is words on every page of the desk, and breaks none of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nicegui import Client, ui

from content.demo.seed import demo_records
from content.model.codes import Role
from content.store.tables import Tables
from tests.fixtures.scripts import PAYLOADS, active, poisoned
from tests.pages.admin.whole_hub import Hub, whole_hub
from tests.pages.admin.world import NOW

RECORDS = ("employers", "jobs", "policies", "courses", "fairs", "articles", "notices")
# lists, forms and whatever else tells of these records
PAGES = ("/", "/employers", "/jobs", "/policies", "/courses", "/fairs", "/articles", "/notices", "/review", "/friday",
         "/accounts", "/audit", "/market", "/outward", "/windows", "/sources", "/coverage", "/ledger/jobs",
         "/editions")  # fmt: skip
_LEADING = ("javascript:", "vbscript:", "data:text")


def plant(tables: Tables, payload: str) -> dict[str, list[str]]:
    """Store a record of each kind with the words in all its text fields; return the ids."""
    records, ids = demo_records(NOW), {}
    employer = poisoned(records.employers[0], payload)
    tables.employers.save(employer, None)
    for kind in RECORDS[1:]:
        record: Any = poisoned(getattr(records, kind)[0], payload)
        if kind == "jobs":
            record = replace(record, number=tables.jobs.next_number(), employer_id=employer.id)
        getattr(tables, kind).save(record, None)
        ids[kind] = [record.id]
    ids["employers"] = [employer.id]
    known = tables.staff.by_login("clerk")
    assert known is not None
    tables.staff.change(replace(known, name=payload))
    return ids


def _htmls() -> list[str]:
    return [element.content for client in Client.instances.values() for element in client.elements.values()
            if isinstance(element, ui.html)]  # fmt: skip


def _targets() -> list[str]:
    return [str(element.props[name]) for client in Client.instances.values() for element in client.elements.values()
            for name in ("href", "src") if name in element.props]  # fmt: skip


async def _faults(hub: Hub, payload: str) -> list[tuple[str, Any]]:
    ids = hub.house.market.write(lambda tables: plant(tables, payload))
    found: list[tuple[str, Any]] = []
    told, mark = 0, next(word for word in ("__pwn", "elsewhere.example") if word in payload)
    paths = [*PAGES, *(f"/{kind}/{one}" for kind, some in ids.items() for one in some),
             *(f"/history/{kind}/{one}" for kind, some in ids.items() for one in some)]  # fmt: skip
    async with hub.logged_in(Role.MANAGER) as browser:
        for path in paths:
            Client.instances.clear()
            answer = await browser.get(f"/staff{path}")
            acting = [one for html in _htmls() if (one := active(html, lambda tag, named: False))]
            leading = [one for one in _targets() if "".join(one.split()).lower().startswith(_LEADING)]
            told += any(mark in html for html in _htmls())
            if answer.status_code != 200 or acting or leading or "<script>window.__pwn" in answer.text:
                found.append((path, (answer.status_code, acting, leading)))
    assert told >= 11  # the words are really there, on that many pages
    return found


@pytest.fixture
async def hub(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Hub]:
    async with whole_hub(tmp_path, caplog) as opened:
        yield opened


@pytest.mark.parametrize("place", [0, 8, 42])
async def test_words_that_would_act_break_no_page_and_act_on_none(hub: Hub, place: int) -> None:
    assert await _faults(hub, PAYLOADS[place]) == []


@pytest.mark.soak
@pytest.mark.parametrize("payload", PAYLOADS)
async def test_none_of_the_sixty_acts_on_any_page(hub: Hub, payload: str) -> None:
    assert await _faults(hub, payload) == []


async def test_a_page_that_shows_words_as_markup_is_caught(hub: Hub) -> None:
    async with hub.logged_in(Role.MANAGER) as browser:
        await browser.get("/staff/")
        (client,) = Client.instances.values()
        with client.content:
            ui.html(PAYLOADS[8], sanitize=False)
            ui.link("x", PAYLOADS[42])
        assert any(active(html) for html in _htmls())
        assert any(one.startswith("javascript:") for one in _targets())
