"""Posters for towns and communities (R109, R113): what they say, how many sheets they take; drawn by `paper`.

Nothing on them is smaller than 18 pt: they are read from a step away, by people of every age.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.clock import calendar_day
from content.model.codes import FairTheme, Labelled
from content.model.published import MarketCard, PublicFair, PublicJob
from content.reports.qr import qr_address
from content.theme import words

SHEETS = 2  # of one poster, unless asked otherwise: more is a newspaper


class PaperSize(Labelled):
    """What the poster is printed on."""

    A4 = "A4", "A4（一般打印机）"
    A3 = "A3", "A3（文印店、乡镇）"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """Millimetres of a sheet: its sides, the room for jobs, how high one is at least, and how many stand abreast."""

    width: int
    height: int
    room: int
    job: int
    abreast: int
    booths: int  # lines of a fair's firms
    title_pt: int
    title_room_pt: int  # beside the badge


_SHAPES = {
    PaperSize.A4: _Shape(width=210, height=297, room=174, job=29, abreast=1, booths=8, title_pt=54, title_room_pt=430),
    PaperSize.A3: _Shape(width=297, height=420, room=266, job=38, abreast=2, booths=12, title_pt=82, title_room_pt=620),
}


def jobs_a_sheet(size: PaperSize) -> int:
    """Return how many jobs fit one sheet."""
    shape = _SHAPES[size]
    return shape.room // shape.job * shape.abreast


def sheets_of(jobs: Sequence[PublicJob], size: PaperSize, most: int) -> tuple[tuple[PublicJob, ...], ...]:
    """Return the jobs sheet by sheet, evenly; what does not fit `most` sheets is left for the code and the phone."""
    fitting = jobs_a_sheet(size)
    shown = jobs[: fitting * most]
    sheets = -(-len(shown) // fitting)
    each = -(-len(shown) // sheets) if sheets else 1
    return tuple(tuple(shown[place : place + each]) for place in range(0, len(shown), each))


def job_poster(jobs: Sequence[PublicJob], market: MarketCard, number: int, now: datetime, size: PaperSize, scope: str,
               most: int = SHEETS) -> dict[str, Any]:  # fmt: skip
    """Return what the poster of jobs is filled with; `scope` names the township or trade, "" for all."""
    sheets = sheets_of(jobs, size, most)
    shape = _SHAPES[size]
    longest = max((len(sheet) for sheet in sheets), default=1)
    rows = -(-longest // shape.abreast)
    title = f"{scope or market.county}招工"
    return {
        **_common(market, size, "/jobs/"), "title": title, "number": number,
        "title_pt": min(shape.title_pt, shape.title_room_pt // len(title)),
        "day": words.day_of(now), "sheets": [[_job(job) for job in sheet] for sheet in sheets],
        # few jobs stand a little airier, but never so far apart that the sheet looks empty
        "job_mm": min(shape.room // rows, shape.job * 4 // 3), "abreast": shape.abreast,
        "rest": len(jobs) - sum(len(sheet) for sheet in sheets),
    }  # fmt: skip


def _job(job: PublicJob) -> Mapping[str, object]:
    pay = words.pay(job)
    # a figure is drawn 27 pt high and half as wide, its unit 18 pt square: the title gives way
    pay_mm = (len(pay.figure) * 16 + len(pay.unit) * 18) * 254 // 720 + 4
    return {
        "title": job.title, "firm": job.employer_name, "figure": pay.figure, "unit": pay.unit, "pay_mm": pay_mm,
        "place": words.place(job), "hours": job.hours, "wanted": f"招 {job.headcount} 人 · {job.settlement.label}",
        "number": f"{job.number} 号", "phone": job.contact_phone,
    }  # fmt: skip


def fair_poster(fair: PublicFair, market: MarketCard, size: PaperSize) -> dict[str, Any]:
    """Return what the poster of a fair is filled with: theme, time, place, firms, and a code (R113)."""
    day, booths = calendar_day(fair.starts_at), fair.booths
    room = _SHAPES[size].booths * 2
    if len(booths) > room:
        booths = (*booths[: room - 1], f"……还有 {len(booths) - room + 1} 家")
    live = fair.theme is FairTheme.LIVE and fair.stream_url
    filled = {
        **_common(market, size, f"/fairs/{fair.id}/"), "title": fair.name, "title_pt": _SHAPES[size].title_pt * 3 // 4,
        "theme": fair.theme.label if fair.theme is FairTheme.LIVE else f"{fair.theme.label}招聘会",
        "day": words.day(day), "weekday": words.weekday(day), "minute": words.minute_of(fair.starts_at),
        "place": fair.place, "summary": fair.summary, "firms": max(fair.invited, len(fair.booths)), "booths": booths,
    }  # fmt: skip
    if live:
        filled |= {"code": qr_address(fair.stream_url), "scan": ("微信扫码", "进直播间")}
    return filled


def _common(market: MarketCard, size: PaperSize, path: str) -> dict[str, Any]:
    address = market.public_url.rstrip("/")
    return {"market": market, "size": size.value, "shape": _SHAPES[size], "wide": size is PaperSize.A3,
            "phone": market.phone or market.complaint_phone, "code": qr_address(address + path) if address else "",
            "scan": ("微信扫码", "看全部岗位" if path == "/jobs/" else "看详情")}  # fmt: skip
