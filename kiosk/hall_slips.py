"""Slips of the hall besides jobs and registrations: test results, lists of papers, places in a course."""

from __future__ import annotations

from datetime import datetime

from content.model.published import MarketCard, PublicCourse, PublicPolicy
from content.model.trades import trade_groups, trades
from content.rules.self_test import TestResult, interests, limits, suited
from content.theme import words
from kiosk.slips import imprint
from printer import templates
from printer.receipt import Receipt
from printer.templates import AssessmentSlip, ChecklistSlip, CourseSlip

_MOST_SUITED = 6


def trade_name(place: str) -> str:
    """Return the name of a trade group or a trade: 建筑搬运, 短视频剪辑."""
    return trade_groups().get(place) or trades()[place].name


def assessment_receipt(result: TestResult, number: str, market: MarketCard, now: datetime,
                       terminal: str) -> Receipt:  # fmt: skip
    """Return what a 职业小测 came to, with its limits on the paper."""
    points = tuple((interests()[code].name, "没答够" if value is None else f"{round(value)} 分（满分 8 分）")
                   for code, value in result.scores.items())  # fmt: skip
    suits = tuple(trade_name(place) for place in suited(result)[:_MOST_SUITED]) or ("各种活都可以看看",)
    slip = AssessmentSlip(number=number, results=points, suits=suits,
                          advice=f"{result.verdict.label}。{limits()}")  # fmt: skip
    return templates.assessment_receipt(slip, imprint(market, now, terminal))


def policy_checklist(policy: PublicPolicy, market: MarketCard, now: datetime, terminal: str) -> Receipt:
    """Return what to bring for a policy, and where to."""
    page = f"{market.public_url.rstrip('/')}/policies/{policy.id}/" if market.public_url else None
    slip = ChecklistSlip(number=policy.document_number, matter=policy.title, papers=policy.materials,
                         place=policy.where, hours=market.hours, phone=market.phone, qr=page)  # fmt: skip
    return templates.checklist_receipt(slip, imprint(market, now, terminal))


def guide_checklist(matter: str, papers: tuple[str, ...], market: MarketCard, now: datetime, terminal: str) -> Receipt:
    """Return what to bring for a matter of the guides; it says nothing of who asked."""
    slip = ChecklistSlip(number=matter, matter=matter, papers=papers, place=f"{market.address} 综合服务窗口".strip(),
                         hours=market.hours, phone=market.phone)  # fmt: skip
    return templates.checklist_receipt(slip, imprint(market, now, terminal))


def course_receipt(course: PublicCourse, masked_name: str, number: str, market: MarketCard, now: datetime,
                   terminal: str) -> Receipt:  # fmt: skip
    """Return the paper of a sign-up: the name masked, no number of anybody but the market."""
    page = f"{market.public_url.rstrip('/')}/courses/{course.id}/" if market.public_url else None
    slip = CourseSlip(
        number=number, masked_name=masked_name, course=course.name, starts=words.day_and_minute(course.starts_at),
        place=course.place or course.mode.label, bring="身份证", phone=course.contact_phone or market.phone, qr=page,
    )  # fmt: skip
    return templates.course_receipt(slip, imprint(market, now, terminal))
