"""A kiosk of its own for each test: real edition, real outbox, the reader's twin without a wire, the hub away."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from nicegui import ui
from nicegui.functions.download import download
from nicegui.functions.navigate import Navigate
from nicegui.functions.notify import notify
from nicegui.testing.general import nicegui_reset_globals

from kiosk.app import build_app
from tests.pages.kiosk.world import TIMES, World


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
    modules = {name: module for name, module in sys.modules.items() if name.split(".")[0] in ("content", "kiosk")}
    with nicegui_reset_globals():
        os.environ["NICEGUI_USER_SIMULATION"] = "true"
        world = World(tmp_path, with_printer=with_printer)
        try:
            world.app = build_app(world.hall, TIMES, dict)
            async with world.app.router.lifespan_context(world.app):
                yield world
        finally:
            os.environ.pop("NICEGUI_USER_SIMULATION", None)
            ui.navigate, ui.notify, ui.download = Navigate(), notify, download
            world.close()
    sys.modules.update(modules)  # NiceGUI drops the packages of the pages it knew; ours must stay one of each class
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR] == []
