"""Numbers within a series: each day and matter counts by itself, over a restart, and a replayed tap gets the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from content.link.outbox import Outbox
from content.model.tickets import TicketBody, TicketMatter
from tests.pages.kiosk_market import pairing

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
PAIRED = pairing()


def take(outbox: Outbox, series: str, key: str | None = None) -> str:
    filed = outbox.file_numbered("ticket", lambda number: TicketBody(number=number, matter=TicketMatter.POLICY), NOW,
                                 True, key=key, series=series)  # fmt: skip
    return filed.number


def test_each_series_counts_from_one_and_receipts_count_by_themselves(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db", PAIRED)
    assert [take(outbox, "monday policy") for _ in range(3)] == ["1", "2", "3"]
    assert take(outbox, "monday dispute") == take(outbox, "tuesday policy") == "1"
    assert outbox.next_number().startswith(f"{outbox.prefix}-00001")
    outbox.close()
    again = Outbox(tmp_path / "outbox.db", PAIRED)
    assert take(again, "monday policy") == "4"
    assert again.waiting() == 6
    again.close()


def test_a_replayed_tap_is_one_number(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db", PAIRED)
    assert take(outbox, "monday policy", "tap") == take(outbox, "monday policy", "tap") == "1"
    assert outbox.waiting() == 1
    outbox.close()
