"""What a walk-in files at the kiosk besides work, 举报 and 用工登记, and the one record each becomes at the hub."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.codes import Channel, CourseMode, Labelled
from content.model.seekers import Sealed


class CaseKind(Labelled):
    """Kinds of cases; the value is the kind of the filing, version 1 of each."""

    DISPUTE = "dispute", "维权预约"
    QUESTION = "question", "咨询"
    APPEAL = "appeal", "公示申诉"
    COURSE_SIGN_UP = "course_sign_up", "培训报名"
    TRAINING_SURVEY = "survey_training", "培训需求"
    FAIR_CHECK_IN = "fair_check_in", "招聘会签到"
    FAIR_INTEREST = "fair_interest", "招聘会意向"
    SATISFACTION = "satisfaction", "满意度"
    SELF_TEST = "self_test", "职业小测"
    STAFF_CALL = "staff_call", "呼叫工作人员"

    @property
    def answered(self) -> bool:
        """Say whether somebody waits for an answer."""
        return self in (CaseKind.DISPUTE, CaseKind.QUESTION, CaseKind.APPEAL, CaseKind.COURSE_SIGN_UP)


class CaseState(Labelled):
    """How far a case has come; one nobody waits for is noted, an appeal outside its term refused: both stay so."""

    NEW = "new", "新收"
    HANDLING = "handling", "办理中"
    ANSWERED = "answered", "已答复"
    NOTED = "noted", "已记下"
    REFUSED = "refused", "不在公示期"


class DisputeKind(Labelled):
    """What a dispute is about (R173)."""

    WAGES = "wages", "工钱没给、没给够"
    CONTRACT = "contract", "合同、协议的事"
    INJURY = "injury", "干活受了伤"
    OTHER = "other", "别的纠纷"


class AmountClass(Labelled):
    """How much money a dispute is about, roughly."""

    NONE = "none", "不是钱的事"
    BELOW_1000 = "below-1000", "1 千元以下"
    BELOW_5000 = "below-5000", "1 千到 5 千"
    BELOW_20000 = "below-20000", "5 千到 2 万"
    ABOVE = "above", "2 万元以上"
    UNKNOWN = "unknown", "说不准"


class DisputeWish(Labelled):
    """What the person wants done."""

    MEDIATE = "mediate", "请市场帮我调解"
    ADVICE = "advice", "先问问该怎么办"
    INSPECTION = "inspection", "想找劳动监察"
    LEGAL_AID = "legal-aid", "想找法律援助"


class QuestionTopic(Labelled):
    """What a question is about (R148)."""

    JOBS = "jobs", "找活、岗位"
    GUIDANCE = "guidance", "不知道干什么好"
    POLICY = "policy", "补贴、创业政策"
    INSURANCE = "insurance", "社保怎么办"
    RIGHTS = "rights", "工钱、工伤、合同"
    TRAINING = "training", "学技能"


class Satisfaction(Labelled):
    """满意度; the first two count as content (domain A3-10)."""

    VERY_GOOD = "very-good", "非常满意"
    GOOD = "good", "满意"
    FAIR = "fair", "一般"
    POOR = "poor", "不满意"
    VERY_POOR = "very-poor", "很不满意"


class SatisfactionReason(Labelled):
    """What made the difference, one tap."""

    NONE = "none", "不说了"
    STAFF = "staff", "工作人员"
    JOBS = "jobs", "岗位"
    MACHINE = "machine", "这台机器"
    WAITING = "waiting", "等得久"
    POLICY = "policy", "政策讲得清不清"


class Awareness(Labelled):
    """政策知晓: whether somebody knows what the policies offer them (R015)."""

    KNOWS = "knows", "知道"
    PARTLY = "partly", "知道一点"
    UNAWARE = "unaware", "不知道"
    NOT_ASKED = "not-asked", "没有问"


class TrainingWish(Labelled):
    """What people may want to learn (R161)."""

    HOUSEKEEPING = "housekeeping", "家政保洁"
    CARING = "caring", "养老、病人护理"
    NURSING = "nursing", "月嫂育婴"
    COOKING = "cooking", "厨师、面点"
    SEWING = "sewing", "缝纫"
    ELECTRICIAN = "electrician", "水电维修"
    WELDING = "welding", "电焊"
    FORKLIFT = "forklift", "叉车"
    FARMING = "farming", "种植养殖"
    STREAMING = "streaming", "网店、直播"
    PHONE = "phone", "手机、电脑"
    STARTUP = "startup", "自己做生意"


class TrainingTime(Labelled):
    """When people can learn."""

    DAY = "day", "白天"
    EVENING = "evening", "晚上"
    WEEKEND = "weekend", "周末"
    SLACK = "slack", "农闲的时候"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeBody:
    """Body of kind `dispute`, version 1; the story is told at the window, not to a machine."""

    number: str
    code: str  # 4 digits printed on the slip
    dispute: DisputeKind
    amount: AmountClass
    wish: DisputeWish
    phone: str
    notice_version: str
    channel: Channel = Channel.KIOSK


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionBody:
    """Body of kind `question`, version 1."""

    number: str
    code: str
    topic: QuestionTopic
    text: str
    phone: str  # "" for who comes back with the receipt
    notice_version: str
    channel: Channel = Channel.KIOSK


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealBody:
    """Body of kind `appeal`, version 1: against what a 公示 says, inside its term (R211)."""

    number: str
    code: str
    notice_id: str
    notice_title: str
    text: str
    phone: str
    notice_version: str
    channel: Channel = Channel.KIOSK


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSignUpBody:
    """Body of kind `course_sign_up`, version 1; `id_number` only where a card had been put on."""

    number: str
    code: str
    course_id: str
    course_name: str
    name: str
    id_number: str
    phone: str
    notice_version: str
    consented_at: datetime
    channel: Channel = Channel.KIOSK


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSurveyBody:
    """Body of kind `survey_training`, version 1; nobody's name."""

    wishes: tuple[TrainingWish, ...]
    time: TrainingTime
    mode: CourseMode
    channel: Channel = Channel.KIOSK


