"""Scenes that are true on any day: free service, three rules against fraud, whom to call; and the page before all."""

from __future__ import annotations

from functools import lru_cache

from content.model.places import HOTLINES
from content.model.published import MarketCard
from signage.scenes.prose import Line
from signage.scenes.scene import Scene, paint


@lru_cache(maxsize=8)
def service(market: MarketCard) -> Scene:
    """Paint what the law wants displayed: operator, licence, free of charge, whom to complain to (条例 §32)."""
    lines = (Line(label="开门时间", text=market.hours), Line(label="地址", text=market.address),
             Line(label="服务电话", text=market.phone), Line(label="投诉电话", text=market.complaint_phone),
             Line(label="主办单位", text=market.operator),
             Line(label="许可证号", text=market.licence_number))  # fmt: skip
    return paint("service", {"market": market, "lines": [line for line in lines if line.text]})


@lru_cache(maxsize=1)
def safety() -> Scene:
    """Paint the three rules against job fraud."""
    return paint("safety", {})


@lru_cache(maxsize=1)
def hotlines() -> Scene:
    """Paint the numbers of domain C."""
    return paint("hotlines", {"hotlines": HOTLINES})


@lru_cache(maxsize=2)
def preparing(market_name: str) -> Scene:
    """Paint the page of a screen that has never had an edition."""
    return paint("preparing", {"market_name": market_name})
