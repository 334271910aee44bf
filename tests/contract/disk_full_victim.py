"""Run by tests on a small disk of its own: the real writer works until the disk is full and after there is room again.

    disk_full_victim.py <folder on the small disk> <reserve in bytes>        prints one JSON object
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from content.clock import SetClock
from content.errors import StoreError
from content.rules.disk_room import RoomLimits, room_sentence
from content.store.database import Market
from tests.unit.content.store.samples import KEYS, NOW, envelope

MB = 1_000_000
_SEALED = "c2VhbGVk" * 1000


class _Writer:
    """Files one after the other and notes what was acknowledged."""

    def __init__(self, market: Market) -> None:
        self.market, self.acknowledged, self.seq, self.refusals = market, [], 0, []

    def file(self) -> bool:
        """File one; say whether it was acknowledged."""
        self.seq += 1
        filing = envelope(self.seq, sealed=_SEALED)
        try:
            self.market.write(lambda tables: tables.inbox.store(filing, NOW))
        except StoreError as error:
            self.refusals.append(str(error))
            return False
        self.acknowledged.append(filing.header.id)
        return True

    def until_refused(self, most: int = 3000) -> int:
        """File until one is refused; return how many were acknowledged before."""
        return next((count for count in range(most) if not self.file()), most)


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    with ballast.open("ab", buffering=0) as file, suppress(OSError):
        file.write(bytes(512))


def _media(market: Market) -> str:
    try:
        market.media_files.put([os.urandom(1000)])
    except StoreError as error:
        return str(error)
    return ""


def main(folder: Path, reserve: int) -> None:
    """Do everything and print what came of it."""
    limits = RoomLimits(reserve=reserve, read_only=0, media_least=3 * MB)
    market = Market.open(folder / "market.db", KEYS, SetClock(NOW), limits)
    room, writer, told = market.room, _Writer(market), {}
    assert room is not None
    for _ in range(20):
        writer.file()
    told["begun"] = len(writer.acknowledged)
    told["media_at_first"] = _media(market)
    told["reserve_at_first"] = room.look().reserve_kept
    _fill(folder / "ballast")
    told["full"] = room.look().free
    told["media_when_full"] = _media(market)
    told["before_refusal"] = writer.until_refused()
    told["reserve_after_refusal"] = room.look().reserve_kept
    told["sentence"] = room_sentence(room.look(), limits)
    told["by_reserve"] = writer.until_refused()
    (folder / "ballast").unlink()
    since = time.monotonic()
    while not writer.file() and time.monotonic() - since < 10:
        pass
    told["recovery_s"] = time.monotonic() - since
    told["after"] = sum(writer.file() for _ in range(20))
    market.close()
    again = Market.open(folder / "market.db", KEYS, SetClock(NOW), limits)
    with again.reading() as tables:
        stored = {filing.header.id for filing in tables.inbox.pending(limit=100_000)}
        told["integrity"] = tables._db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    told["reserve_at_last"] = again.room is not None and again.room.look().reserve_kept
    again.close()
    told["lost"] = sorted(set(writer.acknowledged) - stored)
    told["unasked"] = sorted(stored - set(writer.acknowledged))
    told["refusals"] = writer.refusals
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