@dataclass(frozen=True, slots=True, kw_only=True)
class FairCheckInBody:
    """Body of kind `fair_check_in`, version 1: somebody came, nobody's name."""

    fair_id: str
    fair_name: str
    channel: Channel = Channel.KIOSK


@dataclass(frozen=True, slots=True, kw_only=True)
class FairInterestBody:
    """Body of kind `fair_interest`, version 1: somebody wants to talk at a booth, nobody's name."""

    fair_id: str
    fair_name: str
    booth: str
    channel: Channel = Channel.KIOSK


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionBody:
    """Body of kind `satisfaction`, version 1; `id_number` only so that a month counts a person once.

    An earlier kiosk does not say `awareness`.
    """

    face: Satisfaction
    reason: SatisfactionReason
    id_number: str
    channel: Channel = Channel.KIOSK
    awareness: Awareness = Awareness.NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTestBody:
    """Body of kind `self_test`, version 1, filed only with consent; answers 0–2 in the order of the items, -1 none."""

    items_version: str
    answers: tuple[int, ...]
    seconds: int
    types: str  # the code the scoring came to, "" for none
    id_number: str  # "" where nobody said who they are
    consented_at: datetime
    channel: Channel = Channel.KIOSK


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffCallBody:
    """Body of kind `staff_call`, version 1: somebody called for help from a page, counted without a person."""

    page: str  # first part of the address: "jobs", "register"; "" for the first page
    reached: bool  # a desk was open, or the hub could not be asked
    channel: Channel = Channel.KIOSK


CaseBody = (DisputeBody | QuestionBody | AppealBody | CourseSignUpBody | TrainingSurveyBody | FairCheckInBody
            | FairInterestBody | SatisfactionBody | SelfTestBody | StaffCallBody)  # fmt: skip

BODIES: dict[CaseKind, type[CaseBody]] = {
    CaseKind.DISPUTE: DisputeBody, CaseKind.QUESTION: QuestionBody, CaseKind.APPEAL: AppealBody,
    CaseKind.COURSE_SIGN_UP: CourseSignUpBody, CaseKind.TRAINING_SURVEY: TrainingSurveyBody,
    CaseKind.FAIR_CHECK_IN: FairCheckInBody, CaseKind.FAIR_INTEREST: FairInterestBody,
    CaseKind.SATISFACTION: SatisfactionBody, CaseKind.SELF_TEST: SelfTestBody, CaseKind.STAFF_CALL: StaffCallBody,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case projected from a filing, whose id it has; the body is ciphertext, `subject` and `choice` name nobody.

    `choice` is a code to count by, `subject_id` the course, fair or notice it is about, `once` a keyed digest by which
    one person's answers of a month are found to be one person's, and nobody is found by it; `awareness` is what an
    answer on 满意度 says besides.
    """

    id: str
    kind: CaseKind
    number: str  # "" where no receipt was given
    code_digest: bytes
    terminal_id: str
    occurred_at: datetime
    clock_ok: bool
    channel: Channel
    subject: str
    choice: str
    subject_id: str
    once: bytes
    body: Sealed
    name_mask: str
    phone_mask: str
    state: CaseState
    answer: str = ""
    answered_at: datetime | None = None
    handled_by: str = ""
    version: int = 1
    awareness: Awareness = Awareness.NOT_ASKED
