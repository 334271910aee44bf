"""A market.db of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from content.clock import SetClock
from content.store.database import Market
from tests.unit.content.store.samples import EMPLOYER, KEYS, NOW


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    """An empty market."""
    opened = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))
    yield opened
    opened.close()


@pytest.fixture
def staffed(market: Market) -> Market:
    """A market with the sample employer, so that jobs can be saved."""
    market.write(lambda tables: tables.employers.save(EMPLOYER, None))
    return market
