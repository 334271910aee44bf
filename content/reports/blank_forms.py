"""空白 求职登记表 and 用工登记表 (R122): one sheet each, in the order in which the desk types them; pure."""

from __future__ import annotations

from typing import Any

from content.model.abilities import Certificate, Education, PhoneOf, SeekerGroup, Skill
from content.model.codes import Labelled, PayUnit, PayWish, Settlement, StartWish, WorkForm
from content.model.places import TOWNSHIPS
from content.model.published import MarketCard
from content.model.trades import trade_groups
from content.rules.consent import CONSENT_VERSION, HIRING_FORM_VERSION, notice

ID_DIGITS, PHONE_DIGITS, CODE_DIGITS = 18, 11, 18
_UNITS = (PayUnit.DAY, PayUnit.HOUR, PayUnit.MONTH, PayUnit.PIECE, PayUnit.JOB)


def _labels(codes: type[Labelled]) -> tuple[str, ...]:
    return tuple(one.label for one in codes)


def _common(market: MarketCard, title: str) -> dict[str, Any]:
    where = " · ".join(filter(None, (market.address, f"电话 {market.phone}" if market.phone else "")))
    return {"title": title, "market": market.name, "where": where, "townships": tuple(TOWNSHIPS.values()),
            "phone_digits": PHONE_DIGITS}  # fmt: skip


def seeker_form(market: MarketCard) -> dict[str, Any]:
    """Return what the template of 求职登记表 is filled with; the notice and its version stand on the same sheet."""
    return _common(market, "求职登记表") | {
        "id_digits": ID_DIGITS, "phones": _labels(PhoneOf), "groups": tuple(trade_groups().values()),
        "pays": _labels(PayWish), "starts": _labels(StartWish), "skills": _labels(Skill),
        "education": _labels(Education), "certificates": _labels(Certificate), "kinds": _labels(SeekerGroup),
        "notice": notice(market), "version": CONSENT_VERSION,
        "footer": f"{market.name} · 求职登记表 · {CONSENT_VERSION}",
    }  # fmt: skip


def hiring_form(market: MarketCard) -> dict[str, Any]:
    """Return what the template of 用工登记表 is filled with: what a post must say (条例 §24, R101) and what is seen."""
    return _common(market, "用工登记表") | {
        "code_digits": CODE_DIGITS,
        "units": tuple("包工" if one is PayUnit.JOB else f"元/{one.label}" for one in _UNITS),
        "settlements": _labels(Settlement), "forms": _labels(WorkForm), "version": HIRING_FORM_VERSION,
        "footer": f"{market.name} · {HIRING_FORM_VERSION}",
    }  # fmt: skip
