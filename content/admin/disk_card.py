"""What 今日工作 says of the hub's disk: nothing to do while there is room, else who makes some."""

from __future__ import annotations

from datetime import datetime

from content.admin.login import RUNNING
from content.admin.parts import Card, CardSource
from content.rules.disk_room import room_sentence
from content.store.database import Market, Tables


def disk_card(market: Market) -> CardSource:
    """Return the card of the disk a market lies on."""

    def card(_tables: Tables, _now: datetime) -> Card:
        if market.room is None:
            return Card(label="磁盘空间要处理", figure=0, roles=RUNNING)
        sentence = room_sentence(market.room.look(), market.room.limits)
        return Card(label="磁盘空间要处理", figure=int(bool(sentence)), pressing=bool(sentence), sentence=sentence,
                    path="/health", roles=RUNNING)  # fmt: skip

    return card
