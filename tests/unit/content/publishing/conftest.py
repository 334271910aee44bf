"""A small market on the disk with a publisher beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from content.clock import SetClock
from content.edition.format import Manifest
from content.edition.shelf import Shelf
from content.model.codes import Stage
from content.model.jobs import JobPost
from content.publishing.publisher import Publisher
from content.store.database import Market
from content.store.tables import Tables
from tests.unit.content.store.samples import DAY, EMPLOYER, KEYS, NOW, POLICY, job
from tests.unit.content.store.samples import replace as changed


def approved_job(number: int, **changes: object) -> JobPost:
    """Return a job that may be published, unless the changes forbid it."""
    return job(**{"id": f"job-{number}", "number": number, "stage": Stage.APPROVED, "reviewed_at": NOW,
                  "reviewed_by": "staff-2"} | changes)  # fmt: skip


@dataclass
class Desk:
    """A market, its shelf and its publisher; `rung` is what the bell was rung with."""

    market: Market
    shelf: Shelf
    clock: SetClock
    rung: list[Manifest] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.publisher = self.new_publisher()

    def new_publisher(self) -> Publisher:
        """Return a publisher as after a restart."""
        return Publisher(self.market, self.shelf, KEYS, self.clock, "341721-01", self.rung.append)

    def put(self, *posts: JobPost) -> None:
        """Save new jobs."""
        self.market.write(lambda tables: [tables.jobs.save(post, None) for post in posts])

    def shown(self) -> list[int]:
        """Return the numbers of the jobs in the edition in force, in display order."""
        edition = self.publisher.current()
        if edition is None:
            return []
        numbers = [one.number for one in edition.content().jobs]
        edition.close()
        return numbers


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A market with a verified employer, two jobs and a policy, nothing published."""
    clock = SetClock(NOW)
    market = Market.open(tmp_path / "market.db", KEYS, clock)

    def fill(tables: Tables) -> None:
        tables.employers.save(EMPLOYER, None)
        for number in (1001, 1002):
            tables.jobs.save(approved_job(number), None)
        end = (NOW + DAY).date()
        tables.policies.save(changed(POLICY, stage=Stage.APPROVED, reviewed_at=NOW, expires_on=end), None)

    market.write(fill)
    yield Desk(market, Shelf(tmp_path / "shelf"), clock)
    market.close()
