"""个性化就业服务方案 and 一对一帮扶计划 on A4: for whom, by whom, which steps, looked at when (R127, R133)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from content.clock import local


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPaper:
    """What one such paper says; the name is the person's own, who takes it home."""

    title: str
    name: str = field(repr=False)
    counsellor: str
    day: date
    review_on: date | None
    goal: str = field(repr=False)
    steps: tuple[str, ...] = field(repr=False)
    jobs: tuple[str, ...] = ()  # that fit, with the reason in words


def paper_values(paper: HelpPaper, market: str, phone: str, printed_at: datetime) -> dict[str, object]:
    """Return what the template is filled with."""
    return {"title": paper.title, "paper": paper, "market": market, "phone": phone,
            "printed": f"{local(printed_at):%Y-%m-%d %H:%M}", "footer": f"{market} · {paper.title}"}  # fmt: skip
