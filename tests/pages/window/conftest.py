"""A service window of its own for each test: real edition, outbox, reader twin and printer twin, the hub away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from nicegui.testing import User

from content.clock import SetClock
from content.edition.shelf import Shelf
from content.link.envelope import open_envelope
from content.link.outbox import Outbox
from content.model.codec import from_json
from content.model.published import EditionContent
from kiosk.reader.in_process_reader import InProcessReader
from kiosk.window.app import build_window
from kiosk.window.parts import Window
from kiosk.window.shift import Shift
from printer.twin.in_process import InProcessPrinter
from tests.contract.printer_rig import Counter
from tests.pages.kiosk_market import KEYS, content_at, pairing, publish
from tests.pages.simulation import PatientUser, simulated

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # Monday 09:30 in the hall
BASE = "http://test/window"


@dataclass(kw_only=True)
class World:
    """One window under test."""

    window: Window
    clock: SetClock
    reader: InProcessReader
    outbox: Outbox
    counter: Counter
    content: EditionContent
    app: FastAPI

    async def clerk(self, name: str = "李经办") -> User:
        """Return a clerk at the open page."""
        user = PatientUser(httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=BASE))
        await user.open("/")
        if name:
            user.find(marker="clerk").type(name)
            user.find(marker="begin-shift").click()
            await user.should_see("交班")
        return user

    def filed(self, kind: str, record: type[Any]) -> list[Any]:
        """Return the bodies of one kind in the outbox, opened with the hub's key."""
        envelopes = self.outbox.after(0, limit=50, max_bytes=10_000_000)
        return [from_json(record, open_envelope(one, KEYS.seal)) for one in envelopes if one.header.kind == kind]


def _open_window(folder: Path, clock: SetClock, content: EditionContent
                 ) -> tuple[Window, Counter, Outbox, InProcessReader]:  # fmt: skip
    edition = publish(content, Shelf(folder / "shelf"), folder, NOW)
    outbox, reader = Outbox(folder / "outbox.db", pairing()), InProcessReader()
    counter = Counter(InProcessPrinter(folder / "paper"), "twin", folder)
    counter.worker.start()
    window = Window(
        clock=clock, terminal="服务窗口 1", edition=lambda: edition, outbox=lambda: outbox, clock_ok=lambda: True,
        wake_courier=lambda: None, link=lambda: "", printing=counter.printing, reader=reader, shift=Shift(clock),
    )  # fmt: skip
    return window, counter, outbox, reader


@pytest.fixture
async def world(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[World]:
    """A window with an edition, a reader and a printer; any ERROR in the log fails the test."""
    clock, content = SetClock(NOW), content_at(NOW)
    window, counter, outbox, reader = _open_window(tmp_path, clock, content)
    with simulated(caplog, reader.stop, counter.worker.stop, counter.spool.close, outbox.close):
        reader.start(lambda event: asyncio.get_event_loop().call_soon(window.reader_said.emit, event))
        app = build_window(window, dict)
        async with app.router.lifespan_context(app):
            yield World(window=window, clock=clock, reader=reader, outbox=outbox, counter=counter, content=content,
                        app=app)  # fmt: skip
