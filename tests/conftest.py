"""What holds for every test: the order of the files, how a new market.db comes to be, and what a password costs.

Making market.db anew is 150 ms of statements, and thousands of tests want one. Each process makes one for a key ring by
the program's own way and copies it from then on; who asks for a file that is there gets that file, as ever. The made
year is planted once a run. A password's hash is the cheapest there is (`tests/fixtures/cheap_hashes.py`).
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.clock import Clock
from content.privacy import KeyRing
from content.rules.disk_room import RoomLimits
from content.store.database import Market
from tests.fixtures.cheap_hashes import cheap_hashes
from tests.fixtures.year.planting import keep_planted

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


def pytest_collection_finish() -> None:
    """Keep what was collected out of the collector's walks: six thousand tests and their modules stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def the_year_is_planted_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let all processes of a run share it; below xdist each has a folder of its own in that of the run."""
    folder = tmp_path_factory.getbasetemp()
    keep_planted(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)
    yield
    keep_planted(None)


@pytest.fixture(scope="session", autouse=True)
def hashes_are_cheap() -> Iterator[None]:
    """Let nobody's password take 64 MB and tens of milliseconds."""
    with cheap_hashes():
        yield


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
