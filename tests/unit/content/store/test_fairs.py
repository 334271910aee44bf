"""What is noted of a fair that the hall already reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from content.clock import SetClock
from content.model.codes import Invited, NoticeChannel, Stage
from content.model.notices import Announcement, Invitation, JobFair
from content.store.database import Market
from tests.unit.content.store.samples import FAIR, KEYS, NOW


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    """A market with one approved fair that has an invited firm with a booth."""
    market = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))
    asked = Invitation(employer_id="", name="样例小店", answer=Invited.ASKED, booth="7 号")

    def put(tables: Any) -> None:
        tables.fairs.save(replace(FAIR, invitations=(asked,)), None, "甲")
        if FAIR.stage is Stage.DRAFT:
            tables.fairs.set_stage(FAIR.id, Stage.SUBMITTED, "甲", NOW)
        tables.fairs.set_stage(FAIR.id, Stage.APPROVED, "乙", NOW)

    market.write(put)
    yield market
    market.close()


def _saved(market: Market, **changes: Any) -> JobFair:
    def step(tables: Any) -> JobFair:
        stored = tables.fairs.get(FAIR.id)
        return tables.fairs.save(replace(stored, **changes), stored.version, "甲")  # type: ignore[no-any-return]

    return market.write(step)


@pytest.mark.parametrize("changes", [
    {"announcements": (Announcement(channel=NoticeChannel.SMS, at=NOW, by="甲"),)}, {"roster": "引导两人"},
    {"held": True, "follow_up": "来了 300 人", "followed_up_on": date(2026, 11, 30)}, {"plan_fixed_at": NOW},
    {"invitations": (Invitation(employer_id="", name="样例小店", answer=Invited.DECLINED, booth="7 号"),)},
])  # fmt: skip
def test_notes_of_the_work_leave_a_fair_in_the_hall(market: Market, changes: dict[str, Any]) -> None:
    fair = _saved(market, **changes)
    assert fair.stage is Stage.APPROVED
    assert all(getattr(fair, name) == value for name, value in changes.items())


@pytest.mark.parametrize("changes", [
    {"place": "换了地方"}, {"stream_url": "https://live.example.cn/"}, {"booths": ("1 号 · 政策咨询",)},
    {"invitations": (Invitation(employer_id="", name="样例小店", answer=Invited.CONFIRMED, booth="7 号"),)},
])  # fmt: skip
def test_what_the_hall_reads_is_reviewed_again(market: Market, changes: dict[str, Any]) -> None:
    assert _saved(market, **changes).stage is Stage.SUBMITTED
