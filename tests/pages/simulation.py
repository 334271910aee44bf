"""NiceGUI in a test's own process, as its user simulation wants it, and everything put back after the test."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.dependencies import models
from nicegui import ui
from nicegui.functions.download import download
from nicegui.functions.navigate import Navigate
from nicegui.functions.notify import notify
from nicegui.testing import User
from nicegui.testing.general import nicegui_reset_globals

OURS = ("content", "kiosk", "signage")
_LOOKS = 150  # ten times a second: a machine that runs two of these at once takes its time


class PatientUser(User):
    """NiceGUI's user, who looks three times by default, fifteen seconds long."""

    async def should_see(self, target: Any = None, *, retries: int = _LOOKS, **wanted: Any) -> None:
        """Wait until it is there."""
        await super().should_see(target, retries=max(retries, _LOOKS), **wanted)

    async def should_not_see(self, target: Any = None, *, retries: int = _LOOKS, **wanted: Any) -> None:
        """Wait until it is gone."""
        await super().should_not_see(target, retries=max(retries, _LOOKS), **wanted)


@contextmanager
def simulated(caplog: pytest.LogCaptureFixture, *closing: Callable[[], Any]) -> Iterator[None]:
    """Run one app of ours under the user simulation, close its parts after it, and let no ERROR in the log pass."""
    modules = {name: module for name, module in sys.modules.items() if name.split(".")[0] in OURS}
    _spare_collector()
    with nicegui_reset_globals():
        os.environ["NICEGUI_USER_SIMULATION"] = "true"
        try:
            yield
        finally:
            os.environ.pop("NICEGUI_USER_SIMULATION", None)
            ui.navigate, ui.notify, ui.download = Navigate(), notify, download
            for close in closing:
                close()
    sys.modules.update(modules)  # NiceGUI drops the packages of the pages it knew; ours must stay one of each class
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR] == []


def _spare_collector() -> None:
    """Let the app of the test before go, and keep what outlives every test out of the collector's walks.

    NiceGUI collects twice a test and walks all objects once; FastAPI's caches of callables keep each app alive. With
    both left as they are, four hundred tests spent three quarters of their time in the collector.
    """
    for kept in vars(models).values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()
    gc.collect()
    gc.freeze()
