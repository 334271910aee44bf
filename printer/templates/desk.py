"""The other slips: 排队号, 材料清单, 咨询/纠纷回执, 测评结果, 课程报名单, 日/周报表条."""

from collections.abc import Sequence
from dataclasses import dataclass

from printer.receipt import Align, Cut, Pair, Qr, Receipt, Rule, SlipKind, Text
from printer.templates.frame import FADES, Imprint, foot, head, masked, pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSlip:
    """A queue number; nobody's name is on it."""

    number: str
    business: str
    waiting_before: int
    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistSlip:
    """What to bring for a matter, and where to take it."""

    number: str
    matter: str
    papers: tuple[str, ...]
    place: str
    hours: str
    phone: str
    qr: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSlip:
    """The receipt for a question or a dispute; `subject` is its kind, never its story."""

    number: str
    code: str
    is_dispute: bool
    subject: str
    answer_by: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentSlip:
    """What a short test of interests came to: pairs of name and result, and jobs that suit."""

    number: str
    results: tuple[tuple[str, str], ...]
    suits: tuple[str, ...]
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSlip:
    """A place in a training course."""

    number: str
    masked_name: str
    course: str
    starts: str
    place: str
    bring: str
    phone: str
    qr: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStrip:
    """The day's or the week's figures; `audit_head` anchors the log outside the machine."""

    number: str
    title: str
    period: str
    figures: tuple[tuple[str, str], ...]
    audit_head: str = ""


def ticket_receipt(slip: TicketSlip, imprint: Imprint) -> Receipt:
    """Return the queue number, large enough to read at arm's length."""
    waiting = f"前面还有 {slip.waiting_before} 人" if slip.waiting_before else "前面没有人，请留意叫号"
    where = (Text(text=f"请到 {slip.window}", align=Align.CENTER),) if slip.window else ()
    return Receipt(
        kind=SlipKind.TICKET,
        reference=slip.number,
        title="排队号",
        elements=(
            *head(imprint),
            Text(text=slip.business, align=Align.CENTER),
            Text(text=slip.number, size=4, align=Align.CENTER, bold=True),
            Text(text=waiting, align=Align.CENTER),
            *where,
            Rule(),
            Text(text="请看大屏、听叫号；过号请到咨询台重新取号。"),
            *foot(imprint),
            Cut(),
        ),
    )


def checklist_receipt(slip: ChecklistSlip, imprint: Imprint) -> Receipt:
    """Return a list of papers with boxes to tick."""
    papers = tuple(Pair(label="□", value=paper) for paper in slip.papers)
    code = (Qr(data=slip.qr, caption="手机扫码看全文"), Rule()) if slip.qr else ()
    return Receipt(
        kind=SlipKind.CHECKLIST,
        reference=slip.number,
        title="材料清单",
        elements=(
            *head(imprint, "材料清单"),
            Text(text=slip.matter, align=Align.CENTER, bold=True),
            Rule(),
            *papers,
            Rule(),
            Text(text=f"办理地点：{slip.place}"),
            Text(text=f"办理时间：{slip.hours}"),
            Text(text=f"咨询电话：{slip.phone}"),
            Rule(),
            *code,
            *foot(imprint, "以窗口当天要求为准。"),
            Cut(),
        ),
    )


def case_receipt(slip: CaseSlip, imprint: Imprint) -> Receipt:
    """Return the receipt for a question or a dispute."""
    title = "纠纷回执" if slip.is_dispute else "咨询回执"
    how = "凭编号和查询码到自助机看答复。"
    if slip.is_dispute:
        how += "请留好合同、工资条、聊天记录和照片。"
    return Receipt(
        kind=SlipKind.CASE,
        reference=slip.number,
        title=title,
        elements=(
            *head(imprint, title),
            Rule(),
            Pair(label="编号", value=slip.number, bold=True),
            Pair(label="查询码", value=slip.code, bold=True),
            *pairs(("事项", slip.subject), ("答复", slip.answer_by), ("电话", slip.phone)),
            Rule(),
            Text(text=how),
            Rule(),
            *foot(imprint, FADES),
            Cut(),
        ),
    )


def assessment_receipt(slip: AssessmentSlip, imprint: Imprint) -> Receipt:
    """Return the result of a short test; it advises and decides nothing."""
    return Receipt(
        kind=SlipKind.ASSESSMENT,
        reference=slip.number,
        title="职业小测结果",
        elements=(
            *head(imprint, "职业小测结果"),
            Rule(),
            *pairs(*slip.results),
            Rule(),
            Text(text="可以看看这些工作：" + "、".join(slip.suits)),
            Text(text=slip.advice),
            Rule(),
            *foot(imprint, "结果只供参考，不影响找工作。"),
            Cut(),
        ),
    )


def course_receipt(slip: CourseSlip, imprint: Imprint) -> Receipt:
    """Return the enrolment in a course."""
    code = (Qr(data=slip.qr, caption="手机扫码看课程"), Rule()) if slip.qr else ()
    return Receipt(
        kind=SlipKind.COURSE,
        reference=slip.number,
        title="课程报名单",
        elements=(
            *head(imprint, "课程报名单"),
            Text(text=slip.course, align=Align.CENTER, bold=True),
            Rule(),
            Pair(label="编号", value=slip.number, bold=True),
            *pairs(
                ("姓名", masked(slip.masked_name)),
                ("开课", slip.starts),
                ("地点", slip.place),
                ("带上", slip.bring),
                ("电话", slip.phone),
            ),
            Rule(),
            *code,
            *foot(imprint, "培训免费；叫你交钱、办培训贷的，都是骗子。"),
            Cut(),
        ),
    )


def report_receipt(slip: ReportStrip, imprint: Imprint) -> Receipt:
    """Return the strip of figures that staff sign and keep."""
    anchor: Sequence[Text] = (Text(text=f"日志校验：{slip.audit_head}"),) if slip.audit_head else ()
    return Receipt(
        kind=SlipKind.REPORT,
        reference=slip.number,
        title=slip.title,
        elements=(
            *head(imprint, slip.title),
            Text(text=slip.period, align=Align.CENTER),
            Rule(),
            *(Pair(label=label, value=value) for label, value in slip.figures),
            Rule(),
            *anchor,
            Text(text="核对人签名："),
            Text(text="\n"),
            *foot(imprint, f"编号 {slip.number}"),
            Cut(),
        ),
    )
