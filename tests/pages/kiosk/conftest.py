"""A kiosk of its own for each test: real edition, real outbox, the reader's twin without a wire, the hub away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kiosk.app import build_app
from tests.pages.kiosk.world import TIMES, World
from tests.pages.simulation import simulated


@pytest.fixture
async def world(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[World]:
    """A kiosk with an edition, a reader and no printer; any ERROR in the log fails the test."""
    async with _open(tmp_path, caplog, with_printer=False) as world:
        yield world


@pytest.fixture
async def printing_world(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[World]:
    """The same with a printer: the real spool and worker on the twin without a line, not started yet."""
    async with _open(tmp_path, caplog, with_printer=True) as world:
        yield world


@asynccontextmanager
async def _open(tmp_path: Path, caplog: pytest.LogCaptureFixture, *, with_printer: bool) -> AsyncIterator[World]:
    world = World(tmp_path, with_printer=with_printer)
    with simulated(caplog, world.close):
        world.app = build_app(world.hall, TIMES, dict)
        async with world.app.router.lifespan_context(world.app):
            yield world
