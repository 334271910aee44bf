"""What a seeker may say of themselves by ticking, all of it optional (domain B7); what the law shields is not in it."""

from __future__ import annotations

from content.model.codes import Labelled


class PhoneOf(Labelled):
    """Whose phone the market calls."""

    OWN = "own", "我自己的手机"
    RELATIVE = "relative", "家里人的手机"
    NONE = "none", "没有手机"


class Education(Labelled):
    """文化程度 (GB/T 4658)."""

    PRIMARY = "80", "小学"
    JUNIOR = "70", "初中"
    SENIOR = "60", "高中"
    VOCATIONAL = "40", "中专、技校"
    COLLEGE = "30", "大专"
    BACHELOR = "20", "本科及以上"
    OTHER = "90", "没上过学"


class Skill(Labelled):
    """会做的 that jobs of a day ask for."""

    PHONE = "phone", "会用智能手机"
    COMPUTER = "computer", "会用电脑"
    COOKING = "cooking", "会做饭菜"
    SEWING = "sewing", "会用缝纫机"
    ELECTRIC_BIKE = "electric_bike", "会骑电动车"
    TRICYCLE = "tricycle", "会开三轮车"
    TOOLS = "tools", "会用电动工具"
    CARING = "caring", "照顾过老人病人"
    ACCOUNTS = "accounts", "会记账"


class Certificate(Labelled):
    """证书 that trades marked ☆ ask for (domain B9)."""

    HEALTH = "health", "健康证"
    DRIVING_C = "driving_c", "小车驾驶证"
    DRIVING_B = "driving_b", "大车驾驶证"
    ELECTRICIAN = "electrician", "低压电工证"
    WELDER = "welder", "焊工证"
    HEIGHT = "height", "高处作业证"
    FORKLIFT = "forklift", "叉车证"
    GUARD = "guard", "保安员证"
    COOK = "cook", "厨师证"
    CARE = "care", "养老护理证"
    BABY = "baby", "育婴、月嫂证"
    TRACTOR = "tractor", "农机驾驶证"


class SeekerGroup(Labelled):
    """重点群体 a seeker may tick; what the law shields is asked at the window alone, with a consent of its own."""

    RETURNED = "returned", "从外地务工回来"
    FISHER = "fisher", "退捕渔民"
    PARENT = "parent", "陪孩子读书的家长"
    GRADUATE = "graduate", "毕业两年内"
