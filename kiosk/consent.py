"""What a walk-in is told before anything is asked, in list form (PIPL §17; 网络数据安全管理条例 §21–24; domain B4)."""

from __future__ import annotations

from dataclasses import dataclass

from content.model.published import MarketCard

CONSENT_VERSION = "登记告知-2"  # goes with the filing; a new wording is a new version
APPLICATION_CONSENT_VERSION = "报名同意-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """One line of the notice: what it answers, and the answer."""

    label: str
    text: str


def notice(market: MarketCard) -> tuple[NoticeLine, ...]:
    """Return the notice of this market."""
    phone = f"，电话 {market.phone}" if market.phone else ""
    return (
        NoticeLine(label="谁在收", text=f"{market.operator or market.name}{phone}"),
        NoticeLine(label="收什么", text="姓名、身份证号、性别、民族、出生日期、住哪个乡镇、手机号、想干的活；"
                   "手艺、证书、文化程度愿意说才说"),
        NoticeLine(label="不收什么", text="不收照片、指纹、银行卡，不问婚育、疾病，不收任何费用"),
        NoticeLine(label="干什么用", text="给您办求职登记，帮您推荐合适的活。不给别人看，报名前会再问您"),
        NoticeLine(label="存多久", text="您要求删除就删；两年不来，自动去掉姓名和号码"),
        NoticeLine(label="您可以", text="随时查看、改正、撤回同意、要求删除：放身份证点“我的信息”，或到窗口说一声"),
    )


def application_notice(market: MarketCard) -> tuple[NoticeLine, ...]:
    """Return what is told before a card is read for an application."""
    return (
        NoticeLine(label="谁在收", text=market.operator or market.name),
        NoticeLine(label="收什么", text="姓名、身份证号、手机号，只为这次报名"),
        NoticeLine(label="告诉谁", text="下一步会问您同不同意，您点了同意才告诉单位"),
        NoticeLine(label="存多久", text="这次报名办完后存三年，您撤回就不再给单位看"),
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
