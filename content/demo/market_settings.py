"""市场设置 of the invented market; figures and holidays stay blank, since an invented one would be taken for true."""

from __future__ import annotations

from content.model.market import MarketSettings
from content.model.published import HardshipCategory, LicenceDisplay, MarketCard

# the common core of the provinces' lists (domain B7); the county's own list replaces it
_HARDSHIP = (
    ("age", "大龄人员（女满 40、男满 50 周岁）", "身份证", False),
    ("disabled", "残疾人员", "残疾人证", True),
    ("allowance", "低保家庭人员", "低保证", True),
    ("zero-employment", "零就业家庭人员", "户口簿", False),
    ("long-term", "连续失业一年以上人员", "就业创业证", False),
    ("land", "失地、被征地农民", "征地协议", False),
    ("relieved", "脱贫劳动力和监测对象", "乡村振兴部门名册", True),
    ("caring", "赡养重病亲属或单亲抚养人员", "相关证明", True),
    ("rehabilitated", "戒毒康复人员", "社区证明", True),
    ("released", "刑满释放人员", "释放证明", True),
    ("veteran", "登记失业的退役军人", "退役证", False),
    ("graduate", "长期失业的高校毕业生", "毕业证", False),
)


def demo_settings(card: MarketCard) -> MarketSettings:
    """Return the settings around a card; one account plays every part, so two people are not asked for."""
    return MarketSettings(
        card=card, two_person_market=True,
        licences=LicenceDisplay(
            business_licence="演示执照", agency_licence=card.licence_number,
            services=("职业介绍", "职业指导", "技能培训", "维权咨询", "政策咨询"),
            supervisor="县人力资源和社会保障局（演示）", supervisor_phone=card.complaint_phone,
        ),
        hardship=tuple(HardshipCategory(code=code, label=label, evidence=evidence, sensitive=sensitive)
                       for code, label, evidence, sensitive in _HARDSHIP),
    )  # fmt: skip
