"""What the link offers: the highest published row, and the blobs that published rows name."""

from __future__ import annotations

import json

from content.model.editions import EditionRow
from content.store.database import Market

_KEPT = 10  # rows back whose blobs a slow terminal may still be fetching


def highest(market: Market) -> EditionRow | None:
    """Return the highest committed edition, the one every terminal should follow."""
    with market.reading() as tables:
        return tables.editions.highest()


def is_published(market: Market, sha256: str) -> bool:
    """Say whether a kept published edition names the blob; drafts and strays are never offered."""
    with market.reading() as tables:
        rows = tables.editions.kept(_KEPT)
    return any(blob["sha256"] == sha256 for row in rows for blob in json.loads(row.manifest)["blobs"])
