"""Closed lists of the market with their Chinese labels (domain A1, B3, B7, B9)."""

from __future__ import annotations

from enum import StrEnum


class Labelled(StrEnum):
    """A code with its Chinese label: `PayUnit.DAY.label == "天"`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Labelled:
        """Make the member from its stored code and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class PayUnit(Labelled):
    """计酬方式: what one unit of pay is for; the label goes after 元/ (B9)."""

    HOUR = "hour", "小时"
    DAY = "day", "天"
    WEEK = "week", "周"
    HALF_MONTH = "half_month", "半月"
    MONTH = "month", "月"
    PIECE = "piece", "件"
    ORDER = "order", "单"
    TRIP = "trip", "趟"
    SESSION = "session", "场"
    ROOM = "room", "间"
    SHIFT = "shift", "班"
    UNIT = "unit", "台"
    MU = "mu", "亩"
    JIN = "jin", "斤"
    TONNE = "tonne", "吨"
    SQUARE_METRE = "square_metre", "平米"
    CASE = "case", "箱"
    JOB = "job", "包工"
    COPY = "copy", "份"
    THOUSAND_CHARACTERS = "thousand_characters", "千字"


class Settlement(Labelled):
    """结算周期: when the pay is handed over."""

    DAY = "day", "日结"
    WEEK = "week", "周结"
    HALF_MONTH = "half_month", "半月结"
    MONTH = "month", "月结"
    DONE = "done", "完工结"


class WorkForm(Labelled):
    """用工形式 (R102)."""

    TEMPORARY = "temporary", "临时"
    PHASED = "phased", "阶段"
    FULL_TIME = "full_time", "全日制"
    PART_TIME = "part_time", "非全日制"


class EmployerKind(Labelled):
    """单位类型; the first three are 个私民营实体 of the score (A3-7)."""

    PRIVATE = "private", "民营企业"
    SELF_EMPLOYED = "self_employed", "个体工商户"
    NON_PROFIT = "non_profit", "民办非企业"
    COOPERATIVE = "cooperative", "农民专业合作社"
    STATE = "state", "国有企业"
    PUBLIC = "public", "机关事业单位"
    HOUSEHOLD = "household", "家庭雇主"


class JobSource(Labelled):
    """信息来源 (R106)."""

    OWN = "own", "市场自采"
    EMPLOYER = "employer", "企业自报"
    AGENCY = "agency", "中介机构"
    PLATFORM = "platform", "网络平台"


class VerifyMethod(Labelled):
    """How an employer or a job was verified (R101, R104)."""

    PHONE = "phone", "电话核实"
    VISIT = "visit", "实地走访"
    DOCUMENT = "document", "查验证照"


class PolicyLevel(Labelled):
    """政策级别 (R143)."""

    NATION = "nation", "国家"
    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县"


class PolicyCategory(Labelled):
    """政策类别, the five of R144."""

    TALENT = "talent", "就业创业人才政策"
    INSURANCE = "insurance", "社保补贴"
    STARTUP = "startup", "创业补贴"
    LOAN = "loan", "创业担保贷款"
    EMPLOYER = "employer", "用工服务奖补"


class CourseMode(Labelled):
    """授课方式 (R163)."""

    CLASSROOM = "classroom", "线下集中授课"
    SCREENING = "screening", "现场播放视频"
    LIVE = "live", "线上直播"
    ON_DEMAND = "on_demand", "线上点播"


class CourseKind(Labelled):
    """培训种类 (R007)."""

    SKILL = "skill", "职业技能"
    STARTUP = "startup", "创业"


class FairTheme(Labelled):
    """招聘会类型 (R112)."""

    GENERAL = "general", "综合"
    SPECIAL = "special", "专项"
    LIVE = "live", "直播带岗"


class NoticeChannel(Labelled):
    """Where a fair is announced, the four of R113."""

    WEBSITE = "website", "官方网站"
    WECHAT = "wechat", "微信公众号"
    SMS = "sms", "短信群发"
    POSTER = "poster", "社区乡镇张贴海报"


class NoticeKind(Labelled):
    """What a notice is: told as long as the desk wants, or open to objection for a term (R210)."""

    NOTICE = "notice", "通知"
    PUBLICITY = "publicity", "公示"


class Invited(Labelled):
    """What a firm answered to the invitation to a fair (R114)."""

    ASKED = "asked", "已邀请"
    CONFIRMED = "confirmed", "已确认"
    DECLINED = "declined", "不来"
    ATTENDED = "attended", "已到场"


class InsuranceTopic(Labelled):
    """The four insurances of R139."""

    PENSION = "pension", "养老保险"
    UNEMPLOYMENT = "unemployment", "失业保险"
    INJURY = "injury", "工伤保险"
    GIG = "gig", "新就业形态灵活就业人身意外伤害保险"


class MediaKind(Labelled):
    """素材 by what is in the file."""

    IMAGE = "image", "图片"
    VIDEO = "video", "视频"
    AUDIO = "audio", "录音"
    PDF = "pdf", "PDF"


class RightsTopic(Labelled):
    """维权宣传主题, the four of R171."""

    CONTRACT = "contract", "合同签订注意事项"
    DISPUTE = "dispute", "纠纷调解途径"
    INSURANCE = "insurance", "社保政策"
    INJURY = "injury", "工伤预防"


class Stage(Labelled):
    """Where an editorial record stands between the desk and the edition."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已通过"
    FILLED = "filled", "已招满"
    WITHDRAWN = "withdrawn", "已撤下"


class Role(Labelled):
    """Roles of staff (DESIGN: who owns what)."""

    EDITOR = "editor", "录入员"
    REVIEWER = "reviewer", "审核员"
    CLERK = "clerk", "窗口经办人"
    COUNSELLOR = "counsellor", "职业指导员"
    MANAGER = "manager", "负责人"
    ADMINISTRATOR = "administrator", "系统管理员"
    AUDITOR = "auditor", "审计员"
    ASSESSOR = "assessor", "考核组"


class Channel(Labelled):
    """Where a ledger record came from (R122, R147)."""

    KIOSK = "kiosk", "现场自助"
    WINDOW = "window", "窗口"
    PAPER = "paper", "纸质补录"
    PHONE = "phone", "电话"
    ONLINE = "online", "网上"


class IdEntry(Labelled):
    """How the identity of a seeker was taken."""

    CARD = "card", "读身份证"
    HAND = "hand", "手工填写"
    ELECTRONIC = "electronic", "电子身份证，手工填写"


class PayWish(Labelled):
    """How a seeker wants to be paid."""

    DAY = "day", "日结"
    HOUR = "hour", "按小时"
    PIECE = "piece", "计件"
    MONTH = "month", "按月"


class StartWish(Labelled):
    """When a seeker can start."""

    TODAY = "today", "今天"
    TOMORROW = "tomorrow", "明天"
    WEEK = "week", "这周"
    LATER = "later", "再说"


class TerminalKind(Labelled):
    """What a paired box is."""

    KIOSK = "kiosk", "自助机"
    SCREEN = "screen", "信息屏"
    WINDOW = "window", "服务窗口"
