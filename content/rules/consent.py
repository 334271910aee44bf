"""What a seeker is told before anything is asked, at the kiosk and on the paper form (PIPL §17; domain B4); pure."""

from __future__ import annotations

from dataclasses import dataclass

from content.model.published import MarketCard

CONSENT_VERSION = "登记告知-3"  # goes with the filing; a new wording is a new version
KEPT_YEARS = "三"  # as `retention.toml` keeps persons; no market may set another figure than people were told
HIRING_FORM_VERSION = "用工登记表-1"  # of what stands above the signature on the paper form


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
        NoticeLine(label="存多久", text=f"您要求删除就删；{KEPT_YEARS}年不来，自动去掉姓名和号码"),
        NoticeLine(label="您可以", text="随时查看、改正、撤回同意、要求删除：放身份证点“我的信息”，或到窗口说一声"),
    )
