"""The other slips: 排队号, 材料清单, 咨询/纠纷回执, 测评结果, 课程报名单, 日/周报表条."""

from collections.abc import Sequence
from dataclasses import dataclass

from printer.charset import text_cells
from printer.receipt import Align, Cut, Pair, Qr, Receipt, Rule, SlipKind, Text
from printer.templates.frame import FADES, Imprint, foot, head, masked, pairs, to_sign

_CHANNELS = pairs(("劳动监察", "12333"), ("劳动仲裁", "12333"), ("法律援助", "12348"))
"""Where else a dispute can go (R174)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSlip:
    """A queue number; nobody's name is on it."""

    number: str
    business: str
    waiting_before: int | None  # None where nobody could be asked
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
    """The receipt for a question or a dispute; `subject` is its kind, never its story; `title` for another matter."""

    number: str
    code: str
    is_dispute: bool
    subject: str
    answer_by: str
    phone: str
    title: str = ""


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
    waiting = "等候人数现在查不到" if slip.waiting_before is None else \
        f"前面还有 {slip.waiting_before} 人" if slip.waiting_before else "前面没有人，请留意叫号"  # fmt: skip
    where = (Text(text=f"请到 {slip.window}", size=2, align=Align.CENTER),) if slip.window else ()
    return Receipt(
        kind=SlipKind.TICKET,
        reference=slip.number,
        title="排队号",
        elements=(
            *head(imprint),
            Text(text=slip.business, size=2, align=Align.CENTER),
            Text(text=slip.number, size=4, align=Align.CENTER, bold=True),
            Text(text=waiting, size=2, align=Align.CENTER),
            *where,
            Rule(),
            Text(text="请看大屏、听叫号；过了号，到窗口说一声，重新排队。"),
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
            Rule(),
            Text(text=slip.matter, size=2, align=Align.CENTER, bold=True),
            Rule(),
            *papers,
            Rule(),
            *pairs(("地点", slip.place), ("时间", slip.hours)),
            *pairs(("电话", slip.phone), size=2),
            Rule(),
            *code,
            *foot(imprint, "以窗口当天要求为准。"),
            Cut(),
        ),
    )


def case_receipt(slip: CaseSlip, imprint: Imprint) -> Receipt:
    """Return the receipt for a question or a dispute."""
    title = slip.title or ("纠纷回执" if slip.is_dispute else "咨询回执")
    keep = (Text(text="请留好合同、工资条、聊天记录和照片。"), Rule(), *_CHANNELS) if slip.is_dispute else ()
    return Receipt(
        kind=SlipKind.CASE,
        reference=slip.number,
        title=title,
        elements=(
            *head(imprint, title),
            Rule(),
            *pairs(("编号", slip.number), ("查询码", slip.code), size=2),
            *pairs(("事项", slip.subject), ("答复", slip.answer_by)),
            *pairs(("电话", slip.phone), size=2),
            Rule(),
            Text(text="查答复：打上面的电话，或到服务窗口，报编号和查询码。"),
            *keep,
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
            Text(text="可以看看这些工作："),
            *(Text(text=trade, size=2, align=Align.CENTER, bold=True) for trade in slip.suits),
            Rule(),
            Text(text=slip.advice),
            Rule(),
            *foot(imprint, "结果只供参考，不影响找工作。", f"编号 {slip.number}"),
            Cut(),
        ),
    )


def course_receipt(slip: CourseSlip, imprint: Imprint) -> Receipt:
    """Return the 培训报名回执, with a code to the course's page where the slip has one."""
    code = (Qr(data=slip.qr, caption="手机扫码看课程"), Rule()) if slip.qr else ()
    return Receipt(
        kind=SlipKind.COURSE,
        reference=slip.number,
        title="课程报名单",
        elements=(
            *head(imprint, "课程报名单"),
            Rule(),
            Text(text=slip.course, size=2, align=Align.CENTER, bold=True),
            Rule(),
            *pairs(("开课", slip.starts), ("地点", slip.place), size=2),
            *pairs(("带上", slip.bring)),
            *pairs(("电话", slip.phone), size=2),
            *pairs(("姓名", masked(slip.masked_name)), ("编号", slip.number)),
            Rule(),
            *code,
            *foot(imprint, "培训免费；叫你交钱、办培训贷的，都是骗子。"),
            Cut(),
        ),
    )


def report_receipt(slip: ReportStrip, imprint: Imprint) -> Receipt:
    """Return the strip of figures that staff sign and keep."""
    anchor: Sequence[Text] = (Text(text=f"日志校验：{slip.audit_head}"),) if slip.audit_head else ()
    widest = max((text_cells(figure) for _, figure in slip.figures), default=0)
    rows = ((label, " " * (widest - text_cells(figure)) + figure) for label, figure in slip.figures)
    return Receipt(
        kind=SlipKind.REPORT,
        reference=slip.number,
        title=slip.title,
        elements=(
            *head(imprint, slip.title),
            Text(text=slip.period, align=Align.CENTER),
            Rule(),
            *pairs(*rows),
            Rule(),
            *anchor,
            *to_sign("核对人签名："),
            *foot(imprint, f"编号 {slip.number}"),
            Cut(),
        ),
    )
