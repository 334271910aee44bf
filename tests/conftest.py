"""What holds for every test: the order of the files, and how a new market.db comes to be.

Making market.db anew is 150 ms of statements, and thousands of tests want one. Each process makes one for a key ring by
the program's own way and copies it from then on; who asks for a file that is there gets that file, as ever.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.clock import Clock
from content.privacy import KeyRing
from content.rules.disk_room import RoomLimits
from content.store.database import Market

_SLOW = ("/tests/browser/", "/tests/contract/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the files that wait for browsers and processes evenly among the quick ones; each file stays whole."""
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    slow = [one for path, one in files.items() if any(part in path.as_posix() for part in _SLOW)]
    quick = [one for path, one in files.items() if not any(part in path.as_posix() for part in _SLOW)]
    places = [(place / len(slow), one) for place, one in enumerate(slow)]
    places += [(place / len(quick), one) for place, one in enumerate(quick)]
    items[:] = [item for _, one in sorted(places, key=lambda placed: placed[0]) for item in one]


@pytest.fixture(scope="session", autouse=True)
def new_markets_are_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let `Market.open` begin with a copy where there is no file yet."""
    made: dict[bytes, Path] = {}
    really = Market.open

    def opened(path: Path, keys: KeyRing, clock: Clock, limits: RoomLimits | None = None) -> Market:
        if not path.exists() and path.parent.is_dir() and limits is None:
            shutil.copy(_made(keys, clock), path)
        return really(path, keys, clock, limits)

    def _made(keys: KeyRing, clock: Clock) -> Path:
        name = bytes(keys.audit)
        if name not in made:
            fresh = tmp_path_factory.mktemp("new-market") / "market.db"
            really(fresh, keys, clock).close()
            made[name] = fresh
        return made[name]

    patch = pytest.MonkeyPatch()
    patch.setattr(Market, "open", staticmethod(opened))
    yield
    patch.undo()
