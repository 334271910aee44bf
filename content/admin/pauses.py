"""Something done once typing has paused."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import background_tasks


class Pause:
    """One deed that follows a pause of `seconds`; every new key begins the pause again."""

    def __init__(self, seconds: float, deed: Callable[[], Awaitable[None]], name: str) -> None:
        self._seconds, self._deed, self._name = seconds, deed, name
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Wait anew; a deed under way from an earlier pause is given up."""
        self.end()
        self._task = background_tasks.create(self._wait(), name=self._name)

    def end(self) -> None:
        """Do not wait any longer."""
        if self._task is not None:
            self._task.cancel()

    async def _wait(self) -> None:
        await asyncio.sleep(self._seconds)
        await self._deed()
