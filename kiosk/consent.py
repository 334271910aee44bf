"""What a walk-in is told before a card is read to apply, and what they agree to (PIPL §17, §23; domain B4)."""

from __future__ import annotations

from content.model.published import MarketCard
from content.rules.consent import CONSENT_VERSION as CONSENT_VERSION
from content.rules.consent import KEPT_YEARS, NoticeLine
from content.rules.consent import notice as notice

APPLICATION_CONSENT_VERSION = "报名同意-2"


def application_notice(market: MarketCard) -> tuple[NoticeLine, ...]:
    """Return what is told before a card is read for an application."""
    return (
        NoticeLine(label="谁在收", text=market.operator or market.name),
        NoticeLine(label="收什么", text="姓名、身份证号、手机号，只为这次报名"),
        NoticeLine(label="告诉谁", text="下一步会问您同不同意，您点了同意才告诉单位"),
        NoticeLine(label="存多久", text=f"您最后一次来办事后存{KEPT_YEARS}年，您撤回就不再给单位看"),
    )


def application_terms(employer: str) -> tuple[NoticeLine, ...]:
    """Return what somebody agrees to who lets the market give their name to an employer (PIPL §23)."""
    return (
        NoticeLine(label="告诉谁", text=employer),
        NoticeLine(label="告诉什么", text="您的姓名、手机号，报的是哪个岗位"),
        NoticeLine(label="干什么用", text="单位打电话跟您约时间，不能用在别处"),
        NoticeLine(label="不告诉", text="身份证号、住址不给单位"),
        NoticeLine(label="能反悔", text="随时可以撤回，在这里或者到窗口说一声就行"),
    )
