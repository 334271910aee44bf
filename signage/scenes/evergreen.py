"""Scenes that are true on any day: free service, licences, three rules against fraud, the way out, whom to call."""

from __future__ import annotations

from functools import lru_cache

from content.model.places import HOTLINES
from content.model.published import LicenceDisplay, MarketCard
from signage.scenes.notices import facts_sheet
from signage.scenes.prose import Line
from signage.scenes.scene import Scene, Shape, paint


@lru_cache(maxsize=8)
def claim(market: MarketCard) -> Scene:
    """Paint that nothing costs anything, when the market is open and whom to call."""
    lines = (Line(label="开门时间", text=market.hours), Line(label="地址", text=market.address),
             Line(label="服务电话", text=market.phone),
             Line(label="投诉电话", text=market.complaint_phone))  # fmt: skip
    return paint("service", {"market": market, "lines": [line for line in lines if line.text]})


@lru_cache(maxsize=16)
def service(market: MarketCard, licences: LicenceDisplay, shape: Shape) -> tuple[Scene, ...]:
    """Paint what the law wants displayed: licences, services, charges, who supervises (条例 §32)."""
    permit = licences.agency_licence or market.licence_number
    facts = (
        ("主办单位", market.operator), ("营业执照", licences.business_licence),
        ("许可证", f"人力资源服务许可证 {permit}" if permit else ""),
        ("服务项目", "、".join(licences.services)), ("收费标准", licences.charges),
        ("监督机关", licences.supervisor), ("监督电话", licences.supervisor_phone),
        ("投诉电话", market.complaint_phone if market.complaint_phone != licences.supervisor_phone else ""),
    )  # fmt: skip
    return (claim(market), *facts_sheet("display", "依法公示", "服务公示", facts, shape))


@lru_cache(maxsize=1)
def safety() -> Scene:
    """Paint the three rules against job fraud."""
    return paint("safety", {})


@lru_cache(maxsize=1)
def evacuation() -> Scene:
    """Paint how to get out of a fire; the plan of the house is a picture from the desk."""
    return paint("evacuation", {})


@lru_cache(maxsize=1)
def hotlines() -> Scene:
    """Paint the numbers of domain C."""
    return paint("hotlines", {"hotlines": HOTLINES})


@lru_cache(maxsize=2)
def preparing(market_name: str) -> Scene:
    """Paint the page of a screen that has never had an edition."""
    return paint("preparing", {"market_name": market_name})
